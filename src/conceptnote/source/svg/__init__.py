"""SVG pictures from strangers: checked, bounded, and drawn by one engine for all formats.

A drawing of plain shapes is written anew (`plain`) in the few words that every reader draws alike; resvg draws both,
and they must look the same. Any other drawing becomes a bitmap, drawn by resvg as well.
"""

from __future__ import annotations

from conceptnote.source.svg.drawing import Drawing, read_svg
from conceptnote.source.svg.error import SvgError

__all__ = ["Drawing", "SvgError", "read_svg"]
