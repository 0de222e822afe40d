"""Nodes to HTML elements for the printer (WeasyPrint) or a screen; write/page.py makes pages of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, assert_never
from xml.etree.ElementTree import Element, SubElement

from conceptnote.doc.contents import as_changed
from conceptnote.doc.nodes import (
    Asset,
    Block,
    Cell,
    Changed,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    List,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    plain_text,
    walk,
)
from conceptnote.write.elements import Medium, in_language, label_cells, styled
from conceptnote.write.footer import Measure, arrange_footer, stays_whole
from conceptnote.write.html_inlines import InlineWriter
from conceptnote.write.rows import is_tall
from conceptnote.write.structure import BREAK, Structure, repeat, structure_of

if TYPE_CHECKING:
    from conceptnote.theme.styles import TableStyle
    from conceptnote.theme.theme import Theme
    from conceptnote.write.places import Sources

_CELLS: Mapping[bool, tuple[str, Structure]] = {True: ("th", "TH"), False: ("td", "TD")}


class HtmlWriter(InlineWriter):
    """Writes the blocks of one document; `room` is the width of the printed text in millimetres."""

    def __init__(
        self,
        theme: Theme,
        assets: Mapping[str, Asset],
        medium: Medium,
        room: float = 0,
        sources: Sources | None = None,
        *,
        language: str,
        digits: str = "",
    ) -> None:
        super().__init__(theme, assets, medium, room, sources, language=language, digits=digits)
        self._measure = Measure(theme, assets)
        self._breaks = 0

    def footer(self, parent: Element, nodes: Sequence[Block], room: float) -> None:
        """The page footer, with columns from write/footer.py."""
        footer = SubElement(parent, "footer", {"role": "doc-pagefooter"})
        grid = arrange_footer(nodes, self._measure, room)
        if grid is None:
            self.blocks(footer, nodes)
            return
        self.blocks(footer, grid.above)
        gap, whole = self._theme.page.column_gap, self._room
        for number, row in enumerate(grid.rows):
            line = SubElement(footer, "div", {"class": "row"})
            for at, width in enumerate(grid.widths_of(number)):
                self._room = width - gap
                cell = SubElement(line, "div", {"class": "funder", "style": f"width: {self._room:.2f}mm"})
                self.blocks(cell, row[at] if at < len(row) else ())
            self.blocks(SubElement(line, "div", {"class": "others"}), grid.others if row is grid.rows[-1] else ())
        self._room = whole

    def blocks(self, parent: Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: Element, block: Block) -> None:
        around, font = self._language, self._font
        language = getattr(block, "language", None)
        self._language = language or around
        style = self._theme.styles.get(getattr(block, "style", None) or "")
        self._font = (style.font if style else None) or ("sans" if isinstance(block, Heading) else font)
        self._written_block(parent, block)
        self._declare(parent[-1], None if self._cards(block) else structure_of(block))
        if language and language != around:
            parent[-1].attrib.update(in_language(language))
        self._language, self._font = around, font

    def _cards(self, block: Block) -> TableStyle | None:
        """The look of a table that only lays out cards, each of which is a group."""
        look = self._theme.tables.get(block.style or "") if isinstance(block, Table) else None
        return look if look and look.cards else None

    def _written_block(self, parent: Element, block: Block) -> None:
        match block:
            case Heading(level, children, style=own, continued=continued):
                heading = SubElement(parent, f"h{level}", styled(own))
                if self._medium == "print" and any(isinstance(node, NoteRef | Changed) for node in walk(children)):
                    heading.set("data-bookmark", as_changed(children) or plain_text(children))
                self._clauses = self._balance(
                    heading, own or ("title" if level == 1 else f"heading-{level - 1}"), children
                )
                self._inlines(heading, children)
                self._clauses = False
                if self._medium == "print" and continued:
                    SubElement(heading, "span", {"data-continued": continued.replace("{what}", as_changed(children))})
            case Paragraph():
                self._paragraph(parent, block)
            case List():
                self._list(parent, block)
            case DefinitionList(items, style):
                element = SubElement(parent, "dl", styled(style))
                look = self._theme.tables.get(style or "")
                rows = look is not None and (look.rules in ("rows", "bands", "boxes") or self._medium == "print")
                for item in items:
                    # A row of its own, which is taller than its term or what is said of it (HTML, section “dl”). It
                    # keeps the order of reading, too: floats would be painted before all lines of the page.
                    row = SubElement(element, "div", self._entry(block, item, look)) if rows else element
                    with self._within(item):
                        self._inlines(self._part(row, "dt", "Lbl"), item.term)
                        self.blocks(self._part(row, "dd", "LBody"), item.details)
            case Table():
                self._table(parent, block)
            case Figure(image, caption, change):
                element = SubElement(parent, "figure")
                self._inline(element, Changed((image,), change) if change else image, last=True)
                if caption:
                    self._inlines(self._part(element, "figcaption", "Caption"), caption)
            case Quote(blocks):
                self.blocks(SubElement(parent, "blockquote"), blocks)
            case PageBreak():
                here = {}
                if self._medium == "print":
                    self._breaks += 1
                    here = {"id": f"{BREAK}{self._breaks}"}
                SubElement(parent, "div", {"class": "page-break", "role": "doc-pagebreak"} | here)
            case Section(blocks, role, style):
                element = SubElement(parent, "section", styled(style) | ({"role": role} if role else {}))
                look = self._theme.tables.get(style or "")
                if look and look.keep == "whole" and self._is_tall([(blocks, self._room)], look):
                    element.set("class", f"{style} tall")
                with self._inside(look.indent if look else 0):
                    self.blocks(element, blocks)
            case _:
                assert_never(block)

    def _paragraph(self, parent: Element, block: Paragraph) -> None:
        children, style = block.children, block.style
        element = SubElement(parent, "p", styled(style))
        points = self._fitted(element, block)
        self._clauses = self._balance(element, style or "body", children, points)
        self._whole_words = points is not None
        self._gap = self._theme.styles[style or "body"].gap
        if stays_whole(block) and self._measure.whole(block) <= self._room:
            element = SubElement(element, "span", {"style": "white-space: nowrap"})
        with self._inside(self._theme.styles[style or "body"].hanging):
            self._inlines(element, children)
        self._whole_words, self._clauses, self._gap = False, False, 0.0

    def _entry(self, block: DefinitionList, item: Definition, look: TableStyle | None) -> dict[str, str]:
        """The classes of a row of a definition list."""
        beside = block.portrayed or (look is not None and look.terms == "beside")
        classes = ["portrayed"] if block.portrayed else []
        room = self._room - (next(iter(look.widths(self._room)), 0) if look and beside else 0)
        classes += ["tall"] if self._is_tall([(item.details, room)], look) else []
        return {"class": " ".join(classes)} if classes else {}

    def _is_tall(self, cells: Iterable[tuple[Sequence[Block], float]], look: TableStyle | None) -> bool:
        return look is not None and self._medium == "print" and is_tall(cells, self._theme, look)

    def _list(self, parent: Element, block: List) -> None:
        start = {}
        if block.ordered and block.start != 1:
            # WeasyPrint ignores the attribute, and a browser's accessibility tree the style.
            start = {"start": str(block.start), "style": f"counter-reset: list-item {block.start - 1}"}
        element = SubElement(parent, "ol" if block.ordered else "ul", start)
        for item in block.items:
            self.blocks(self._part(element, "li", "LI"), item)

    def _table(self, parent: Element, table: Table) -> None:
        if (cards := self._cards(table)) and self._medium == "screen":
            self._grouped(SubElement(parent, "div", styled(table.style)), table, cards)
            return
        look = self._theme.tables.get(table.style or "")
        element = SubElement(parent, "table", styled(table.style))
        if table.caption:
            self._inlines(self._part(element, "caption", "Caption"), table.caption)
        if table.header:
            self._rows(self._part(element, "thead", "THead"), table.header, look)
        if table.body:
            self._rows(self._part(element, "tbody", None if cards else "TBody"), table.body, look)
        if look and look.least and self._medium == "screen":
            label_cells(element)

    def _grouped(self, parent: Element, table: Table, look: TableStyle) -> None:
        """Cards on the screen: a group for each, whose second copy is hidden from screen readers."""
        for row in table.body:
            for at, cell in enumerate(row.cells):
                if cell.blocks:
                    repeated = {"aria-hidden": "true"} if look.is_copy(at) else {}
                    self.blocks(SubElement(parent, "div", {"role": "group", "class": "card"} | repeated), cell.blocks)

    def _rows(self, parent: Element, rows: Iterable[Row], look: TableStyle | None) -> None:
        whole = self._room
        for row in rows:
            widths = self._widths(row, look) if look else []
            tall = self._is_tall(((cell.blocks, width) for cell, width in zip(row.cells, widths, strict=False)), look)
            cards = look is not None and look.cards
            element = self._part(parent, "tr", None if cards else "TR", {"class": "tall"} if tall else {})
            for at, cell in enumerate(row.cells):
                tag, structure = _CELLS[bool(cell.scope)]
                place = self._part(element, tag, "Sect" if cards else structure, _cell(cell))
                if look and look.is_copy(at):
                    repeat(place)
                if look and look.cards and self._medium == "print":
                    place = self._card(place, look, at, whole / len(row.cells))
                elif at < len(widths):
                    self._room = widths[at] - (self._theme.spacing.column if at < len(row.cells) - 1 else 0)
                with self._within(row), self._within(cell):
                    self.blocks(place, cell.blocks)
                self._room = whole

    def _widths(self, row: Row, look: TableStyle) -> list[float]:
        """The approximate widths of a row's cells."""
        given = look.widths(self._room)[: len(row.cells) - 1]
        rest = (self._room - sum(given)) / (len(row.cells) - len(given))
        return [*given, *[rest] * (len(row.cells) - len(given))]

    def _card(self, cell: Element, look: TableStyle, at: int, width: float) -> Element:
        """The content of a card, at whose width its texts fit; rotated, it is as long as a row."""
        inside, turned = width - 2 * self._theme.spacing.card, look.turned[at : at + 1]
        self._room = inside
        if not turned or look.row_height is None:
            return cell
        self._room = look.row_height
        down, up = f"translateX({inside:.2f}mm) rotate(90deg)", f"translateY({self._room}mm) rotate(-90deg)"
        move = down if turned == ["tbRl"] else up
        size = f"width: {self._room}mm; height: {inside:.2f}mm"
        box = SubElement(cell, "div", {"class": "turned", "style": f"{size}; transform: {move}"})
        return SubElement(box, "div", {"style": size})

    def endnotes(self, parent: Element) -> None:
        """On the screen the notes are together at the end, each with a link back to its call."""
        if not self._notes:
            return
        section = SubElement(parent, "section", {"class": "notes", "role": "doc-endnotes"})
        for note in self._notes:
            element = SubElement(section, "div", {"class": "note", "id": f"note-{note.number}"})
            self.blocks(element, note.blocks)
            back = Element("a", {"class": "noteref", "role": "doc-backlink", "href": f"#noteref-{note.number}"})
            back.text = self._number(note)
            first = element[0]
            back.tail, first.text = f"\u00a0{first.text or ''}", None
            first.insert(0, back)


def _cell(cell: Cell) -> dict[str, str]:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    scope = {"scope": cell.scope} if cell.scope else {}
    return {**scope, **{name: str(span) for name, span in spans.items() if span > 1}}
