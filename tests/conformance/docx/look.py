"""What a run looks like once all styles have had their say: colour, size, weight, and what is behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conceptnote.ooxml.xml import Element
from conformance.docx.package import WordFile
from conformance.docx.xml import blocks, cells, find, findall, is_on, number, q, rows, value

WHITE = "ffffff"
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_DEEPEST_STYLE = 32
_HALF_POINTS = 20  # of 10 points, what Word takes where nothing is said (17.3.2.38)
# ISO/IEC 29500-1 17.18.40
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000ff", "cyan": "00ffff", "green": "00ff00", "magenta": "ff00ff", "red": "ff0000",
    "yellow": "ffff00", "white": "ffffff", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "c0c0c0",
}  # fmt: skip
# The parts of a table that a style may treat on their own, the strongest first (17.7.6), by the bits of
# `w:tblLook` that switch them on, or off (17.4.56).
HEADER_ROW, _LAST_ROW, _FIRST_COLUMN, _LAST_COLUMN, _NO_ROW_BANDS, _NO_COLUMN_BANDS = (0x20 << n for n in range(6))
_LOOK = {
    "firstRow": HEADER_ROW, "lastRow": _LAST_ROW, "firstColumn": _FIRST_COLUMN, "lastColumn": _LAST_COLUMN,
    "noHBand": _NO_ROW_BANDS, "noVBand": _NO_COLUMN_BANDS,
}  # fmt: skip


def table_look(table: Element) -> int:
    """Which parts of a table stand out, as the bits of `w:tblLook`."""
    look = find(table, "w:tblPr/w:tblLook")
    bits = number(value(look), 16) or 0
    for name, bit in _LOOK.items():
        if (said := value(look, f"w:{name}")) is not None:
            bits = bits | bit if said in ("1", "true", "on") else bits & ~bit
    return bits


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell, with the style of its table and the parts of it that the cell belongs to, the strongest first."""

    cell: Element
    table: Element
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A run's colours as six hexadecimal digits (None where Word chooses one that is seen), its size and weight."""

    colour: str | None
    background: str
    points: float
    bold: bool
    hidden: bool


class Styles:
    """The styles of a document, with those that hold where none is named."""

    def __init__(self, word: WordFile) -> None:
        found = findall(word.styles, "w:style")
        self._styles = {value(style, "w:styleId") or "": style for style in found}
        self._default = {
            value(style, "w:type"): value(style, "w:styleId")
            for style in found
            if value(style, "w:default") in ("1", "true", "on")
        }
        self._defaults = find(word.styles, "w:docDefaults/w:rPrDefault/w:rPr")
        shown = is_on(find(word.settings, "w:displayBackgroundShape"))
        page = value(find(word.stories[0].root, "w:background"), "w:color") if shown and word.stories else None
        self._page = _colour(page) or WHITE

    def chain(self, name: str | None, kind: str) -> list[Element]:
        """A style and those that it is based on, the most specific first; the default one where none is named."""
        chain: list[Element] = []
        name = name or self._default.get(kind)
        while name in self._styles and len(chain) < _DEEPEST_STYLE:
            chain.append(self._styles[name])
            name = value(find(chain[-1], "w:basedOn"))
        return chain

    def of_paragraph(self, paragraph: Element) -> list[Element]:
        """The styles of a paragraph, the most specific first."""
        return self.chain(value(find(paragraph, "w:pPr/w:pStyle")), "paragraph")

    def of_table(self, table: Element) -> list[Element]:
        """The styles of a table, the most specific first."""
        return self.chain(value(find(table, "w:tblPr/w:tblStyle")), "table")

    def level(self, paragraph: Element) -> int | None:
        """The level of a heading, from 1; None for text (17.3.1.20)."""
        for each in (paragraph, *self.of_paragraph(paragraph)):
            if (outline := find(each, "w:pPr/w:outlineLvl")) is not None:
                at = number(value(outline))
                return at + 1 if at is not None and 0 <= at <= 8 else None
        return None

    def language(self, paragraph: Element, run: Element, attribute: str) -> str | None:
        """The language that a run names, or is given, in one of the three kinds of script (17.3.2.20)."""
        for properties in (*self._levels(paragraph, run, ()), [self._defaults]):
            for each in properties:
                if said := value(find(each, "w:lang"), attribute):
                    return said
        return None

    def default_language(self) -> str | None:
        """The language of text that names none."""
        normal = [find(style, "w:rPr") for style in self.chain(None, "paragraph")]
        return next((said for each in (*normal, self._defaults) if (said := value(find(each, "w:lang")))), None)

    def look(self, paragraph: Element, run: Element, around: tuple[CellPlace, ...]) -> Look:
        """How a run looks; `around` are the cells that it stands in, the innermost first."""
        levels = self._levels(paragraph, run, around)
        strongest = [each for level in levels for each in level] + [self._defaults]
        sizes = (number(value(find(each, "w:sz"))) for each in strongest)
        colours = (value(find(each, "w:color")) for each in strongest)
        return Look(
            colour=_colour(next((c for c in colours if c), None)),
            background=self._background(paragraph, strongest, around),
            points=next((size for size in sizes if size), _HALF_POINTS) / 2,
            bold=self._toggled(levels, "w:b"),
            hidden=self._toggled(levels, "w:vanish"),
        )

    def _levels(
        self, paragraph: Element, run: Element, around: tuple[CellPlace, ...]
    ) -> tuple[list[Element | None], ...]:
        """The run properties that hold, by level: the run's own, its style's, the paragraph's, the table's (17.7.2)."""
        character = self.chain(value(find(run, "w:rPr/w:rStyle")), "character")
        table = self._parts(around[0], "w:rPr") if around else []
        return (
            [find(run, "w:rPr")],
            [find(style, "w:rPr") for style in character],
            [find(style, "w:rPr") for style in self.of_paragraph(paragraph)],
            table,
        )

    def _toggled(self, levels: tuple[list[Element | None], ...], name: str) -> bool:
        """Whether a property is on that two levels of styles switch off between them (17.7.3)."""
        found = [next((p for each in level if (p := find(each, name)) is not None), None) for level in levels]
        if found[0] is not None:
            return is_on(found[0])
        styled = sum(is_on(each) for each in found[1:]) % 2 == 1
        return is_on(find(self._defaults, name)) or styled

    def _parts(self, place: CellPlace, path: str) -> list[Element | None]:
        """What the styles of a table say of a cell's parts, and then of the whole table, in `path`."""
        styles = self.of_table(place.table)
        said = {
            value(part, "w:type"): find(part, path)
            for style in reversed(styles)
            for part in findall(style, "w:tblStylePr")
        }
        return [said.get(part) for part in place.parts] + [find(style, path) for style in styles]

    def _background(self, paragraph: Element, strongest: list[Element | None], around: tuple[CellPlace, ...]) -> str:
        marked = (value(find(each, "w:highlight")) for each in strongest)
        if (highlight := next((m for m in marked if m), None)) in _HIGHLIGHTS:
            return _HIGHLIGHTS[str(highlight)]
        layers = [strongest, [find(each, "w:pPr") for each in (paragraph, *self.of_paragraph(paragraph))]]
        for place in around:
            layers.append([find(place.cell, "w:tcPr"), *self._parts(place, "w:tcPr"), find(place.table, "w:tblPr")])
            layers.append(self._parts(place, "w:tblPr"))
        for layer in layers:
            shade = next((s for each in layer if (s := find(each, "w:shd")) is not None), None)
            if filled := _shade(shade):
                return filled
        return self._page


def _colour(text: str | None) -> str | None:
    return text.lower() if text and _HEX.fullmatch(text) else None


def _shade(shade: Element | None) -> str | None:
    """The colour of a shading: a pattern is the mixture of its two colours (17.18.78)."""
    pattern = value(shade) or "clear"
    back, front = _colour(value(shade, "w:fill")), _colour(value(shade, "w:color"))
    if pattern == "nil":
        return None
    share = 100 if pattern == "solid" else number(pattern.removeprefix("pct")) or 0
    if not share:
        return back
    pairs = [(int((front or "000000")[at : at + 2], 16), int((back or WHITE)[at : at + 2], 16)) for at in (0, 2, 4)]
    return "".join(f"{min(255, max(0, round((f * share + b * (100 - share)) / 100))):02x}" for f, b in pairs)


def placed(container: Element, around: tuple[CellPlace, ...] = ()) -> Iterator[tuple[Element, tuple[CellPlace, ...]]]:
    """The paragraphs in a container, each with the cells that it stands in, the innermost first."""
    for block in blocks(container):
        if block.tag == q("w:p"):
            yield block, around
            continue
        grid, look = [list(cells(row)) for row in rows(block)], table_look(block)
        for at, row in enumerate(grid):
            for column, cell in enumerate(row):
                parts = _parts_of(look, (at, len(grid)), (column, len(row)))
                yield from placed(cell, (CellPlace(cell, block, parts), *around))


def _parts_of(look: int, row: tuple[int, int], column: tuple[int, int]) -> tuple[str, ...]:
    """The parts of a table that a cell belongs to, where its look lets them stand out."""
    parts = []
    for (at, of), first, last, names, unbanded in (
        (column, _FIRST_COLUMN, _LAST_COLUMN, ("firstCol", "lastCol", "Vert"), _NO_COLUMN_BANDS),
        (row, HEADER_ROW, _LAST_ROW, ("firstRow", "lastRow", "Horz"), _NO_ROW_BANDS),
    ):
        if look & first and at == 0:
            parts.append(names[0])
        elif look & last and at == of - 1:
            parts.append(names[1])
        elif not look & unbanded:
            parts.append(f"band{(at - bool(look & first)) % 2 + 1}{names[2]}")
    return tuple(sorted(parts, key=lambda part: part.startswith("band")))
