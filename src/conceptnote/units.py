"""Units of length: those that people write, those of PDF, CSS and SVG, and those of Word."""

from __future__ import annotations

MM_PER_INCH = 25.4
MM_PER_POINT, POINTS_PER_MM = 25.4 / 72, 72 / 25.4
MM_PER_PIXEL, PIXELS_PER_MM = 25.4 / 96, 96 / 25.4
"""A pixel is 1/96 inch (CSS Values and Units 4, 6.2)."""
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM, EMU_PER_INCH = 36_000, 914_400

MILLIMETRES = {
    "mm": 1.0, "cm": 10.0, "q": 0.25, "in": 25.4, "pt": MM_PER_POINT, "pc": 25.4 / 6, "px": MM_PER_PIXEL,
}  # fmt: skip
"""The millimetres of each absolute length unit of CSS."""
PIXELS = {"mm": PIXELS_PER_MM, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96.0, "pt": 96 / 72, "pc": 16.0, "px": 1.0}
"""The pixels of each."""


def twips(*, mm: float = 0, pt: float = 0) -> int:
    """Twentieths of a point (ISO/IEC 29500-1 22.9.2.14)."""
    return round(mm * 1440 / 25.4 + pt * 20)


def millimetres(twips: int) -> float:
    """Millimetres of a number of twips."""
    return twips * 25.4 / 1440


def half_points(pt: float) -> int:
    """Half points, the unit of a font size (ISO/IEC 29500-1 17.18.42)."""
    return round(pt * 2)


def emu(mm: float) -> int:
    """English metric units, of which a millimetre has 36 000 (ISO/IEC 29500-1 20.1.10.16)."""
    return round(mm * EMU_PER_MM)
