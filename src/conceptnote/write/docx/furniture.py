"""The page furniture: the header, and the footer with funders side by side and the page number."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from conceptnote.doc.nodes import Block, Cell, Row, Table
from conceptnote.ooxml.table import set_apart, set_at_foot
from conceptnote.ooxml.text import closed, restyle, space_before
from conceptnote.ooxml.xml import Element, element, insert, qualified
from conceptnote.scripts import direction
from conceptnote.theme.theme import Theme
from conceptnote.units import twips
from conceptnote.write.docx import names
from conceptnote.write.docx.blocks import blocks, write_table
from conceptnote.write.docx.paragraphs import BlockContext
from conceptnote.write.docx.story import Story
from conceptnote.write.docx.table_styles import line
from conceptnote.write.footer import FUNDERS, FooterGrid, Measure, arrange_footer, paragraphs
from conceptnote.write.mark import images_in


class Furniture(Struct, frozen=True):
    """Blocks for a header or footer, and their approximate height in twips."""

    blocks: list[Element]
    height: int


def write_header(story: Story, nodes: Sequence[Block], room: float) -> Furniture:
    """The header with its blocks; `room` is the width of the text in millimetres."""
    made = blocks(story, nodes, BlockContext(twips(mm=room)))
    restyle(made, names.HEADER)
    measure = Measure(story.theme, story.manuscript.assets)
    return Furniture(closed(made, names.ANCHOR), twips(mm=measure.height(nodes, room)))


def write_footer(story: Story, nodes: Sequence[Block], room: float) -> Furniture:
    """The footer under a rule: funders in columns with the page number opposite, or the page number alone."""
    measure = Measure(story.theme, story.manuscript.assets)
    padding = twips(pt=story.theme.spacing.furniture)
    place = BlockContext(twips(mm=room))
    grid = arrange_footer(nodes, measure, room)
    if grid is None:
        made = blocks(story, nodes, place)
        restyle(made, names.FOOTER)
        _rule_above(story.theme, made)
        return Furniture(closed(made, names.ANCHOR), twips(mm=measure.height(nodes, room)) + padding)
    widths = [twips(mm=width) for width in grid.widths]
    filled = _rows(grid)
    made = blocks(story, grid.above, place)
    foot = write_table(story, Table((), filled, style=FUNDERS), place, [*widths, place.room - sum(widths)])
    made.append(foot)
    restyle(made, names.FOOTER)
    right_to_left, gap = direction(story.language) == "rtl", story.theme.page.column_gap
    heights = [
        _align(measure, row, written, [width - gap for width in grid.widths_of(at)], right_to_left)
        for at, (row, written) in enumerate(zip(filled, foot.iterfind(qualified("w:tr")), strict=True))
    ]
    high = twips(mm=sum(heights) + measure.height(grid.above, room)) + len(heights) * padding
    return Furniture(closed(made, names.ANCHOR), high)


def _rows(grid: FooterGrid) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                *(Cell(funder, colspan=len(grid.widths) if at in grid.across else 1) for funder in row),
                *[Cell(())] * (len(grid.widths_of(at)) - len(row)),
                Cell(grid.others if row is grid.rows[-1] else ()),
            )
        )
        for at, row in enumerate(grid.rows)
    )


def _align(measure: Measure, row: Row, made: Element, widths: Sequence[float], right_to_left: bool) -> float:
    """Align the first lines of a row on one baseline, as in the PDF; return its approximate height in millimetres."""
    first = [next(paragraphs(cell.blocks), None) for cell in row.cells[:-1]]
    rises = [measure.first(one, width) if one else 0.0 for one, width in zip(first, widths, strict=True)]
    tallest = max(rises)
    for one, rise, cell in zip(first, rises, made.iterfind(qualified("w:tc")), strict=False):
        if one and rise < tallest:
            space_before(cell[1], twips(mm=tallest - rise))
    gap = measure.theme.page.column_gap
    # A mark may reach into the gap after its column (write/footer.py), or its last word would stand on another line.
    tight = any(
        measure.least(cell.blocks) + gap / 2 > width
        for cell, width in zip(row.cells, widths, strict=False)
        if any(next(images_in(one.children), None) for one in paragraphs(cell.blocks))
    )
    set_apart(made, twips(mm=gap / 2 if tight else gap), right_to_left=right_to_left)
    set_at_foot(made)
    return max(
        measure.height(cell.blocks, width) + tallest - rise
        for cell, width, rise in zip(row.cells, widths, rises, strict=False)
    )


def _rule_above(theme: Theme, made: Sequence[Element]) -> None:
    if made and made[0].tag == qualified("w:p"):
        rule = element("w:pBdr", line(theme, "top", "rule", theme.rules.hairline, theme.spacing.furniture))
        properties = made[0].find(qualified("w:pPr"))
        assert properties is not None
        insert(properties, rule, "w:pPr")
