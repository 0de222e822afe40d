"""The words of a page of a PDF, each with its place and its marked content (PDFium's text page)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import sin
from typing import Any

from msgspec import Struct

from conceptnote.read.boxes import Box, around
from conceptnote.read.drawn import Frame

_MOST_CHARACTERS = 200_000
_HYPHEN = 2
_UPRIGHT = 0.01


class PlacedWord(Struct, frozen=True):
    """Characters of one line without a space between them, in the same marked content.

    The box is as high as the font's lines, whatever letters it has, and as wide as their advance. `mark` is the
    marked-content identifier, or -1 without one.
    """

    text: str
    box: Box
    mark: int


_Letter = tuple[str, Box, int]
"""A character, its place and its mark."""


def words_on(text_page: Any, frame: Frame) -> Iterator[PlacedWord]:
    """The words of a page, in paint order; of its first 200 000 characters.

    Rotated lines have none: the place of one character says nothing about the next.
    """
    letters: list[_Letter] = []
    for letter in _letters(text_page, frame):
        if letters and not (letter and _goes_on(letters[-1], letter)):
            yield _word(letters)
            letters = []
        if letter:
            letters.append(letter)
    if letters:
        yield _word(letters)


def _letters(text_page: Any, frame: Frame) -> Iterator[_Letter | None]:
    """The drawn characters, and None for white space, and for lines that run up or down the page."""
    from pypdfium2 import raw

    page, edges = text_page.raw, raw.FS_RECTF()
    for at in range(min(raw.FPDFText_CountChars(page), _MOST_CHARACTERS)):
        letter = _letter(raw.FPDFText_GetUnicode(page, at))
        angle = 0.0 if letter.isspace() else raw.FPDFText_GetCharAngle(page, at)
        turned = angle and abs(sin(angle / 2)) > _UPRIGHT
        if letter.isspace() or turned or not raw.FPDFText_GetLooseCharBox(page, at, edges):
            yield None
            continue
        found = raw.FPDFText_GetTextObject(page, at)
        mark = raw.FPDFPageObj_GetMarkedContentID(found) if found else -1
        yield letter, frame.shown(edges.left, edges.bottom, edges.right, edges.top), mark


@lru_cache(maxsize=1024)
def _letter(code: int) -> str:
    """A character by its number in PDFium, which is 2 for a hyphen at a line end."""
    letter = "-" if code == _HYPHEN else chr(code)
    return letter if letter.isspace() or letter.isprintable() else ""


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    """Whether a character is beside the one before it: lines that break in a word have no space between them."""
    (_, above, mark), (_, box, own) = last, letter
    return own == mark and above.top < (box.top + box.bottom) / 2 < above.bottom


def _word(letters: list[_Letter]) -> PlacedWord:
    texts, boxes, marks = zip(*letters, strict=True)
    return PlacedWord("".join(texts), around(boxes), marks[0])
