"""The widths and heights of text in the theme's styles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from conceptnote.scripts import script_of
from conceptnote.units import MM_PER_POINT
from conceptnote.write.typefaces import Face, Family, FontFile, face_of

if TYPE_CHECKING:
    from conceptnote.theme.styles import Style
    from conceptnote.theme.theme import Theme


def text_width(text: str, theme: Theme, style: Style) -> float:
    """The width in millimetres of a text on one line; without kerning, which Word omits, so never too small."""
    ems = sum(_width(part, file) if file else len(part) for part, file in _parts(text, theme, style))
    return ems * theme.sizes[style.size or "text"] * MM_PER_POINT


def _parts(text: str, theme: Theme, style: Style) -> Iterator[tuple[str, FontFile | None]]:
    """A text by the bundled fonts that set it; None for full-width letters, whose font the machine has."""
    own = _file(theme, style)
    if text.isascii():
        yield text, own
        return
    known = theme.fonts[style.font or "text"].scripts
    last: FontFile | None = own

    def file(character: str) -> FontFile | None:
        nonlocal last
        script = script_of(character)
        if script is not None and (its := known.get(script.code)) and its.files:
            last = theme.font_file(its.files.bold if style.weight == "bold" else its.files.regular)
        elif script is not None:
            last = own
        # A space has its width in the font of the character before it.
        return last if character == " " else None if unicodedata.east_asian_width(character) in "WF" else last

    for found, characters in groupby(text, file):
        yield "".join(characters), found


def extents(theme: Theme, style: Style) -> tuple[float, float]:
    """The height of a line above and below its baseline, in ems (OpenType 1.9, table hhea)."""
    font = _font(_file(theme, style))
    reach = font.get_font_extents("ltr")
    return reach.ascender / font.face.upem, -reach.descender / font.face.upem


def line_height(theme: Theme, style: Style, beside: Family | None = None) -> float | None:
    """The natural height of a line of a style, with letters of a family beside its own; None as of a font."""
    files = [_file(theme, style)]
    if beside:
        face: Face = "bold" if style.weight == "bold" else "regular"
        files.append(beside.faces.get(face) or next(iter(beside.faces.values())))
    known = [height for file in files if (height := _natural(file)) is not None]
    return max(known) if len(known) == len(files) else None


@lru_cache(maxsize=64)
def _natural(file: FontFile) -> float | None:
    """The natural line height of a font in ems; None if its tables disagree and none is preferred (OpenType, OS/2).

    Word and LibreOffice heed USE_TYPO_METRICS; without it, Word goes by the heights for Windows, LibreOffice by hhea.
    """
    face = face_of(file)
    table, horizontal = (face.reference_table(name).data for name in ("OS/2", "hhea"))
    typographic, others = _height(table, 68), _height(horizontal, 4)
    windows = sum(int.from_bytes(table[at : at + 2], "big") for at in (74, 76))
    chosen = int.from_bytes(table[62:64], "big") & 0x80
    return (typographic if chosen else windows) / face.upem if chosen or windows in (typographic, others) else None


def _height(table: bytes, at: int) -> int:
    """Ascender, descender and line gap, which stand one after the other in a table."""
    up, down, gap = (int.from_bytes(table[one : one + 2], "big", signed=True) for one in (at, at + 2, at + 4))
    return up - down + gap


def _file(theme: Theme, style: Style) -> FontFile:
    font = theme.fonts[style.font or "text"]
    return theme.font_file(font.files.bold if style.weight == "bold" else font.files.regular)


@lru_cache(maxsize=4096)
def _width(text: str, font: FontFile) -> float:
    """The width of a text in ems."""
    import uharfbuzz as hb

    face = _font(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face, buffer, {"kern": False})
    return float(sum(position.x_advance for position in buffer.glyph_positions or ())) / float(face.face.upem)


@lru_cache(maxsize=8)
def _font(path: FontFile) -> Any:
    import uharfbuzz as hb

    return hb.Font(face_of(path))
