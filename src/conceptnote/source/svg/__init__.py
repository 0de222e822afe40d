"""Untrusted SVG pictures: checked, limited, and drawn by one engine for all formats.

A drawing of plain shapes is rewritten (`plain`) in the few elements that all readers draw alike; resvg draws both, and
they must look the same. Any other drawing becomes a bitmap, also drawn by resvg.

The code that reads one is slow to import: pictures of earlier runs are kept.
"""

from __future__ import annotations

from conceptnote.source.svg.drawing import Drawing
from conceptnote.source.svg.error import SvgError
from conceptnote.source.svg.kept import read_kept_svg

__all__ = ["Drawing", "SvgError", "read_kept_svg"]
