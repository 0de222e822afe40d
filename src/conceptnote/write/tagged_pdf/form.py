"""Drawings as form XObjects (ISO 32000-1, 8.10): drawn once, and shown on every page that has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.images import SVGImage
    from weasyprint.pdf.stream import Stream


class Form:
    """What WeasyPrint draws in the place of an SVG picture: one form for each size."""

    def __init__(self, picture: SVGImage) -> None:
        self._picture = picture
        self._names: dict[tuple[float, float], str] = {}
        self.get_intrinsic_size = picture.get_intrinsic_size

    def draw(self, stream: Stream, width: float, height: float, style: Mapping[str, Any]) -> None:
        """Show the picture in this size, in pixels."""
        size = width, height
        if size not in self._names:
            form = stream.add_group(0, 0, width, height)
            del form.extra["Group"]  # a plain form does not blend on a layer
            self._names[size] = form.id
            self._picture.draw(form, width, height, style)
        stream.draw_x_object(self._names[size])
