"""Tracks side by side: the rows of an agenda as the lines and cells of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from conceptnote.compose.timetable import Timetable
from conceptnote.compose.view import View


@dataclass(frozen=True, slots=True)
class Cell:
    """What takes place in a track from one line on; `rowspan` lines, and nothing where there are no rows."""

    rows: tuple[View, ...]
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: one row for all tracks, or a cell for each track in which something begins.

    `timed` is the row whose time stands at the head of the line. Where the rows of a line do not all end together
    (`uneven`), that is when they begin, and each says its own hours.
    """

    timed: View | None
    common: View | None = None
    cells: tuple[Cell, ...] = ()
    uneven: bool = False


def in_order_of_time(rows: Sequence[View], timetable: Timetable) -> list[View]:
    """Rows as they follow each other in time, where all have one; else as they are written."""
    starts = [timetable.rows[row.path].start for row in rows]
    if not all(starts):
        return list(rows)
    order = sorted(range(len(rows)), key=lambda at: (starts[at], rows[at].track is not None, at))
    return [rows[at] for at in order]


def lay_out(rows: Sequence[View], tracks: Sequence[View], timetable: Timetable) -> Iterator[Line]:
    """The lines of an agenda whose tracks stand in these columns."""
    for is_common, block in groupby(in_order_of_time(rows, timetable), key=lambda row: row.track is None):
        if is_common:
            yield from (Line(row, common=row) for row in block)
        else:
            yield from _Block(list(block), [track.path for track in tracks], timetable).lines()


class _Block:
    """Rows of tracks between two rows that are for all."""

    def __init__(self, rows: list[View], columns: Sequence[object], timetable: Timetable) -> None:
        self._timetable = timetable
        self._columns = [[row for row in rows if row.track.path == column] for column in columns]
        starts = sorted({start for row in rows if (start := self._start(row))})
        timed = all(map(self._start, rows))
        # Rows without times stand beside each other as they are written: the first of each track, then the second.
        self._lines: list[list[list[View]]] = (
            [[[row for row in column if self._start(row) == start] for column in self._columns] for start in starts]
            if timed
            else [[column[at : at + 1] for column in self._columns] for at in range(max(map(len, self._columns)))]
        )
        self._starts: list[datetime | None] = list(starts) if timed else [None] * len(self._lines)

    def _start(self, row: View) -> datetime | None:
        return self._timetable.rows[row.path].start

    def lines(self) -> Iterator[Line]:
        covered = [0] * len(self._columns)
        for at, line in enumerate(self._lines):
            cells = []
            for column, rows in enumerate(line):
                if covered[column] > at:
                    continue
                span = self._span(at, column)
                covered[column] = at + span
                cells.append(Cell(tuple(rows), span))
            here = [row for rows in line for row in rows]
            ends = {self._timetable.rows[row.path].end for row in here}
            yield Line(here[0], cells=tuple(cells), uneven=len(ends) > 1)

    def _span(self, at: int, column: int) -> int:
        """How many lines a cell takes: as long as it lasts, and nothing else begins in its track."""
        ends = [self._timetable.rows[row.path].end for row in self._lines[at][column]]
        last = max((end for end in ends if end), default=None) if all(ends) else None
        span = 1
        for below in range(at + 1, len(self._lines)):
            start = self._starts[below]
            going_on = last is None or (start is not None and start < last)
            if self._lines[below][column] or not self._lines[at][column] or start is None or not going_on:
                break
            span += 1
        return span
