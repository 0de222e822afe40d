"""How wide a text is in a style of the theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conceptnote.units import MM_PER_POINT

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme


def text_width(text: str, theme: Theme, style: Style) -> float:
    """The width in millimetres of a text on one line; without kerning, which Word leaves out, so never too little."""
    return _width(text, _file(theme, style)) * theme.sizes[style.size or "text"] * MM_PER_POINT


def extents(theme: Theme, style: Style) -> tuple[float, float]:
    """How far a line reaches above and below its baseline, in ems (OpenType 1.9, table hhea)."""
    font = _font(_file(theme, style))
    reach = font.get_font_extents("ltr")
    return reach.ascender / font.face.upem, -reach.descender / font.face.upem


def _file(theme: Theme, style: Style) -> Path:
    font = theme.fonts[style.font or "text"]
    return theme.fonts_folder / (font.files.bold if style.weight == "bold" else font.files.regular)


@lru_cache(maxsize=4096)
def _width(text: str, font: Path) -> float:
    """The width of a text in ems."""
    import uharfbuzz as hb

    face = _font(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face, buffer, {"kern": False})
    return float(sum(position.x_advance for position in buffer.glyph_positions or ())) / float(face.face.upem)


@lru_cache(maxsize=8)
def _font(path: Path) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
