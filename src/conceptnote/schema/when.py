"""Dates and times as officers write them."""

import calendar
import re
import zoneinfo
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from conceptnote.schema.days_and_times import day_advice, time_advice
from conceptnote.schema.text import Choice, Record, Written, problem
from conceptnote.schema.unreported import Unreported

# Calendar files have four figures for a year; and a day of other zones, before or after, must be a date as well.
_YEARS = (1000, 9998)
_LAST = date(9999, 12, 30)
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
        raise problem("date", f"“{value}” is not a date of an event", hint)
    try:
        return date(year, month, day)
    except ValueError:
        reason = "there is no year 0"
        if year:
            reason = f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"
        raise problem("date", f"“{value}” is not a date: {reason}", "check the day with the organisers") from None


_MONTH = r"\d{4}-\d{1,2}"
TO_CONFIRM = "tbc"
"""What is written for an unknown day or unknown hours."""


def _month(value: Any) -> Any:
    return _day(f"{value}-1") if isinstance(value, str) and re.fullmatch(_MONTH, value) else _day(value)


Month = Annotated[
    date,
    BeforeValidator(_month),
    PlainSerializer(lambda month: f"{month:%Y-%m}", when_used="json"),
    Written("month", f"^{_MONTH}$", examples=("2031-06",)),
]
"""A calendar month, `2031-06`, as its first day."""

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
    """The error for a time of day or a span in another form."""
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

    start: Annotated[Clock, Unreported("papers print those of the parts that they show")]
    """The start."""
    end: Annotated[Clock | None, Unreported("papers print those of the parts that they show")] = None
    """On the same day."""
    open_end: bool = False
    """An open end."""

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
    def _forward(self) -> "TimeSpan":
        if self.end is not None and self.end <= self.start:
            message = f"the end {self.end:%H:%M} is not after the start {self.start:%H:%M}"
            raise problem("time", message, "times are on the 24-hour clock: 1:15 p.m. is 13:15")
        if self.end is not None and self.open_end:
            raise problem("time", "there is an end, but the time is also open", "remove one of the two")
        return self


class OrToConfirm:
    """Lets `tbc` stand for hours that are not known, as if the key were left out."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def known(value: Any) -> Any:
            return None if isinstance(value, str) and value.casefold() == TO_CONFIRM else value

        return core_schema.no_info_before_validator_function(known, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        one = handler(schema)
        return {"anyOf": [*one.get("anyOf", [one]), {"enum": [TO_CONFIRM]}]}


Hours = Annotated[TimeSpan | None, OrToConfirm()]
"""From when to when, or `tbc`."""


def _dash(value: str) -> tuple[str, str, str]:
    match = re.search(r"\s*(?:[–—-]|\bto\b)\s*", value)
    return (value[: match.start()], "–", value[match.end() :]) if match else (value, "", "")


Weekday = Annotated[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Choice()]
"""A day of the week."""
_WEEKDAYS = get_args(get_args(Weekday)[0])


_AS_KNOWN = Written(
    "date, month or `tbc`", f"^({_DAY}|{_MONTH}|{TO_CONFIRM})$", examples=("2031-06-10", "2031-06", TO_CONFIRM)
)


class EventDate(Record):
    """The day: `2014-06-10`; `2031-06` while only the month is known, and `tbc` while nothing is."""

    short_form = "day"

    day: Annotated[Day | None, _AS_KNOWN, Unreported("of a row of days papers print the first and the last")] = None
    """The day, with its year."""
    month: Annotated[Month | None, Unreported("of several dates papers print the first and the last")] = None
    """The month, while the day is unknown."""
    status: Annotated[Literal["tbc"], Choice(), Unreported("of several dates it ends the row")] | None = None
    """While day and month are unknown."""
    year: Annotated[Literal["known", "inferred"], Choice(), Unreported("it takes the year out of dates")] = "known"
    """`inferred` if the source names none (CN103)."""
    weekday: Annotated[Weekday | None, Unreported("papers print the weekday of the day")] = None
    """Printed if the year is inferred."""

    @model_validator(mode="before")
    @classmethod
    def _as_far_as_known(cls, value: Any) -> Any:
        whole = value if isinstance(value, dict) else {"day": value}
        text = whole.get("day")
        others = {key: one for key, one in whole.items() if key != "day"}
        if isinstance(text, str) and text.casefold() == TO_CONFIRM:
            return others | {"status": TO_CONFIRM}
        if isinstance(text, str) and re.fullmatch(_MONTH, text):
            return others | {"month": text}
        return value

    @model_validator(mode="after")
    def _known_in_one_way(self) -> "EventDate":
        if sum(one is not None for one in (self.day, self.month, self.status)) != 1:
            hint = "write the day, 2031-06-10; the month alone, 2031-06; or tbc"
            raise problem("date", "a date is a day, a month or “tbc”", hint)
        if self.day is None and (self.weekday is not None or self.year != "known"):
            raise problem("date", "the date has a year or weekday, but no day", "remove “year” and “weekday”")
        return self

    @property
    def known(self) -> tuple[date | None, date | None]:
        """The day, or else the first of the month, as far as they are known: the same for one day."""
        return self.day, self.month

    @property
    def order(self) -> date:
        """The day by which it is sorted: of a month the last; after all days if unknown."""
        if self.month is not None:
            return self.month.replace(day=calendar.monthrange(self.month.year, self.month.month)[1])
        return self.day or _LAST

    @property
    def nominal(self) -> date:
        """The day, or a nominal one on which rows can follow each other: no country changes its clocks then."""
        return self.day or (self.month or date(2000, 1, 1)).replace(month=1, day=15)

    @property
    def weekday_known(self) -> bool:
        """Whether papers may print the weekday."""
        return self.year == "known" or self.weekday is not None

    @model_validator(mode="after")
    def _on_its_weekday(self) -> "EventDate":
        if self.day is not None and self.weekday is not None and self.weekday != _WEEKDAYS[self.day.weekday()]:
            message = f"{self.day.isoformat()} is a {_WEEKDAYS[self.day.weekday()].capitalize()}"
            fitting = [year for year in _years_beside(self.day) if _falls_on(self.weekday, year, self.day)]
            hint = "check the day and the weekday" if self.year == "known" or not fitting else None
            raise problem("date", message, hint or f"in {fitting[0]} the day is a {self.weekday.capitalize()}")
        return self


def _years_beside(day: date) -> list[int]:
    """The years around that of a day, the nearest first, the later of two that are equally near."""
    years = range(max(_YEARS[0], day.year - 12), min(_YEARS[1], day.year + 12) + 1)
    return sorted(years, key=lambda year: (abs(year - day.year), year < day.year))


def _falls_on(weekday: str, year: int, day: date) -> bool:
    exists = day.day <= calendar.monthrange(year, day.month)[1]
    return exists and _WEEKDAYS[date(year, day.month, day.day).weekday()] == weekday


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
            hint = "write continent and city, so that summer time is right: America/New_York, Europe/Zurich"
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
