"""Lengths of time in running text, and counted speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from conceptnote.check.event.words import (
    CLOSE,
    END,
    GAP,
    START,
    any_of,
    by_languages,
    mentions,
    numbered,
    unmarked,
    words,
)


class LengthMention(Struct, frozen=True):
    """A length of time in minutes, and the noun that it belongs to."""

    minutes: int
    noun: str
    whole: bool
    text: str
    start: int


def _spaced(name: str) -> str:
    """Any word of a list, with any white space in it."""
    return any_of(words(name)).replace("\\ ", r"\s+")


@by_languages
def _lengths() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>\d{{1,6}}(?:[.,]\d{{1,6}})?|{any_of(numbered('numbers'))})"
    unit = rf"(?P<unit>{any_of([*words('minutes'), *words('hours')])})"
    half, long = _spaced("and-a-half"), _spaced("long")
    # “Two and a half hours”, “deux heures et demie”, “deux heures trente”.
    figure = rf"(?P<more>\d{{2}}|{any_of(numbered('numbers'))})"
    rest = rf"{GAP}(?:\w{{1,3}}\s+)?{figure}{END}(?P<rest>{GAP}?{any_of(words('minutes'))}{END})?"
    after = rf"{GAP}(?P<half_after>{half}){END}|{rest}"
    figures = rf"{number}(?P<half>{GAP}{half})?[\s-]*{unit}(?:s?['’])?(?:[\s-]{long})?"
    length = rf"(?<!(?!{CLOSE})[\w.,:–-])(?:{figures}|(?P<named>{any_of(numbered('lengths'))}))"
    noun = rf"(?P<noun>{any_of([*words('wholes'), *words('parts')])})"
    singular = r"(?!\w)"
    of = rf"(?:,?{GAP}{_spaced('lasting')})?"
    return (
        re.compile(rf"{length}\s+{noun}{singular}", re.IGNORECASE),
        re.compile(rf"{START}{noun}{of}{GAP}{length}(?:{after}|{END})", re.IGNORECASE),
    )


def lengths(text: str) -> Iterator[LengthMention]:
    """The lengths in a text: a 90-minute panel, une table ronde de deux heures."""
    for pattern in _lengths() if mentions(text, "minutes", "hours", "lengths") else ():
        for match in pattern.finditer(text):
            minutes = _length(match)
            noun = unmarked(match["noun"].casefold())
            whole = noun in {unmarked(word.casefold()) for word in words("wholes")}
            if minutes:
                yield LengthMention(minutes, noun, whole, " ".join(match[0].split()), match.start())


@by_languages
def _each() -> re.Pattern[str]:
    number, unit = rf"(?<![\w.,:–-])(?P<number>\d{{1,3}}|{any_of(numbered('numbers'))})", any_of(words("minutes"))
    each = rf"\s+(?:{any_of(words('for'))}\s+)?{any_of(words('each'))}(?!\w)"
    return re.compile(rf"{number}[\s-]*{unit}{each}", re.IGNORECASE)


@by_languages
def _counted() -> re.Pattern[str]:
    number = rf"(?<![\w.,:–-])(?P<number>\d{{1,3}}|{any_of(numbered('numbers'))})"
    return re.compile(rf"{number}\s+(?:[\w’'-]{{1,20}}\s+){{0,2}}?{any_of(words('speaking'))}(?!\w)", re.IGNORECASE)


@by_languages
def _multiplied() -> re.Pattern[str]:
    count, number = r"(?<![\w.,:–-])(?P<count>\d{1,3})\s?[×x]", r"\s?(?P<number>\d{1,3})"
    return re.compile(rf"{count}{number}[\s-]?{any_of(words('minutes'))}(?!\w)", re.IGNORECASE)


def minutes_each(text: str) -> int | None:
    """The minutes that a text gives to each speaker: “five minutes each”, “12 × 5 min”."""
    match = (_each().search(text) or _multiplied().search(text)) if mentions(text, "minutes") else None
    return _whole(match) if match else None


def _whole(match: re.Match[str]) -> int | None:
    number = number_of(match["number"])
    return None if number is None else int(number)


def speakers_counted(text: str) -> int:
    """How many speakers a text counts, 0 if it counts none: “twelve speakers”."""
    if match := _counted().search(text):
        return _whole(match) or 0
    return int(match["count"]) if (match := _multiplied().search(text)) else 0


def number_of(text: str) -> float | None:
    """The number of figures or a word; None for a word in capitals that only looks like a number."""
    known: float | None = numbered("numbers").get(unmarked(text.casefold()))
    return known if known is not None or not text[0].isdigit() else float(text.replace(",", "."))


def _length(match: re.Match[str]) -> int:
    found = match.groupdict()
    if found["named"]:
        half, more = 30 if found.get("half_after") else 0, number_of(found["more"]) or 0 if found.get("rest") else 0
        return round(float(numbered("lengths")[unmarked(match["named"].casefold())]) + half + more)
    number = number_of(match["number"]) or 0
    if found["half"] or found.get("half_after"):
        number += 0.5
    hours = unmarked(match["unit"].casefold()) in {unmarked(word.casefold()) for word in words("hours")}
    more = number_of(found["more"]) or 0 if hours and found.get("more") else 0
    if more < _FEWEST and not found.get("rest"):
        more = 0  # “Two hours a day”.
    return round(number * (60 if hours else 1) + more)


_FEWEST = 10
"""The fewest minutes that are said after hours without their name."""
