"""CN121 and CN122: two things at one time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.schedule import Timed, clock
from conceptnote.check.event.slots import full_name, occupants
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity


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
    """Two items take place in one room at one time.

    Either a time is wrong, or one of them needs a `room` of its own.
    """
    told: set[int] = set()
    for first, second in combinations(context.rows, 2):
        if first.room == second.room and first.overlaps(second) and second.number not in told:
            told.add(second.number)
            message = f"“{second.row.item}” ({_when(second)}) overlaps with “{first.row.item}” ({_when(first)})"
            yield Remark(second.time_path, message, "mend a time, or give one of them a room of its own")


def _when(row: Timed) -> str:
    return f"{clock(row.start or 0)}–" + (clock(row.end) if row.end is not None else "")


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
    present = [_present(context, row) for row in context.rows]
    for first, second in combinations(context.rows, 2):
        both = present[first.number].keys() & present[second.number].keys()
        if not both or first.room == second.room or not first.overlaps(second):
            continue
        for person in sorted(both):
            name = full_name(context.event.people[person])
            message = f"{name} is in “{first.row.item}” ({_when(first)}) as well as here ({_when(second)})"
            yield Remark(present[second.number][person], message, "mend a time, or have somebody else speak")


def _present(context: Context, row: Timed) -> dict[str, DataPath]:
    """Who is certainly there in person or by link; a recording can be shown in two rooms."""
    return {
        who.slot.person: who.path
        for who in occupants(context.event, row.row.who, (*row.path, "who"))
        if who.slot.person and who.certain and who.slot.presence != "video-message"
    }
