"""The positions of a table's cells with their spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from conceptnote.doc.nodes import Cell, Row


class Placed(Struct, frozen=True):
    """A cell and its columns; one that continues a cell above is empty."""

    cell: Cell
    span: int
    merge: Literal["restart", "continue"] | None = None


def lay_out(header: Sequence[Row], body: Sequence[Row]) -> list[list[Placed]]:
    """Every row filled to the last column, as Word requires; no cell spans from the header to the body."""
    grid = [*_placed(header), *_placed(body)]
    columns = max(_width(row) for row in grid)
    return [[*row, *[Placed(Cell(()), 1)] * (columns - _width(row))] for row in grid]


def _width(row: Sequence[Placed]) -> int:
    return sum(placed.span for placed in row)


def _placed(rows: Sequence[Row]) -> list[list[Placed]]:
    grid: list[list[Placed]] = []
    above: dict[int, tuple[Placed, int]] = {}
    for row in rows:
        below: dict[int, tuple[Placed, int]] = {}
        cells, placed, column = list(row.cells), list[Placed](), 0
        while cells or column <= max(above, default=-1):
            if column in above:
                origin, left = above[column]
                one = Placed(origin.cell, origin.span, "continue")
            else:
                cell = cells.pop(0) if cells else Cell(())
                room = min((start for start in above if start > column), default=column + cell.colspan)
                left = cell.rowspan
                one = Placed(cell, min(cell.colspan, room - column), "restart" if left > 1 else None)
            if left > 1:
                below[column] = (one, left - 1)
            placed.append(one)
            column += one.span
        above = below
        grid.append(placed)
    return grid


def column_widths(given: Sequence[int], columns: int, total: int) -> list[int]:
    """The given widths of the first columns; the others share the rest, and the last takes the remainder."""
    first = list(given[: columns - 1])
    if sum(first) >= total:
        first = []
    others = columns - len(first)
    share = (total - sum(first)) // others
    return [*first, *[share] * (others - 1), total - sum(first) - share * (others - 1)]
