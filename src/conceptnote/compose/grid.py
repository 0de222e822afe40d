"""Tracks side by side: an agenda in parts, of rows for all and of parallel tracks.

No cell spans others: page breaks tear such cells, and screen readers name the wrong header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, zip_longest

from msgspec import Struct

from conceptnote.compose.view import View
from conceptnote.datapath import DataPath
from conceptnote.schema.schedule import Programme


class Placed(Struct, frozen=True):
    """A row in its cell; `aside` if its hours differ from those of the line, so that it prints them."""

    row: View
    aside: bool


class Line(Struct, frozen=True):
    """What the tracks have at one time: a cell for each, with rows that follow each other.

    `first` begins the line and `last` ends it, if known.
    """

    first: View
    last: View | None
    cells: tuple[tuple[Placed, ...], ...]


class AgendaPart(Struct, frozen=True):
    """A part of an agenda that can be one table: `rows` one after the other, or `lines` of `tracks` side by side.

    `timed` says that each row has a time or a length.
    """

    rows: tuple[View, ...] = ()
    timed: bool = False
    tracks: tuple[View, ...] = ()
    lines: tuple[Line, ...] = ()


Place = tuple[datetime, bool, int]
"""The position of a row: its beginning, whether it is in a track, and its number in the file."""


def in_order_of_time(rows: Sequence[View], programme: Programme) -> list[View]:
    """Rows in order of time.

    A row without a time stays after the row before it, in its track if there is one; at the beginning of all, or of its
    track, it stays before the next row with a time.
    """
    return [row for row, _ in _in_places(rows, programme)]


def _in_places(rows: Sequence[View], programme: Programme) -> list[tuple[View, datetime | None]]:
    """The same, each with the time of its position."""
    tracks = [None if row.track is None else row.track.path for row in rows]
    starts = [programme.row(row.path).start for row in rows]
    places: list[Place | None] = [
        None if start is None else (start, track is not None, at)
        for at, (start, track) in enumerate(zip(starts, tracks, strict=True))
    ]
    for backwards in (False, True):
        near: dict[DataPath | None, Place] = {}
        latest: Place | None = None
        for at in sorted(range(len(rows)), reverse=backwards):
            track = tracks[at]
            places[at] = places[at] or (near.get(track) or near.get(None) if track else None) or latest
            if (latest := places[at]) is not None:
                near = (near if track else {}) | {track: latest}
    order = sorted(range(len(rows)), key=lambda at: (places[at] or (), at))
    return [(rows[at], place[0] if (place := places[at]) else None) for at in order]


def in_parts(
    rows: Sequence[View], tracks: Sequence[View], most: int | None, programme: Programme
) -> Iterator[AgendaPart]:
    """An agenda in parts; tracks are side by side if there are several, at most `most`.

    No cell spans others: in a row for all across the tracks, a screen reader would name the first track as its header,
    and Word's accessibility checker warns of merged cells.
    """
    alone: list[View] = []
    for common, group in groupby(_in_places(rows, programme), key=lambda one: one[0].track is None):
        block = dict(group)
        here = [] if common else [track for track in tracks if any(row.track.path == track.path for row in block)]
        if 1 < len(here) <= (most or len(here)):
            yield from _alone(alone)
            alone = []
            yield AgendaPart(tracks=tuple(here), lines=tuple(_lines(block, here, programme)))
        else:
            alone += block
    yield from _alone(alone)


def _alone(rows: Sequence[View]) -> Iterator[AgendaPart]:
    if rows:
        yield AgendaPart(tuple(rows), all(row.time is not None or row.minutes is not None for row in rows))


def _lines(block: Mapping[View, datetime | None], tracks: Sequence[View], programme: Programme) -> Iterator[Line]:
    columns = [[row for row in block if row.track.path == track.path] for track in tracks]
    for cells in _cut(columns, block, programme):
        here = [(row, programme.row(row.path)) for cell in cells for row in cell]
        hours = {row.path: (timed.start, timed.end, timed.length) for row, timed in here}
        starts = [(timed.start, at) for at, (_, timed) in enumerate(here) if timed.start]
        ends = [(timed.end, -at) for at, (_, timed) in enumerate(here) if timed.end]
        first = here[min(starts)[1] if starts else 0][0]
        last = first if len(set(hours.values())) == 1 else None
        whole = hours[first.path]
        if last is None and ends and len(ends) == len(starts):
            last = here[-max(ends)[1]][0]
            whole = (whole[0], hours[last.path][1], None)
        aside = {path for path, its in hours.items() if last is None or its[:2] != whole[:2]}
        yield Line(first, last, tuple(tuple(Placed(row, row.path in aside) for row in cell) for cell in cells))


def _cut(
    columns: Sequence[Sequence[View]], begins: Mapping[View, datetime | None], programme: Programme
) -> Iterator[tuple[tuple[View, ...], ...]]:
    """The cells of each line: a line begins with a row once all earlier rows have ended."""
    if not any(programme.row(row.path).start for column in columns for row in column):
        # Without times, rows are side by side as written: the first of each track, then the second.
        yield from (tuple((row,) if row else () for row in line) for line in zip_longest(*columns))
        return
    starts: dict[View, datetime] = {row: start for row, start in begins.items() if start}
    ends: dict[View, datetime] = {}
    for column in columns:
        for row, following in zip_longest(column, column[1:]):
            timed = programme.row(row.path)
            # A row without an end lasts until the next in its track; after the last, nothing waits for it.
            ends[row] = timed.end or (starts[following] if timed.start and following else starts[row])
    cuts = [
        start
        for start in sorted(set(starts.values()))
        if all(ends[row] <= start for row, begin in starts.items() if begin < start)
    ]
    for begin, end in zip_longest(cuts, cuts[1:]):
        yield tuple(
            tuple(row for row in column if begin <= starts[row] and (end is None or starts[row] < end))
            for column in columns
        )
