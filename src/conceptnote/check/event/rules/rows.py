"""CN123, CN124 and CN125: rows outside the event's hours, out of order, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.check.event.schedule import Timed, clock, minute
from conceptnote.check.event.words import phrase
from conceptnote.diagnostics import Severity


@rule(
    "CN123",
    Severity.ERROR,
    breaks="""
        time: 9:15–10:45
        agenda:
          - {time: 9:15–11:15, item: Panel}
    """,
    mends="""
        time: 9:15–10:45
        agenda:
          - {time: 9:15–10:45, item: Panel}
          - {time: 10:45–11:15, item: Reception}
    """,
)
def outside_hours(context: Context) -> Iterator[Remark]:
    """An item stands outside the hours of the event.

    The hours on the first page promise another end. Arrival and coffee may come before the opening, and a meal, a
    reception or a photograph after the end.
    """
    time = context.event.time
    begin, end = minute(time.start), minute(time.end) if time.end else None
    for row in context.rows:
        if row.start is None:
            continue
        if row.start < begin and not _may_surround(row, "arrivals"):
            message = f"“{row.row.item}” begins at {clock(row.start)}, before the event does at {clock(begin)}"
            yield Remark(row.time_path, message, "mend the row, or the event's time")
        elif end is not None and not (row.start >= end and _may_surround(row, "departures")):
            last = row.end if row.end is not None else row.start
            if last > end:
                message = f"“{row.row.item}” ends at {clock(last)}, after the event does at {clock(end)}"
                yield Remark(row.time_path, message, "mend the row, or the event's time")


def _may_surround(row: Timed, words: str) -> bool:
    return row.row.kind in ("break", "meal") or bool(phrase(words).search(row.row.item))


@rule(
    "CN124",
    Severity.WARNING,
    breaks="""
        agenda:
          - {time: 10:00–10:45, item: Panel}
          - {time: 9:15–10:00, item: Opening}
    """,
    mends="""
        agenda:
          - {time: 9:15–10:00, item: Opening}
          - {time: 10:00–10:45, item: Panel}
    """,
)
def out_of_order(context: Context) -> Iterator[Remark]:
    """An item begins before the one above it.

    Papers print rows as the file has them.
    """
    for row in context.rows:
        # Tracks may be listed one after the other.
        above = [one for one in context.rows[: row.number] if "" in (one.room, row.room) or one.room == row.room]
        latest = max((one for one in above if one.start is not None), key=lambda one: one.start or 0, default=None)
        if latest and row.start is not None and row.start < (latest.start or 0):
            message = f"“{row.row.item}” begins at {clock(row.start)}, before “{latest.row.item}” above it"
            yield Remark(row.time_path, message, "move the row up, or mend its time")


@rule(
    "CN125",
    Severity.WARNING,
    limit=Limit(10, "minutes"),
    breaks="""
        time: 9:15–10:45
        agenda:
          - {time: 9:15–9:45, item: Opening}
          - {time: 10:15–10:45, item: Panel}
    """,
    mends="""
        time: 9:15–10:45
        agenda:
          - {time: 9:15–9:45, item: Opening}
          - {time: 9:45–10:15, item: Coffee, kind: break}
          - {time: 10:15–10:45, item: Panel}
    """,
)
def gaps(context: Context, limit: int) -> Iterator[Remark]:
    """For some time nothing is planned.

    Either a row is missing, or a time is wrong. A row without a time explains the gap in which it stands.
    """
    time, rows = context.event.time, context.rows
    timed = sorted((row for row in rows if row.start is not None), key=lambda row: (row.start or 0, row.number))
    if not timed or any(row.start is None for row in rows):
        return
    until: int | None = minute(time.start)
    for row in timed:
        assert row.start is not None
        if until is not None and row.start - until > limit:
            yield _gap(row, until, row.start)
        if row.end is None:
            until = None  # It lasts until the next begins.
        elif until is None or row.end > until:
            until = row.end
    if time.end and until is not None and minute(time.end) - until > limit:
        yield _gap(timed[-1], until, minute(time.end))


def _gap(row: Timed, begin: int, end: int) -> Remark:
    message = f"nothing is planned from {clock(begin)} to {clock(end)}"
    return Remark(row.time_path, message, "add the row that is missing, or mend a time")
