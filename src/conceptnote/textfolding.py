"""Texts as they are compared, sorted and made into names, whatever their capitals, accents and spaces.

What looks for a promised wording in a laid-out page is another matter: there accents and capitals count
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
    """The same with one blank for all that is no letter, no digit and no “&”: Jean-Pierre is jean pierre."""
    return " ".join(re.sub(r"[^\w&]+|_", " ", plain_letters(text)).split())


def plain_in_place(text: str) -> str:
    """The same with each character in its place: one that is written as several letters stays as it is.

    Apostrophes are plain, and white space is blanks.
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
    """A text without capitals, and with one blank for any white space."""
    return " ".join(text.casefold().split())


def in_small_letters(typed: str, words: Iterable[Word]) -> Word | None:
    """The word that is typed, but for capitals and blanks around it."""
    return next((word for word in words if word.casefold() == typed.strip().casefold()), None)


def slug(text: str, joint: str = "-") -> str:
    """A text as a name in small letters a to z and digits, which `joint` joins; empty where it has none of them."""
    return re.sub(r"[^a-z0-9]+", joint, plain_letters(text)).strip(joint)
