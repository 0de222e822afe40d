"""Lines of a page whose words stand in columns -> the cells of a table, by their positions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from conceptnote.read.boxes import Box, around
from conceptnote.read.words import PlacedWord

COLUMN = 4.0
"""The least distance in millimetres between words in columns."""
_PADDING = 6.5
"""The distance in millimetres between the words of two columns, at most where cells are full."""
_NEAR = 1.0
"""Beginnings in a column differ by at most so many millimetres."""
_SPACED = 1.2
"""Rows are apart if some lines are farther from each other than this, in the smallest distance."""
_PAGE = 10_000.0
"""More millimetres than a page has."""
_FARTHEST = 4.0
"""A table ends before a line that is so many heights of a line below."""


class Part(Struct, frozen=True):
    """Words on a line, with no gap among them that is as wide as one between columns."""

    text: str
    box: Box
    page: int


class PlacedTable(Struct, frozen=True):
    """A table: the paragraphs of each cell of its rows, and how many lines of the page it takes."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    lines: int


def parts_of(words: Sequence[PlacedWord], page: int) -> tuple[Part, ...]:
    """The parts of a line, its words from left to right."""
    groups: list[list[PlacedWord]] = []
    for word in words:
        if groups and word.box.left - groups[-1][-1].box.right <= COLUMN:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(Part(" ".join(word.text for word in one), around(word.box for word in one), page) for one in groups)


def table_at(lines: Sequence[Sequence[Part]], widest: float) -> PlacedTable | None:
    """The table with which some lines begin; None if they begin with none. `widest` is where the widest line ends."""
    if not lines or len(lines[0]) < 2:
        return None
    taken, columns = _extent(lines)
    rows = list(_rows(lines[:taken], columns)) if taken > 1 else []
    full = [row for row in rows if sum(map(bool, row)) > 1]
    if not rows or len(full) * 2 < len(rows):
        return None
    edges = [*(left - _PADDING for left in columns[1:]), widest - _PADDING / 2]
    cells = (tuple(tuple(_joined(cell, edge)) for cell, edge in zip(row, edges, strict=True)) for row in rows)
    return PlacedTable(tuple(cells), taken)


def _extent(lines: Sequence[Sequence[Part]]) -> tuple[int, list[float]]:
    """How many lines belong to a table, and where its columns begin."""
    columns = [part.box.left for part in lines[0]]
    for at, line in enumerate(lines[1:], 1):
        before = lines[at - 1]
        height = before[0].box.height
        below = _below(before, line)
        if not 0 < below < height * _FARTHEST and (line[0].page == before[0].page or len(line) < 2):
            return at, columns
        new = [part.box.left for part in line if _column(part, columns) is None]
        if new and (len(new) == len(line) or len(line) < 2):
            return at, columns
        # A line in the first column alone goes on with the cell above it, if it fits into the column.
        alone = len(line) == 1 and _column(line[0], columns) == 0
        if alone and (line[0].box.right > columns[1] - COLUMN / 2 or below > height * 2):
            return at, columns
        columns = sorted([*columns, *new])
    return len(lines), columns


def _column(part: Part, columns: Sequence[float]) -> int | None:
    return next((at for at, left in enumerate(columns) if abs(part.box.left - left) <= _NEAR), None)


def _below(before: Sequence[Part], after: Sequence[Part]) -> float:
    """How far a line is below another, on the same page or the next."""
    return after[0].box.top - before[0].box.top + (_PAGE if after[0].page != before[0].page else 0)


def _rows(lines: Sequence[Sequence[Part]], columns: Sequence[float]) -> Iterator[list[list[Part]]]:
    """The lines of each row, parted at the wider distances, or else at each line in the first column."""
    gaps = [_below(before, after) for before, after in itertools.pairwise(lines)]
    least = min(gaps)
    spaced = max((gap for gap in gaps if gap < _PAGE / 2), default=least) > least * _SPACED
    row: list[list[Part]] = []
    for line, gap in zip(lines, [0.0, *gaps], strict=True):
        first = any(_column(part, columns) == 0 and not part.text[0].islower() for part in line)
        wide = gap > least * _SPACED
        if not row or (spaced and wide and first) or (not spaced and first):
            if row:
                yield row
            row = [[] for _ in columns]
        for part in line:
            row[_column(part, columns) or 0].append(part)
    if row:
        yield row


def _joined(cell: Sequence[Part], edge: float) -> Iterator[str]:
    """The paragraphs of a cell: a line goes on with the one above if its first word would not have fitted there,
    before `edge`."""
    held = ""
    for before, part in zip([None, *cell], cell, strict=False):
        word = part.text.split()[0]
        width = part.box.width * len(word) / max(len(part.text), 1)
        full = before is not None and before.box.right + width > edge
        goes_on = before is not None and (part.text[0].islower() or full)
        if held and not goes_on:
            yield held
            held = ""
        held = f"{held} {part.text}".strip()
    if held:
        yield held
