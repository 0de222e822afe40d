"""The id of a paper in small print at the foot of its pages, where that costs no height and moves nothing.

Lengths are millimetres. It stands above the page number where the funders beside that are higher, or else on the same
line. A foot without room for either goes without.

It is added last, because it is a hash of what the document shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from conceptnote.doc.nodes import Block, PageCount, PageNumber, Paragraph, Styled, Text, walk
from conceptnote.write.footer import FooterGrid, Measure, arrange_footer

STYLE = "paper-id"
"""The style of the id in the footer."""

DIGITS = 8
"""Digits of the id that are printed; these tell it from all others that are kept, as in Git."""

_SPACE = "\N{EM SPACE}"


def with_small_print(footer: Sequence[Block], id: str, measure: Measure, room: float) -> tuple[Block, ...]:
    """The foot of the pages with the id of the paper beside the page number; as it is where there is no room."""
    small = Styled(STYLE, (Text(id[:DIGITS]),))
    before = arrange_footer(footer, measure, room)
    for made in _ways(footer, small):
        after = arrange_footer(made, measure, room)
        if before is None or after is None:
            if measure.height(made, room) <= measure.height(footer, room):
                return made
        elif _same(before, after, measure, room):
            return made
    return tuple(footer)


def unnumbered(footer: Iterable[Block]) -> tuple[Block, ...]:
    """The foot of a page without its number, as covers have it: of a line that has one, the id of the paper is left."""
    return tuple(shown for block in footer if (shown := _without_number(block)))


def _without_number(block: Block) -> Block | None:
    if not any(isinstance(one, PageNumber | PageCount) for one in walk(block)):
        return block
    id = tuple(one for one in walk(block) if isinstance(one, Styled) and one.style == STYLE)
    return Paragraph(id, block.style) if id and isinstance(block, Paragraph) else None


def _ways(footer: Sequence[Block], small: Styled) -> Iterator[tuple[Block, ...]]:
    """The foot with the id on a line of its own, and on that of the page number."""
    for at, one in enumerate(footer):
        if isinstance(one, Paragraph) and any(isinstance(node, PageNumber) for node in walk(one)):
            first = next(
                i for i, other in enumerate(footer) if isinstance(other, Paragraph) and other.style == one.style
            )
            yield (*footer[:first], Paragraph((small,), one.style), *footer[first:])
            yield (*footer[:at], replace(one, children=(small, Text(_SPACE), *one.children)), *footer[at + 1 :])
            return


def _same(before: FooterGrid, after: FooterGrid, measure: Measure, room: float) -> bool:
    """Whether all funders stand as they did, and no row is higher."""
    if (before.rows, before.across, before.above) != (after.rows, after.across, after.above):
        return False
    heights = [_height(grid, measure, room) for grid in (before, after)]
    several = len(before.widths) > 1
    return heights[1] <= heights[0] and not (several and before.widths != after.widths)


def _height(grid: FooterGrid, measure: Measure, room: float) -> float:
    """The height of the last row, in which the page number stands."""
    gap, widths = measure.theme.page.column_gap, grid.widths_of(len(grid.rows) - 1)
    cells = zip(grid.rows[-1], widths, strict=False)
    last = measure.height(grid.others, room - sum(grid.widths))
    return max([last, *(measure.height(cell, width - gap) for cell, width in cells)])
