"""Days and times of day as people write them -> what to write in the event file, for advice and for nothing else."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

from conceptnote.paperlanguage import LANGUAGES
from conceptnote.textfolding import plain_words, small_letters

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""The months in English, for messages."""

_LONGEST = 80
_BEFORE = r"(?:(?:on|the|le|du|from|de|am)\s+)*"
_NUMBERS = re.compile(
    r"(?P<year>\d{4})\s?[-/. –]\s?(?P<month>\d{1,2})\s?[-/. –]\s?(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})\s?(?P<mark>[-/. ])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<last>\d{4}|\d{2})"
    r"|(?P<compact>(?:19|20)\d{6})"
)
_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th|er|ere|e|\.)?\s+(?:of\s+|de\s+)?(?P<name>[^\W\d]{3,})\.?(?:,?\s*(?P<year>\d{4}))?"
    r"|(?P<name_first>[^\W\d]{3,})\.?\s+(?P<day_second>\d{1,2})(?:st|nd|rd|th)?(?:,?\s*(?P<year_last>\d{4}))?"
)
_SEVERAL = re.compile(r"\d\s?(?:st|nd|rd|th|er)?\s*(?:–|-|to|and|until|au|et|&)\s*\d{1,4}\D.*\d{4}|\d{4}.*\D\d{4}")


def day_advice(text: str) -> str | None:
    """What to write for a day that is written in another way; None where no day can be read."""
    if len(text) > _LONGEST:
        return None
    bare = _without_weekday(small_letters(text))
    if numbers := _NUMBERS.fullmatch(bare):
        return _of_numbers(numbers)
    if (words := _WORDS.fullmatch(bare)) and (found := _of_words(words)):
        return found
    if match := re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})[t,]?\s*\d{1,2}[:h.].*", bare):
        return f"write {match[1]} here, and the hours under “time”"
    if _SEVERAL.search(bare):
        return "write one day; an event of several days has one of the “sittings” for each: docs/agendas.md shows how"
    return None


def _of_numbers(match: re.Match[str]) -> str | None:
    if match["compact"]:
        digits = match["compact"]
        return _written(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if match["year"]:
        return _written(int(match["year"]), int(match["month"]), int(match["day"]))
    first, second, year = int(match["first"]), int(match["second"]), int(match["last"])
    year += 2000 if year < 100 else 0
    if match["mark"] != "/" or first > 12 or first == second:
        return _written(year, second, first) or _written(year, first, second)
    if second > 12:
        return _written(year, first, second)
    day_first, month_first = _written(year, second, first), _written(year, first, second)
    if not day_first or not month_first:
        return None
    here, there = f"{first} {MONTHS[second - 1]}", f"{second} {MONTHS[first - 1]}"
    month_first = month_first.removeprefix("write ")
    return f"{day_first} for {here}, as it is read in Geneva, or {month_first} for {there}, as in New York"


def _of_words(match: re.Match[str]) -> str | None:
    month = _months().get(plain_words(match["name"] or match["name_first"]))
    if month is None:
        return None
    day, year = int(match["day"] or match["day_second"]), match["year"] or match["year_last"]
    if year is None:
        return f"write the year, too, and numbers: 2014-{month:02}-{day:02} for a day in 2014"
    last = calendar.monthrange(int(year), month)[1] if int(year) else 0
    return _written(int(year), month, day) or f"check the day: {MONTHS[month - 1]} {year} has {last} days"


def _written(year: int, month: int, day: int) -> str | None:
    try:
        return f"write {date(year, month, day).isoformat()}"
    except ValueError:
        return None


def _without_weekday(text: str) -> str:
    weekdays = "|".join(sorted(map(re.escape, _weekdays()), key=len, reverse=True))
    return re.sub(rf"^(?:{weekdays})\.?,?\s+", "", re.sub(rf"^{_BEFORE}", "", text)).removeprefix("the ")


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    return {
        plain_words(name).strip("."): number
        for language in LANGUAGES
        for width in ("abbreviated", "wide")
        for number, name in Locale.parse(language).months["format"][width].items()
    } | {"sept": 9}


@cache
def _weekdays() -> frozenset[str]:
    from babel import Locale

    return frozenset(
        name.casefold().strip(".")
        for language in LANGUAGES
        for width in ("abbreviated", "wide")
        for name in Locale.parse(language).days["format"][width].values()
    ) | {"tues", "thurs"}


_CLOCK = (
    r"(?:(\d{{1,2}})(?:\s?(?:[:.h]|heures?|hrs?)\s?(\d{{2}})?(?::\d{{2}})?)?|(\d{{2}})(\d{{2}}))"
    r"\s?(?:min\s?|hrs\s?|h\s?)?(?:({half})\b\.?)?"
)
_HALF = r"[ap]\.?\s?m"
_TO = r"\s?(?:[–—/~-]+|\bto\b|\buntil\b|\btill\b|\band\b|à|\ba\b|jusqu'à|\bau\b|\bet\b)\s?"
_ONE = _CLOCK.format(half=_HALF)
_SPAN = re.compile(
    rf"(?:from |between |at |de |entre |a |à )?{_ONE}(?:{_TO}{_ONE})?(?:\s*\(?[a-z]{{1,5}}(?:[+-]\d)?\)?)?"
)
_NAMED = {"noon": "12:00", "midday": "12:00", "midi": "12:00", "midnight": "0:00", "minuit": "0:00"}


def time_advice(text: str) -> str | None:
    """What to write for a time of day, or from when to when, that is written in another way; None where none is."""
    if len(text) > _LONGEST:
        return None
    bare = small_letters(text)
    for name, clock in _NAMED.items():
        bare = re.sub(rf"(?:\b12 ?)?\b{name}\b", clock, bare)
    match = _SPAN.fullmatch(bare)
    if match is None:
        return None
    groups = match.groups()
    start, end = _clock(groups[:5]), _clock(groups[5:])
    if start is None:
        return None
    if not any(groups[5:]):
        return _said(_on_24(*start))
    if end is None:
        return None
    return _said(_start_before(start, end), _on_24(*end))


_Clock = tuple[tuple[int, int], str]


def _clock(groups: tuple[str | None, ...]) -> _Clock | None:
    hour, minute = groups[0] or groups[2], groups[1] or groups[3] or "0"
    return ((int(hour), int(minute)), (groups[4] or "")[:1]) if hour else None


def _on_24(clock: tuple[int, int], half: str) -> tuple[int, int] | None:
    hour, minute = clock
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _start_before(start: _Clock, end: _Clock) -> tuple[int, int] | None:
    """The start on the 24-hour clock; where only the end says its half of the day, in the last half before it."""
    last = _on_24(*end)
    if start[1] or not end[1] or last is None:
        return _on_24(*start)
    options = [found for half in "pa" if (found := _on_24(start[0], half)) and found < last]
    return options[0] if options else None


def _said(*clocks: tuple[int, int] | None) -> str | None:
    if None in clocks or (len(clocks) == 2 and clocks[1] <= clocks[0]):  # type: ignore[operator] # None is none of them
        return None
    return "–".join(f"{hour}:{minute:02}" for hour, minute in filter(None, clocks))
