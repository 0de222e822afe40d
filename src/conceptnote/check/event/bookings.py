"""The people and rooms that an event occupies, and when: other events cannot have them at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from conceptnote.check.event.context import Context
from conceptnote.check.event.names import Known
from conceptnote.check.event.slots import named_room, present
from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import SubEvent
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.textfolding import plain_words


class Booking(Struct, frozen=True):
    """A booked person or room, in UTC; `name` and `what` it is booked for are for messages.

    The same `known` means the same person or room. If both have a `record` of one file, the record decides instead.
    """

    known: tuple[str, ...]
    name: str
    what: str
    path: DataPath
    occasion: Occasion
    start: datetime
    end: datetime
    record: tuple[str, str] | None = None

    def clashes(self, other: Booking) -> bool:
        """Whether both are certainly the same, at overlapping times."""
        if not (self.start < other.end and other.start < self.end):
            return False
        if self.record and other.record and self.record[0] == other.record[0]:
            return self.record == other.record
        return bool(self.known) and self.known == other.known


def people_booked(context: Context) -> tuple[Booking, ...]:
    """Everybody who is certainly present, in their rows; for the whole event if the rows have no times."""
    return tuple(_people(context))


def rooms_booked(context: Context) -> tuple[Booking, ...]:
    """All rooms, for a whole sitting, and for rows in another room."""
    return tuple(_rooms(context))


def _people(context: Context) -> Iterator[Booking]:
    event = context.event
    placed: set[str] = set()
    for row in context.rows:
        for identifier, path in present(event, row.row.who, (*row.path, "who")).items():
            placed.add(identifier)
            yield from _person(context, identifier, path, row.occasion, row)
    for one in context.occasions:
        if isinstance(one.record, SubEvent):
            for identifier, path in present(event, one.record.who, (*one.path, "who")).items():
                yield from _person(context, identifier, path, one)
    if len(context.sittings) == 1:
        for identifier, path in present(event, event.panel, ("panel",)).items():
            if identifier not in placed:
                yield from _person(context, identifier, path, context.sittings[0])


def _person(
    context: Context, identifier: str, path: DataPath, occasion: Occasion, row: Timed | None = None
) -> Iterator[Booking]:
    start, end = (row.start, row.end) if row and row.start and row.end else (occasion.start, occasion.end)
    if start is None or end is None or occasion.day is None or (row or occasion).status == "cancelled":
        return
    person = context.event.people[identifier]
    folded = tuple(sorted(plain_words(" ".join(Known(identifier, person).words)).split()))
    file = context.shared.get(("people", identifier))
    yield Booking(
        folded if len(folded) > 1 else (),  # There may be two Keitas.
        str(person.name),
        row.row.item if row else _title(context, occasion),
        path,
        occasion,
        start,
        end,
        record=(file, identifier) if file else None,
    )


def _rooms(context: Context) -> Iterator[Booking]:
    for one in (one for one in context.occasions if one.status != "cancelled"):
        if one.start and one.end and (room := _in_building(one)):
            yield _room(room, _title(context, one), (*one.path, "time"), one, one.start, one.end)
    for row in (row for row in context.rows if row.status != "cancelled" and row.occasion.day):
        if row.elsewhere and row.start and row.end and (room := _in_building(row)):
            yield _room(room, row.row.item, row.time_path, row.occasion, row.start, row.end)


def _in_building(one: Occasion | Timed) -> tuple[str, str] | None:
    """The room, if its building is named too: many buildings have a “Room 1”."""
    room = named_room(one)
    return room if room and room[0] else None


def _room(
    room: tuple[str, str], what: str, path: DataPath, occasion: Occasion, start: datetime, end: datetime
) -> Booking:
    return Booking(
        (plain_words(room[0]), plain_words(room[1])), f"{room[1]}, {room[0]}", what, path, occasion, start, end
    )


def _title(context: Context, one: Occasion) -> str:
    return one.record.title if isinstance(one.record, SubEvent) else context.event.title
