"""The page footer as columns, the same on paper and in Word: funders side by side, the page number opposite.

Lengths are millimetres. Text is measured by the mean width of a character, which is enough to
share a line out among columns; neither writer depends on it for where a line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from conceptnote.doc.nodes import Asset, Block, Image, Inline, PageCount, PageNumber, Paragraph, Section

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_SIDE_BY_SIDE = 4
_CHARACTER_WIDTH = 0.48
"""The mean width of a character of the sans face, in ems; a little more than measured."""

_NARROWEST, _LOCKUP, _LONGEST = 32.0, 50.0, 60.0
"""A column of text alone is not narrower; beyond the others a lock-up or a text breaks rather than widen it."""

_MM_PER_POINT = 25.4 / 72

Funder = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FooterGrid:
    """Rows of funders in columns of these widths; what else the footer says, above and in a last column."""

    above: tuple[Block, ...]
    rows: tuple[tuple[Funder, ...], ...]
    widths: tuple[float, ...]
    others: tuple[Block, ...]


def arrange_footer(nodes: Sequence[Block], measure: Measure, room: float) -> FooterGrid | None:
    """Share the width of the page out among the funders; None where the footer names none.

    As many stand side by side as have room for their marks at full height, in rows of like length.
    """
    funders = [funder for node in nodes if _is_funders(node) for funder in _each(node)]
    if not funders:
        return None
    above = tuple(takewhile(lambda node: not _is_funders(node), nodes))
    others = tuple(node for node in nodes[len(above) :] if not _is_funders(node))
    left = room - (max(12.0, measure.natural(others) + 2) if others else 0.0)
    rows, widths = _columns(measure, funders, left)
    return FooterGrid(above, rows, widths, others)


def _is_funders(node: Block) -> bool:
    return isinstance(node, Section) and node.style == "funders"


def _each(node: Block) -> list[Funder]:
    """The blocks of each funder, which are parts of their own where there is more than one."""
    assert isinstance(node, Section)
    if not any(isinstance(part, Section) for part in node.blocks):
        return [node.blocks]
    return [part.blocks if isinstance(part, Section) else (part,) for part in node.blocks]


def _columns(
    measure: Measure, funders: Sequence[Funder], room: float
) -> tuple[tuple[tuple[Funder, ...], ...], tuple[float, ...]]:
    if len(funders) == 1:
        return ((tuple(funders[0]),),), (room,)
    gap = measure.theme.page.column_gap
    for most in range(min(_SIDE_BY_SIDE, len(funders)), 0, -1):
        count = -(-len(funders) // most)
        per_row = -(-len(funders) // count)
        rows = tuple(tuple(funders[at : at + per_row]) for at in range(0, len(funders), per_row))
        columns = [[row[at] for row in rows if at < len(row)] for at in range(per_row)]
        need, firm, lockup, whole = (
            [gap + max(map(width, column)) for column in columns]
            for width in (measure.least, measure.firm, measure.lockup, measure.natural)
        )
        if sum(need) <= room or most == 1:
            for least, more in ((lockup, whole), (firm, lockup)):
                if sum(least) <= room:
                    return rows, _shared(least, more, room)
            return rows, _shared(need, firm, room)
    raise AssertionError


def _shared(need: Sequence[float], want: Sequence[float], room: float) -> tuple[float, ...]:
    """The width that each column wants, or what it needs and its share of what is left."""
    left, wish = max(0.0, room - sum(need)), sum(want) - sum(need)
    if wish <= left:
        return tuple(want)
    return tuple(min(room, least + left * (most - least) / wish) for least, most in zip(need, want, strict=True))


@dataclass(frozen=True, slots=True)
class Measure:
    """About how wide and how high things of a footer are."""

    theme: Theme
    assets: Mapping[str, Asset]

    def least(self, nodes: Iterable[Block]) -> float:
        """What a column cannot do without: its pictures, which must not shrink, or room for words."""
        widths = (
            max((self.image(image)[0] for image in images), default=min(_NARROWEST, self._whole(paragraph)))
            for paragraph in paragraphs(nodes)
            for images in [list(images_in(paragraph.children))]
        )
        return max(widths, default=0.0)

    def firm(self, nodes: Iterable[Block]) -> float:
        """How wide a column should be before another's words have to break: words and mark on one line."""
        nodes = tuple(nodes)
        marked = any(True for p in paragraphs(nodes) for _ in images_in(p.children))
        return self.lockup(nodes) if marked else self.least(nodes)

    def lockup(self, nodes: Iterable[Block]) -> float:
        """How wide a column would be with words and mark on one line."""
        first = next(paragraphs(nodes), None)
        if first is None:
            return 0.0
        whole = self._whole(first)
        return max(self.least(nodes), whole if any(images_in(first.children)) else min(_LOCKUP, whole))

    def natural(self, nodes: Iterable[Block]) -> float:
        """How wide a column would be with each text on one line; a long text is no reason for a wide one."""
        return max([self.lockup(nodes), *(min(_LONGEST, self._whole(p)) for p in paragraphs(nodes))])

    def height(self, nodes: Iterable[Block], width: float) -> float:
        """How high paragraphs are in a column."""
        return sum(self._height(node, width) for node in paragraphs(nodes))

    def image(self, image: Image) -> tuple[float, float]:
        """Width and height of a mark at the height that it is printed at."""
        asset = self.assets[image.src]
        height = max(self.theme.logo_height, image.min_height or 0)
        return height * asset.width / asset.height, height

    def _whole(self, node: Paragraph) -> float:
        return self._line(node.children, node.style or "lockup")

    def _line(self, children: Iterable[Inline], style: str) -> float:
        return sum(self._inline(child, style) for child in children)

    def _inline(self, one: Inline, style: str) -> float:
        match one:
            case Image():
                return self.image(one)[0] + self.theme.spacing.mark + self._character(style)
            case PageNumber() | PageCount():
                return 2 * self._character(style)
            case _:
                own = len(getattr(one, "text", "")) * self._character(style)
                return own + self._line(getattr(one, "children", ()), style)

    def _character(self, style: str) -> float:
        return _CHARACTER_WIDTH * self._size(style) * _MM_PER_POINT

    def _size(self, style: str) -> float:
        return self.theme.sizes[self.theme.styles[style].size or "text"]

    def _height(self, node: Paragraph, width: float) -> float:
        style = node.style or "page-number"
        leading = self._size(style) * (self.theme.styles[style].leading or 1.4) * _MM_PER_POINT
        lines = max(1, -int(-self._line(node.children, style) // max(width, 0.1)))
        tallest = max((self.image(image)[1] for image in images_in(node.children)), default=0.0)
        return max(leading, tallest + leading / 4) + leading * (lines - 1)


def paragraphs(nodes: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a footer, whatever parts they stand in."""
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        elif isinstance(node, Section):
            yield from paragraphs(node.blocks)


def images_in(children: Iterable[Inline]) -> Iterator[Image]:
    """The pictures in a line."""
    for child in children:
        if isinstance(child, Image):
            yield child
        else:
            yield from images_in(getattr(child, "children", ()))
