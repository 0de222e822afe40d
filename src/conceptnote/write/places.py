"""The places of printed texts: each part of a line with its origin, from WeasyPrint's layout.

Elements have the origins of their texts in an attribute, which does not change the layout; so the places come from
WeasyPrint's boxes, and no page is searched for its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Cell, Definition, Row, Text, walk
from conceptnote.doc.origin import Origin
from conceptnote.units import PIXELS_PER_MM

if TYPE_CHECKING:
    from weasyprint import Document

_ATTRIBUTE = "data-source"
_PICTURE = "picture"


class PlacedText(Struct, frozen=True):
    """A part of a line with one origin, or a picture without `text`; `page` counts from 1, places are millimetres.

    `source` is the number of the origin in `Sources`.
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    text: str
    source: int


Around = tuple[DataPath, ...]
"""The paths of all values in the cell, row or list entry around a text, the innermost first."""


class Sources(Struct):
    """The origins of a document's texts, and their surroundings; each with its number, which the elements have."""

    origins: list[tuple[Origin, Around]] = field(default_factory=list)
    _numbers: dict[tuple[Origin, Around], int] = field(default_factory=dict)
    _around: Around = ()

    @contextmanager
    def within(self, node: Row | Definition | Cell) -> Iterator[None]:
        """Texts marked inside this are in this row, cell or entry."""
        outside = self._around
        texts = [one.origin for one in walk(node) if isinstance(one, Text) and one.origin]
        self._around = tuple(dict.fromkeys([*texts, *outside]))
        yield
        self._around = outside

    def mark(self, element: Element, text: str, origin: Origin) -> None:
        """Record that a text is added to an element."""
        if length := _weight(text):
            self._add(element, f"{self._number(origin)}:{length}")

    def mark_picture(self, element: Element, origin: Origin) -> None:
        """Record the origin of a picture."""
        self._add(element, f"{self._number(origin)}:{_PICTURE}")

    def _number(self, origin: Origin) -> int:
        known = origin, self._around
        number = self._numbers.setdefault(known, len(self.origins))
        if number == len(self.origins):
            self.origins.append(known)
        return number

    @staticmethod
    def _add(element: Element, mark: str) -> None:
        element.set(_ATTRIBUTE, " ".join(filter(None, (element.get(_ATTRIBUTE), mark))))


def _weight(text: str) -> int:
    """The number of characters of a text that are printed in any case."""
    return sum(_counts(one) for one in text)


def _counts(character: str) -> bool:
    return not character.isspace() and character not in "\u00ad\u200b\u2060"


def placed_texts(document: Document) -> Iterator[PlacedText]:
    """The places of all texts of marked elements, page by page in the order of boxes, without generated content."""
    left: dict[Element, list[list[int]]] = {}
    for number, page in enumerate(document.pages, start=1):
        for child in page._page_box.children:
            yield from _in(child, number, None, left)


def _in(box: Any, page: int, matrix: Any, left: dict[Element, list[list[int]]]) -> Iterator[PlacedText]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if own := getattr(box, "transformation_matrix", None):
        matrix = own @ matrix if matrix else own
    marked = box.element is not None and "::" not in box.element_tag and box.element.get(_ATTRIBUTE)
    if isinstance(box, boxes.TextBox):
        if marked:
            yield from _parts(box, page, matrix, left)
    elif isinstance(box, boxes.ReplacedBox):
        if marked:
            at = _placed(matrix, box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
            yield PlacedText(page, *at, "", int(marked.partition(":")[0]))
    else:
        for child in box.children:
            yield from _in(child, page, matrix, left)


def _parts(box: Any, page: int, matrix: Any, left: dict[Element, list[list[int]]]) -> Iterator[PlacedText]:
    """The parts of a piece of a line, by origin."""
    if not any(left.get(box.element, ())):
        # Furniture and heads of tables are printed again on each page.
        marks = (mark.split(":") for mark in box.element.get(_ATTRIBUTE).split())
        left[box.element] = [[int(number), int(length)] for number, length in marks]
    queue = left[box.element]
    extents: list[tuple[float, float]] | None = None
    start = 0
    text: str = box.text
    while start < len(text) and queue:
        source, length = queue[0]
        end, taken = _end(text, start, length)
        queue[0][1] -= taken
        if not queue[0][1]:
            queue.pop(0)
        part = text[start:end]
        if part.strip():
            if start == 0 and end == len(text):
                x, width = 0.0, box.width
            else:
                extents = extents or _extents(box)
                x = min(left for left, _ in extents[start:end])
                width = max(right for _, right in extents[start:end]) - x
            at = _placed(matrix, box.position_x + x, box.position_y, width, box.height)
            yield PlacedText(page, *at, part, source)
        start = end


def _end(text: str, start: int, length: int) -> tuple[int, int]:
    """The end of the next characters with the spaces after them, and their number."""
    taken, at = 0, start
    while at < len(text) and (taken < length or not _counts(text[at])):
        taken += _counts(text[at])
        at += 1
    return at, taken


def _placed(matrix: Any, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    from weasyprint.anchors import rectangle_aabb

    left, top, right, bottom = (one / PIXELS_PER_MM for one in rectangle_aabb(matrix, x, y, width, height))
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)


def _extents(box: Any) -> list[tuple[float, float]]:
    """The left and the right side of each character of a line, in pixels from its own left side."""
    from weasyprint.text.ffi import FROM_UNITS, ffi

    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    sides: dict[int, tuple[float, float]] = {}
    x = 0.0
    run = line.runs[0]
    while run != ffi.NULL:
        glyphs, item = run.data.glyphs, run.data.item
        for at in range(glyphs.num_glyphs):
            place = item.offset + glyphs.log_clusters[at]
            end = x + glyphs.glyphs[at].geometry.width * FROM_UNITS
            left, right = sides.get(place, (x, end))
            sides[place] = min(x, left), max(end, right)
            x = end
        run = run.next
    layout.deactivate()
    extents, offset, last = [], 0, (0.0, 0.0)
    for character in data.decode():
        last = sides.get(offset, last)
        extents.append(last)
        offset += len(character.encode())
    extents += [(x, x)] * (len(box.text) - len(extents))
    return extents
