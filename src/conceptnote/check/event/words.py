"""The words that checks recognise in running text: those of every known language, and common ones (words.yaml).

The known languages depend on the project, so texts are read within `in_languages`; what is computed from their words is
kept with them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from conceptnote.languages.known import Languages, shipped
from conceptnote.textfolding import plain_words
from conceptnote.yamldata import packaged_data

CLOSE = "[\u2e80-\u9fff\uf900-\ufaff]"
"""A letter of a script without spaces between words: Chinese."""
START, END = rf"(?<!(?!{CLOSE})\w)", rf"(?!(?!{CLOSE})\w)"
"""The boundaries of a word: anywhere among such letters."""
GAP = rf"(?:\s+|(?<={CLOSE})|(?={CLOSE}))"
"""What separates two words."""

Given = ParamSpec("Given")
Made = TypeVar("Made")

_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_ARABIC_MARKS = "[\u064b-\u0652]"
_PART = re.compile(r"[^\W\d_]+")
_LONG = 5
_MOST_MADE = 1 << 16
_known: ContextVar[Languages | None] = ContextVar("languages", default=None)


@contextmanager
def in_languages(languages: Languages) -> Iterator[None]:
    """Read texts with the words of these languages; by default those that come with the tool."""
    token = _known.set(languages)
    try:
        yield
    finally:
        _known.reset(token)


@lru_cache(8)
def _made_for(_: Languages) -> dict[Any, Any]:
    """What has been computed from the words of these languages."""
    return {}


def by_languages(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep what a function computes from the known words and its arguments."""

    @wraps(make)
    def made(*given: Given.args, **named: Given.kwargs) -> Made:
        kept = _made_for(_known.get() or shipped())
        key = make, *given, *named.items()
        if key not in kept:
            if len(kept) > _MOST_MADE:
                kept.clear()
            kept[key] = make(*given, **named)
        found: Made = kept[key]
        return found

    return made


def _of_each(name: str) -> Iterator[Any]:
    """The list of this name in each language that has it."""
    field = name.replace("-", "_") + ("_" if name == "for" else "")
    for language in _known.get() or shipped():
        for part in (language.words, language.checks):
            if field in type(part).model_fields:
                yield getattr(part, field)


@by_languages
def words(name: str) -> tuple[str, ...]:
    """A list of words, as written."""
    found = [packaged_data("conceptnote.check.event", "words.yaml").get(name, ()), *_of_each(name)]
    return tuple(dict.fromkeys(word for each in found for word in each))


@by_languages
def folded(name: str) -> frozenset[str]:
    """A list of words without accents and capitals, for look-up."""
    return frozenset(plain_words(word) for word in words(name))


@by_languages
def numbered(name: str) -> dict[str, Any]:
    """Words with their numbers: months from 1, weekdays from 0, numerals, lengths in minutes."""
    if name in ("numbers", "lengths"):
        return {unmarked(word.casefold()): number for each in _of_each(name) for word, number in each.items()}
    first = 1 if name == "months" else 0
    return {
        unmarked(word): number for each in _of_each(name) for number, group in enumerate(each, first) for word in group
    }


@by_languages
def courtesies(gender: str) -> frozenset[str]:
    """The courtesy titles of a `man` or a `woman`, folded."""
    return frozenset(plain_words(word) for each in _of_each("courtesy") for word in each[gender])


def any_of(those: Iterable[str], *, capitals: bool = False) -> str:
    """A regular expression for any of these words, the longest first; with `capitals` also as in headings."""
    forms = {form for word in those for form in ((word, word.capitalize(), word.upper()) if capitals else (word,))}
    found = "|".join(_spelled(form) for form in sorted({unmarked(form) for form in forms}, key=_longest_first))
    return f"(?:{found or '(?!)'})"


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _spelled(word: str) -> str:
    """A pattern for a word: Arabic writes or omits the marks of short vowels, of doubled letters and of case."""
    return _ARABIC_LETTER.sub(rf"\g<0>{_ARABIC_MARKS}*", re.escape(word))


def unmarked(word: str) -> str:
    """A word as lists have it: without the marks that Arabic may omit."""
    return re.sub(_ARABIC_MARKS, "", word)


@by_languages
def phrase(name: str) -> re.Pattern[str]:
    """A pattern for any whole word of a list, in any capitals."""
    return re.compile(rf"{START}{any_of(words(name))}{END}", re.IGNORECASE)


@by_languages
def _parts(*names: str) -> tuple[frozenset[frozenset[str]], tuple[str, ...], tuple[str, ...]]:
    """The words of lists in parts that white space or signs separate; those of scripts without spaces as they are.

    And long words, which may end another: „zweistündige“.
    """
    plain = {unmarked(word.casefold()) for name in names for word in words(name)}
    close = {word for word in plain if re.search(CLOSE, word)}
    ends = tuple(word for word in plain - close if len(word) >= _LONG and _PART.fullmatch(word))
    return frozenset(frozenset(_PART.findall(word)) for word in plain - close), tuple(close), ends


def mentions(text: str, *names: str) -> bool:
    """Whether a text has all parts of a word of these lists, wherever they stand.

    A large pattern of words takes long to compile; this tells when it cannot match.
    """
    plain = unmarked(text.casefold())
    (spaced, close, ends), found = _parts(*names), set(_PART.findall(plain))
    if any(parts <= found for parts in spaced) or any(word in plain for word in close):
        return True
    return any(part.endswith(ends) for part in found)


@by_languages
def after_articles() -> str:
    """A regular expression for an article and the separator after it: `the `, `l’`."""
    elided = {word for word in words("articles") if not word[-1].isalnum()}
    return rf"(?:{any_of(set(words('articles')) - elided)}\s+|{any_of(elided)})"


@by_languages
def half_of_day(name: str) -> str:
    """A regular expression for a.m. or p.m., `am` or `pm`, with or without full stops."""
    return halves(words(name))


def halves(those: Iterable[str]) -> str:
    """A regular expression for words with optional full stops, except one at the end: a.m is am."""
    forms = sorted({word.rstrip(".") for word in those}, key=_longest_first)
    patterns = (_spelled(unmarked(form)).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s") for form in forms)
    return "(?i:" + ("|".join(patterns) or "(?!)") + ")"


def unsettled(text: str) -> re.Match[str] | None:
    """Where a short text says that it is to be confirmed: `Ngozi Okoye (TBC)`, `TBC: Ngozi Okoye`."""
    return _unsettled_mark().search(text) if mentions(text, "unsettled") else None


def without_unsettled(text: str) -> str:
    """A short text without such marks, and without the signs at its ends."""
    return (_unsettled_mark().sub("", text) if mentions(text, "unsettled") else text).strip(" :,;–—-")


@by_languages
def _unsettled_mark() -> re.Pattern[str]:
    word = any_of(words("unsettled"))
    return re.compile(
        rf"[(\[]\s*{word}\.?\s*[)\]]|^\s*{word}(?=\s*(?:$|[:,;–—-]))|(?<=[,;:–—/-])\s*{word}\s*$", re.IGNORECASE
    )


def month_name(month: int) -> str:
    """The name of a month, for messages."""
    return calendar.month_name[month]


def weekday_name(weekday: int) -> str:
    """The name of a weekday, from 0 for Monday, for messages."""
    return calendar.day_name[weekday]
