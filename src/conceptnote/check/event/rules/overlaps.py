"""CN121 and CN122: two things at one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import full_name, present, room_of
from conceptnote.check.event.words import phrase
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.entries import Timed


@rule(
    "CN121",
    Severity.ERROR,
    breaks="""
        agenda:
          - {time: 9:15–9:45, item: Opening}
          - {time: 9:30–10:45, item: Panel}
    """,
    mends="""
        agenda:
          - {time: 9:15–9:30, item: Opening}
          - {time: 9:30–10:45, item: Panel}
    """,
)
def rooms_taken_twice(context: Context) -> Iterator[Remark]:
    """Two items take place at one time in one room, or are both for everybody.

    Either a time is wrong, or one of them needs a `room` of its own. Beside a break there may be a press conference or
    a photograph; but a meal for all and a plenary cannot overlap, wherever they are.
    """
    told: set[DataPath] = set()
    for first, second in _at_one_time(context, context.rows):
        if second.path in told or second.within(first):
            continue
        hint = None
        if _one_room(context, first, second):
            if not _beside_a_break(context, first, second):
                hint = "mend a time, or give one of them a room of its own"
        elif _both_for_all(first, second):
            hint = "mend a time: whoever comes cannot be at both"
        if hint:
            told.add(second.path)
            message = f"“{second.row.item}” ({_when(second)}) overlaps with “{first.row.item}” ({_when(first)})"
            yield Remark(second.time_path, message, hint)


def _at_one_time(context: Context, rows: Sequence[Timed]) -> Iterator[tuple[Timed, Timed]]:
    """All pairs of these rows that certainly overlap, each in the order of the file."""
    order = {row.path: at for at, row in enumerate(rows)}
    running: list[Timed] = []
    for _, row in sorted(((row.start, row) for row in rows if row.start), key=lambda timed: timed[0]):
        running = [other for other in running if other.overlaps(row)]
        context.work.spend(1 + len(running))
        for other in running:
            yield (other, row) if order[other.path] < order[row.path] else (row, other)
        running.append(row)


def _one_room(context: Context, first: Timed, second: Timed) -> bool:
    """Whether two rows certainly share a room; an event within the event may be anywhere, if it does not say where."""
    room = room_of(context.event, first)
    return room == room_of(context.event, second) and (first.occasion.path == second.occasion.path or bool(room[1]))


def _is_pause(row: Timed) -> bool:
    return row.row.kind in ("break", "meal", "reception") or bool(phrase("pauses").search(row.row.item))


def _is_aside(row: Timed) -> bool:
    """Whether it is for some only, while the others have a break."""
    aside = row.row.kind in ("photo", "press", "prayer") or row.row.access in ("by-invitation", "closed")
    return aside or bool(phrase("asides").search(row.row.item))


def _beside_a_break(context: Context, first: Timed, second: Timed) -> bool:
    """Whether one of two rows is a break and the other is for some only, and nothing says that they share a room."""
    pair = (_is_pause(first) and _is_aside(second)) or (_is_pause(second) and _is_aside(first))
    return pair and not (first.row.room and second.row.room)


def _both_for_all(first: Timed, second: Timed) -> bool:
    """Whether two rows in two rooms are for everybody: a break, and a plenary or what runs into or out of the break."""
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
    begin, end, start, until = (moment or pause.occasion.start for moment in spans)
    # What lies within a break is for those who like to come.
    return all(spans) and (start < begin < until < end or begin < start < end < until)


def _when(row: Timed) -> str:
    clock = row.occasion.clock
    return (clock(row.start) if row.start else "") + "–" + (clock(row.end) if row.end else "")


@rule(
    "CN122",
    Severity.ERROR,
    breaks="""
        people: {amari: {name: Leïla Amari}}
        agenda:
          - {time: 9:15–10:00, item: Rivers, room: Room A, who: amari}
          - {time: 9:30–10:45, item: Lakes, room: Room B, who: amari}
    """,
    mends="""
        people: {amari: {name: Leïla Amari}}
        agenda:
          - {time: 9:15–10:00, item: Rivers, room: Room A, who: amari}
          - {time: 10:00–10:45, item: Lakes, room: Room B, who: amari}
    """,
)
def people_in_two_places(context: Context) -> Iterator[Remark]:
    """Somebody is in two rooms at one time.

    It is found out on the day, by the chair who waits.
    """
    for person, rows in _rows_of_people(context).items():
        for first, second in _at_one_time(context, rows):
            if second.within(first) or _one_room(context, first, second):
                continue
            name = full_name(context.event.people[person])
            message = f"{name} is in “{first.row.item}” ({_when(first)}) as well as here ({_when(second)})"
            path = present(context.event, second.row.who, (*second.path, "who"))[person]
            yield Remark(path, message, "mend a time, or have somebody else speak")


def _rows_of_people(context: Context) -> dict[str, list[Timed]]:
    """The rows in which somebody certainly is."""
    found: dict[str, list[Timed]] = {}
    for row in context.rows:
        for person in present(context.event, row.row.who, ()):
            found.setdefault(person, []).append(row)
    return found
