"""The pictures to search for, and those in files: rendered or opened within limits."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from conceptnote.check.acknowledgement.image_matching import Artwork
from conceptnote.doc.nodes import Asset
from conceptnote.read.drawing import elements_drawn
from conceptnote.read.package import declares_a_type
from conceptnote.read.story import Picture
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.svgbitmap import svg_bitmap

if TYPE_CHECKING:
    from PIL import Image

_HEIGHT, _WIDEST = 128, 2048
"""The size of rendered artwork in pixels: enough to see that a letter is missing, and fast."""

_KEPT = 256
"""How many pictures are kept: more than the marks of an event and the pictures of its pages."""

_MOST_PIXELS = 30_000_000
_MOST_PIXELS_OF_ALL = 1_000_000_000
_LARGEST_SVG = 4 * 1024 * 1024
_MOST_ELEMENTS, _AN_ELEMENT = 100_000, 1000
"""The most elements of a drawing, and how many pixels take as much time as one."""

_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, OverflowError, TypeError, LookupError, struct.error, zlib.error)
"""What Pillow raises for damaged files."""

_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")


@lru_cache(maxsize=_KEPT)
def artwork(asset: Asset) -> Artwork:
    """The picture of a checked asset; a drawing is rendered."""
    image = _drawn(asset.data, asset.width / asset.height) if asset.media_type == "image/svg+xml" else None
    image = image or _bitmap(asset.data)
    assert image is not None, "assets are checked when they are loaded"
    return Artwork(image)


class Gallery:
    """The pictures of one file, each opened once.

    Together they have a limit; beyond it UnreadableFile is raised.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[bytes, float], Image.Image | None] = {}
        self._shown: dict[tuple[bytes, float, tuple[float, float, float, float]], Artwork | None] = {}
        self._left = _MOST_PIXELS_OF_ALL

    def shown(self, picture: Picture, image: bytes | None, asset: Asset) -> Artwork | None:
        """What one of a picture's images shows, cropped; None if it cannot be shown.

        `asset` is the artwork to search for; the same bytes are not rendered again.
        """
        if image is None:
            return None
        if image == asset.data and picture.crop == (0, 0, 0, 0):
            return artwork(asset)
        aspect = round(asset.width / asset.height, 3)
        key = image, aspect, picture.crop
        if key not in self._shown:
            self._shown[key] = self._cropped(image, aspect, picture.crop)
        return self._shown[key]

    def _cropped(self, image: bytes, aspect: float, crop: tuple[float, float, float, float]) -> Artwork | None:
        seen = self._opened(image, aspect)
        if seen is None or min(crop) < -1:
            return None
        left, top, right, bottom = crop
        box = (
            round(seen.width * left),
            round(seen.height * top),
            round(seen.width * (1 - right)),
            round(seen.height * (1 - bottom)),
        )
        return None if box[0] >= box[2] or box[1] >= box[3] else Artwork(seen.crop(box))

    def _opened(self, image: bytes, aspect: float) -> Image.Image | None:
        if (image, aspect) not in self._seen:
            self._seen[image, aspect] = _bitmap(image, self._spend) or _strangers_drawing(image, aspect, self._spend)
        return self._seen[image, aspect]

    def _spend(self, pixels: int) -> None:
        self._left -= pixels
        if self._left < 0:
            raise UnreadableFile(f"its pictures have more than {_MOST_PIXELS_OF_ALL:,} dots; save it with smaller ones")


def _unbounded(pixels: int) -> None:
    """For our own pictures, which are checked already."""


def _bitmap(data: bytes, spend: Callable[[int], None] = _unbounded) -> Image.Image | None:
    """A bitmap with its transparency; None if it is damaged, too large or in another format."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                spend(picture.width * picture.height)
                picture.thumbnail((_WIDEST, 4 * _HEIGHT), Image.Resampling.BOX)
                return (picture.convert("RGB") if picture.mode == "CMYK" else picture).convert("RGBA")
        except _DAMAGED:
            return None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None


def _strangers_drawing(data: bytes, aspect: float, spend: Callable[[int], None]) -> Image.Image | None:
    """Render an SVG without external references and within limits; None for any other."""
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
    if (count := elements_drawn(root, _MOST_ELEMENTS)) is None:
        return None
    spend(_WIDEST * _HEIGHT + _AN_ELEMENT * count)
    return _drawn(etree.tostring(root), aspect)


def _drawn(svg: bytes, aspect: float) -> Image.Image | None:
    height = max(1, min(_HEIGHT, round(_WIDEST / aspect)))
    width = max(1, min(_WIDEST, round(height * aspect)))
    try:
        return _bitmap(svg_bitmap(svg.decode("utf-8-sig"), width, height))
    except ValueError:
        return None
