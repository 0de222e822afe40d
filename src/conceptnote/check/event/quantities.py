"""Dates, times of day and numbers in a text, whatever its language.

One value has many forms (9:30, 9h30, 9.30 a.m.; 1,000 and 1 000), and one form can have several values (1.000 is a
thousand or one). So each mention has all its readings, and two mentions are the same if they share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from conceptnote.check.event.date_parsing import any_time, dates, hour_and_minute, spans
from conceptnote.check.event.length_parsing import number_of
from conceptnote.check.event.words import any_of, by_languages, numbered, phrase, words

_SMALL = 12
"""Up to this number a text may use a word, a Roman numeral, or nothing: “both”, “a dozen”."""
_SCALES = (10**3, 10**6, 10**9)

_NUMERIC_DATE = re.compile(r"(?<![\w/.-])(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?![\w/-])")
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:(?P<group>[,.'’ \u00a0\u202f])\d{3})(?:(?P=group)\d{3})*(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)(?P<ordinal>[A-Za-zᵉʳº°]{1,3}\b)?"
)
_SIGN = re.compile(r"\s?[%‰€$£]")


class Quantity(Struct, frozen=True):
    """A date, a time or a number in a text with its readings; `certain` if it can have no other form."""

    text: str
    start: int
    readings: frozenset[str]
    certain: bool = True


def quantities(text: str) -> tuple[Quantity, ...]:
    """The dates, times and numbers of a text, in any known language, in order."""
    found: list[Quantity] = []
    for step in (_dates, _numeric_dates, _spans, _clocks, _hours_in_words, _noons, _numbers):
        read = list(step(text))
        found += [quantity for quantity, _ in read]
        # What is read already is not a number too.
        text = _without(text, ((quantity.start, end) for quantity, end in read))
    return tuple(sorted([*found, *_in_words(text)], key=lambda one: one.start))


def _without(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """A text with some parts blanked; its length stays."""
    kept, at = [], 0
    for start, end in sorted(set(parts)):
        if end > at:
            start = max(start, at)
            kept += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*kept, text[at:]])


def unmatched(those: Iterable[Quantity], others: Iterable[Quantity]) -> list[Quantity]:
    """The certain quantities that match none of the others."""
    known = frozenset(reading for other in others for reading in other.readings)
    return [one for one in those if one.certain and not one.readings & known and not _scaled(one, known)]


def _scaled(one: Quantity, known: frozenset[str]) -> bool:
    """Whether a number is also there in thousands, millions or billions: 1,500,000 and 1.5 million."""
    numbers = [float(reading) for reading in one.readings if reading[0].isdigit()]
    return any(_formatted(scaled) in known for a in numbers for scale in _SCALES for scaled in (a * scale, a / scale))


Found = Iterator[tuple[Quantity, int]]


def _dates(text: str) -> Found:
    for mention in dates(text):
        year = {str(mention.year)} if mention.year else set()
        for day in (mention.day, mention.first):
            if day is not None:
                yield _date(mention.text, mention.start, {(day, mention.month)}), mention.end
        if year:
            yield Quantity(str(mention.year), mention.start, frozenset(year)), mention.end


def _numeric_dates(text: str) -> Found:
    """05/03/2030 or 2030-03-05; the order of day and month is not known."""
    for match in _NUMERIC_DATE.finditer(text):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        year, days = (first, {(third, second)}) if len(match[1]) == 4 else (third, {(first, second), (second, first)})
        yield _date(match[0], match.start(), days), match.end()
        yield Quantity(match[0], match.start(), frozenset({str(year), str(2000 + year)})), match.end()


def _date(text: str, start: int, days: set[tuple[int, int]]) -> Quantity:
    return Quantity(text, start, frozenset(f"day {day}.{month}" for day, month in days))


def _spans(text: str) -> Found:
    for span in spans(text):
        for minutes in (span.begin, span.end):
            yield _time(span.text, span.start, minutes), span.stop


def _clocks(text: str) -> Found:
    return _times_of_day(any_time(), text)


def _hours_in_words(text: str) -> Found:
    return _times_of_day(_hours(), text)


def _times_of_day(pattern: re.Pattern[str], text: str) -> Found:
    for match in pattern.finditer(text):
        hour, minute = hour_and_minute(match[0])
        if minute < 60:
            yield _time(match[0], match.start(), hour * 60 + minute), match.end()


def _noons(text: str) -> Found:
    for name, minutes in (("noon", 12 * 60), ("midnight", 0)):
        for match in phrase(name).finditer(text):
            yield Quantity(match[0], match.start(), frozenset({f"time {minutes}"}), certain=False), match.end()


@by_languages
def _hours() -> re.Pattern[str]:
    """14 heures 30."""
    return re.compile(rf"(?<![\w.,/-])\d{{1,2}}\s{any_of(words('hours'))}(?:\s\d{{2}}\b)?", re.IGNORECASE)


def _time(text: str, start: int, minutes: int) -> Quantity:
    """A time of day; as a length it may be in minutes, and a full hour may be a number."""
    hour, minute = divmod(minutes, 60)
    others = {str(hour)} if not minute else {f"{hour}.{minute:02}".rstrip("0"), str(minutes)}
    return Quantity(" ".join(text.split()), start, frozenset({f"time {minutes}"} | others))


def _numbers(text: str) -> Found:
    for match in _NUMBER.finditer(text):
        number, group = match["number"], match["group"]
        whole = number if group is None else number.replace(group, "")
        readings = {_plain(whole)}
        if group in (",", ".") and number.count(group) == 1:
            readings.add(_plain(number))
        if time := re.fullmatch(r"(\d{1,2})\.(\d{2})", number):
            readings.add(f"time {int(time[1]) * 60 + int(time[2])}")
        before = text[match.start() - 1 : match.start()]
        large = float(_plain(whole)) > _SMALL or not _plain(whole).isdigit()
        large = large or bool(_SIGN.match(text, match.end()) or _SIGN.match(before))
        certain = large and not match["ordinal"] and not before.isalpha()  # 21st, and COP21
        quantity = Quantity(match[0], match.start(), frozenset(readings), certain)
        yield quantity, match.end()


def _plain(number: str) -> str:
    """A number in one form: 05 is 5, and 3,50 is 3.5."""
    return _formatted(float(number.replace(",", ".")))


def _formatted(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _numerals().finditer(text):
        if (number := number_of(match[0])) is None:
            continue
        yield Quantity(match[0], match.start(), frozenset({_plain(str(number))}), certain=False)


@by_languages
def _numerals() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(numbered('numbers'))}(?!\w)", re.IGNORECASE)
