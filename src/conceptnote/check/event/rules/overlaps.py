"""CN121 and CN122: two things at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from msgspec import Struct

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import named_room, present, room_of
from conceptnote.check.event.words import phrase
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.agenda import AgendaRow, SubEvent
from conceptnote.schema.entries import Occasion, Timed, overlap
from conceptnote.schema.people import Slot
from conceptnote.textfolding import plain_words

Held = Occasion | Timed
"""What occupies people and a room for some time: a row, or an event within the event."""


@rule("CN121", Severity.ERROR)
def rooms_taken_twice(context: Context) -> Iterator[Remark]:
    """Two items overlap in one room, or both are for everybody.

    A press conference or a photograph may be beside a break, an event within the event that lasts as long as the
    sitting beside its items; a meal for all and a plenary may not overlap anywhere.
    """
    reported: set[DataPath] = set()
    rooms = context.once(_rooms)
    for first, second in _at_one_time(context, _held(context)):
        if second.path in reported or _part_of(second, first) or _reported_above(second, reported):
            continue
        hint = None
        if rooms[first.path].is_one_with(rooms[second.path]):
            if not _beside_a_break(first, second):
                hint = "change a time, or give one of them another room"
        elif _both_for_all(first, second):
            hint = "change a time: nobody can attend both"
        if hint:
            reported.add(second.path)
            message = f"“{second.title}” ({_when(second)}) overlaps with “{first.title}” ({_when(first)})"
            yield Remark(second.time_path, message, hint)


def _held(context: Context) -> Sequence[Held]:
    """The rows, and the events within the event that have a room or people for all their hours."""
    return [one for one in context.programme.entries.values() if isinstance(one, Timed) or one.within]


def _part_of(one: Held, other: Held) -> bool:
    """Whether one is a part of the other."""
    return one.path[: len(other.path)] == other.path


def _reported_above(one: Held, result: set[DataPath]) -> bool:
    """Whether something that contains it is reported already."""
    return any(one.path[:end] in result for end in range(len(one.path)))


def _at_one_time(context: Context, held: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    """All pairs that certainly overlap and are not cancelled, each in the order of the file."""
    order = {one.path: at for at, one in enumerate(held)}
    running: list[Held] = []
    timed = ((one.start, one) for one in held if one.start and one.status != "cancelled")
    for _, one in sorted(timed, key=lambda found: found[0]):
        running = [other for other in running if overlap(other, one)]
        context.work.spend(1 + len(running))
        for other in running:
            if not _goes_on_beside(one, other) and not _goes_on_beside(other, one):
                yield (other, one) if order[other.path] < order[one.path] else (one, other)
        running.append(one)


def _goes_on_beside(one: Held, row: Held) -> bool:
    """Whether an event within the event, such as an exhibition, lasts as long as the sitting of a row."""
    if isinstance(one, Timed) or isinstance(row, Occasion) or row.occasion.within or not (one.end and row.occasion.end):
        return False
    begins = one.start is not None and row.occasion.start is not None and one.start <= row.occasion.start
    return begins and one.end >= row.occasion.end


class _Room(Struct, frozen=True):
    """A place: the room within its sitting; otherwise the building and the room, if both are certain."""

    occasion: DataPath
    within: tuple[str, str] | None
    named: tuple[str, ...] | None

    def is_one_with(self, other: _Room) -> bool:
        """Whether both are certainly the same room."""
        if self.within and other.within and self.occasion == other.occasion:
            return self.within == other.within
        return self.named is not None and self.named == other.named


def _rooms(context: Context) -> dict[DataPath, _Room]:
    """The rooms of all entries by path, computed once."""
    found = {}
    for one in _held(context):
        within, named = room_of(one) if isinstance(one, Timed) else None, named_room(one)
        found[one.path] = _Room(one.occasion.path, within, tuple(map(plain_words, named)) if named else None)
    return found


def _is_pause(one: Held) -> bool:
    return one.kind in ("break", "meal", "reception") or bool(phrase("pauses").search(one.title))


def _is_aside(one: Held) -> bool:
    """Whether it is for some people only while the others have a break."""
    aside = one.kind in ("photo", "press", "prayer") or (
        one.record.access is not None and one.record.access.to != "open"
    )
    return aside or bool(phrase("asides").search(one.title))


def _beside_a_break(first: Held, second: Held) -> bool:
    """Whether one is a break and the other is for some people only, and nothing says that they share a room."""
    pair = (_is_pause(first) and _is_aside(second)) or (_is_pause(second) and _is_aside(first))
    return pair and not all(isinstance(one, Timed) and one.row.room for one in (first, second))


def _both_for_all(first: Held, second: Held) -> bool:
    """Whether two rows in two rooms are for everybody: a break, and a plenary or what leads to or from the break."""
    if isinstance(first, Occasion) or isinstance(second, Occasion):
        return False
    if (
        first.row.track
        or second.row.track
        or first.occasion.path != second.occasion.path
        or first.depth
        or second.depth
    ):
        return False
    if _is_aside(first) or _is_aside(second) or _is_pause(first) == _is_pause(second):
        return False
    pause, other = (first, second) if _is_pause(first) else (second, first)
    if other.row.kind in ("plenary", "ceremony") or phrase("plenary").search(other.row.item):
        return True
    spans = (pause.start, pause.end, other.start, other.end)
    begin, end, start, until = (moment or pause.occasion.at(time()) for moment in spans)
    # What is within a break is optional.
    return all(spans) and (start < begin < until < end or begin < start < end < until)


def _when(one: Held) -> str:
    clock = one.occasion.clock
    return (clock(one.start) if one.start else "") + "–" + (clock(one.end) if one.end else "")


@rule("CN122", Severity.ERROR)
def people_in_two_places(context: Context) -> Iterator[Remark]:
    """Somebody is in two rooms at the same time."""
    rooms = context.once(_rooms)
    for person, held in _held_by_person(context).items():
        for first, second in _at_one_time(context, held):
            if _part_of(second, first) or rooms[first.path].is_one_with(rooms[second.path]):
                continue
            name = str(context.event.people[person].name)
            message = f"{name} is in “{first.title}” ({_when(first)}) as well as here ({_when(second)})"
            path = present(context.event, _who(second), (*second.path, "who"))[person]
            yield Remark(path, message, "change a time, or choose another speaker")


def _held_by_person(context: Context) -> dict[str, list[Held]]:
    """The entries that somebody is certainly in."""
    found: dict[str, list[Held]] = {}
    for one in _held(context):
        for person in present(context.event, _who(one), ()):
            found.setdefault(person, []).append(one)
    return found


def _who(one: Held) -> Sequence[Slot]:
    return one.record.who if isinstance(one.record, AgendaRow | SubEvent) else ()
