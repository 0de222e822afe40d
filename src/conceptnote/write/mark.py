"""A funder's mark on paper: its size and its clear space, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.doc.nodes import Asset, Image, Inline
from conceptnote.units import MM_PER_POINT
from conceptnote.write.metrics import extents

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme


class Mark(Struct, frozen=True):
    """Millimetres on paper. `clear` is kept above and below; `before` and `after` at its sides, beside words."""

    width: float
    height: float
    clear: float
    before: float
    after: float


def is_mark(inline: Inline | None) -> bool:
    """Whether an inline is a mark, not another picture."""
    return isinstance(inline, Image) and inline.min_height is not None


def images_in(children: Iterable[Inline]) -> Iterator[Image]:
    """The pictures in a line."""
    for child in children:
        if isinstance(child, Image):
            yield child
        else:
            yield from images_in(getattr(child, "children", ()))


def mark_of(image: Image, asset: Asset, theme: Theme, *, last: bool) -> Mark:
    """The mark at its printed height; `last` if nothing follows it on its line.

    Then the next neighbour is a column, `column-gap` away.
    """
    height = max(theme.logo_height, image.min_height or 0)
    clear = image.clear_space.at(height) if image.clear_space else 0.0
    after = max(0.0, clear - theme.page.column_gap) if last else clear
    return Mark(height * asset.width / asset.height, height, clear, max(theme.spacing.mark, clear), after)


class Strut(Struct, frozen=True):
    """Text so large that it reaches the edge of the space above a mark: its size, and its depth."""

    points: float
    below: float

    @classmethod
    def of(cls, mark: Mark, theme: Theme, style: Style) -> Strut:
        """The strut of a mark in the font of a style; `below` is in millimetres."""
        ascent, descent = extents(theme, style)
        high = (mark.height + mark.clear) / ascent
        return cls(high / MM_PER_POINT, high * descent)
