"""Dates and times as officers write them."""

from __future__ import annotations

import calendar
import re
import zoneinfo
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from conceptnote.schema.days_and_times import MONTHS, day_advice, time_advice
from conceptnote.schema.text import Choice, Record, Written, problem

# Calendar files have four figures for a year; and a day of other zones, before or after, must be a date as well.
_YEARS = (1000, 9998)
_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(_DAY, value)
    if not match:
        hint = day_advice(value) or "write year-month-day: 2014-06-10"
        raise problem("date", f"“{value}” is not a date", hint)
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise problem("date", f"“{value}” is not a date: there is no month {month}", "the order is year-month-day")
    if year and not _YEARS[0] <= year <= _YEARS[1]:
        hint = "check the year: {} to {} can be written".format(*_YEARS)
        raise problem("date", f"“{value}” is no date of an event", hint)
    try:
        return date(year, month, day)
    except ValueError:
        reason = "there is no year 0"
        if year:
            reason = f"{MONTHS[month - 1]} {year} has {calendar.monthrange(year, month)[1]} days"
        raise problem("date", f"“{value}” is not a date: {reason}", "check the day with the organisers") from None


Day = Annotated[date, BeforeValidator(_day), Written("date", f"^{_DAY}$", examples=("2014-06-10",))]
"""A calendar day, `2014-06-10`."""

_CLOCK = r"(\d{1,2})(?:[:.hH](\d{2})?)"


_TWELVE = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)


def _clock(text: str) -> time:
    match = re.fullmatch(_CLOCK, text.strip(), re.ASCII)
    if not match:
        raise _misread(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour == 24 and not minute:
        raise problem("time", "24:00 is not a time of day", "midnight at the end of a day is 23:59 or 0:00")
    if hour > 23 or minute > 59:
        raise problem("time", f"“{text}” is not a time of day", "hours go from 0 to 23, minutes from 00 to 59")
    return time(hour, minute)


def _misread(text: str) -> PydanticCustomError:
    """What is wrong with a time of day, or from when to when, that is written in another way."""
    what = "is a 12-hour time" if _TWELVE.search(text) else "is not a time of day"
    if meant := time_advice(text):
        return problem("time", f"“{text}” {what}", f"write it on the 24-hour clock: {meant}")
    return problem("time", f"“{text}” {what}", "write hours and minutes on the 24-hour clock: 9:15")


def _clock_value(value: Any) -> Any:
    return _clock(value) if isinstance(value, str) else value


_NUMERIC = ("string", "number")  # An editor may take 9.15 for a number, as it may 10:15 by YAML 1.1.

Clock = Annotated[
    time,
    BeforeValidator(_clock_value),
    PlainSerializer(lambda clock: f"{clock:%H:%M}", when_used="json"),
    Written("time of day", f"^{_CLOCK}$", _NUMERIC, ("9:15",)),
]
"""A time of day on the 24-hour clock: `9:15`, `9h15` or `9.15`."""


class TimeSpan(Record):
    """From when to when: `9:15–10:15`, `9:15` (start only) or `9:15–` (the end is open)."""

    short_form = Written(
        "from when to when",
        rf"^{_CLOCK}(\s*[–—-]\s*({_CLOCK})?)?$",
        _NUMERIC,
        ("9:15–10:15", "9:15", "9:15–"),
    )

    start: Clock
    """When it begins."""
    end: Clock | None = None
    """When it ends, on the same day."""
    open_end: bool = False
    """True when it goes on for as long as it takes."""

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        start, dash, end = (part.strip() for part in _dash(value))
        if not all(re.fullmatch(_CLOCK, part, re.ASCII) for part in (start, end) if part) and time_advice(value):
            raise _misread(value)
        if not start:
            raise problem("time", f"“{value}” has no beginning", "write it as 9:15–10:15")
        if not dash:
            return {"start": start}
        return {"start": start, "end": end} if end else {"start": start, "open_end": True}

    @model_validator(mode="after")
    def _forward(self) -> TimeSpan:
        if self.end is not None and self.end <= self.start:
            message = f"the end {self.end:%H:%M} is not after the start {self.start:%H:%M}"
            raise problem("time", message, "times are on the 24-hour clock: 1:15 p.m. is 13:15")
        if self.end is not None and self.open_end:
            raise problem("time", "there is an end, and it is said to be open", "take one of the two out")
        return self


def _dash(value: str) -> tuple[str, str, str]:
    match = re.search(r"\s*(?:[–—-]|\bto\b)\s*", value)
    return (value[: match.start()], "–", value[match.end() :]) if match else (value, "", "")


class EventDate(Record):
    """The day of the event: `2014-06-10`, or a mapping where the year is not certain."""

    short_form = "day"

    day: Day
    """The calendar day, with its year."""
    year: Annotated[Literal["known", "inferred"], Choice()] = "known"
    """`inferred` when the source names no year: the papers then print neither year nor weekday."""


def _zone(value: Any) -> Any:
    if isinstance(value, str):
        try:
            # Without a city, as in EST or Etc/GMT+1, summer time is lost and signs are turned round.
            if value == "UTC" or ("/" in value and not value.startswith(("Etc/", "SystemV/", "posix/", "right/"))):
                zoneinfo.ZoneInfo(value)
                return value
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            pass
        if value.isupper() and len(value) <= 5:
            # EST, CEST: to the letters alone, “West” would be near.
            hint = "write continent and city, which know summer time: America/New_York, Europe/Zurich"
            raise problem("zone", f"“{value}” is an abbreviation and not a time zone", hint)
        cities = _cities()
        name = value.casefold().replace(" ", "_").rsplit("/", 1)[-1]
        near = get_close_matches(name, cities, n=1, cutoff=0.75)
        hint = f"did you mean “{cities[near[0]]}”?" if near else "write continent and city: Europe/Zurich"
        raise problem("zone", f"“{value}” is not a time zone", hint)
    return value


# Seats of the United Nations and their neighbours, whose zones bear another city's name.
_NEIGHBOURS = {"geneva": "Europe/Zurich", "bern": "Europe/Zurich", "the_hague": "Europe/Amsterdam"}


def _cities() -> dict[str, str]:
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return {zone.rsplit("/", 1)[-1].casefold(): zone for zone in zones} | _NEIGHBOURS


TimeZone = Annotated[str, BeforeValidator(_zone), Written("time zone", examples=("America/New_York", "Europe/Zurich"))]
"""A zone of the IANA time zone database."""
