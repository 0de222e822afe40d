"""Dates and times of day in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from msgspec import Struct

from conceptnote.check.event.words import (
    CLOSE,
    END,
    after_articles,
    any_of,
    by_languages,
    half_of_day,
    month_name,
    numbered,
    unmarked,
    weekday_name,
    words,
)


class DateMention(Struct, frozen=True):
    """A date in a text; of a range the last day, and the first beside it."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    weekday: int | None
    first: int | None = None

    def meant(self, event: date) -> date | None:
        """The calendar day; without a year, the one closest to the event. None if there is no such day."""
        years = [self.year] if self.year else [event.year - 1, event.year, event.year + 1]
        days = [day for year in years if (day := _calendar(year, self.month, self.day))]
        return min(days, key=lambda day: abs((day - event).days), default=None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@by_languages
def _dates() -> tuple[re.Pattern[str], ...]:
    month = any_of(numbered("months"), capitals=True)
    weekday = rf"(?:(?P<weekday>{any_of(numbered('weekdays'), capitals=True)})\.?[,،]?\s+{after_articles()}?)?"
    between = any_of(words("ranges"))
    # A range has two numbers; weekdays in it are not checked.
    ordinal = f"{any_of(words('ordinals'))}?"
    number = rf"(?:(?P<first>\d{{1,2}}){ordinal}\s*{between}\s*)?(?P<day>\d{{1,2}}){ordinal}"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(
            rf"(?<![\w.:]){weekday}{number}(?:\s+{any_of(words('of'))})?\s+(?P<month>{month})\b\.?"
            rf"(?:(?:,?|\s+{any_of(words('of'))})\s+{year})?"
        ),
        re.compile(rf"(?<!\w){weekday}(?P<month>{month})\.?\s+{number}(?![\w:])(?:,?\s+{year})?"),
        _in_figures(between),
    )


def _in_figures(between: str) -> re.Pattern[str]:
    """A date in figures, the largest unit first: 2014年6月10日至12日（星期二）."""
    years, months, days = (any_of(words(f"{unit}-signs")) for unit in ("year", "month", "day"))
    weekday = rf"(?:\s*[（(]?(?P<weekday>{any_of(numbered('weekdays'))}))?"
    first = rf"(?:(?P<first>\d{{1,2}}){days}?\s*{between}\s*)?"
    return re.compile(
        rf"(?<![\d.:/-])(?:(?P<year>\d{{4}})\s?{years}\s?)?(?P<month>\d{{1,2}})\s?{months}\s?"
        rf"{first}(?P<day>\d{{1,2}})\s?{days}{weekday}"
    )


def dates(text: str) -> Iterator[DateMention]:
    """The dates with a day and a month in a text, in any known language."""
    taken = 0
    found = [match for pattern in _dates() for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken:
            continue
        taken = match.end()
        weekday, year, first, month = match["weekday"], match["year"], match["first"], match["month"]
        number = int(month) if month.isdigit() else _by_form("months")[unmarked(month)]
        if not 1 <= number <= 12:
            continue
        yield DateMention(
            start=match.start(),
            end=match.end(),
            text=" ".join(match[0].split()),
            day=int(match["day"]),
            month=number,
            year=int(year) if year else None,
            weekday=_by_form("weekdays")[unmarked(weekday)] if weekday else None,
            first=int(first) if first else None,
        )


@by_languages
def _by_form(name: str) -> dict[str, int]:
    """The numbers of months or weekdays, whatever their capitals; as in `any_of`."""
    known = numbered(name).items()
    return {form: int(number) for word, number in known for form in (word.upper(), word.capitalize(), word)}


def spell(day: date, *, weekday: bool = False) -> str:
    """A date in words, for messages."""
    text = f"{day.day} {month_name(day.month)} {day.year}"
    return f"{weekday_name(day.weekday())}, {text}" if weekday else text


_MARK = "[:.：]"


def _half(prefix: str = "") -> str:
    am, pm = half_of_day("am"), half_of_day("pm")
    return rf"(?P<{prefix}half>\s?(?:(?P<{prefix}am>{am})|(?P<{prefix}pm>{pm}))(?!\w)\.?)"


def _sign() -> str:
    """Signs between hour and minutes, besides a colon and a full stop."""
    return rf"\s?(?i:{any_of(words('hour-signs'))})"


def _clock(side: str) -> str:
    """A time of day: its hour, minute and half of the day are groups that begin with `side`."""
    oclock, after = any_of(words("oclock")), any_of(words("after-time"))
    sign = rf"(?:{_sign()}|\s{oclock}(?!\w))"
    minute = rf"(?:(?:{_MARK}|{sign}\s?)(?P<{side}minute>\d{{2}})(?:\s?{after}{END})?|(?P<{side}h>{sign}))?"
    before = rf"(?:(?P<{side}am0>{half_of_day('am')})|(?P<{side}pm0>{half_of_day('pm')}))?\s?"
    return rf"{before}(?P<{side}hour>\d{{1,2}}){minute}{_half(side)}?"


@by_languages
def _span() -> re.Pattern[str]:
    to = rf"\s*(?:[–—-]|{any_of(words('until'))})\s*"
    return re.compile(rf"(?<!(?!{CLOSE})[\w:.,/-]){_clock('a')}{to}{_clock('b')}(?!(?!{CLOSE})[\w:/])")


@by_languages
def _single() -> re.Pattern[str]:
    return re.compile(rf"{_clock('a')}(?!(?!{CLOSE})[\w:/])(?!\s*[–—-])")


@by_languages
def half_day_time() -> re.Pattern[str]:
    """A time on the 12-hour clock."""
    mark = rf"(?:{_MARK}|{_sign()}\s?|\s{any_of(words('oclock'))}\s)"
    return re.compile(rf"(?<![\w:.,/-])(?P<hour>\d{{1,2}})(?:{mark}(?P<minute>\d{{2}}))?{_half()}")


@by_languages
def any_time() -> re.Pattern[str]:
    """A time of day that is certainly one: it has a colon, a sign of hours, or a.m. or p.m."""
    return re.compile(
        rf"(?<![\w:.,/-])(?:\d{{1,2}}(?:[:.]\d{{2}})?{_half()}"
        rf"|\d{{1,2}}(?::|{_sign()}\s?)\d{{2}}(?![\d:])|\d{{1,2}}{_sign()}\b)"
    )


@by_languages
def _afternoon() -> re.Pattern[str]:
    return re.compile(rf"{half_of_day('pm')}\b")


@by_languages
def _morning() -> re.Pattern[str]:
    return re.compile(rf"{half_of_day('am')}\b")


def hour_and_minute(text: str) -> tuple[int, int]:
    """The hour, on the 24-hour clock, and the minute of a time of day in a text."""
    figures = [int(figure) for figure in re.findall(r"\d+", text)]
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    late = bool(_afternoon().search(text))
    if (late or _morning().search(text)) and 1 <= hour <= 12:
        hour = hour % 12 + (12 if late else 0)
    return hour, minute


class SpanMention(Struct, frozen=True):
    """A time span, in minutes since midnight."""

    begin: int
    end: int
    text: str
    start: int
    stop: int


def spans(text: str) -> Iterator[SpanMention]:
    """The time spans of a text; “2 to 3.30 p.m.” is in the afternoon as a whole."""
    for match in _span().finditer(text):
        half = _half_of_day(match, "b")
        first_half = _half_of_day(match, "a") or half
        certain = all(match[f"{side}minute"] or match[f"{side}h"] or half for side in "ab")
        begin, end = (_minute(match, side, h) for side, h in (("a", first_half), ("b", half)))
        if not certain or begin is None or end is None:
            continue
        if begin >= end and first_half == half == "p" and not match["ahalf"]:
            begin -= 12 * 60  # “11 to 1 p.m.”
        if 0 <= begin < end:
            yield SpanMention(begin, end, " ".join(match[0].split()), match.start(), match.end())


def time_at(text: str, start: int) -> SpanMention | None:
    """The time of day that begins at an offset, as a span without a length; None if it is not certainly one."""
    match = _single().match(text, start)
    if match is None:
        return None
    half = _half_of_day(match, "a")
    begin = _minute(match, "a", half)
    if begin is None or not (match["aminute"] or match["ah"] or half):
        return None
    return SpanMention(begin, begin, " ".join(match[0].split()), start, match.end())


def _half_of_day(match: re.Match[str], side: str) -> str:
    early, late = (match[f"{side}{half}"] or match[f"{side}{half}0"] for half in ("am", "pm"))
    return "a" if early else "p" if late else ""


def _minute(match: re.Match[str], side: str, half: str) -> int | None:
    hour, minute = int(match[f"{side}hour"]), int(match[f"{side}minute"] or 0)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def minute(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


def clock(minutes: int) -> str:
    """A minute of the day as people write it."""
    return f"{minutes // 60}:{minutes % 60:02}"
