"""The pictures to look for, and those that files hold: drawn or opened, within bounds."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from conceptnote.check.acknowledgement.sight import Artwork
from conceptnote.doc.nodes import Asset
from conceptnote.ooxml.opened import declares_a_type
from conceptnote.read.story import Picture

if TYPE_CHECKING:
    from PIL import Image

_HEIGHT, _WIDEST = 128, 2048
"""Dots that artwork is drawn at: enough to tell a letter that is missing, and quick."""

_MOST_PIXELS = 30_000_000
_LARGEST_SVG = 4 * 1024 * 1024
_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")


@lru_cache(maxsize=64)
def artwork(asset: Asset) -> Artwork:
    """The picture of a checked asset, drawn where it is a drawing."""
    image = _drawn(asset.data, asset.width / asset.height) if asset.media_type == "image/svg+xml" else None
    image = image or _bitmap(asset.data)
    assert image is not None, "assets are checked when they are loaded"
    return Artwork(image)


def shown(picture: Picture, image: bytes | None, asset: Asset) -> Artwork | None:
    """What a picture of a file shows of one of its images, cropped; None where it cannot be shown.

    `asset` is what is looked for: the same bytes are not drawn again.
    """
    if image is None:
        return None
    if image == asset.data and picture.crop == (0, 0, 0, 0):
        return artwork(asset)
    seen = _bitmap(image) or _strangers_drawing(image, asset.width / asset.height)
    if seen is None:
        return None
    left, top, right, bottom = picture.crop
    box = (
        round(seen.width * left),
        round(seen.height * top),
        round(seen.width * (1 - right)),
        round(seen.height * (1 - bottom)),
    )
    if box[0] >= box[2] or box[1] >= box[3] or min(picture.crop) < -1:
        return None
    return Artwork(seen.crop(box))


def _bitmap(data: bytes) -> Image.Image | None:
    """A bitmap with its transparency; None where it is damaged, too large or of another format."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                picture.thumbnail((_WIDEST, 4 * _HEIGHT), Image.Resampling.BOX)
                return (picture.convert("RGB") if picture.mode == "CMYK" else picture).convert("RGBA")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None


def _strangers_drawing(data: bytes, aspect: float) -> Image.Image | None:
    """An SVG that refers to nothing outside of itself; None of any other."""
    if len(data) > _LARGEST_SVG:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if declares_a_type(root):
        return None
    for element in root.iter():
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            if str(name).rpartition("}")[2] == "href" and not str(value).startswith(_INSIDE):
                return None
    return _drawn(etree.tostring(root), aspect)


def _drawn(svg: bytes, aspect: float) -> Image.Image | None:
    from resvg_py import svg_to_bytes

    height = max(1, min(_HEIGHT, round(_WIDEST / aspect)))
    width = max(1, min(_WIDEST, round(height * aspect)))
    try:
        drawing = svg_to_bytes(svg_string=svg.decode("utf-8-sig"), width=width, height=height, skip_system_fonts=True)
    except ValueError:
        return None
    return _bitmap(bytes(drawing))
