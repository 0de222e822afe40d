"""The words that checks recognise in running text; the lists themselves are in words.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from conceptnote.textfolding import plain_words
from conceptnote.yamldata import read_data


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_data((files("conceptnote.check.event") / "words.yaml").read_bytes())
    return data


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words, as it is written."""
    return tuple(_data()[name])


@cache
def folded(name: str) -> frozenset[str]:
    """A list of words without accents and capitals, for looking words up."""
    return frozenset(plain_words(word) for word in words(name))


@cache
def numbered(name: str) -> dict[str, Any]:
    """Words with the number that each stands for: months from 1, weekdays from 0, numerals."""
    entries = _data()[name]
    if isinstance(entries, dict):
        return dict(entries)
    first = 1 if name == "months" else 0
    return {word: number for number, group in enumerate(entries, first) for word in group}


@cache
def courtesies(gender: str) -> frozenset[str]:
    """The courtesy titles of a `man` or a `woman`, folded."""
    return frozenset(plain_words(word) for word in _data()["courtesy"][gender])


def any_of(those: Iterable[str], *, capitals: bool = False) -> str:
    """A regular expression for any of these words, the longest first; with `capitals`, also as headings have them."""
    forms = {form for word in those for form in ((word, word.capitalize(), word.upper()) if capitals else (word,))}
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) + ")"


@cache
def phrase(name: str) -> re.Pattern[str]:
    """A pattern for any word of a list, as a word of its own, in capitals or not."""
    return re.compile(rf"(?<!\w){any_of(words(name))}(?!\w)", re.IGNORECASE)


@cache
def unsettled_mark() -> re.Pattern[str]:
    """Where a short text says of itself that it is to be confirmed: `Ngozi Okoye (TBC)`, `TBC: Ngozi Okoye`."""
    word = any_of(words("unsettled"))
    return re.compile(
        rf"[(\[]\s*{word}\.?\s*[)\]]|^\s*{word}(?=\s*(?:$|[:,;–—-]))|(?<=[,;:–—/-])\s*{word}\s*$", re.IGNORECASE
    )


def month_name(month: int) -> str:
    """The English name of a month, for messages."""
    name: str = _data()["months"][month - 1][0]
    return name


def weekday_name(weekday: int) -> str:
    """The English name of a weekday, from 0 for Monday, for messages."""
    name: str = _data()["weekdays"][weekday][0]
    return name
