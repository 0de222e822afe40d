"""Who, and which room, an event takes from when to when: what another event at the same time cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from conceptnote.check.event.context import Context
from conceptnote.check.event.names import Known
from conceptnote.check.event.slots import full_name, present, room_of
from conceptnote.check.event.words import any_of, fold, words
from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import SubEvent
from conceptnote.schema.entries import Occasion, Timed


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody or something that is taken, in UTC; `name` and `what` it is taken for are for people.

    What is `known` by one name is the same everywhere. Where both are `record`s of one file, that decides instead.
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
        """Whether both are certainly the same, and taken at one time."""
        if not (self.start < other.end and other.start < self.end):
            return False
        if self.record and other.record and self.record[0] == other.record[0]:
            return self.record == other.record
        return bool(self.known) and self.known == other.known


def people_booked(context: Context) -> tuple[Booking, ...]:
    """Everybody who certainly is there, in their rows; for the whole of it where the rows do not tell when."""
    return tuple(_people(context))


def rooms_booked(context: Context) -> tuple[Booking, ...]:
    """Every room, for the whole of a sitting, and for rows that are held in another."""
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
    if start is None or end is None:
        return
    person = context.event.people[identifier]
    folded = tuple(sorted(fold(" ".join(Known(identifier, person).words)).split()))
    file = context.shared.get(("people", identifier))
    yield Booking(
        folded if len(folded) > 1 else (),  # There may be two Keitas.
        full_name(person),
        row.row.item if row else context.event.title,
        path,
        occasion,
        start,
        end,
        record=(file, identifier) if file else None,
    )


def _rooms(context: Context) -> Iterator[Booking]:
    for one in context.occasions:
        inherited = isinstance(one.record, SubEvent) and one.record.venue is None
        if one.venue and not inherited and (room := _room(one.venue.name, one.venue.room)) and one.end:
            what = context.event.title
            yield Booking(room[0], room[1], what, (*one.path, "time"), one, one.start, one.end)
    for row in context.rows:
        venue, own = row.row.venue or row.occasion.venue, room_of(context.event, row)[1]
        if venue and own and (room := _room(venue.name, own)) and row.start and row.end:
            yield Booking(room[0], room[1], row.row.item, row.time_path, row.occasion, row.start, row.end)


def _room(building: str, room: str | None) -> tuple[tuple[str, ...], str] | None:
    """A room by which it is known, and as it is called; None where only a building is named.

    Of “Palais des Nations, Room XX”, the room is what follows the comma.
    """
    if room is None and (match := _at_the_end().search(building)):
        building, room = building[: match.start()], match[1]
    return ((fold(building), fold(room)), f"{room}, {building}") if room else None


@cache
def _at_the_end() -> re.Pattern[str]:
    return re.compile(rf",\s*({any_of(words('rooms'))}\b.*)$", re.IGNORECASE)
