"""CN121 and CN122: two things at one time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import full_name, present, room_of
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.schedule import Timed


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
    told: set[DataPath] = set()
    for first, second in combinations(context.rows, 2):
        if second.within(first) or second.path in told or not first.overlaps(second):
            continue
        if _one_room(context, first, second):
            told.add(second.path)
            message = f"“{second.row.item}” ({_when(second)}) overlaps with “{first.row.item}” ({_when(first)})"
            yield Remark(second.time_path, message, "mend a time, or give one of them a room of its own")


def _one_room(context: Context, first: Timed, second: Timed) -> bool:
    """Whether two rows certainly share a room; an event within the event may be anywhere, if it does not say where."""
    room = room_of(context.event, first)
    return room == room_of(context.event, second) and (first.occasion == second.occasion or bool(room[1]))


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
    there = {row.path: present(context.event, row.row.who, (*row.path, "who")) for row in context.rows}
    for first, second in combinations(context.rows, 2):
        both = there[first.path].keys() & there[second.path].keys()
        if not both or second.within(first) or not first.overlaps(second) or _one_room(context, first, second):
            continue
        for person in sorted(both):
            name = full_name(context.event.people[person])
            message = f"{name} is in “{first.row.item}” ({_when(first)}) as well as here ({_when(second)})"
            yield Remark(there[second.path][person], message, "mend a time, or have somebody else speak")
