"""A title balanced over its lines, as CSS has it (CSS Text 4, section 6.5: `text-wrap: balance`).

Neither WeasyPrint nor Word knows the property; both know a narrower line.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_MM_PER_POINT = 25.4 / 72
_SLACK = 1.0  # millimetres: the layout engines round otherwise than we measure
_MOST_LINES = 6


def title_width(text: str, theme: Theme, room: float) -> float | None:
    """The width in millimetres that sets a title in lines of like length; None where it needs no help.

    It takes as many lines as it would in the full width, which is `room`.
    """
    style = theme.styles["title"]
    font = theme.fonts[style.font or "text"]
    file = font.files.bold if style.weight == "bold" else font.files.regular
    points = theme.sizes[style.size or "display"]
    widths = [_width(word, theme.fonts_folder / file) * points * _MM_PER_POINT for word in text.split(" ")]
    space = _width(" ", theme.fonts_folder / file) * points * _MM_PER_POINT
    lines = _lines(widths, space, room)
    if not 1 < lines <= _MOST_LINES or max(widths) >= room:
        return None
    low, high = max(widths), room
    while high - low > _SLACK:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, space, middle) == lines else (middle, high)
    return min(high + _SLACK, room)


def _lines(widths: list[float], space: float, room: float) -> int:
    lines, used = 1, -space
    for width in widths:
        if used + space + width > room and used > 0:
            lines, used = lines + 1, width
        else:
            used += space + width
    return lines


@lru_cache(maxsize=4096)
def _width(text: str, font: Path) -> float:
    """The width of a text in ems; without kerning, which Word leaves out, so that the line is never too narrow."""
    import uharfbuzz as hb

    face = _font(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face, buffer, {"kern": False})
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / float(face.face.upem)


@lru_cache(maxsize=8)
def _font(path: Path) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
