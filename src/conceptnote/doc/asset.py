"""The pictures that documents show."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Asset(Struct, frozen=True):
    """A picture of a document, read and checked; if it has several names, `src` is the first.

    `width` and `height` are in pixels of 1/96 inch, with one dot each, or `density` dots in a drawing made a bitmap.
    """

    src: str
    media_type: Literal["image/svg+xml", "image/png", "image/jpeg"]
    data: bytes
    width: float
    height: float
    density: float | None = None
