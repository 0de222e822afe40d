"""What stands on every page: the header, and the footer with funders side by side and the page number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from conceptnote.doc.nodes import (
    Asset,
    Block,
    Cell,
    Image,
    Inline,
    PageCount,
    PageNumber,
    Paragraph,
    Row,
    Section,
    Table,
)
from conceptnote.ooxml.table import set_at_foot
from conceptnote.ooxml.text import closed, restyle, space_before
from conceptnote.ooxml.units import EMU_PER_TWIP, twips
from conceptnote.ooxml.xml import Element, element, insert, qualified
from conceptnote.theme.theme import Theme
from conceptnote.write.docx import names
from conceptnote.write.docx.blocks import Place, blocks, write_table
from conceptnote.write.docx.story import Story, image_size
from conceptnote.write.docx.table_styles import line

_SIDE_BY_SIDE = 4
_CHARACTER_WIDTH = 0.48
"""The mean width of a character of the sans face, in ems; a little more than measured."""
_LONGEST_LINE = 60
"""Beyond so many millimetres a text breaks rather than widen its column."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Blocks for a header or footer, and about how high they are in twips."""

    blocks: list[Element]
    height: int


@dataclass(frozen=True, slots=True)
class _Measure:
    theme: Theme
    assets: Mapping[str, Asset]

    def line(self, children: Iterable[Inline], style: str) -> int:
        """About how wide inlines are on one line, in twips."""
        return sum(self._inline(child, style) for child in children)

    def _inline(self, one: Inline, style: str) -> int:
        match one:
            case Image():
                return self.image(one)[0] + twips(mm=self.theme.spacing.mark)
            case PageNumber() | PageCount():
                return self._characters(2, style)
            case _:
                own = self._characters(len(getattr(one, "text", "")), style)
                return own + self.line(getattr(one, "children", ()), style)

    def image(self, image: Image) -> tuple[int, int]:
        width, height = image_size(self.theme, self.assets[image.src], image, 1 << 20)
        return width // EMU_PER_TWIP, height // EMU_PER_TWIP

    def _characters(self, count: int, style: str) -> int:
        return twips(pt=count * _CHARACTER_WIDTH * self._size(style))

    def _size(self, style: str) -> float:
        return self.theme.sizes[self.theme.styles[style].size or "text"]

    def pictures(self, nodes: Iterable[Block]) -> int:
        """How wide the pictures of paragraphs are, which must not shrink."""
        return max((self.image(image)[0] for p in _paragraphs(nodes) for image in _images(p.children)), default=0)

    def lockup(self, nodes: Iterable[Block]) -> int:
        """How wide paragraphs with pictures are on one line."""
        return max((self._whole(p) for p in _paragraphs(nodes) if any(_images(p.children))), default=0)

    def natural(self, nodes: Iterable[Block]) -> int:
        """How wide paragraphs are on one line; a long text is no reason for a wide column."""
        longest = twips(mm=_LONGEST_LINE)
        texts = (min(longest, self._whole(p)) for p in _paragraphs(nodes))
        return max(self.lockup(nodes), max(texts, default=0))

    def _whole(self, node: Paragraph) -> int:
        return self.line(node.children, node.style or "lockup")

    def height(self, nodes: Iterable[Block], width: int) -> int:
        """About how high paragraphs are in a column."""
        return sum(self._height(node, width) for node in _paragraphs(nodes))

    def _height(self, node: Paragraph, width: int) -> int:
        style = node.style or "page-number"
        leading = twips(pt=self._size(style) * (self.theme.styles[style].leading or 1.4))
        lines = max(1, -(-self.line(node.children, style) // max(width, 1)))
        tallest = max((self.image(image)[1] for image in _images(node.children)), default=0)
        return max(leading, tallest + leading // 4) + leading * (lines - 1)


def _paragraphs(nodes: Iterable[Block]) -> Iterable[Paragraph]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        elif isinstance(node, Section):
            yield from _paragraphs(node.blocks)


def _images(children: Iterable[Inline]) -> Iterable[Image]:
    for child in children:
        if isinstance(child, Image):
            yield child
        else:
            yield from _images(getattr(child, "children", ()))


def write_header(story: Story, nodes: Sequence[Block], room: int) -> Furniture:
    """The header: its blocks as they come."""
    made = blocks(story, nodes, Place(room))
    restyle(made, names.HEADER)
    measure = _Measure(story.theme, story.manuscript.assets)
    return Furniture(closed(made, names.ANCHOR), measure.height(nodes, room))


def write_footer(story: Story, nodes: Sequence[Block], room: int) -> Furniture:
    """The footer under a rule: funders in columns with the page number opposite, or the page number alone."""
    measure = _Measure(story.theme, story.manuscript.assets)
    padding = twips(pt=story.theme.spacing.furniture)
    funders = [funder for node in nodes if _is_funders(node) for funder in _each(node)]
    above = tuple(takewhile(lambda node: not _is_funders(node), nodes))
    others = tuple(node for node in nodes[len(above) :] if not _is_funders(node))
    if not funders:
        made = blocks(story, nodes, Place(room))
        restyle(made, names.FOOTER)
        _rule_above(story.theme, made)
        return Furniture(closed(made, names.ANCHOR), measure.height(nodes, room) + padding)
    gap = twips(mm=story.theme.page.column_gap)
    number = max(twips(mm=12), measure.natural(others) + twips(pt=4)) if others else 0
    rows, widths = _columns(measure, funders, room - number, gap)
    widths = [*widths, room - sum(widths)]
    filled = tuple(_row(row, len(widths) - 1, others if row is rows[-1] else ()) for row in rows)
    made = blocks(story, above, Place(room))
    foot = write_table(story, Table((), filled, style="funders"), Place(room), widths)
    made.append(foot)
    restyle(made, names.FOOTER)
    heights = [
        _align(measure, row, written, [width - gap for width in widths])
        for row, written in zip(filled, foot.iterfind(qualified("w:tr")), strict=True)
    ]
    high = sum(heights) + len(rows) * padding + measure.height(above, room)
    return Furniture(closed(made, names.ANCHOR), high)


def _align(measure: _Measure, row: Row, made: Element, widths: Sequence[int]) -> int:
    """Bring the lock-ups of a row onto one baseline, and say about how high the row is."""
    first = [next(iter(_paragraphs(cell.blocks)), None) for cell in row.cells[:-1]]
    heights = [measure.height([one], width) if one else 0 for one, width in zip(first, widths, strict=False)]
    tallest = max(heights)
    for one, height, cell in zip(first, heights, made.iterfind(qualified("w:tc")), strict=False):
        if one and height < tallest:
            space_before(cell[1], tallest - height)
    set_at_foot(made)
    cells = zip(row.cells, widths, [*heights, tallest], strict=True)
    return max(measure.height(cell.blocks, width) + tallest - height for cell, width, height in cells)


def _is_funders(node: Block) -> bool:
    return isinstance(node, Section) and node.style == "funders"


def _each(node: Block) -> list[tuple[Block, ...]]:
    """The blocks of each funder, which are parts of their own where there is more than one."""
    assert isinstance(node, Section)
    if not any(isinstance(part, Section) for part in node.blocks):
        return [node.blocks]
    return [part.blocks if isinstance(part, Section) else (part,) for part in node.blocks]


def _row(row: Sequence[tuple[Block, ...]], columns: int, last: tuple[Block, ...]) -> Row:
    empty = [Cell(())] * (columns - len(row))
    return Row((*(Cell(funder) for funder in row), *empty, Cell(last)))


def _columns(
    measure: _Measure, funders: Sequence[tuple[Block, ...]], room: int, gap: int
) -> tuple[list[Sequence[tuple[Block, ...]]], list[int]]:
    """As many funders side by side as have room for their marks at full height, in rows of like length."""
    for most in range(min(_SIDE_BY_SIDE, len(funders)), 0, -1):
        count = -(-len(funders) // most)
        per_row = -(-len(funders) // count)
        rows = [funders[at : at + per_row] for at in range(0, len(funders), per_row)]
        columns = [[row[at] for row in rows if at < len(row)] for at in range(per_row)]
        need, lockup, whole = (
            [gap + max(map(width, column)) for column in columns]
            for width in (measure.pictures, measure.lockup, measure.natural)
        )
        if sum(need) <= room or most == 1:
            fits = sum(lockup) <= room
            return rows, _shared(lockup, whole, room) if fits else _shared(need, lockup, room)
    raise AssertionError


def _shared(need: Sequence[int], want: Sequence[int], room: int) -> list[int]:
    """The width that each column wants, or what it needs and its share of what is left."""
    left, wish = max(0, room - sum(need)), sum(want) - sum(need)
    if wish <= left:
        return list(want)
    pairs = zip(need, want, strict=True)
    return [min(room, least + left * (most - least) // wish) for least, most in pairs]


def _rule_above(theme: Theme, made: Sequence[Element]) -> None:
    if made and made[0].tag == qualified("w:p"):
        rule = element("w:pBdr", line(theme, "top", "rule", theme.rules.hairline, theme.spacing.furniture))
        properties = made[0].find(qualified("w:pPr"))
        assert properties is not None
        insert(properties, rule, "w:pPr")
