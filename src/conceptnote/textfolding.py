"""Texts for comparison, sorting and names, without capitals, accents and spaces.

The search for required words in a laid-out page is different: accents and capitals count there
(check/acknowledgement/wording.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeVar

Word = TypeVar("Word", bound=str)


@lru_cache(1 << 14)
def plain_letters(text: str) -> str:
    """A text without capitals and accents: Kéita is keita (Unicode 3.13, D145: compatibility caseless matching)."""
    small = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", small) if not unicodedata.combining(one))


@lru_cache(1 << 14)
def plain_words(text: str) -> str:
    """The same with one space for everything but letters, digits and “&”: Jean-Pierre is jean pierre."""
    return " ".join(re.sub(r"[^\w&]+|_", " ", plain_letters(text)).split())


def plain_in_place(text: str) -> str:
    """The same with each character in its place: one that folds to several letters stays unchanged.

    Apostrophes are plain, and white space is spaces.
    """
    return "".join(map(_plain_character, text))


@cache
def _plain_character(character: str) -> str:
    if character in "’ʼ`´":
        return "'"
    if character.isspace():
        return " "
    plain = plain_letters(character)
    return plain if len(plain) == 1 else character


def small_letters(text: str) -> str:
    """A text without capitals, with white space collapsed."""
    return " ".join(text.casefold().split())


def in_small_letters(typed: str, words: Iterable[Word]) -> Word | None:
    """The typed word without capitals and surrounding spaces."""
    return next((word for word in words if word.casefold() == typed.strip().casefold()), None)


def slug(text: str, joint: str = "-") -> str:
    """A text as a name in small letters a to z and digits, joined by `joint`; empty if it has none of them."""
    return re.sub(r"[^a-z0-9]+", joint, plain_letters(text)).strip(joint)
