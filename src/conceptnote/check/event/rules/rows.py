"""CN123, CN124, CN125 and CN127: rows outside hours or days, out of order, and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import spell
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.check.event.slots import room_of
from conceptnote.check.event.words import phrase
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.entries import Occasion, Timed

_EVENING = 17  # o'clock


@rule("CN123", Severity.ERROR)
def outside_hours(context: Context) -> Iterator[Remark]:
    """An item is outside the hours of the event.

    Arrival and coffee may come before; a meal, a reception or a photograph may follow.
    """
    by_path = {row.path: row for row in context.rows}
    for row in context.rows:
        if row.start is None:
            continue
        clock = row.occasion.clock
        around = by_path[row.path[:-2]] if row.depth else None
        begin, end = (around.start, around.end) if around else (row.occasion.opening, row.occasion.closing)
        what = f"“{around.row.item}”" if around else "the sitting" if row.occasion.path else "the event"
        last = row.end if row.end is not None else row.start
        if begin is not None and row.start < begin and not _may_surround(row, "arrivals"):
            message = f"“{row.row.item}” begins at {clock(row.start)}, before {what} does at {clock(begin)}"
            yield Remark(row.time_path, message, f"fix the row, or the time of {what}")
        elif end is not None and last > end and not (row.start >= end and _may_surround(row, "departures")):
            message = f"“{row.row.item}” ends at {clock(last)}, after {what} does at {clock(end)}"
            yield Remark(row.time_path, message, f"fix the row, or the time of {what}")


def _may_surround(row: Timed, words: str) -> bool:
    return row.row.kind in ("break", "meal", "reception", "photo") or bool(phrase(words).search(row.row.item))


@rule("CN124", Severity.WARNING)
def out_of_order(context: Context) -> Iterator[Remark]:
    """An item begins before the one above it.

    Papers print rows in order of time.
    """
    latest: dict[tuple[DataPath, str | None], tuple[datetime, Timed]] = {}
    for row in context.rows:
        if row.start is None:
            continue
        around, room = row.path[:-1], room_of(row)[1]
        # Tracks may be listed one after the other.
        above = [latest.get((around, where)) for where in (("", room) if room else (None,))]
        start, last = max((one for one in above if one), key=lambda one: one[0], default=(row.start, row))
        if row.start < start:
            clock = row.occasion.clock
            message = f"“{row.row.item}” begins at {clock(row.start)}, before “{last.row.item}” above it"
            yield Remark(row.time_path, message, "move the row up, or fix its time")
        for where in (room, None):
            if (around, where) not in latest or row.start > latest[around, where][0]:
                latest[around, where] = (row.start, row)


@rule("CN125", Severity.WARNING, limit=Limit(10, "minutes"))
def gaps(context: Context, limit: int) -> Iterator[Remark]:
    """A gap in the agenda has no plan.

    A row without a time explains its gap, an event within the event fills it; time before a dinner or after the end is
    accepted.
    """
    within = [one for one in context.occasions if one.within]
    rows: dict[DataPath, list[Timed]] = {}
    for row in context.rows:
        if not row.depth:
            rows.setdefault(row.occasion.path, []).append(row)
    for occasion in context.occasions:
        yield from _gaps_between(occasion, rows.get(occasion.path, []), within, timedelta(minutes=limit))


def _gaps_between(occasion: Occasion, rows: list[Timed], within: list[Occasion], limit: timedelta) -> Iterator[Remark]:
    timed: list[tuple[datetime, Timed | Occasion]] = [(row.start, row) for row in rows if row.start is not None]
    if not timed or len(timed) < len(rows):
        return
    beside = (one for one in within if one.path != occasion.path and one.day and one.day == occasion.day)
    filled = [(one.start, one) for one in beside if one.start]
    until: datetime | None = occasion.opening
    last = timed[0][1]
    for start, one in sorted([*timed, *filled], key=lambda item: item[0]):
        over = occasion.closing is not None and until is not None and until >= occasion.closing
        if until is not None and not over and start - until > limit and not _in_the_evening(one, start):
            yield _gap(one, until, start)
        if one.end is None:
            until = None  # It lasts until the next begins.
        elif until is None or one.end > until:
            until = one.end
        last = one if until is None or one.end == until else last
    if occasion.closing and until is not None and occasion.closing - until > limit:
        yield _gap(last, until, occasion.closing)


def _in_the_evening(one: Timed | Occasion, start: datetime) -> bool:
    """Whether it is a dinner or a reception, before which people go and change."""
    meal = one.kind in ("meal", "reception") or bool(phrase("evenings").search(one.title))
    return meal and one.occasion.local(start).hour >= _EVENING


def _gap(one: Timed | Occasion, begin: datetime, end: datetime) -> Remark:
    clock = one.occasion.clock
    message = f"nothing is planned from {clock(begin)} to {clock(end)}"
    return Remark(one.time_path, message, "add the row that is missing, or fix a time")


@rule("CN127", Severity.WARNING)
def outside_days(context: Context) -> Iterator[Remark]:
    """An event within the event is on another day than the event."""
    days = [one.day for one in context.sittings if one.day]
    if len(days) < len(context.sittings):
        return
    for one, day in ((one, one.day) for one in context.occasions if one.within and one.day):
        if not days[0] <= day <= days[-1]:
            side = "before the event begins" if day < days[0] else "after the event ends"
            message = f"“{one.record.title}” is on {spell(day)}, {side}"
            hint = "fix its date; if it is right, add a sitting on that day, or silence the check under “checks”"
            yield Remark((*one.path, "date"), message, hint)
