"""Comparing pictures by sight: ink with ink, so that neither margins, format nor compression matter."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from conceptnote.doc.nodes import Asset
from conceptnote.read.package import declares_a_type
from conceptnote.read.story import Picture

if TYPE_CHECKING:
    from PIL import Image

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

_INK = 24
"""How much, of 255, a dot must differ from the ground to count as ink."""

_HEIGHT, _WIDEST = 128, 2048
"""Dots that artwork is drawn at: a quarter of a millimetre in thirty, and quick."""

_CELLS, _LEAST_CELLS, _MOST_CELLS = 12, 4, 48
_SHAPE, _COLOUR = 30, 72
"""How much, of 255, a cell may differ: drawing and compression make up to 12, a letter taken out 37.

Colour is given more room, for printing files convert it, as from RGB to CMYK.
"""

_MOST_PIXELS = 30_000_000
_LARGEST_SVG = 4 * 1024 * 1024
_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")


@dataclass(frozen=True, slots=True)
class Ink:
    """The inked part of a picture on its ground; `across` and `down` are its share of the whole picture."""

    image: Image.Image
    ground: Colour
    across: float = 1.0
    down: float = 1.0

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.image.width / self.image.height

    def looks_like(self, other: Ink) -> bool:
        """Whether both show the same thing; neither is larger than the other where they differ in size only."""
        slack = 0.04 + 2 / min(*self.image.size, *other.image.size)
        if abs(self.aspect / other.aspect - 1) > slack:
            return False
        grid = _grid(other.aspect)
        return (
            _distance(self._coverage(grid), other._coverage(grid)) <= _SHAPE
            and _distance(self._cells(grid), other._cells(grid)) <= _COLOUR
        )

    def _cells(self, grid: tuple[int, int]) -> Image.Image:
        from PIL import Image

        return self.image.resize(grid, Image.Resampling.BOX)

    def _coverage(self, grid: tuple[int, int]) -> Image.Image:
        """How much ink each cell has, where the fullest has all."""
        from PIL import Image

        cells = difference(self.image, self.ground).resize(grid, Image.Resampling.BOX)
        most = max(1, extremes(cells)[1])
        return cells.point([min(255, level * 255 // most) for level in range(256)])


def _grid(aspect: float) -> tuple[int, int]:
    long = min(_MOST_CELLS, max(_CELLS, round(_LEAST_CELLS * max(aspect, 1 / aspect))))
    short = max(_LEAST_CELLS, round(long * min(aspect, 1 / aspect)))
    return (long, short) if aspect >= 1 else (short, long)


def _distance(one: Image.Image, other: Image.Image) -> int:
    from PIL import ImageChops

    return max(extremes(band)[1] for band in ImageChops.difference(one, other).split())


def extremes(band: Image.Image) -> tuple[int, int]:
    """The least and the greatest level of one band."""
    least, most = band.getextrema()
    assert isinstance(least, int)
    assert isinstance(most, int)
    return least, most


def difference(image: Image.Image, ground: Colour) -> Image.Image:
    """How far each dot is from the ground, in the band that differs most."""
    from PIL import Image, ImageChops

    red, green, blue = ImageChops.difference(image, Image.new("RGB", image.size, ground)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def ink_box(image: Image.Image, ground: Colour, least: int = _INK) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is not the ground, in dots."""
    return difference(image, ground).point([255 if level > least else 0 for level in range(256)]).getbbox()


def ground_of(image: Image.Image) -> Colour:
    """The commonest colour along the edges of a picture."""
    width, height = image.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height)]
    counts: dict[Colour, int] = {}
    for edge in edges:
        strip = image.crop(edge)
        for count, colour in strip.getcolors(strip.width * strip.height) or ():
            assert isinstance(colour, tuple)
            red, green, blue = colour
            counts[red, green, blue] = counts.get((red, green, blue), 0) + count
    return max(counts, key=lambda colour: counts[colour])


class Artwork:
    """A picture to look for, or one that was found."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._inks: dict[Colour, Ink | None] = {}

    @property
    def aspect(self) -> float:
        """Width by height of the picture with its margins."""
        return self._image.width / self._image.height

    def on(self, ground: Colour) -> Ink | None:
        """Its ink on a ground; None where nothing of it can be told from the ground."""
        if ground not in self._inks:
            self._inks[ground] = self._ink(ground)
        return self._inks[ground]

    def _ink(self, ground: Colour) -> Ink | None:
        from PIL import Image

        seen = Image.new("RGBA", self._image.size, (*ground, 255))
        seen.alpha_composite(self._image)
        opaque = seen.convert("RGB")
        if (box := ink_box(opaque, ground)) is None:
            return None
        ink = opaque.crop(box)
        return Ink(ink, ground, ink.width / opaque.width, ink.height / opaque.height)


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
