"""A checked SVG picture, for print and as a bitmap."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.source.svg.error import SvgError
from conceptnote.svgbitmap import svg_bitmaps

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST_SIDE = 8192
"""Pixels; a picture across A3 at 300 dots per inch has 4961."""

_COMPARED_AT = 400
_ALIKE = 40
"""The greatest difference of two by two pixels between two drawings, of 255: rounding moves an edge by this much."""


class Drawing(Struct, frozen=True):
    """A checked picture, its size in pixels of 1/96 inch, and its plain form if it has one."""

    svg: str
    width: float
    height: float
    plain: bytes | None = None

    def bitmap(self, height: float) -> bytes:
        """The picture as an opaque PNG of this height, within the limits of a bitmap."""
        from PIL import Image

        (drawn,) = self._drawn(height, self.svg)
        paper = Image.new("RGB", drawn.size, "white")
        paper.paste(drawn, mask=drawn.getchannel("A"))
        out = io.BytesIO()
        paper.save(out, "PNG")
        return out.getvalue()

    def _drawn(self, height: float, *drawings: str) -> list[Image]:
        """Both drawings at this size, rendered at this height with transparency."""
        from PIL import Image

        scale = min(height / self.height, _LARGEST_SIDE / max(self.width, self.height))
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        try:
            made = svg_bitmaps(*((svg, *size) for svg in drawings))
        except ValueError as error:
            raise SvgError(f"the SVG cannot be drawn: {error}") from None
        return [Image.open(io.BytesIO(data)).convert("RGBA") for data in made]

    def with_plain(self, plain: bytes | None) -> Drawing:
        """The drawing with its plain form, if they look alike. Raises SvgError if it shows nothing."""
        from PIL import Image, ImageChops

        height = _COMPARED_AT * min(1.0, self.height / self.width)
        drawn = self._drawn(height, self.svg, *([plain.decode()] if plain is not None else []))
        if drawn[0].getchannel("A").getbbox() is None:
            hint = "open it in a browser to look at it"
            raise SvgError("the SVG shows nothing: no shape in it can be drawn", hint=hint)
        seen = []
        for one in drawn:
            ground = Image.new("RGBA", one.size, "white")
            whole = Image.merge("RGBA", (*Image.alpha_composite(ground, one).split()[:3], one.getchannel("A")))
            seen.append(whole.reduce(2))
        alike = all(most <= _ALIKE for _, most in ImageChops.difference(seen[0], seen[-1]).getextrema())  # type: ignore[misc]
        return replace(self, plain=plain if alike else None)
