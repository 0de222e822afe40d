"""Lengths and numbers as SVG writes them."""

from __future__ import annotations

import math
import re

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(NUMBER)
_LENGTH = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z%]*)\s*")
_PIXELS = {"": 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
_OF_FONT = {"em": 16.0, "ex": 8.0, "rem": 16.0}
"""A picture has the initial size of type."""


def numbers(text: str) -> list[float]:
    """The numbers in a text, however they are parted."""
    return [float(found) for found in _NUMBERS.findall(text)]


def pixels(length: str | None, *, of_font: bool = False) -> float | None:
    """A length in pixels of 1/96 inch; None for none, for a part of something else, and for what is no length."""
    match = _LENGTH.fullmatch(length or "")
    if match is None:
        return None
    unit = match[2].lower()
    scale = _PIXELS.get(unit, _OF_FONT.get(unit) if of_font else None)
    value = None if scale is None else float(match[1]) * scale
    return value if value is not None and math.isfinite(value) else None
