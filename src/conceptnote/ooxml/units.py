"""Lengths as Word counts them."""

from __future__ import annotations


def twips(*, mm: float = 0, pt: float = 0) -> int:
    """Twentieths of a point (ISO/IEC 29500-1 22.9.2.14)."""
    return round(mm * 1440 / 25.4 + pt * 20)


def millimetres(twips: int) -> float:
    """Millimetres of so many twips."""
    return twips * 25.4 / 1440


def half_points(pt: float) -> int:
    """Half points, the unit of a font size (ISO/IEC 29500-1 17.18.42)."""
    return round(pt * 2)


def emu(mm: float) -> int:
    """English metric units, of which a millimetre has 36 000 (ISO/IEC 29500-1 20.1.10.16)."""
    return round(mm * 36_000)
