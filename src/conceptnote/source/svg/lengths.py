"""Lengths and numbers in SVG."""

from __future__ import annotations

import math
import re

from conceptnote.units import PIXELS

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(NUMBER)
_LENGTH = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z%]*)\s*")
_OF_FONT = {"em": 16.0, "ex": 8.0, "rem": 16.0}
"""A picture has the initial font size."""


def numbers(text: str) -> list[float]:
    """The numbers in a text, whatever separates them."""
    return [float(found) for found in _NUMBERS.findall(text)]


def pixels(length: str | None, *, of_font: bool = False) -> float | None:
    """A length in pixels of 1/96 inch; None without one, for a percentage, and for anything else."""
    match = _LENGTH.fullmatch(length or "")
    if match is None:
        return None
    unit = match[2].lower() or "px"
    scale = PIXELS.get(unit, _OF_FONT.get(unit) if of_font else None)
    value = None if scale is None else float(match[1]) * scale
    return value if value is not None and math.isfinite(value) else None
