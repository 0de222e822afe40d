"""Patterns of the locale, and of templates, with values in their places.

Python's `format` is not used, because a pattern could ask it for attributes of a value, or for two billion spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from conceptnote.doc.origin import LocaleWord, MarkedText, without_marks, words_beside
from conceptnote.languages.locale import Locale

_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")


def fill(pattern: str, **values: Any) -> Markup:
    """Put values into the {places} of a pattern, by name; everything is escaped.

    Words of the pattern have the origin of the value after them, the last words that of the last value. Raises
    ValueError for a place without a value, and for other braces.
    """
    pieces = _PLACE.split(str(pattern))
    words, names = pieces[::2], pieces[1::2]
    if any("{" in piece or "}" in piece for piece in words):
        raise ValueError("a pattern has places such as {name}, and no other braces")
    if missing := next((name for name in names if name not in values), None):
        raise ValueError(f"the pattern asks for “{missing}”, for which no value is given")
    filled = [escape(values[name]) for name in names]
    beside = [*filled, *filled[-1:]] or [Markup()]
    of = pattern if isinstance(pattern, MarkedText) else None
    parts = [
        words_beside(one, of.saying(piece) if of is not None else piece)
        for one, piece in zip(beside, words, strict=True)
    ]
    return Markup("").join(part for both in zip(parts, [*filled, Markup()], strict=True) for part in both)


def listed(items: Sequence[Any], locale: Locale) -> Markup:
    """A list with the locale's comma, and its “and” before the last; everything is escaped."""
    last = without_marks(escape(items[-1]).striptags()) if len(items) > 1 else ""
    return joined(items, LocaleWord(locale.comma), LocaleWord(locale.and_for(last)))


def joined(items: Sequence[Any], between: str, last: str | None = None) -> Markup:
    """A list with a separator, and perhaps another before the last; everything is escaped.

    A separator has the origin of the value after it.
    """
    shown = [escape(item) for item in items]
    marks = [between] * (len(shown) - 2) + [between if last is None else last]
    following = (words_beside(one, mark) + one for one, mark in zip(shown[1:], marks, strict=False))
    return Markup("").join([*shown[:1], *following])
