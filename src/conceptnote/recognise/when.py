"""Days as people write them, to those of the event file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.languages.known import Languages
from conceptnote.recognise.words import Words, any_of, fold

_SPAN_OF_YEARS = 6


class FoundDay(Struct, frozen=True):
    """A day in a text, from `start` to `end`; the year is None without one."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    doubt: str = ""
    """Why it might be another day."""
    to: int | None = None
    """The last of several consecutive days in the same month."""
    listed: tuple[int, ...] = ()
    """All days of a list of several in the same month: `18, 19 and 21`."""


@lru_cache(8)
def _calendar(languages: Languages) -> tuple[dict[str, int], dict[str, int]]:
    """Months from 1 and weekdays from 0 by their folded names, full and short, in all languages."""
    from babel import Locale

    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for language in languages:
        locale, words = Locale.parse(language.papers.babel), language.words
        for width in ("abbreviated", "wide"):
            months |= {fold(name).strip("."): number for number, name in locale.months["format"][width].items()}
            days |= {fold(name).strip("."): number for number, name in locale.days["format"][width].items()}
        months |= {fold(name): number for number, names in enumerate(words.months, 1) for name in names}
        days |= {fold(name): number for number, names in enumerate(words.weekdays) for name in names}
    return months, days


@lru_cache(8)
def _patterns(words: Words) -> tuple[re.Pattern[str], ...]:
    months, days = (any_of(names) for names in _calendar(words.known))
    lists = {name: any_of(words.lists[name]) for name in ("articles", "ordinals", "of", "ranges", "hour_signs")}
    weekday = rf"(?:(?P<weekday>{days})\.?,?\s+(?:{lists['articles']}\s+)?)?"
    ordinal, of = lists["ordinals"], rf"(?:{lists['of']}\s+)?"
    signs = [any_of(words.lists[f"{name}_signs"]) for name in ("year", "month", "day")]
    ands = any_of(words.lists["ands"])
    joined = any_of(words.lists["ranges"] | words.lists["ands"])
    item = rf"(?:{days}\.?,?\s+(?:{lists['articles']}\s+)?)?\d{{1,2}}(?:{ordinal})?"
    listed = rf"(?P<listed>(?:{item},\s*)+)(?={item},?\s*(?:&|\b{ands}\b))"
    attached = any_of(one for one in words.lists["ranges"] if len(one) == 1 and one > "\u0600")  # in Arabic
    to = rf"(?:,?\s*(?:[–—/-]|(?P<and>&|\b{ands}\b|{attached}(?=\d))|\b{joined}\b)\s*"
    to += rf"(?(weekday)(?:{days}\.?,?\s+)?)(?P<to>\d{{1,2}}){ordinal}?"
    last = rf"{to}(?=\.?\s))?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?:(?P<year>\d{{4}})\s?{signs[0]}\s?)?(?P<month>\d{{1,2}})\s?{signs[1]}\s?(?P<day>\d{{1,2}})\s?{signs[2]}"
            rf"(?:\s?(?:[–—-]|{joined})\s?(?P<to>\d{{1,2}})\s?{signs[2]})?",
            rf"(?:(?P<year>\d{{4}})\s?{signs[0]}\s?)?(?P<month>\d{{1,2}})\s?{signs[1]}\s?(?P<day>\d{{1,2}})"
            rf"\s?(?:[–—-]|{joined})\s?(?P<to>\d{{1,2}})\s?{signs[2]}",
            rf"\b{weekday}(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{2}})(?P=sign)(?P<day>\d{{2}})\b",
            rf"\b(?:{listed})?{weekday}(?P<day>\d{{1,2}})(?:{ordinal}|\.)?{last}\.?\s+{of}(?P<name>{months})\b\.?"
            rf"(?:,?\s+{of}(?P<year>\d{{4}})\b)?",
            rf"\b{weekday}(?P<name>{months})\.?\s+(?P<day>\d{{1,2}}){ordinal}?\b(?!(?:[:.]|{lists['hour_signs']})\d)"
            rf"{to}(?![\w:.]\d|\d))?(?:,?\s+{of}(?P<year>\d{{4}})\b)?",
            rf"\b{weekday}(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})\b",
            rf"\b{weekday}(?P<day>\d{{1,2}})\.?\s?(?:[–—/-]|(?P<and>&|\b{ands}\b)|\b{joined}\b)\s?(?P<to>\d{{1,2}})"
            r"(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})\b",
        )
    )


def find_day(text: str, words: Words) -> FoundDay | None:
    """The first day in a text."""
    folded = fold(text, keep_length=True)
    found = [match for pattern in _patterns(words) for match in pattern.finditer(folded)]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        parts, before = match.groupdict(), folded[: match.start()].split()[-1:]
        if parts.get("name") and parts["to"] and not parts["and"] and before and before[0] in words.lists["days"]:
            # “Day 1 – 3 June”
            skipped = match.start("to")
            after = find_day(text[skipped:], words)
            return after and replace(after, start=after.start + skipped, end=after.end + skipped)
        if day := _day(match, words):
            return _with_weekday_after(day, folded, words)
    return None


def _with_weekday_after(found: FoundDay, folded: str, words: Words) -> FoundDay:
    """The day with what may stand after it: the sign of a year, `2030 г.`, and the weekday in brackets."""
    days = _calendar(words.known)[1]
    sign = rf"(?:\s?{any_of(words.lists['year_signs'])}(?!\w)\.?)?"
    named = rf",?\s*[(（]\s*({any_of(days)})\.?\s*[)）]|,\s*({any_of(days)})(?!\w)"
    after = re.match(rf"{sign}(?:{named})?", folded[found.end :])
    if after is None:
        return found
    said = after[1] or after[2]
    weekday = days[said] if said and found.weekday is None else found.weekday
    return replace(found, end=found.end + after.end(), weekday=weekday)


def _day(match: re.Match[str], words: Words) -> FoundDay | None:
    months, days = _calendar(words.known)
    parts = match.groupdict()
    day = int(parts["day"])
    month = months[parts["name"]] if parts.get("name") else int(parts["month"])
    doubt = ""
    if parts.get("mark"):
        if month > 12 >= day:
            day, month = month, day
        elif month <= 12 and day <= 12 and day != month:
            doubt = "it may have the month first"
    year = int(parts["year"]) if parts.get("year") else None
    try:
        date(year or 2000, month, day)  # 2000 has a 29 February
    except ValueError:
        return None
    weekday = days[parts["weekday"]] if parts.get("weekday") else None
    to = int(parts["to"]) if parts.get("to") else None
    to = to if to and day < to <= 31 and _exists(year or 2000, FoundDay(0, 0, min(to, 31), month, year, None)) else None
    before = [int(one) for one in re.findall(r"\d+", parts.get("listed") or "")]
    listed = tuple(sorted({*before, day, to})) if to and parts.get("and") else ()
    return FoundDay(match.start(), match.end(), day, month, year, weekday, doubt, to, listed)


_MOST_DAYS = 14


def is_weekday(text: str, words: Words) -> bool:
    """Whether a text is the name of a weekday, with a number or none: “Monday”, “Lunes 19”."""
    name = fold(text).strip(" .,:0123456789")
    return len(name) > 1 and name in _calendar(words.known)[1]


def weekday_of(text: str, words: Words) -> tuple[int, int | None] | None:
    """The weekday, from 0, and the number of the day in a heading that has nothing else: “Lundi matin”, “Lunes 19”."""
    tokens = re.findall(r"\w+", fold(text))
    weekday = _calendar(words.known)[1].get(tokens[0]) if tokens and len(tokens[0]) > 2 else None
    rest = [one for one in tokens[1:] if one not in words.lists["periods"]]
    number = int(rest.pop(0)) if rest and rest[0].isdigit() and len(rest[0]) < 3 else None
    return (weekday, number) if weekday is not None and not rest else None


def days_of(found: FoundDay, text: str, words: Words) -> tuple[FoundDay, ...]:
    """All days of a range that begins with one: `3–4 October`, or `30 May – 2 June`; the first includes its end."""
    if found.to is not None:
        numbers = found.listed or range(found.day, found.to + 1)
        weekdays = [None if found.weekday is None else (found.weekday + one - found.day) % 7 for one in numbers]
        pairs = zip(numbers, weekdays, strict=True)
        days = tuple(replace(found, day=day, weekday=weekday, to=None) for day, weekday in pairs)
        return days if len(days) <= _MOST_DAYS else (replace(found, to=None),)
    until = any_of(words.lists["ranges"] | words.lists["until"])
    ands = any_of(words.lists["ands"])
    attached = any_of(one for one in words.lists["ranges"] if len(one) == 1 and one > "\u0600")
    between = re.match(
        rf"\s*(?:[–—-]|\b{until}\b|(?P<and>,?\s*(?:&|\b{ands}\b|{attached})))\s*",
        fold(text, keep_length=True)[found.end :],
    )
    last = find_day(text[found.end + between.end() :], words) if between else None
    if last is None or last.start or between is None:
        return (found,)
    year = found.year or last.year
    try:
        first_date, last_date = date(year or 2000, found.month, found.day), date(year or 2000, last.month, last.day)
    except ValueError:
        return (found,)
    length = (last_date - first_date).days
    if not 0 < length <= _MOST_DAYS:
        return (found,)
    end = found.end + between.end() + last.end
    days_between = [first_date + timedelta(at) for at in range(length + 1)]
    if between["and"]:
        days_between = [first_date, last_date]  # “10 June and 12 June”
    return tuple(replace(found, day=one.day, month=one.month, year=year, end=end,
                         weekday=found.weekday if not at else None) for at, one in enumerate(days_between))  # fmt: skip


def year_of(found: FoundDay, today: date) -> tuple[int, bool]:
    """The likeliest year of a day without one, and whether its weekday confirms it.

    It is the year closest to today's, present and future ones before past ones.
    """
    years = sorted(range(today.year - _SPAN_OF_YEARS, today.year + _SPAN_OF_YEARS), key=lambda y: _far(y, today.year))
    possible = [year for year in years if _exists(year, found)]
    fitting = [year for year in possible if date(year, found.month, found.day).weekday() == found.weekday]
    return (fitting or possible)[0], bool(fitting)


def _far(year: int, now: int) -> tuple[int, bool]:
    return abs(year - now), year < now


def _exists(year: int, found: FoundDay) -> bool:
    return found.day < 29 or found.month != 2 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
