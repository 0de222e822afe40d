"""Compare pictures as a reader sees them, whatever their format, compression, resolution and margins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from PIL import Image

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

Dots = tuple[int, int, int, int]
Edges = tuple[float, float, float, float]
"""Left, top, right and bottom in a picture, in pixels or fractions of a pixel."""

_INK = 24
"""How much a pixel must differ from the background to be ink, of 255."""

_CELLS, _LEAST_CELLS, _MOST_CELLS = 12, 4, 48
"""The cells of a comparison: along the longer side, and the fewest and most along the shorter."""

_SHIFT = 0.015
"""How far a picture may be shifted, as a share of its size: antialiasing hides where ink ends."""

_PALEST, _DEEPEST = 0.8, 1.25
_ALTERED = 64
"""How much paler or darker a colour may be, and by how much it may differ, of 255: printers convert RGB to CMYK."""

_SLACK, _SLACK_OF_DEPTH = 10, 16
"""How much more a cell may differ, of 255, with an addition where ink is dense.

Rendering and compression reach 18 of 26; one missing letter reaches 30.
"""


class ImageRegion(Struct, eq=False):
    """A region of a picture with its background."""

    image: Image.Image
    ground: Colour
    edges: Edges
    _cells: dict[tuple[tuple[int, int], float, float], list[bytes]] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """The width in pixels."""
        return self.edges[2] - self.edges[0]

    @property
    def height(self) -> float:
        """The height in pixels."""
        return self.edges[3] - self.edges[1]

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    def cells(self, grid: tuple[int, int], across: float = 0, down: float = 0) -> list[bytes]:
        """The mean colour of each cell, band by band, with the region shifted by a share of its size."""
        if (grid, across, down) not in self._cells:
            self._cells[grid, across, down] = self._measured(grid, across, down)
        return self._cells[grid, across, down]

    def _measured(self, grid: tuple[int, int], across: float, down: float) -> list[bytes]:
        from PIL import Image

        left, top, right, bottom = self.edges
        pad = ceil(max(self.width, self.height) * _SHIFT) + 1
        near = Image.new("RGB", (ceil(right) - int(left) + 2 * pad, ceil(bottom) - int(top) + 2 * pad), self.ground)
        near.paste(self.image.crop((int(left), int(top), ceil(right), ceil(bottom))), (pad, pad))
        x, y = pad + left % 1 + across * self.width, pad + top % 1 + down * self.height
        cells = near.resize(grid, Image.Resampling.BOX, (x, y, x + self.width, y + self.height))
        return [band.tobytes() for band in cells.split()]


class Sought:
    """A region of an artwork to compare others with."""

    def __init__(self, part: ImageRegion) -> None:
        self.part = part
        long = min(_MOST_CELLS, max(_CELLS, round(_LEAST_CELLS * max(part.aspect, 1 / part.aspect))))
        short = max(_LEAST_CELLS, round(long * min(part.aspect, 1 / part.aspect)))
        self._grid = (long, short) if part.aspect >= 1 else (short, long)
        shifted = [part.cells(self._grid, *by) for by in product((-_SHIFT, 0, _SHIFT), repeat=2)]
        self._bands = [_Band.of(ground, cells) for ground, *cells in zip(part.ground, *shifted, strict=True)]
        deepest = max(band.deepest for band in self._bands)
        self._slack = _SLACK + _SLACK_OF_DEPTH * deepest / 255

    def is_seen_in(self, part: ImageRegion) -> bool:
        """Whether a region of another picture, on the same background, shows the same."""
        if abs(part.aspect / self.part.aspect - 1) > 0.04 + 1 / min(part.width, part.height):
            return False
        found = zip(self._bands, part.cells(self._grid), strict=True)
        return all(
            band.distance(cells, 1) <= _ALTERED and band.distance(cells, band.depth_of(cells)) <= self._slack
            for band, cells in found
        )

    def difference(self, part: ImageRegion) -> float:
        """The mean difference of the cells from those of another region, of 255."""
        found = zip(self._bands, part.cells(self._grid), strict=True)
        differences = [abs(one - two) for band, cells in found for one, two in zip(band.mean, cells, strict=True)]
        return sum(differences) / len(differences)


class _Band(Struct, frozen=True):
    """One band of the region: its background, and the mean, minimum and maximum that each cell may have."""

    ground: int
    mean: bytes
    least: bytes
    most: bytes

    @classmethod
    def of(cls, ground: int, shifted: Sequence[bytes]) -> _Band:
        """Make the band from a picture in several positions; the middle one is the real position."""
        each = list(zip(*shifted, strict=True))
        return cls(ground, shifted[len(shifted) // 2], bytes(map(min, each)), bytes(map(max, each)))

    @property
    def deepest(self) -> int:
        """The greatest difference of a cell from the background."""
        return max(abs(level - self.ground) for level in self.mean)

    def depth_of(self, cells: bytes) -> float:
        """The factor that brings other cells closest to these (least squares)."""
        own, other = ([level - self.ground for level in levels] for levels in (self.mean, cells))
        square = sum(level * level for level in other)
        factor = sum(one * two for one, two in zip(own, other, strict=True)) / square if square else 1.0
        return min(_DEEPEST, max(_PALEST, factor))

    def distance(self, cells: bytes, factor: float) -> float:
        """How far the worst of other cells, multiplied by a factor, is outside its range."""
        levels = (self.ground + factor * (level - self.ground) for level in cells)
        return max(
            max(low - level, level - high) for low, level, high in zip(self.least, levels, self.most, strict=True)
        )


class Appearance(Struct, frozen=True, eq=False, dict=True):
    """A region of a picture to search, with its background."""

    image: Image.Image
    ground: Colour
    within: Edges

    @cached_property
    def whole(self) -> ImageRegion:
        """The whole region."""
        return ImageRegion(self.image, self.ground, self.within)

    @cached_property
    def inked(self) -> ImageRegion | None:
        """The ink in the region."""
        left, top, right, bottom = self.within
        return ink_of(self.image, self.ground, (int(left), int(top), ceil(right), ceil(bottom)))


class Artwork:
    """A picture to search for, or one that was found, with its transparency."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.on = cache(self._on)
        """The artwork on a background: the whole, and its ink alone; None if nothing differs from that background."""

    @property
    def aspect(self) -> float:
        """Width divided by height of the picture with its margins."""
        return self.image.width / self.image.height

    @cached_property
    def on_white(self) -> Appearance:
        """The picture as it looks on paper, to search in."""
        seen = self.opaque(WHITE)
        return Appearance(seen, WHITE, (0, 0, *seen.size))

    def opaque(self, ground: Colour) -> Image.Image:
        """The picture as it looks on a background."""
        from PIL import Image

        seen = Image.new("RGBA", self.image.size, (*ground, 255))
        seen.alpha_composite(self.image)
        return seen.convert("RGB")

    def _on(self, ground: Colour) -> tuple[Sought, Sought] | None:
        image = self.opaque(ground)
        ink = ink_of(image, ground)
        return None if ink is None else (Sought(ImageRegion(image, ground, (0, 0, *image.size))), Sought(ink))

    def find(self, look: Appearance, *, framed: bool) -> Edges | None:
        """Find the artwork in a region: the edges of the whole, as if with its margins.

        `framed` says that the region may be the whole artwork; if not, it has other margins or none.
        """
        if (sought := self.on(look.ground)) is None:
            return None
        whole, inked = sought
        if framed and whole.is_seen_in(look.whole):
            return look.within
        found = look.inked
        if found is None or not inked.is_seen_in(found):
            return None
        across, down = found.width / inked.part.width, found.height / inked.part.height
        left, top = found.edges[0] - inked.part.edges[0] * across, found.edges[1] - inked.part.edges[1] * down
        return left, top, left + self.image.width * across, top + self.image.height * down

    def difference(self, look: Appearance) -> float:
        """How much the ink in a region differs from the artwork's, of 255."""
        sought, found = self.on(look.ground), look.inked
        return 255 if sought is None or found is None else sought[1].difference(found)

    def ink_in(self, whole: Edges, ground: Colour) -> Edges:
        """Where its ink is, if the whole has these edges."""
        sought = self.on(ground)
        assert sought is not None, "nothing was found of what cannot be seen"
        left, top, right, bottom = sought[1].part.edges
        across, down = (whole[2] - whole[0]) / self.image.width, (whole[3] - whole[1]) / self.image.height
        return whole[0] + left * across, whole[1] + top * down, whole[0] + right * across, whole[1] + bottom * down


def difference(image: Image.Image, ground: Colour) -> Image.Image:
    """The difference of each pixel from the background, in the band that differs most."""
    from PIL import Image, ImageChops

    red, green, blue = ImageChops.difference(image, Image.new("RGB", image.size, ground)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def extremes(band: Image.Image) -> tuple[int, int]:
    """The minimum and maximum of one band."""
    least, most = band.getextrema()
    assert isinstance(least, int)
    assert isinstance(most, int)
    return least, most


def ink_box(image: Image.Image, ground: Colour, least: int = _INK) -> Dots | None:
    """Left, top, right and bottom of everything that differs from the background, in whole pixels."""
    return _box(difference(image, ground), least)


def _box(depth: Image.Image, least: int) -> Dots | None:
    return depth.point([255 if level > least else 0 for level in range(256)]).getbbox()


def ink_of(image: Image.Image, ground: Colour, within: Dots | None = None) -> ImageRegion | None:
    """Left, top, right and bottom of the ink in a region, in fractions of a pixel; None if there is none."""
    left, top, right, bottom = within or (0, 0, *image.size)
    depth = difference(image.crop((left, top, right, bottom)), ground)
    if (box := _box(depth, _INK)) is None:
        return None
    edges = _edges(depth, box)
    return ImageRegion(image, ground, (left + edges[0], top + edges[1], left + edges[2], top + edges[3]))


def _edges(depth: Image.Image, box: Dots) -> Edges:
    """Where ink ends within the outermost pixels: the less of a pixel it covers, the paler it is."""
    left, top, right, bottom = box

    def bare(outer: Dots, inner: Dots) -> float:
        """The uncovered share of an outer line of pixels, estimated from the line next to it."""
        return 1 - min(1.0, extremes(depth.crop(outer))[1] / max(1, extremes(depth.crop(inner))[1]))

    if right - left < 4 or bottom - top < 4:
        return box
    return (
        left + bare((left, top, left + 1, bottom), (left + 1, top, left + 2, bottom)),
        top + bare((left, top, right, top + 1), (left, top + 1, right, top + 2)),
        right - bare((right - 1, top, right, bottom), (right - 2, top, right - 1, bottom)),
        bottom - bare((left, bottom - 1, right, bottom), (left, bottom - 2, right, bottom - 1)),
    )


def ground_of(image: Image.Image) -> Colour:
    """The most common colour along the edges of a picture."""
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
