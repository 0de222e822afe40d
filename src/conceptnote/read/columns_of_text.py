"""Lines of a plain text that stand in columns -> the cells of their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*")
"""The line below the head of a table in Markdown."""
_NEAR = 1
_FULL = 12
"""A line that is at most so much shorter than the widest may go on in the next."""

Row = list[list[str]]


def rows_in_columns(lines: Sequence[str], width: int) -> list[Row]:
    """The rows of lines in columns, each cell with its lines; empty if they are no table.

    Cells are parted by tabs, by bars at both ends of each line, or by blanks below each other. `width` is that of the
    widest line.
    """
    if len(lines) < 2:
        return []
    if all(line.strip().startswith("|") and line.strip().endswith("|") for line in lines):
        rows = [line.strip().strip("|").split("|") for line in lines if not _RULE.fullmatch(line)]
    elif all("\t" in line.strip() for line in lines):
        rows = [re.split(r"\t", line) for line in lines]
    else:
        rows = _aligned([line.expandtabs(4) for line in lines])
    most = max(map(len, rows), default=0)
    if most < 2 or sum(len(row) == most for row in rows) * 2 < len(rows):
        return []
    cells = [[cell.strip() for cell in (*row, *[""] * (most - len(row)))] for row in rows]
    return _joined(cells, width)


def _aligned(lines: Sequence[str]) -> list[list[str]]:
    """The cells of lines whose words, after two blanks or more, stand below each other; empty if they do not."""
    found = [_starts(line) for line in lines]
    columns = max(found, key=len)
    if len(columns) < 2 or columns[0] > 0:
        return []
    rows = []
    for line, starts in zip(lines, found, strict=True):
        near = [next((at for at, one in enumerate(columns) if abs(one - start) <= _NEAR), -1) for start in starts]
        if -1 in near or near == [0]:
            return []
        row = [""] * len(columns)
        for at, start, end in zip(near, starts, [*starts[1:], len(line)], strict=True):
            row[at] = line[start:end]
        rows.append(row)
    return rows


def _starts(line: str) -> list[int]:
    """Where the cells of a line begin."""
    first = len(line) - len(line.lstrip(" "))
    return [first, *(gap.end() for gap in _GAP.finditer(line, first))]


def _joined(rows: list[list[str]], width: int) -> list[Row]:
    """The rows, with those without a first cell as more lines of the row above."""
    found: list[Row] = []
    for row in rows:
        if row[0] or not found:
            found.append([[cell] if cell else [] for cell in row])
            continue
        for cell, text in zip(found[-1], row, strict=True):
            full = cell and width - len(cell[-1]) < _FULL
            if text and cell and ((full and text[0].isalnum()) or text[0].islower()):
                cell[-1] += f" {text}"
            elif text:
                cell.append(text)
    return found
