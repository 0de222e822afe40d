"""Advice on days and times of day: from what people write to what the event file needs."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

from conceptnote.languages.known import shipped
from conceptnote.textfolding import plain_words, small_letters

_LONGEST = 80
_NUMBERS = re.compile(
    r"(?P<year>\d{4})\s?[-/. –]\s?(?P<month>\d{1,2})\s?[-/. –]\s?(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})\s?(?P<mark>[-/. ])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<last>\d{4}|\d{2})"
    r"|(?P<compact>(?:19|20)\d{6})"
)


@cache
def _list(*names: str) -> str:
    """A regular expression for any word of some lists, of all shipped languages."""
    found = {word.casefold() for language in shipped() for name in names for word in getattr(language.words, name)}
    longest_first = sorted(found, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


@cache
def _words() -> re.Pattern[str]:
    ordinal, of = _list("ordinals"), _list("of")
    return re.compile(
        rf"(?P<day>\d{{1,2}})\s?(?:{ordinal}|\.)?\s+(?:{of}\s+)?(?P<name>[^\W\d]{{3,}})\.?(?:,?\s*(?P<year>\d{{4}}))?"
        rf"|(?P<name_first>[^\W\d]{{3,}})\.?\s+(?P<day_second>\d{{1,2}}){ordinal}?(?:,?\s*(?P<year_last>\d{{4}}))?"
    )


@cache
def _several() -> re.Pattern[str]:
    to = _list("ranges", "until")
    return re.compile(rf"\d\s?{_list('ordinals')}?\s*(?:–|-|&|{to})\s*\d{{1,4}}\D.*\d{{4}}|\d{{4}}.*\D\d{{4}}")


def day_advice(text: str) -> str | None:
    """Advice for a day in another form; None if no day can be read."""
    if len(text) > _LONGEST:
        return None
    bare = _without_weekday(small_letters(text))
    if numbers := _NUMBERS.fullmatch(bare):
        return _of_numbers(numbers)
    if (words := _words().fullmatch(bare)) and (found := _of_words(words)):
        return found
    if match := re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})[t,]?\s*\d{1,2}[:h.].*", bare):
        return f"write {match[1]} here, and the hours under “time”"
    if _several().search(bare):
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
    here, there = f"{first} {calendar.month_name[second]}", f"{second} {calendar.month_name[first]}"
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
    return _written(int(year), month, day) or f"check the day: {calendar.month_name[month]} {year} has {last} days"


def _written(year: int, month: int, day: int) -> str | None:
    try:
        return f"write {date(year, month, day).isoformat()}"
    except ValueError:
        return None


def _without_weekday(text: str) -> str:
    before, article = _list("before", "articles"), _list("articles")
    weekdays = "|".join(sorted(map(re.escape, _named("days")), key=len, reverse=True))
    text = re.sub(rf"^(?:{before}\s+)*", "", text)
    return re.sub(rf"^(?:{article}\s+)?", "", re.sub(rf"^(?:{weekdays})\.?,?\s+", "", text))


def _months() -> dict[str, int]:
    return {plain_words(name): number for name, number in _named("months").items()}


@cache
def _named(what: str) -> dict[str, int]:
    """The `months`, from 1, or the `days` of the week, from 0, by their names in all shipped languages."""
    from babel import Locale

    found: dict[str, int] = {}
    for language in shipped():
        locale = getattr(Locale.parse(language.papers.babel), what)["format"]
        for width in ("abbreviated", "wide"):
            found |= {name.casefold().strip("."): number for number, name in locale[width].items()}
        groups = enumerate(language.words.months, 1) if what == "months" else enumerate(language.words.weekdays)
        found |= {name.casefold(): number for number, names in groups for name in names}
    return found


@cache
def _half(name: str) -> str:
    words = {word.rstrip(".") for language in shipped() for word in getattr(language.words, name)}
    return "|".join(re.escape(word).replace(r"\.", r"\.?\s?") for word in sorted(words))


@cache
def _span() -> re.Pattern[str]:
    marks = rf"(?:[:.]|{_list('hour_signs', 'oclock', 'after_time')})"
    after = _list("minutes", "after_time", "hour_signs")

    def clock(side: str) -> str:
        figures = rf"(?P<{side}hour>\d{{1,2}})(?:\s?{marks}\s?(?P<{side}minute>\d{{2}})?(?::\d{{2}})?)?"
        compact = rf"(?P<{side}hh>\d{{2}})(?P<{side}mm>\d{{2}})"
        half = rf"(?:(?:(?P<{side}am>{_half('am')})|(?P<{side}pm>{_half('pm')}))\b\.?)?"
        return rf"(?:{figures}|{compact})\s?(?:{after}\s?)?{half}"

    to = rf"\s?(?:[–—/~-]+|(?<!\w){_list('until', 'ranges', 'before')}(?!\w))\s?"
    before = rf"(?:{_list('before')} )?"
    return re.compile(rf"{before}{clock('a')}(?:{to}{clock('b')})?(?:\s*\(?[a-z]{{1,5}}(?:[+-]\d)?\)?)?")


def time_advice(text: str) -> str | None:
    """Advice for a time of day or a span in another form; None if none can be read."""
    if len(text) > _LONGEST:
        return None
    bare = small_letters(text)
    for name, clock in (("noon", "12:00"), ("midnight", "0:00")):
        bare = re.sub(rf"(?:\b12 ?)?\b{_list(name)}\b", clock, bare)
    match = _span().fullmatch(bare)
    if match is None:
        return None
    start, end = _clock(match, "a"), _clock(match, "b")
    if start is None:
        return None
    if end is None and not match["bam"] and not match["bpm"]:
        return _as_range(_on_24(*start))
    if end is None:
        return None
    return _as_range(_start_before(start, end), _on_24(*end))


_Clock = tuple[tuple[int, int], str]


def _clock(match: re.Match[str], side: str) -> _Clock | None:
    hour, minute = match[f"{side}hour"] or match[f"{side}hh"], match[f"{side}minute"] or match[f"{side}mm"] or "0"
    half = "a" if match[f"{side}am"] else "p" if match[f"{side}pm"] else ""
    return ((int(hour), int(minute)), half) if hour else None


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


def _as_range(*clocks: tuple[int, int] | None) -> str | None:
    if None in clocks or (len(clocks) == 2 and clocks[1] <= clocks[0]):  # type: ignore[operator] # None is none of them
        return None
    return "–".join(f"{hour}:{minute:02}" for hour, minute in filter(None, clocks))
