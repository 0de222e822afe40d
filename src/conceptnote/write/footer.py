"""The page footer as columns, the same on paper and in Word: funders side by side, the page number opposite.

Lengths are millimetres. Text is measured in the theme's fonts to divide a line among columns; only words that must stay
with their mark depend on it for a line break. A page is laid out twice, because a CSS margin box makes
no room for its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.doc.nodes import Asset, Block, Image, Inline, PageCount, PageNumber, Paragraph, Section, Text
from conceptnote.units import MM_PER_POINT
from conceptnote.write.mark import Mark, images_in, mark_of
from conceptnote.write.metrics import line_height, text_width

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

FUNDERS = "funders"
"""The class of the section with funders, and of its table in a footer."""

BAND = "band"
"""The class of the paragraph with the marks of funders that share their words."""

_SIDE_BY_SIDE = 4

_NARROWEST, _LOCKUP, _LONGEST = 32.0, 50.0, 60.0
"""The least width of a column of text; the widths beyond which a lock-up or a text breaks rather than widen it."""

_WHOLE = 16.0
"""The height that keeping every lock-up whole is worth: more than a row of marks."""

_SLACK = 0.5
"""Layout engines round differently."""

Funder = tuple[Block, ...]
FunderRow = tuple[Funder, ...]


class FooterGrid(Struct, frozen=True):
    """Rows of funders in columns of these widths; the footer's other content is above and in a last column.

    Rows in `across` have one funder each, over the width of all columns.
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
    """Divide the width of the page among the funders; None if the footer names none.

    As many are side by side as have room for their marks at full height, in rows of similar length. A wide one, and
    marks in a band, have a row alone if that makes the foot less high, or keeps a lock-up whole.
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
    """The blocks of each funder, which are separate if there are several."""
    assert isinstance(node, Section)
    if not any(isinstance(part, Section) for part in node.blocks):
        return [node.blocks]
    return [part.blocks if isinstance(part, Section) else (part,) for part in node.blocks]


class _Layout(Struct, frozen=True):
    rows: list[FunderRow]
    widths: tuple[float, ...]
    across: frozenset[int]
    cost: float


def _layouts(measure: Measure, funders: Sequence[Funder], room: float) -> Iterator[_Layout]:
    """The layouts of funders in columns, the one with most columns first; the last always fits."""
    beside = [measure.beside(funder) for funder in funders]
    wide = [measure.firm(funder) > room / 2 - measure.theme.page.column_gap for funder in funders]
    bands = [any(node.style == BAND for node in paragraphs(funder)) for funder in funders]
    banded = [one and other for one, other in zip(wide, bands, strict=True)]
    either = [one or other for one, other in zip(beside, wide, strict=True)]
    ways = dict.fromkeys(map(tuple, ([False] * len(funders), beside, banded, wide, either)))
    for most in range(min(_SIDE_BY_SIDE, len(funders)), 0, -1):
        for way in ways:
            # With one in a row, or all of them across, the layouts are equal.
            if any(way) and (most == 1 or all(way)):
                continue
            layout = _layout(measure, funders, way, most, room)
            if layout is not None:
                yield layout


def _layout(
    measure: Measure, funders: Sequence[Funder], alone: Sequence[bool], most: int, room: float
) -> _Layout | None:
    """This many funders in a row, except those alone in one; None if the marks do not fit."""
    rows: list[FunderRow] = []
    across: set[int] = set()
    for by_itself, run in groupby(zip(alone, funders, strict=True), lambda pair: pair[0]):
        several = [funder for _, funder in run]
        if by_itself:
            across |= set(range(len(rows), len(rows) + len(several)))
        rows += [(funder,) for funder in several] if by_itself else _rows(several, most)
    if any(len(row) > 1 for row in rows):
        across |= {at for at, row in enumerate(rows) if len(row) == 1}
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
        return _Layout(rows, (room,), frozenset(), 0.0)
    steps = [(least, more) for least, more in ((lockup, whole), (firm, lockup)) if sum(least) <= room]
    widths = _shared(*(steps[0] if steps else (need, firm)), room)
    wide = max((gap + measure.natural(rows[at][0]) for at in across), default=0.0)
    spare = max(0.0, min(wide, room) - sum(widths))
    widths = (*widths[:-1], widths[-1] + spare)
    high = sum(
        max(
            measure.height(funder, (sum(widths) if at in across else width) - gap)
            for funder, width in zip(row, widths, strict=False)
        )
        + measure.theme.spacing.furniture * MM_PER_POINT
        for at, row in enumerate(rows)
    )
    return _Layout(rows, widths, frozenset(across), high + (0 if steps else _WHOLE))


def _rows(funders: Sequence[Funder], most: int) -> list[FunderRow]:
    count = -(-len(funders) // most)
    each = -(-len(funders) // count)
    return [tuple(funders[at : at + each]) for at in range(0, len(funders), each)]


def _shared(need: Sequence[float], want: Sequence[float], room: float) -> tuple[float, ...]:
    """The width that each column wants, or its least width and its share of the rest."""
    left, wish = max(0.0, room - sum(need)), sum(want) - sum(need)
    if wish <= left:
        return tuple(min(room, width) for width in want)
    return tuple(min(room, least + left * (most - least) / wish) for least, most in zip(need, want, strict=True))


class Measure(Struct, frozen=True):
    """The approximate width and height of things in a footer."""

    theme: Theme
    assets: Mapping[str, Asset]

    def beside(self, nodes: Iterable[Block]) -> bool:
        """Whether words must stay beside their mark."""
        return any(stays_whole(paragraph) for paragraph in paragraphs(nodes))

    def least(self, nodes: Iterable[Block]) -> float:
        """The least width of a column: its pictures, which must not shrink, or room for words."""
        return max(map(self._least, paragraphs(nodes)), default=0.0)

    def _least(self, node: Paragraph) -> float:
        """The widest unbreakable part of a line: a last word and its marks.

        Its end may reach into the gap after the column, unless a mark keeps that clear.
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
        """The width below which another column's words should break first: words and mark on one line."""
        nodes = tuple(nodes)
        marked = any(True for p in paragraphs(nodes) for _ in images_in(p.children))
        return self.lockup(nodes) if marked else self.least(nodes)

    def lockup(self, nodes: Iterable[Block]) -> float:
        """The width of a column with words and mark on one line."""
        nodes = tuple(nodes)
        first = next(paragraphs(nodes), None)
        if first is None:
            return 0.0
        marked = [self.whole(node) for node in paragraphs(nodes) if any(images_in(node.children))]
        return max([self.least(nodes), *(marked or [min(_LOCKUP, self.whole(first))])])

    def natural(self, nodes: Iterable[Block]) -> float:
        """The width of a column with each text on one line; a long text does not make a wide column."""
        return max([self.lockup(nodes), *(min(_LONGEST, self.whole(p)) for p in paragraphs(nodes))])

    def height(self, nodes: Iterable[Block], width: float) -> float:
        """The height of paragraphs in a column."""
        return sum(self._height(node, width) for node in paragraphs(nodes))

    def _height(self, node: Paragraph, width: float) -> float:
        """The height of a paragraph whose words and marks fill lines of a width one after the other."""
        leading, style = self._leading(node), node.style or "lockup"
        look = self.theme.styles[style]
        space, above, used, high = text_width(" ", self.theme, look), 0.0, 0.0, leading
        for one in node.children:
            words = one.text.split() if isinstance(one, Text) else [""]
            for word in words:
                wide = text_width(word, self.theme, look) if word else self._inline(one, style, True)
                if used and used + space + wide > width + _SLACK:
                    above, used, high = above + high, 0.0, leading
                used += (space if used else 0.0) + wide
                for mark in (self.mark(image, last=True) for image in images_in((one,))):
                    high = max(high, mark.height + 2 * mark.clear + leading / 4)
        return above + high

    def first(self, node: Paragraph, width: float) -> float:
        """The height of a paragraph above the baseline of its first line; of several lines, marks end the last."""
        alone = self.whole(node) <= width + _SLACK
        marks = (self.mark(image, last=True) for image in images_in(node.children if alone else node.children[:1]))
        return max([self._leading(node) * 3 / 4, *(mark.height + mark.clear for mark in marks)])

    def mark(self, image: Image, *, last: bool) -> Mark:
        """A mark as printed."""
        return mark_of(image, self.assets[image.asset], self.theme, last=last)

    def whole(self, node: Paragraph) -> float:
        """The width of a paragraph on one line."""
        return self.line(node.children, node.style or "lockup")

    def line(self, children: Sequence[Inline], style: str) -> float:
        """The width of inlines on one line of a style."""
        return self._line(children, style) + _SLACK

    def _line(self, children: Sequence[Inline], style: str) -> float:
        return sum(self._inline(child, style, child is children[-1]) for child in children)

    def _inline(self, one: Inline, style: str, last: bool) -> float:
        match one:
            case Image():
                mark = self.mark(one, last=last)
                return max(mark.before, self.theme.styles[style].gap) + mark.width + mark.after
            case PageNumber() | PageCount():
                return text_width("00", self.theme, self.theme.styles[style])
            case _:
                own = text_width(getattr(one, "text", ""), self.theme, self.theme.styles[style])
                return own + self._line(getattr(one, "children", ()), style)

    def _leading(self, node: Paragraph) -> float:
        look = self.theme.styles[node.style or "page-number"]
        # In Word, lines with pictures are at least as high as the font.
        leading = max(look.leading or 1.4, line_height(self.theme, look) or 0 if look.pictures else 0)
        return self.theme.sizes[look.size or "text"] * leading * MM_PER_POINT


def stays_whole(node: Paragraph) -> bool:
    """Whether the words of a paragraph must stay with a mark in it."""
    return any(image.beside for image in images_in(node.children))


def paragraphs(nodes: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a footer, in any parts."""
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        elif isinstance(node, Section):
            yield from paragraphs(node.blocks)
