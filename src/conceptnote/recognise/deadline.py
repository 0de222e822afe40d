"""The last day to register, and its year, which may be that of the event."""

from __future__ import annotations

import re
from datetime import date

from conceptnote.recognise.making import Making
from conceptnote.recognise.when import FoundDay, find_day, year_of
from conceptnote.recognise.words import fold


def deadline_in(making: Making, text: str) -> str | None:
    """The day after “by”, “before”, “no later than”."""
    words = making.words
    for phrase in sorted(words.lists["deadlines"], key=len, reverse=True):
        folded = fold(text, keep_length=True)
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded):
            rest = text[match.end() : match.end() + 60]
            day = find_day(rest, words)
            if day is not None and len(rest[: day.start].split()) <= 3:
                return _written(making, day)
    day = find_day(text, words)
    unspaced = tuple(phrase for phrase in words.lists["deadlines"] if phrase > "\u2e80")
    if day is not None and text[day.end :].lstrip().startswith(unspaced):
        return _written(making, day)  # “5月10日前”
    return None


def _written(making: Making, day: FoundDay) -> str:
    if day.year is None:
        making.deadline = day
    year = day.year or _year_before_event(making, day) or year_of(day, making.today)[0]
    return f"{year}-{day.month:02}-{day.day:02}"


def settle_deadline(making: Making) -> None:
    """Give a deadline without a year the last one before the event, now that its day is known."""
    year = _year_before_event(making, making.deadline) if making.deadline else None
    registration = making.event.get("registration", {})
    if (
        year
        and making.deadline
        and str(registration.get("deadline", ""))[5:] == f"{making.deadline.month:02}-{making.deadline.day:02}"
    ):
        registration["deadline"] = f"{year}-{making.deadline.month:02}-{making.deadline.day:02}"


def _year_before_event(making: Making, day: FoundDay) -> int | None:
    """The year in which the day is the last before the event."""
    first = making.event.get("date") or next((one["date"] for one in making.event.get("sittings", ())), None)
    written = str(first["day"] if isinstance(first, dict) else first)
    try:
        event = date.fromisoformat(written)
    except ValueError:
        return int(written[:4]) if written[:4].isdigit() else None
    return event.year - ((day.month, day.day) > (event.month, event.day))
