"""The page footer as columns, the same on paper and in Word: funders side by side, the page number opposite.

Lengths are millimetres. Text is measured in the theme's own fonts, to share a line out among columns; only
words that must not leave their mark depend on it for where a line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from conceptnote.doc.nodes import Asset, Block, Image, Inline, PageCount, PageNumber, Paragraph, Section, Text
from conceptnote.units import MM_PER_POINT
from conceptnote.write.mark import Mark, mark_of
from conceptnote.write.metrics import text_width

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

FUNDERS = "funders"
"""The class of the section that names funders, and of the table that they stand in in a footer."""

_SIDE_BY_SIDE = 4

_NARROWEST, _LOCKUP, _LONGEST = 32.0, 50.0, 60.0
"""A column of text alone is not narrower; beyond the others a lock-up or a text breaks rather than widen it."""

_HIGH = 3
"""From so many rows on, a footer is high."""

_SLACK = 0.5
"""Layout engines round otherwise than we measure."""

Funder = tuple[Block, ...]
FunderRow = tuple[Funder, ...]


@dataclass(frozen=True, slots=True)
class FooterGrid:
    """Rows of funders in columns of these widths; what else the footer says, above and in a last column.

    The rows with the numbers in `across` hold one funder each, over the width of all columns.
    """

    above: tuple[Block, ...]
    rows: tuple[FunderRow, ...]
    widths: tuple[float, ...]
    others: tuple[Block, ...]
    across: frozenset[int] = frozenset()

    def widths_of(self, row: int) -> tuple[float, ...]:
        """The widths of the cells of a row."""
        return (sum(self.widths),) if row in self.across else self.widths


def arrange_footer(nodes: Sequence[Block], measure: Measure, room: float) -> FooterGrid | None:
    """Share the width of the page out among the funders; None where the footer names none.

    As many stand side by side as have room for their marks at full height, in rows of like length. A wide one
    has a row of its own where that makes fewer rows, or spares a lock-up from being broken.
    """
    funders = [funder for node in nodes if _is_funders(node) for funder in _each(node)]
    if not funders:
        return None
    above = tuple(takewhile(lambda node: not _is_funders(node), nodes))
    others = tuple(node for node in nodes[len(above) :] if not _is_funders(node))
    left = room - (max(12.0, measure.natural(others) + 2) if others else 0.0)
    layout = min(_layouts(measure, funders, left), key=lambda one: one.cost)
    return FooterGrid(above, tuple(layout.rows), layout.widths, others, layout.across)


def _is_funders(node: Block) -> bool:
    return isinstance(node, Section) and node.style == FUNDERS


def _each(node: Block) -> list[Funder]:
    """The blocks of each funder, which are parts of their own where there is more than one."""
    assert isinstance(node, Section)
    if not any(isinstance(part, Section) for part in node.blocks):
        return [node.blocks]
    return [part.blocks if isinstance(part, Section) else (part,) for part in node.blocks]


@dataclass(frozen=True, slots=True)
class _Layout:
    rows: list[FunderRow]
    widths: tuple[float, ...]
    across: frozenset[int]
    broken: bool

    @property
    def cost(self) -> float:
        """Broken lock-ups are worth a row more to be spared; in a high footer, space is worth more than they are."""
        return len(self.rows) + (1.5 if self.broken and len(self.rows) < _HIGH else 0)


def _layouts(measure: Measure, funders: Sequence[Funder], room: float) -> Iterator[_Layout]:
    """The ways to set funders in columns, those with most columns first; the last always has room."""
    beside = [measure.beside(funder) for funder in funders]
    wide = [measure.firm(funder) > room / 2 - measure.theme.page.column_gap for funder in funders]
    either = [one or other for one, other in zip(beside, wide, strict=True)]
    ways = dict.fromkeys(tuple(way) for way in ([False] * len(funders), beside, wide, either))
    for most in range(min(_SIDE_BY_SIDE, len(funders)), 0, -1):
        for way in ways:
            # With one in a row, or with all of them across, the way makes no difference.
            if any(way) and (most == 1 or all(way)):
                continue
            layout = _layout(measure, funders, way, most, room)
            if layout is not None:
                yield layout


def _layout(
    measure: Measure, funders: Sequence[Funder], alone: Sequence[bool], most: int, room: float
) -> _Layout | None:
    """So many funders in a row, but for those that stand alone in one; None where the marks have no room."""
    rows: list[FunderRow] = []
    across: set[int] = set()
    for by_itself, run in groupby(zip(alone, funders, strict=True), lambda pair: pair[0]):
        several = [funder for _, funder in run]
        if by_itself:
            across |= set(range(len(rows), len(rows) + len(several)))
        rows += [(funder,) for funder in several] if by_itself else _rows(several, most)
    gap = measure.theme.page.column_gap
    shared = [row for at, row in enumerate(rows) if at not in across]
    columns = [[row[at] for row in shared if at < len(row)] for at in range(max(map(len, shared)))]
    need, firm, lockup, whole = (
        [gap + max(map(width, column)) for column in columns]
        for width in (measure.least, measure.firm, measure.lockup, measure.natural)
    )
    if sum(need) > room and most > 1:
        return None
    if len(funders) == 1:
        return _Layout(rows, (room,), frozenset(), False)
    steps = [(least, more) for least, more in ((lockup, whole), (firm, lockup)) if sum(least) <= room]
    widths = _shared(*(steps[0] if steps else (need, firm)), room)
    wide = max((gap + measure.natural(rows[at][0]) for at in across), default=0.0)
    spare = max(0.0, min(wide, room) - sum(widths))
    return _Layout(rows, (*widths[:-1], widths[-1] + spare), frozenset(across), not steps)


def _rows(funders: Sequence[Funder], most: int) -> list[FunderRow]:
    count = -(-len(funders) // most)
    each = -(-len(funders) // count)
    return [tuple(funders[at : at + each]) for at in range(0, len(funders), each)]


def _shared(need: Sequence[float], want: Sequence[float], room: float) -> tuple[float, ...]:
    """The width that each column wants, or what it needs and its share of what is left."""
    left, wish = max(0.0, room - sum(need)), sum(want) - sum(need)
    if wish <= left:
        return tuple(min(room, width) for width in want)
    return tuple(min(room, least + left * (most - least) / wish) for least, most in zip(need, want, strict=True))


@dataclass(frozen=True, slots=True)
class Measure:
    """About how wide and how high things of a footer are."""

    theme: Theme
    assets: Mapping[str, Asset]

    def beside(self, nodes: Iterable[Block]) -> bool:
        """Whether words may not leave the mark that they stand beside."""
        return any(stays_whole(paragraph) for paragraph in paragraphs(nodes))

    def least(self, nodes: Iterable[Block]) -> float:
        """What a column cannot do without: its pictures, which must not shrink, or room for words."""
        return max(map(self._least, paragraphs(nodes)), default=0.0)

    def _least(self, node: Paragraph) -> float:
        """The widest part of a line that is not broken: a last word and the marks that stay with it.

        Its end may reach into the gap after the column, where no mark keeps that clear.
        """
        if stays_whole(node):
            return self.whole(node)
        style = node.style or "lockup"
        part, widest = 0.0, 0.0
        for at, one in enumerate(node.children):
            if isinstance(one, Text) and (words := one.text.split(" "))[:-1]:
                part = text_width(words[-1] or f"{words[-2]} ", self.theme, self.theme.styles[style])
            elif marks := [self.mark(image, last=at == len(node.children) - 1) for image in images_in((one,))]:
                part += sum(mark.before + mark.width + mark.after for mark in marks)
                spare = 0.0 if any(mark.clear for mark in marks) else self.theme.page.column_gap / 2
                widest = max(widest, part - spare, *(mark.width for mark in marks))
            else:
                part += self._inline(one, style, False)
        return widest or min(_NARROWEST, self.whole(node))

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
        whole = self.whole(first)
        return max(self.least(nodes), whole if any(images_in(first.children)) else min(_LOCKUP, whole))

    def natural(self, nodes: Iterable[Block]) -> float:
        """How wide a column would be with each text on one line; a long text is no reason for a wide one."""
        return max([self.lockup(nodes), *(min(_LONGEST, self.whole(p)) for p in paragraphs(nodes))])

    def height(self, nodes: Iterable[Block], width: float) -> float:
        """How high paragraphs are in a column."""
        return sum(self.rise(node, width) + self._depth(node) for node in paragraphs(nodes))

    def rise(self, node: Paragraph, width: float) -> float:
        """How high a paragraph stands above the baseline of its last line."""
        leading = self._leading(node)
        lines = max(1, -int(-self.whole(node) // max(width, 0.1)))
        marks = (self.mark(image, last=True) for image in images_in(node.children))
        return max([leading * 3 / 4, *(mark.height + mark.clear for mark in marks)]) + leading * (lines - 1)

    def _depth(self, node: Paragraph) -> float:
        marks = (self.mark(image, last=True) for image in images_in(node.children))
        return self._leading(node) / 4 + max((mark.clear for mark in marks), default=0.0)

    def mark(self, image: Image, *, last: bool) -> Mark:
        """A mark as it is printed."""
        return mark_of(image, self.assets[image.asset], self.theme, last=last)

    def whole(self, node: Paragraph) -> float:
        """How wide a paragraph is on one line."""
        return self.line(node.children, node.style or "lockup")

    def line(self, children: Sequence[Inline], style: str) -> float:
        """How wide inlines are on one line of a style."""
        return self._line(children, style) + _SLACK

    def _line(self, children: Sequence[Inline], style: str) -> float:
        return sum(self._inline(child, style, child is children[-1]) for child in children)

    def _inline(self, one: Inline, style: str, last: bool) -> float:
        match one:
            case Image():
                mark = self.mark(one, last=last)
                return mark.before + mark.width + mark.after
            case PageNumber() | PageCount():
                return text_width("00", self.theme, self.theme.styles[style])
            case _:
                own = text_width(getattr(one, "text", ""), self.theme, self.theme.styles[style])
                return own + self._line(getattr(one, "children", ()), style)

    def _leading(self, node: Paragraph) -> float:
        look = self.theme.styles[node.style or "page-number"]
        return self.theme.sizes[look.size or "text"] * (look.leading or 1.4) * MM_PER_POINT


def stays_whole(node: Paragraph) -> bool:
    """Whether the words of a paragraph may not leave a mark in it."""
    return any(image.beside for image in images_in(node.children))


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
