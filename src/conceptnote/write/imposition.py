"""The positions of pages on sheets, so that they are in order once folded, stitched or cut.

A sheet is turned at its short edge for its other side: upright pages are on a wide sheet, from left to right; rotated
ones on an upright sheet, one above the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from msgspec import Struct

from conceptnote.pageformat import Imposition

PANELS = 6
"""A sheet folded twice has three panels on each side."""

Side = tuple[int | None, ...]
"""The pages on one side of a sheet, from left to right or from top to bottom; None for a blank one."""


class TooManyPanels(ValueError):
    """A leaflet would need more panels than a sheet has."""


class Plan(Struct, frozen=True):
    """The sides of the sheets, front and back alternately; and the numbers of the blank pages in reading order."""

    sides: tuple[Side, ...]
    blank: tuple[int, ...] = ()


def plan(imposition: Imposition, count: int, *, last_stays: bool = False) -> Plan:
    """The positions of a document's pages. Blank pages fill the last sheet, at the end.

    With `last_stays` they precede the last page, which is then on the back. Raises TooManyPanels.
    """
    match imposition:
        case "booklet":
            pages = _padded(count, -(-count // 4) * 4, last_stays)
            return Plan(tuple(_stitched(pages)), _blank(pages))
        case "leaflet":
            if count > PANELS:
                raise TooManyPanels
            one, two, three, four, five, six = pages = _padded(count, PANELS, last_stays)
            # The fifth is folded in; when the leaflet is opened, it is beside the second.
            return Plan(((five, six, one), (two, three, four)), _blank(pages))
        case "two-up":
            return Plan(tuple((page, page) for page in range(1, count + 1)))
        case _:
            assert_never(imposition)


def _padded(count: int, most: int, last_stays: bool) -> list[int | None]:
    pages: list[int | None] = list(range(1, count + 1))
    at = count - 1 if last_stays and count > 1 else count
    return pages[:at] + [None] * (most - count) + pages[at:]


def _stitched(pages: Sequence[int | None]) -> list[Side]:
    """Nested sheets: on the outermost, the last page is beside the first."""
    sides: list[Side] = []
    for outer in range(0, len(pages) // 2, 2):
        sides += [(pages[-1 - outer], pages[outer]), (pages[outer + 1], pages[-2 - outer])]
    return sides


def _blank(pages: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(number for number, page in enumerate(pages, start=1) if page is None)
