"""CN191 and CN192: conflicts between two events that are checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conceptnote.check.event.bookings import Booking, people_booked, rooms_booked
from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity

Bookings = Callable[[Context], tuple[Booking, ...]]


@rule("CN191", Severity.ERROR)
def people_at_two_events(context: Context) -> Iterator[Remark]:
    """Somebody is at another event at the same time."""
    for file, mine, theirs in _clashes(context, people_booked):
        message = f"{mine.name} is at “{theirs.what}” ({file}) at the same time, {_when(theirs, mine)}"
        yield Remark(mine.path, message, "change a time, or choose another speaker")


@rule("CN192", Severity.ERROR)
def rooms_of_two_events(context: Context) -> Iterator[Remark]:
    """Another event uses the room at the same time.

    A building without a room does not count.
    """
    for file, mine, theirs in _clashes(context, rooms_booked):
        message = f"{mine.name} is booked for “{theirs.what}” ({file}) at the same time, {_when(theirs, mine)}"
        yield Remark(mine.path, message, "change a time, or the place of one of them")


def _clashes(context: Context, find: Bookings) -> Iterator[tuple[str, Booking, Booking]]:
    """For each other event its conflicts with this one, and from when: the first for each person or room."""
    for file, other in context.others.items():
        reported: set[tuple[str, ...]] = set()
        for mine in context.once(find):
            context.work.spend(1 + len(other.once(find)) // 10)
            theirs = next((one for one in other.once(find) if mine.clashes(one)), None)
            name = (mine.name, *mine.known)
            if theirs and name not in reported:
                reported.add(name)
                yield file, mine, theirs


def _when(theirs: Booking, mine: Booking) -> str:
    clock = mine.occasion.clock
    return f"{clock(theirs.start)}–{clock(theirs.end)}"
