"""A line of a file, with carets below the mistake."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from conceptnote.report.text import cell

WIDTH = 96
_TAB = 4
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'")
_INDICATORS = {"", *"[]{}|>-?&*!#%@`,: \t"}
_END = re.compile(r"\s*(?:$|\s#|:(?=\s|$))")
_END_IN_BRACKETS = re.compile(r"\s*(?:$|\s#|:(?=\s|$)|[,\[\]{}])")
_BREAK = re.compile("\r\n|[\n\r]")


def lines(text: str) -> list[str]:
    """The lines of a text, split as the reader of the event file, Jinja and editors split them."""
    return _BREAK.split(text)


def excerpt(line: str, column: int, *, yaml: bool) -> tuple[str, str]:
    """A line for a terminal, and carets for the line below it; none if the column is 0.

    In YAML the carets go to the end of the scalar in this line; elsewhere there is one. A long line is cut to WIDTH
    columns around them.
    """
    start = min(max(column - 1, 0), len(line))
    # More cannot be shown, whatever the width of characters; endless combining characters are cut here too.
    first, last = max(0, start - 2 * WIDTH), start + 2 * WIDTH
    end = _scalar_end(line[:last], start) if yaml else start + 1
    cells = _cells(line[first:last])
    edges = list(accumulate((width for _, width in cells), initial=0))
    at, to = start - first, end - first
    left, right = 0, len(cells)
    if edges[-1] > WIDTH or first or last < len(line):
        left = bisect_left(edges, edges[at] - WIDTH // 2)
        while left < at and cells[left][1] == 0:  # it would combine with the ellipsis
            left += 1
        right = bisect_right(edges, edges[left] + WIDTH) - 1
    head = "…" if first or left else ""
    tail = "…" if right < len(cells) or last < len(line) else ""
    shown = head + "".join(text for text, _ in cells[left:right]) + tail
    if not column:
        return shown.rstrip(), ""
    before, marked = len(head) + edges[at] - edges[left], edges[min(to, right)] - edges[at]
    return shown.rstrip(), " " * before + "^" * max(marked, 1)


def _cells(text: str) -> list[tuple[str, int]]:
    cells: list[tuple[str, int]] = []
    column = 0
    for character in text:
        shown, width = cell(character)
        if character == "\t":
            width = _TAB - column % _TAB
            shown = " " * width
        cells.append((shown, width))
        column += width
    return cells


def _scalar_end(line: str, start: int) -> int:
    """The end of the scalar (YAML 1.2.2, sections 7.3 and 8.1) that begins at `start`, or one character further."""
    first = line[start : start + 1]
    if first in ("'", '"'):
        quoted = _QUOTED.match(line, start)
        return quoted.end() if quoted else len(line.rstrip())
    # For a collection, and anything but a scalar, only the first character is marked.
    if first in _INDICATORS:
        return start + 1
    before = _QUOTED.sub("", line[:start])
    in_brackets = before.count("[") + before.count("{") > before.count("]") + before.count("}")
    end = (_END_IN_BRACKETS if in_brackets else _END).search(line, start + 1)
    return end.start() if end else len(line)
