"""Whether a text is a name and no more: of two words or more, with initials, or in a script without spaces."""

from __future__ import annotations

import re

from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.words import Words, fold

UNSPACED = "\u2e80"
"""Scripts from here on have no spaces between words."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,3}[^\W\d_][\w’'-]+|[^\W\d_][\w’'-]+\s(?:[^\W\d_]\.\s?){0,2}[^\W\d_]\.?")
_NO_NAME = re.compile(r"[\d:;?!/“”\"«»]")
_OTHERS = ("bodies", "positions", "rooms", "streets")
"""The lists of words that no name has."""


def has_initials(text: str) -> bool:
    """Whether a text is a family name with initials before or after it, which nothing else has: “Асанов Б.Т.”."""
    return _INITIALS.fullmatch(text) is not None


def is_bare_name(text: str, words: Words) -> bool:
    """Whether a text is a name of two to four words, and no word of it is of an organisation, a place or a position."""
    if may_be_name(text, words):
        return True
    tokens = text.split()
    if not 2 <= len(tokens) <= 4 or not is_capital(tokens[0]) or not is_capital(tokens[-1]):
        return False
    if any(words.has(name, token) for name in _OTHERS for token in tokens):
        return False
    if fold(tokens[0]) in words.lists["articles"] or fold(text) in words.cities or words.label(text) is not None:
        return False
    small = (token for token in tokens if not is_capital(token))
    return all(words.has("particles", token) for token in small) and not any(map(_NO_NAME.search, tokens))


def may_be_name(text: str, words: Words) -> bool:
    """Whether a text is two to four characters of a script without spaces, in which nothing else shows a name."""
    short = 2 <= len(text) <= 4 and all("\u4e00" <= one <= "\u9fff" for one in text)
    return short and not any(one in text for name in ("positions", "bodies") for one in words.lists[name])
