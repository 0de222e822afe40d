"""From a concept note in PDF to its paragraphs, by the positions and sizes of its lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.read.boxes import Box, around
from conceptnote.read.columns_of_page import Part, PlacedTable, parts_of, table_at
from conceptnote.read.manuscript import MOST_PARAGRAPHS, Block, Kind, Manuscript, Paragraph, Place, Run, Table, tidy
from conceptnote.read.manuscript_text import item_mark
from conceptnote.read.pdf import open_pdf
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.weight import weigh
from conceptnote.read.words import PlacedWord

_LARGER = 1.12
"""The least ratio of a heading's size to the text's."""
_APART = 1.45
"""Lines with a larger distance, in usual line distances, are separate paragraphs."""
_SINGLE, _DOUBLE = 1.3, 1.95
"""The distances of single and double lines, in sizes of the text."""
_FULL = 0.9
"""The share of the widest line at which a line is full."""
_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)(?:\S*[/=&?_-])?$")
"""A web address that goes on in the next line."""
_LONGEST_TABLE = 1000
"""The most lines of a table; a longer one becomes several."""
_WRAPPED = 0.93
"""The least share of the width between equal margins that the widest line of a wrapped text has."""
_FULL = 0.97
"""The share that shows it alone."""
_EDGE = 0.12
"""The share of a page's height, at its head and foot, that may repeat on other pages."""
_DIGITS = re.compile(r"\d+")


class _Line(Struct, frozen=True):
    text: str
    box: Box
    page: int
    parts: tuple[Part, ...]
    place: Place = "body"


def read_pdf(data: bytes, file: str) -> Manuscript:
    """The paragraphs of somebody else's PDF. Raises UnreadableFile."""
    lines: list[_Line] = []
    with open_pdf(data, weigh(data)) as pdf:
        heights, width = [], 0.0
        for page in pdf.pages():
            heights.append(page.box.height)
            width = max(width, page.box.width)
            lines += _lines(page.words, page.number)
            if len(lines) > MOST_PARAGRAPHS:
                raise UnreadableFile(f"the note has more than {MOST_PARAGRAPHS} lines", "is it a concept note?")
    lines = list(_without_repetition(lines, heights))
    body = [line for line in lines if line.place == "body"]
    around_pages = [Paragraph(tidy([Run(one.text)]), 0, place=one.place) for one in lines if one.place != "body"]
    blocks = [one for one in (*_blocks(body, width), *around_pages) if isinstance(one, Table) or one.runs]
    return Manuscript(file, tuple(blocks), {}, broken=True)


def _lines(words: Sequence[PlacedWord], page: int) -> Iterator[_Line]:
    """The lines of a page from top to bottom; words far apart have a tab between them."""
    rows: list[list[PlacedWord]] = []
    for word in sorted(words, key=lambda one: (one.box.top + one.box.bottom, one.box.left)):
        middle = (word.box.top + word.box.bottom) / 2
        if rows and any(one.box.top < middle < one.box.bottom for one in rows[-1][-1:]):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda one: one.box.left)
        parts = parts_of(row, page)
        yield _Line("\t".join(part.text for part in parts), around(part.box for part in parts), page, parts)


def _without_repetition(lines: list[_Line], heights: list[float]) -> Iterator[_Line]:
    """The lines, with those repeated at the head or foot of several pages kept once."""
    places: dict[int, Place] = {}
    for at, line in enumerate(lines):
        height = heights[line.page - 1]
        if line.box.bottom < height * _EDGE:
            places[at] = "header"
        elif line.box.top > height * (1 - _EDGE):
            places[at] = "footer"
    text = Counter((place, _DIGITS.sub("#", lines[at].text)) for at, place in places.items())
    seen = set()
    for at, line in enumerate(lines):
        key = (places.get(at, "body"), _DIGITS.sub("#", line.text))
        if at in places and (text[key] > 1 or not any(c.isalpha() for c in line.text)):
            if key not in seen and any(c.isalpha() for c in line.text):
                yield replace(line, place=places[at])
            seen.add(key)
        else:
            yield line


class _Unit(Struct):
    """Lines that make one paragraph."""

    kind: Kind
    mark: str
    lines: list[_Line]
    apart: bool


def _blocks(lines: list[_Line], page: float) -> Iterator[Block]:
    size = median(line.box.height for line in lines for _ in line.text) if lines else 0.0
    units = list(_units(lines, size, page))
    heads = [unit.lines[0].box.height for unit in units if isinstance(unit, _Unit) and unit.kind == "heading"]
    sizes = sorted({round(one, 1) for one in heads}, reverse=True)
    for number, unit in enumerate(units, 1):
        if not isinstance(unit, _Unit):
            cells = (
                tuple(tuple(Paragraph(tidy([Run(text)]), number) for text in cell) for cell in row) for row in unit.rows
            )
            yield Table(tuple(cells), number)
            continue
        text = _joined([line.text for line in unit.lines])
        height = unit.lines[0].box.height
        level = sizes.index(round(height, 1)) + 1 if unit.kind == "heading" else 0
        title = level == 1 and sum(one > height - 0.3 for one in heads) == 1
        kind = "title" if title else unit.kind
        yield Paragraph(tidy([Run(text)]), number, kind, level, unit.mark, apart=unit.apart)


def _units(lines: list[_Line], size: float, page: float) -> Iterator[_Unit | PlacedTable]:
    """The lines of each paragraph, and the tables between them."""
    distance = _leading(lines, size)
    widest = max((line.box.right for line in lines), default=0.0)
    edge = page - min((line.box.left for line in lines), default=0.0)
    wrapped = widest > _WRAPPED * edge and (widest > _FULL * edge or _are_wrapped(lines, widest))
    full = widest if wrapped else edge
    held: _Unit | None = None
    end = 0
    for at, line in enumerate(lines):
        if at < end:
            continue
        beginning = [one.parts for one in lines[at : at + _LONGEST_TABLE]] if len(line.parts) > 1 else []
        if table := table_at(beginning, widest):
            if held is not None:
                yield held
            yield table
            held, end = None, at + table.lines
            continue
        before = lines[at - 1] if at else None
        larger = line.box.height > size * _LARGER
        usual = distance * (line.box.height / size if larger else 1)
        apart = before is None or before.page != line.page or _below(before, line) > usual * _APART or not wrapped
        mark, rest = item_mark(line.text)
        if held is not None and not mark and before and _goes_on(before, line, held.kind, apart, larger, full):
            held.lines.append(line)
            continue
        if held is not None:
            yield held
        kind: Kind = (
            "heading" if larger else "bullet" if mark and not mark[0].isalnum() else "number" if mark else "text"
        )
        text = rest if kind in ("bullet", "number") else line.text
        held = _Unit(kind, mark if kind == "number" else "", [replace(line, text=text)], apart)
    if held is not None:
        yield held


def _are_wrapped(lines: list[_Line], widest: float) -> bool:
    """Whether a full line goes on with a small letter; unknown, so true, of a script without them."""
    cased = any(line.text[:1].islower() or line.text[:1].isupper() for line in lines)
    full = (two for one, two in itertools.pairwise(lines) if one.box.right > _WRAPPED * widest)
    return not cased or any(two.text[:1].islower() for two in full)


def _leading(lines: Sequence[_Line], size: float) -> float:
    """The distance between lines of a paragraph: the smallest usual one, because most paragraphs may have one line.

    If all have one, as in a programme, it is that of single lines: the lines are far apart, and few are full.
    """
    below = [_below(a, b) for a, b in itertools.pairwise(lines) if a.page == b.page]
    usual = Counter(round(one, 1) for one in below if one > size * 0.9)
    distance = min((one for one, count in usual.items() if count > 1), default=median(below or [size]))
    widest = max((line.box.right for line in lines), default=0.0)
    full = sum(line.box.right > widest * _FULL for line in lines)
    return _SINGLE * size if distance > _DOUBLE * size and full * 2 < len(lines) else distance


def _below(before: _Line, line: _Line) -> float:
    return line.box.top - before.box.top


def _goes_on(before: _Line, line: _Line, kind: Kind, apart: bool, larger: bool, widest: float) -> bool:
    """Whether a line continues the paragraph before it: its first word would not have fitted there."""
    if larger != (kind == "heading") or abs(line.box.height - before.box.height) > 0.3:
        return False
    word = line.text.split()[0]
    width = line.box.width * len(word) / max(len(line.text), 1)
    full = before.box.right + width > widest - 1
    turned = before.page != line.page and word[0].islower()
    return (full and not apart) or turned or (kind == "heading" and not apart and full)


def _joined(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        # A hyphen at the end of a line stays: it may belong to the word.
        hyphen = text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[0].islower()
        text += ("" if hyphen or _BROKEN_ADDRESS.search(text) else " ") + line
    return text
