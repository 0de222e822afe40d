"""Drawings as bitmaps, by one engine for the papers, for Word and for the proof."""

from __future__ import annotations


def svg_bitmap(svg: str, width: int, height: int) -> bytes:
    """A drawing as a PNG of so many dots, with its transparency. Raises ValueError where it cannot be drawn."""
    from resvg_py import svg_to_bytes

    # Unless it is told how large an inch is, a millimetre is nothing to it.
    return bytes(svg_to_bytes(svg_string=svg, width=width, height=height, dpi=96.0, skip_system_fonts=True))
