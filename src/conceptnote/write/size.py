"""The size of a picture on paper, the same in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.doc.nodes import Asset, Image
from conceptnote.units import MM_PER_PIXEL
from conceptnote.write.mark import mark_of

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

HIGHEST = 1.25
"""The greatest height of a picture without a given size, in widths of its column: its caption then fits on the page."""


def printed_size(theme: Theme, asset: Asset, image: Image, room: float) -> tuple[float, float]:
    """Width and height of an image in a column of `room`, in millimetres; it keeps its proportions and fits."""
    highest = float("inf")
    if image.portrait:
        width, height = theme.portrait
    elif image.min_height is None:
        width, height = asset.width * MM_PER_PIXEL, asset.height * MM_PER_PIXEL
        highest = HIGHEST * room
    else:
        mark = mark_of(image, asset, theme, last=True)
        width, height = mark.width, mark.height
    fit = min(1.0, room / width, highest / height)
    return width * fit, height * fit


def natural_style(theme: Theme, asset: Asset, image: Image, room: float) -> str:
    """The CSS of a picture without a given size; `room` is 0 on the screen."""
    if asset.density is None:
        return f"max-height: {HIGHEST * room:.2f}mm" if room else ""
    # The bitmap of a drawing has more pixels than its size.
    return f"width: {printed_size(theme, asset, image, room)[0]:.2f}mm" if room else f"width: {asset.width:.2f}px"
