"""Convert fonts with cubic outlines (PostScript) to TrueType, the only embedded fonts that Word accepts."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

_ERROR = 1.0
"""The tolerance of an outline, in units of a font with a thousand to the em."""
_LIMITS = (
    "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements",
)  # fmt: skip
"""Limits for instructions and components, of which there are none (OpenType 1.9, table maxp)."""
_POSTSCRIPT_ONLY = ("CFF ", "CFF2", "VORG")


@lru_cache(maxsize=64)
def with_quadratic_outlines(font: bytes) -> bytes | None:
    """The same font with TrueType outlines; None if it cannot be read."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, TTLibError, newTable

    try:
        made = TTFont(io.BytesIO(font), recalcTimestamp=False)
        outlines, order = made.getGlyphSet(), made.getGlyphOrder()
        glyphs: dict[str, Any] = {}
        for name in order:
            pen = TTGlyphPen(outlines)
            outlines[name].draw(Cu2QuPen(pen, _ERROR * made["head"].unitsPerEm / 1000, reverse_direction=True))
            glyphs[name] = pen.glyph()
    except (TTLibError, KeyError, ValueError, AssertionError):
        return None
    made["loca"], made["glyf"] = newTable("loca"), newTable("glyf")
    made["glyf"].glyphOrder, made["glyf"].glyphs = order, glyphs
    made["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for name in _LIMITS:
        setattr(maxp, name, 1 if name in ("maxZones", "maxComponentElements") else 0)
    maxp.numGlyphs = len(order)
    made["post"].formatType, made["post"].extraNames, made["post"].mapping = 3.0, [], {}
    for tag in _POSTSCRIPT_ONLY:
        if tag in made:
            del made[tag]
    made.sfntVersion = "\x00\x01\x00\x00"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
