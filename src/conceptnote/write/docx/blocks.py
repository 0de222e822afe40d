"""Block nodes to paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from msgspec.structs import replace

from conceptnote.doc.change import Change
from conceptnote.doc.nodes import (
    Block,
    Cell,
    Changed,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    plain_text,
)
from conceptnote.ooxml.parts import Numbered
from conceptnote.ooxml.table import TableCell, TableLook, TableRow, pad, table
from conceptnote.ooxml.text import anchor, closed, indent, joined, keep_together, keep_with_next, paragraph, space_after
from conceptnote.ooxml.tracked import track_mark
from conceptnote.ooxml.xml import Element, element, qualified
from conceptnote.scripts import direction
from conceptnote.theme.styles import TableStyle
from conceptnote.units import millimetres, twips
from conceptnote.write.balance import balanced_width
from conceptnote.write.docx import names
from conceptnote.write.docx.grid import Placed, column_widths, lay_out
from conceptnote.write.docx.inlines import Line, inlines
from conceptnote.write.docx.paragraphs import BlockContext, listed, own_direction
from conceptnote.write.docx.spacing import kept_clear, opening
from conceptnote.write.docx.story import BULLETS, DEEPEST, Story
from conceptnote.write.docx.table_styles import table_look
from conceptnote.write.fit import fitted
from conceptnote.write.footer import Measure
from conceptnote.write.mark import images_in
from conceptnote.write.rows import is_tall

_ABOVE = 6.0
"""The points above facts, as in common.css: a table of Word has no margin."""


def blocks(story: Story, nodes: Iterable[Block], place: BlockContext) -> list[Element]:
    """The paragraphs and tables of block nodes.

    Entries before a table are kept on its page, because its head names their day.
    """
    nodes = list(nodes)
    made = [_block(story, node, place) for node in nodes]
    for node, after, parts in zip(nodes, nodes[1:], made, strict=False):
        if isinstance(node, DefinitionList) and isinstance(after, Table):
            parts.append(anchor(names.ANCHOR))
            for part in parts:
                keep_with_next(part)
        elif isinstance(node, Heading) and _is_facts(story, after):
            own = story.theme.styles[node.style or names.heading_style(node.level)].after
            space_after(parts[-1], twips(pt=max(own, _ABOVE)))
    return joined(made, names.ANCHOR)


def _is_facts(story: Story, node: Block) -> bool:
    return isinstance(node, DefinitionList) and node.style in (None, story.theme.definitions)


def _block(story: Story, node: Block, place: BlockContext) -> list[Element]:
    if own := getattr(node, "language", None):
        place = replace(place, language=own)
    match node:
        case Heading(level, children, change=change, style=style):
            return [_paragraph(story, children, style or names.heading_style(level), place, change)]
        case Paragraph(children, style, change=change):
            return [_paragraph(story, children, style or place.style, place, change)]
        case List():
            return _list(story, node, place)
        case DefinitionList():
            return _definitions(story, node, place)
        case Table():
            return _table(story, node, place)
        case Figure():
            return _figure(story, node, place)
        case Quote(quoted):
            return blocks(story, quoted, replace(place, style="quote"))
        case PageBreak():
            story.page_break = True
            return []
        case Section():
            return _section(story, node, place)
        case _:
            assert_never(node)


def _section(story: Story, node: Section, place: BlockContext) -> list[Element]:
    """The content of a section: kept on one page as a whole; or each part, with space before it."""
    look = story.theme.tables.get(node.style or "")
    if look is None or look.keep != "each":
        inwards = twips(mm=look.indent) if look else 0
        within = replace(place, room=place.room - inwards, inwards=place.inwards + inwards) if inwards else place
        made = blocks(story, node.blocks, within)
        whole = look is not None and look.keep == "whole"
        tall = look is not None and is_tall([(node.blocks, millimetres(place.room))], story.theme, look)
        return keep_together(made) if whole and not tall else made
    groups = []
    for inner in node.blocks:
        groups.append(keep_together(_block(story, inner, place)))
        if isinstance(inner, Section):
            story.space = twips(pt=story.theme.spacing.after_funder)
    return joined(groups, names.ANCHOR)


def _paragraph(
    story: Story, children: Sequence[Inline], style: str, place: BlockContext, change: Change | None = None
) -> Element:
    look = story.theme.styles[style]
    spare = 0 if look.balance or look.behind else place.spare
    room = place.room - spare - twips(mm=story.theme.spacing.list_step) * place.depth
    pictures = tuple(images_in(children))
    measure = Measure(story.theme, story.manuscript.assets)
    broken = bool(pictures) and twips(mm=measure.line(children, style) + story.theme.page.column_gap) > room
    kept = kept_clear(measure, pictures, look, broken)
    points = fitted(plain_text(children), story.theme, look, millimetres(room))
    leading = twips(pt=points * (look.leading or 1)) if points else None
    properties = [*listed(story, style, place), *opening(story, look, bool(pictures), kept, leading)]
    properties.append(own_direction(story, place))
    line = Line(paragraph=look, room=room, broken=broken, points=points, language=place.language)
    made = paragraph(properties, [*story.anchor(children), *inlines(story, children, line)])
    width = balanced_width(plain_text(children), style, story.theme, millimetres(room), points)
    # A band is as wide as its lines in Word.
    if width is not None and not place.depth and not look.behind:
        spare = room - twips(mm=width)
    if spare and look.align == "center":
        indent(made, start=spare // 2, end=spare // 2)
    elif spare:
        indent(made, end=spare)
    if place.inwards:
        in_list = twips(mm=story.theme.spacing.list_step) * min(place.depth, DEEPEST)
        indent(made, start=place.inwards + twips(mm=look.indent + look.hanging) + in_list)
    if (mark := story.mark(change)) is not None:
        track_mark(made, mark)
    return made


def _list(story: Story, node: List, place: BlockContext) -> list[Element]:
    manuscript = story.manuscript
    depth = place.depth + 1
    manuscript.list_depth = max(manuscript.list_depth, min(depth, DEEPEST))
    number = BULLETS + 1
    if node.ordered:
        manuscript.lists.append(Numbered(1, min(depth, DEEPEST) - 1, node.start))
        number = len(manuscript.lists)
    inside = replace(place, depth=depth, ordered=node.ordered, number=None)
    return joined((_item(story, item, inside, number) for item in node.items), names.ANCHOR)


def _item(story: Story, item: Sequence[Block], place: BlockContext, number: int) -> list[Element]:
    numbered = replace(place, number=number)
    if item and isinstance(item[0], Paragraph | Heading):
        return joined([_block(story, item[0], numbered), blocks(story, item[1:], place)], names.ANCHOR)
    bare = _paragraph(story, (), place.style, numbered)
    return joined([[bare], blocks(story, item, place)], names.ANCHOR)


def _figure(story: Story, node: Figure, place: BlockContext) -> list[Element]:
    line = Line(
        paragraph=story.theme.styles["body"],
        room=place.room - place.spare - twips(mm=story.theme.spacing.list_step) * place.depth,
    )
    style = element("w:pStyle", val=names.FIGURE)
    image = Changed((node.image,), node.change) if node.change else node.image
    shown = [paragraph([style, *opening(story, line.paragraph, False)], inlines(story, (image,), line))]
    if (mark := story.mark(node.change)) is not None:
        track_mark(shown[0], mark)
    if node.caption:
        shown.append(_paragraph(story, node.caption, "caption", place, node.change))
    return keep_together(shown)


def _definitions(story: Story, node: DefinitionList, place: BlockContext) -> list[Element]:
    theme = story.theme
    details = node.style if node.style in theme.styles else place.style
    style = node.style if node.style and node.style in theme.tables else theme.definitions
    look, own = theme.tables[style], f"{node.style}-term"
    term_style = own if own in theme.styles else f"{theme.definitions}-term"

    def row(item: Definition) -> Row:
        if look.terms == "above":
            return _under_its_term(item, term_style, node.portrayed)
        term = Cell((Paragraph(item.term, term_style, change=item.change),), scope="row")
        parts = (replace(b, style=b.style or details) if isinstance(b, Paragraph) else b for b in item.details)
        return Row((term, Cell(tuple(parts))), item.change)

    made = _table(story, Table((), tuple(row(item) for item in node.items), style=style), place)
    if made and look.padding != "none":
        pad(made[-1], *[twips(pt=getattr(theme.spacing, look.padding))] * 2)
    if made and look.keep == "whole":
        keep_together(list(made[-1].iterchildren(qualified("w:tr"))))
    return made


def _under_its_term(item: Definition, term_style: str, portrayed: bool) -> Row:
    """A term and its description; with portraits, beside a cell for the portrait of the term."""
    shown = (item.portrait,) if item.portrait else ()
    rest = item.term[len(shown) :]
    text = Cell((*([Paragraph(rest, term_style, change=item.change)] if rest else []), *item.details))
    portrait = Cell((Paragraph(shown, term_style, change=item.change),) if shown else ())
    return Row((portrait, text) if portrayed else (text,), item.change)


def _table(story: Story, node: Table, place: BlockContext) -> list[Element]:
    caption: list[Element] = []
    if node.caption:
        caption = [_paragraph(story, node.caption, "caption", place, node.change)]
        keep_with_next(caption[0])
    if not node.header and not node.body:
        return caption
    columns = sum(placed.span for placed in lay_out(node.header, node.body)[0])
    room = place.room - twips(mm=story.theme.spacing.list_step) * place.depth
    look = story.theme.tables.get(node.style or "")
    given = look.widths(millimetres(room)) if look else []
    widths = column_widths([twips(mm=width) for width in given], columns, room)
    return [*caption, write_table(story, node, place, widths)]


def write_table(story: Story, node: Table, place: BlockContext, widths: Sequence[int]) -> Element:
    """A table with columns of these widths.

    Without header rows it has Word's default style, by which Word's accessibility checker, and a screen reader, tell a
    layout table from a data table that lacks its header.
    """
    rows = []
    given = story.theme.tables.get(node.style or "")
    laid_out = lay_out(node.header, node.body)
    room = [millimetres(width) for width in widths]
    for at, (row, placed) in enumerate(zip((*node.header, *node.body), laid_out, strict=False)):
        header = at < len(node.header)
        cells = _cells(story, placed, place, widths, given)
        # A vertically merged cell is not split, as in the PDF, unless it is taller than a page.
        if header or any(one.merge == "continue" for below in laid_out[at + 1 : at + 2] for one in below):
            for block in (block for cell in cells for block in cell.blocks):
                keep_with_next(block)
        height = twips(mm=given.row_height) if given and given.row_height and not header else None
        tall = (
            given is not None
            and not given.cards
            and not header
            and is_tall(
                ((cell.blocks, width) for cell, width in zip(row.cells, room, strict=False)), story.theme, given
            )
        )
        mark = story.mark(row.change)
        rows.append(TableRow(cells, header, height, exact=bool(given and given.cards), breaks=tall, tracked=mark))
    story.space = twips(pt=story.theme.spacing.after_table)
    look = TableLook(
        names.table_style(story.theme, node.style) if node.header else None,
        widths,
        indent=twips(mm=story.theme.spacing.list_step) * place.depth,
        first_row=bool(node.header),
        first_column=bool(node.body) and all(r.cells and r.cells[0].scope == "row" for r in node.body),
        own=() if node.header else table_look(story.theme, node.style),
        banded=given is not None and given.rules == "bands",
        right_to_left=direction(place.language or story.language) == "rtl",
    )
    return table(rows, look, plain_text(node.caption))


def _cells(
    story: Story, placed: Sequence[Placed], place: BlockContext, widths: Sequence[int], look: TableStyle | None
) -> list[TableCell]:
    cells, column = [], 0
    cards = look is not None and look.cards
    for one in placed:
        room = sum(widths[column : column + one.span])
        turned = next(iter(look.turned[column : column + 1]), None) if look else None
        if cards and look:
            room = twips(mm=look.row_height or 0) if turned else room - 2 * twips(mm=story.theme.spacing.card)
        column += one.span
        parts = () if one.merge == "continue" else one.cell.blocks
        story.space = 0
        # The room of a cell includes its padding.
        measure = place.measure and place.measure + twips(mm=story.theme.spacing.column)
        made = blocks(story, parts, BlockContext(room, place.style, measure=measure, language=place.language))
        cells.append(TableCell(closed(made, names.ANCHOR), one.span, one.merge, turned, middle=cards))
    return cells
