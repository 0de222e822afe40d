"""Lengths and numbers as SVG writes them."""

from __future__ import annotations

import math
import re

from conceptnote.units import PIXELS

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(NUMBER)
_LENGTH = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z%]*)\s*")
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
    unit = match[2].lower() or "px"
    scale = PIXELS.get(unit, _OF_FONT.get(unit) if of_font else None)
    value = None if scale is None else float(match[1]) * scale
    return value if value is not None and math.isfinite(value) else None
