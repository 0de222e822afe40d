"""Dates and times of day in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from conceptnote.check.event.words import (
    after_articles,
    any_of,
    by_languages,
    half_of_day,
    month_name,
    numbered,
    weekday_name,
    words,
)


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


@by_languages
def _dates() -> tuple[re.Pattern[str], ...]:
    month = any_of(numbered("months"), capitals=True)
    weekday = rf"(?:(?P<weekday>{any_of(numbered('weekdays'), capitals=True)})\.?,?\s+{after_articles()}?)?"
    between = any_of(words("ranges"))
    # A range has two numbers; its weekdays, if it has any, are not looked at.
    ordinal = f"{any_of(words('ordinals'))}?"
    number = rf"(?:(?P<first>\d{{1,2}}){ordinal}\s*{between}\s*)?(?P<day>\d{{1,2}}){ordinal}"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(
            rf"(?<![\w.:]){weekday}{number}(?:\s+{any_of(words('of'))})?\s+(?P<month>{month})\b\.?(?:,?\s+{year})?"
        ),
        re.compile(rf"(?<!\w){weekday}(?P<month>{month})\.?\s+{number}(?![\w:])(?:,?\s+{year})?"),
    )


def dates(text: str) -> Iterator[DateMention]:
    """The dates of a text that have a day and a month, in any known language."""
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
            month=_by_form("months")[match["month"]],
            year=int(year) if year else None,
            weekday=_by_form("weekdays")[weekday] if weekday else None,
            first=int(first) if first else None,
        )


@by_languages
def _by_form(name: str) -> dict[str, int]:
    """The numbers of months or weekdays, however their capitals are; as in `any_of`."""
    known = numbered(name).items()
    return {form: int(number) for word, number in known for form in (word.upper(), word.capitalize(), word)}


def spell(day: date, *, weekday: bool = False) -> str:
    """A date in words, for messages."""
    text = f"{day.day} {month_name(day.month)} {day.year}"
    return f"{weekday_name(day.weekday())}, {text}" if weekday else text


_MARK = "[:.]"


def _half(prefix: str = "") -> str:
    am, pm = half_of_day("am"), half_of_day("pm")
    return rf"(?P<{prefix}half>\s?(?:(?P<{prefix}am>{am})|(?P<{prefix}pm>{pm}))\b\.?)"


def _sign() -> str:
    """What may stand between the hour and the minutes, beside a colon or a full stop."""
    return rf"\s?(?i:{any_of(words('hour-signs'))})"


@by_languages
def _span() -> re.Pattern[str]:
    def clock(side: str) -> str:
        minute = rf"(?:(?:{_MARK}|{_sign()}\s?)(?P<{side}minute>\d{{2}})|(?P<{side}h>{_sign()}))?"
        return rf"(?P<{side}hour>\d{{1,2}}){minute}{_half(side)}?"

    to = rf"\s*(?:[–—-]|{any_of(words('until'))})\s*"
    return re.compile(rf"(?<![\w:.,/-]){clock('a')}{to}{clock('b')}(?![\w:/])")


@by_languages
def half_day_time() -> re.Pattern[str]:
    """A time on the 12-hour clock."""
    mark = rf"(?:{_MARK}|{_sign()}\s?|\s{any_of(words('oclock'))}\s)"
    return re.compile(rf"(?<![\w:.,/-])(?P<hour>\d{{1,2}})(?:{mark}(?P<minute>\d{{2}}))?{_half()}")


@by_languages
def any_time() -> re.Pattern[str]:
    """A time of day that is certainly one: with a colon, a sign of hours, or the half of the day."""
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


def hour_and_minute(said: str) -> tuple[int, int]:
    """The hour, on the 24-hour clock, and the minute of a time of day as a text has it."""
    figures = [int(figure) for figure in re.findall(r"\d+", said)]
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    late = bool(_afternoon().search(said))
    if (late or _morning().search(said)) and 1 <= hour <= 12:
        hour = hour % 12 + (12 if late else 0)
    return hour, minute


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
    for match in _span().finditer(text):
        half = _half_said(match, "b")
        first_half = _half_said(match, "a") or half
        certain = all(match[f"{side}minute"] or match[f"{side}h"] or half for side in "ab")
        begin, end = (_minute(match, side, h) for side, h in (("a", first_half), ("b", half)))
        if not certain or begin is None or end is None:
            continue
        if begin >= end and first_half == half == "p" and not match["ahalf"]:
            begin -= 12 * 60  # “11 to 1 p.m.”
        if 0 <= begin < end:
            yield SpanMention(begin, end, " ".join(match[0].split()), match.start(), match.end())


def _half_said(match: re.Match[str], side: str) -> str:
    return "a" if match[f"{side}am"] else "p" if match[f"{side}pm"] else ""


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


def _spaced(name: str) -> str:
    """Any word of a list, with any white space in it."""
    return any_of(words(name)).replace("\\ ", r"\s+")


@by_languages
def _lengths() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>\d{{1,6}}(?:[.,]\d{{1,6}})?|{any_of(numbered('numbers'))})"
    unit = rf"(?P<unit>{any_of([*words('minutes'), *words('hours')])})"
    half, long = _spaced("and-a-half"), _spaced("long")
    length = rf"(?<![\w.,:–-]){number}(?P<half>\s+{half})?[\s-]*{unit}(?:s?['’])?(?:[\s-]{long})?"
    noun = rf"(?P<noun>{any_of([*words('wholes'), *words('parts')])})"
    singular = r"(?!\w)"
    of = rf"(?:,?\s+{_spaced('lasting')})?"
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
    match = _each().search(text) or _multiplied().search(text)
    return _whole(match) if match else None


def _whole(match: re.Match[str]) -> int | None:
    number = number_said(match["number"])
    return None if number is None else int(number)


def speakers_counted(text: str) -> int:
    """How many speakers a text counts, 0 where it counts none: “twelve speakers”."""
    if match := _counted().search(text):
        return _whole(match) or 0
    return int(match["count"]) if (match := _multiplied().search(text)) else 0


def number_said(said: str) -> float | None:
    """The number that figures or a word stand for; None for a word that only looks like one in capitals."""
    known: float | None = numbered("numbers").get(said.casefold())
    return known if known is not None or not said[0].isdigit() else float(said.replace(",", "."))


def _length(match: re.Match[str]) -> int:
    number = number_said(match["number"]) or 0
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
