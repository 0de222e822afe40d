"""Tracks side by side: an agenda in parts, of rows that are for all and of tracks that run at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from conceptnote.compose.timetable import Timetable
from conceptnote.compose.view import View


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its cell; `aside` where its hours are not those of the line, so that it says them itself."""

    row: View
    aside: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What takes place in the tracks at one time: for each a cell, with what follows each other there.

    `first` begins the line and `last` ends it, where that is known.
    """

    first: View
    last: View | None
    cells: tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an agenda that can be one table: `rows` one after the other, or `lines` of `tracks` side by side.

    `timed` says that each of the rows has a time or a length.
    """

    rows: tuple[View, ...] = ()
    timed: bool = False
    tracks: tuple[View, ...] = ()
    lines: tuple[Line, ...] = ()


def in_order_of_time(rows: Sequence[View], timetable: Timetable) -> list[View]:
    """Rows as they follow each other in time, where all have one; else as they are written."""
    starts = [timetable.rows[row.path].start for row in rows]
    if not all(starts):
        return list(rows)
    order = sorted(range(len(rows)), key=lambda at: (starts[at], rows[at].track is not None, at))
    return [rows[at] for at in order]


def in_parts(rows: Sequence[View], tracks: Sequence[View], most: int | None, timetable: Timetable) -> Iterator[Part]:
    """An agenda in parts; tracks stand side by side where there are several, and at most `most`.

    No cell of such a table spans others: in a row for all that went across the tracks, a screen reader would name the
    first of them as its header, and Word's accessibility checker warns of merged cells.
    """
    alone: list[View] = []
    for common, group in groupby(in_order_of_time(rows, timetable), key=lambda row: row.track is None):
        block = list(group)
        here = [track for track in tracks if any(row.track.path == track.path for row in block)] if not common else []
        if 1 < len(here) <= (most or len(here)):
            yield from _alone(alone)
            alone = []
            yield Part(tracks=tuple(here), lines=tuple(_lines(block, here, timetable)))
        else:
            alone += block
    yield from _alone(alone)


def _alone(rows: Sequence[View]) -> Iterator[Part]:
    if rows:
        yield Part(tuple(rows), all(row.time is not None or row.minutes is not None for row in rows))


def _lines(rows: Sequence[View], tracks: Sequence[View], timetable: Timetable) -> Iterator[Line]:
    columns = [[row for row in rows if row.track.path == track.path] for track in tracks]
    for cells in _cut(columns, timetable):
        here = [(row, timetable.rows[row.path]) for cell in cells for row in cell]
        hours = {row.path: (timed.start, timed.end, timed.length) for row, timed in here}
        starts = [(timed.start, at) for at, (_, timed) in enumerate(here) if timed.start]
        ends = [(timed.end, -at) for at, (_, timed) in enumerate(here) if timed.end]
        first = here[min(starts)[1] if starts else 0][0]
        last = first if len(set(hours.values())) == 1 else None
        whole = hours[first.path]
        if last is None and len(ends) == len(here):
            last = here[-max(ends)[1]][0]
            whole = (whole[0], hours[last.path][1], None)
        aside = {path for path, its in hours.items() if last is None or its[:2] != whole[:2]}
        yield Line(first, last, tuple(tuple(Placed(row, row.path in aside) for row in cell) for cell in cells))


def _cut(columns: Sequence[Sequence[View]], timetable: Timetable) -> Iterator[tuple[tuple[View, ...], ...]]:
    """The cells of each line: a line begins with something, when all that began before has ended."""
    starts, ends = {}, {}
    for column in columns:
        for row, following in zip_longest(column, column[1:]):
            timed = timetable.rows[row.path]
            if timed.start is None:
                # Without times rows stand beside each other as they are written: the first of each track, the second.
                yield from (tuple((one,) if one else () for one in line) for line in zip_longest(*columns))
                return
            starts[row.path] = timed.start
            # What has no end lasts until something else begins in its track; after the last, nothing waits for it.
            ends[row.path] = timed.end or (timetable.rows[following.path].start if following else None) or timed.start
    cuts = [
        start
        for start in sorted(set(starts.values()))
        if all(ends[path] <= start for path, begin in starts.items() if begin < start)
    ]
    for begin, end in zip_longest(cuts, cuts[1:]):
        yield tuple(
            tuple(row for row in column if begin <= starts[row.path] and (end is None or starts[row.path] < end))
            for column in columns
        )
