"""Dates and times of day in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from conceptnote.check.event.words import any_of, month_name, numbered, weekday_name, words


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text has it; of a range, the last day, and the first beside it."""

    start: int
    end: int
    said: str
    day: int
    month: int
    year: int | None
    weekday: int | None
    first: int | None = None

    def meant(self, event: date) -> date | None:
        """The calendar day; without a year, the one nearest to the event. None where there is no such day."""
        years = [self.year] if self.year else [event.year - 1, event.year, event.year + 1]
        days = [day for year in years if (day := _calendar(year, self.month, self.day))]
        return min(days, key=lambda day: abs((day - event).days), default=None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _dates() -> tuple[re.Pattern[str], ...]:
    month = any_of(numbered("months"), capitals=True)
    weekday = rf"(?:(?P<weekday>{any_of(numbered('weekdays'), capitals=True)})\.?,?\s+(?:the\s+|le\s+)?)?"
    between = any_of(words("ranges"))
    # A range has two numbers; its weekdays, if it has any, are not looked at.
    number = rf"(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th|er)?\s*{between}\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(rf"(?<![\w.:]){weekday}{number}(?:\s+of)?\s+(?P<month>{month})\b\.?(?:,?\s+{year})?"),
        re.compile(rf"(?<!\w){weekday}(?P<month>{month})\.?\s+{number}(?![\w:])(?:,?\s+{year})?"),
    )


def dates(text: str) -> Iterator[DateMention]:
    """The dates of a text that have a day and a month, in English or French."""
    taken = 0
    found = [match for pattern in _dates() for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken:
            continue
        taken = match.end()
        weekday, year, first = match["weekday"], match["year"], match["first"]
        yield DateMention(
            start=match.start(),
            end=match.end(),
            said=" ".join(match[0].split()),
            day=int(match["day"]),
            month=_number("months", match["month"]),
            year=int(year) if year else None,
            weekday=_number("weekdays", weekday) if weekday else None,
            first=int(first) if first else None,
        )


def _number(name: str, word: str) -> int:
    """The number of a month or weekday, however its capitals are."""
    return next(int(number) for known, number in numbered(name).items() if known.casefold() == word.casefold())


def spell(day: date, *, weekday: bool = False) -> str:
    """A date in words, for messages."""
    text = f"{day.day} {month_name(day.month)} {day.year}"
    return f"{weekday_name(day.weekday())}, {text}" if weekday else text


_CLOCK = (
    r"(?P<{0}hour>\d{{1,2}})"
    r"(?:(?:[:.]|\s?[hH]\s?)(?P<{0}minute>\d{{2}})|(?P<{0}h>\s?[hH]))?"
    r"(?P<{0}half>\s?[apAP]\.?\s?[mM]\b\.?)?"
)
_TO = r"\s*(?:[–—-]|to|until|till|à|and|et)\s*"
_SPAN = re.compile(r"(?<![\w:.,/-])" + _CLOCK.format("a") + _TO + _CLOCK.format("b") + r"(?![\w:/])")
TIME = re.compile(r"(?<![\w:.,/-])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s?(?P<half>[apAP]\.?\s?[mM])\b\.?")
"""A time on the 12-hour clock."""
ANY_TIME = re.compile(
    r"(?<![\w:.,/-])(?:\d{1,2}(?:[:.]\d{2})?\s?[apAP]\.?\s?[mM]\b\.?|\d{1,2}(?::|\s?[hH]\s?)\d{2}(?![\d:])|\d{1,2}\s?[hH]\b)"
)
"""A time of day that is certainly one: with a colon, an h, or a.m. and p.m."""


@dataclass(frozen=True, slots=True)
class SpanMention:
    """From when to when, in minutes since midnight."""

    begin: int
    end: int
    said: str
    start: int
    stop: int


def spans(text: str) -> Iterator[SpanMention]:
    """The time spans of a text; “2 to 3.30 p.m.” is in the afternoon as a whole."""
    for match in _SPAN.finditer(text):
        half = (match["bhalf"] or "").strip().casefold()[:1]
        first_half = (match["ahalf"] or "").strip().casefold()[:1] or half
        certain = all(match[f"{side}minute"] or match[f"{side}h"] or half for side in "ab")
        begin, end = (_minute(match, side, h) for side, h in (("a", first_half), ("b", half)))
        if not certain or begin is None or end is None:
            continue
        if begin >= end and first_half == half == "p" and not match["ahalf"]:
            begin -= 12 * 60  # “11 to 1 p.m.”
        if 0 <= begin < end:
            yield SpanMention(begin, end, " ".join(match[0].split()), match.start(), match.end())


def _minute(match: re.Match[str], side: str, half: str) -> int | None:
    hour, minute = int(match[f"{side}hour"]), int(match[f"{side}minute"] or 0)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


@dataclass(frozen=True, slots=True)
class LengthMention:
    """A length of time, in minutes, and the noun that it is said of."""

    minutes: int
    noun: str
    whole: bool
    said: str
    start: int


@cache
def _lengths() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>\d{{1,6}}(?:[.,]\d{{1,6}})?|{any_of(numbered('numbers'))})"
    unit = rf"(?P<unit>{any_of([*words('minutes'), *words('hours')])})"
    length = rf"(?<![\w.,:–-]){number}(?P<half>\s+and\s+a\s+half)?[\s-]*{unit}(?:s?['’])?(?:[\s-]long)?"
    noun = rf"(?P<noun>{any_of([*words('wholes'), *words('parts')])})"
    singular = r"(?!\w)"
    of = r"(?:,?\s+(?:of|de|lasts|will last|lasting|dure|durera|d'une durée de|d’une durée de|for))?"
    return (
        re.compile(rf"{length}\s+{noun}{singular}", re.IGNORECASE),
        re.compile(rf"(?<!\w){noun}{of}\s+{length}(?!\w)", re.IGNORECASE),
    )


def lengths(text: str) -> Iterator[LengthMention]:
    """What a text says of how long something lasts: a 90-minute panel, une table ronde de deux heures."""
    for pattern in _lengths():
        for match in pattern.finditer(text):
            minutes = _length(match)
            noun = match["noun"].casefold()
            whole = noun in {word.casefold() for word in words("wholes")}
            if minutes:
                yield LengthMention(minutes, noun, whole, " ".join(match[0].split()), match.start())


@cache
def _each() -> re.Pattern[str]:
    number, unit = rf"(?<![\w.,:–-])(?P<number>\d{{1,3}}|{any_of(numbered('numbers'))})", any_of(words("minutes"))
    each = rf"\s+(?:for\s+|pour\s+)?{any_of(words('each'))}(?!\w)"
    return re.compile(rf"{number}[\s-]*{unit}{each}", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    number = rf"(?<![\w.,:–-])(?P<number>\d{{1,3}}|{any_of(numbered('numbers'))})"
    return re.compile(rf"{number}\s+(?:[\w’'-]{{1,20}}\s+){{0,2}}?{any_of(words('speaking'))}(?!\w)", re.IGNORECASE)


def minutes_each(text: str) -> int | None:
    """The minutes that a text gives to each speaker: “five minutes each”."""
    match = _each().search(text)
    return _number_of(match) if match else None


def speakers_counted(text: str) -> int:
    """How many speakers a text counts, 0 where it counts none: “twelve speakers”."""
    match = _counted().search(text)
    return _number_of(match) if match else 0


def _number_of(match: re.Match[str]) -> int:
    said = match["number"].casefold()
    return int(said) if said.isdigit() else int(numbered("numbers")[said])


def _length(match: re.Match[str]) -> int:
    said = match["number"].casefold()
    known = numbered("numbers")
    number = float(known[said]) if said in known else float(said.replace(",", "."))
    if match["half"]:
        number += 0.5
    hours = match["unit"].casefold() in {word.casefold() for word in words("hours")}
    return round(number * (60 if hours else 1))


def minute(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


def clock(minutes: int) -> str:
    """A minute of the day as people write it."""
    return f"{minutes // 60}:{minutes % 60:02}"
