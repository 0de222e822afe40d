"""The filters for dates and times: on the clocks of the place, and in other zones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from markupsafe import Markup, escape

from conceptnote.compose.effective import effective, sittings
from conceptnote.compose.grid import Line
from conceptnote.compose.patterns import fill, joined
from conceptnote.compose.timetable import Hours, hours_elsewhere, hours_of
from conceptnote.compose.view import View, scope_of
from conceptnote.compose.words import words_in
from conceptnote.doc.origin import LocaleWord, Traced, without_marks
from conceptnote.languages.date_words import ClockStyle
from conceptnote.languages.dates import DateStyle
from conceptnote.languages.locale import Locale
from conceptnote.schema.entries import Occasion
from conceptnote.schema.schedule import Programme
from conceptnote.schema.zone_names import zone_code

NBSP = "\u00a0"
Wrap = Callable[[str], Markup]


class TimeFilters:
    """Filters for dates and times, bound to one locale; the docstring of each says what it takes."""

    def __init__(self, locale: Locale, style: DateStyle | None = None) -> None:
        self._locale, self._words, self._dates = locale, words_in(locale), locale.dates(style)

    def named(self) -> dict[str, Callable[..., Any]]:
        """The filters by their names in templates."""
        return {
            "day": self.day,
            "days": self.days,
            "span": self.span,
            "city": self.city,
            "hours": self.hours,
            "line_hours": self.line_hours,
            "zoned": self.zoned,
            "zone": self.zone,
            "elsewhere": self.elsewhere,
            "lasting": self.lasting,
            "number": self.number,
        }

    def day(self, value: View | Traced, weekday: bool = True, year: bool = True) -> Markup:
        """A date in words; an inferred year is left out, and so is the weekday unless the file names it."""
        if isinstance(value, View) and value.day is None:
            return self._unknown(value)
        day, inferred, traced = _day(value)
        named = not inferred or (isinstance(value, View) and value.weekday is not None)
        pattern = self._dates.date_pattern(year=year and not inferred, weekday=weekday and named)
        text = self._locale.format_date(day, pattern)
        return traced.wrap(Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text))

    def _unknown(self, value: View) -> Markup:
        """A date whose day is to be confirmed."""
        if value.month is None:
            return escape(self._words["date_to_confirm"])
        month = value.month.wrap(escape(self._locale.format_month(value.month.value)))
        return fill(self._words["day_to_confirm"], month=month)

    def days(self, held: View | Sequence[View]) -> Markup:
        """The days of an event, or of some of its sittings, then other known parts of their dates.

        Those of some sittings have no year if the whole event is in one, because its own days have it.
        """
        dates = [sitting.date for sitting in (sittings(held) if isinstance(held, View) else held)]
        year = isinstance(held, View) or not held or _years(held[0]) > 1
        known = {_day(value)[0]: value for value in dates if value.day is not None}
        unknown = [value for value in dates if value.day is None]
        months = {value.month and value.month.value: value for value in reversed(unknown)}
        parts = [self._days(known, weekday=isinstance(held, View), year=year)] if known else []
        ordered = sorted(months.items(), key=lambda one: one[0] or date.max)
        return joined([*parts, *(self._unknown(value) for _, value in ordered)], self._words["semicolon"])

    def _days(self, dates: dict[date, View], *, weekday: bool, year: bool) -> Markup:
        """The first and the last of consecutive days, otherwise all, without weekdays if there are several.

        What two share is written once.
        """
        days = sorted(dates)
        if len(days) == 1:
            return self.day(dates[days[0]], weekday=weekday, year=year)
        in_a_row = (days[-1] - days[0]).days == len(days) - 1
        days = [days[0], days[-1]] if in_a_row else days
        parts = [
            self._among(dates[day], before, after, year=year)
            for day, before, after in zip(days, [None, *days], [*days[1:], None], strict=False)
        ]
        if not in_a_row:
            return joined(parts, self._words["comma"], self._words["and_"])
        if (days[0].year, days[0].month) == (days[-1].year, days[-1].month):
            return fill(self._words["until"], start=parts[0], end=parts[-1])
        return joined(parts, self._words["day_range"])

    def _among(self, value: View | Traced, before: date | None, after: date | None, *, year: bool) -> Markup:
        """A day among several, without what it shares with its neighbour."""
        day, inferred, traced = _day(value)
        pattern = self._dates.pattern_among(day, before, after, year=year and not inferred)
        text = self._locale.format_date(day, pattern)
        return traced.wrap(Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text))

    def span(self, value: View) -> Markup:
        """A time span as written: start and end, start only, or start with an open end."""
        style = scope_of(value).event.clock
        starts = Written(value.start.value, value.start.wrap)
        if value.end is not None:
            return self._between(starts, Written(value.end.value, value.end.wrap), style)
        return (
            fill(self._words["from_"], start=self._clock(starts, style))
            if value.open_end
            else self._clock(starts, style)
        )

    def hours(self, value: View) -> Markup:
        """The time of a row or a sitting, computed if only its length is given; otherwise the length."""
        style = scope_of(value).event.clock
        programme = _programme(value)
        hours = hours_of(programme, value.path)
        if hours is None:
            if isinstance(programme.entries.get(value.path), Occasion):
                return escape(self._words["time_to_confirm"])
            return self.lasting(value.minutes) if getattr(value, "minutes", None) is not None else Markup()
        if value.time is not None and (value.time.end is not None or hours.end is None):
            return self.span(value.time)
        return self._on_clocks(hours, value, style)

    def line_hours(self, line: Line) -> Markup:
        """The time of a line of tracks: from the beginning of its first row to the end of its last, if known."""
        begin = hours_of(_programme(line.first), line.first.path)
        if line.last is line.first or begin is None:
            return self.hours(line.first)
        style = scope_of(line.first).event.clock
        starts = Written(begin.clocks[0], _wraps(line.first)[0])
        end = hours_of(_programme(line.last), line.last.path) if line.last is not None else None
        if line.last is None or end is None:
            return self._clock(starts, style)
        return self._between(starts, Written(end.clocks[1], _wraps(line.last)[1]), style)

    def elsewhere(self, value: View) -> list[dict[str, Markup]]:
        """The time of a row or a sitting in the event's other zones: the city, the `hours`, and their `start`."""
        event = scope_of(value).view
        zones = [event.timezone, *event.other_timezones]
        elsewhere = hours_elsewhere(_programme(value), value.path)
        there = ((next(zone for zone in zones if zone == one.zone), one) for one in elsewhere)
        return [self._there(zone, hours, value) for zone, hours in there]

    def _there(self, zone: Traced, hours: Hours, value: View) -> dict[str, Markup]:
        style = scope_of(value).event.clock
        start = self._clock(Written(hours.clocks[0], _wraps(value)[0]), style)
        whole = self._shifted(hours, self._on_clocks(hours, value, style))
        code = zone_code(scope_of(value).event.timezone_style, str(zone), hours.start)
        return {
            "city": self._called(zone, value, code),
            "hours": whole,
            "start": self._shifted(hours, start),
            "zoned": self._beside(whole, zone, value, code),
        }

    def zoned(self, value: View) -> Markup:
        """The time of a row or a sitting with its zone."""
        return self._beside(self.hours(value), _zone(value), value, self._code(value))

    def zone(self, value: View) -> Markup:
        """The name of the zone of a row or a sitting."""
        return self._called(_zone(value), value, self._code(value))

    def _code(self, value: View) -> str | None:
        hours = hours_of(_programme(value), value.path)
        known = hours is not None and effective(value).date.day is not None
        return zone_code(
            scope_of(value).event.timezone_style, str(_zone(value)), hours.start if hours and known else None
        )

    def _beside(self, hours: Markup, zone: Traced, value: View, code: str | None) -> Markup:
        called = self._called(zone, value, code)
        if code is None and not scope_of(value).event.names_zone(str(zone)):
            return fill(self._words["zone"], time=hours, city=called)
        return fill(self._words["zone_named"], time=hours, zone=called)

    def _called(self, zone: Traced, value: View, code: str | None) -> Markup:
        scope = scope_of(value)
        if scope.event.names_zone(str(zone)):
            name: Traced = scope.view.timezone_name
            return name.wrap(escape(str(name).replace(" ", NBSP)))
        return zone.wrap(escape(code)) if code else self.city(zone)

    def city(self, zone: Traced) -> Markup:
        """The city that a time zone is named after."""
        return zone.wrap(escape(self._locale.city(str(zone)).replace(" ", NBSP)))

    def lasting(self, minutes: Any) -> Markup:
        """A length: 30 min."""
        pattern: LocaleWord = self._locale.plural(self._words["minutes"], int(str(minutes)))
        return fill(pattern.saying(pattern.replace(" ", NBSP)), minutes=self.number(minutes))

    def number(self, value: Any) -> Markup:
        """A number in the digits of the papers' language."""
        text = escape(self._locale.numbered(without_marks(str(value))))
        return value.wrap(text) if isinstance(value, Traced) else text

    def _shifted(self, hours: Hours, text: Markup) -> Markup:
        if not hours.shift:
            return text
        return fill(self._words["day_shifts"]["next" if hours.shift > 0 else "before"], time=text)

    def _on_clocks(self, hours: Hours, value: View, style: ClockStyle | None) -> Markup:
        starts, ends = (Written(clock, wrap) for clock, wrap in zip(hours.clocks, _wraps(value), strict=True))
        if ends.clock is not None:
            return self._between(starts, ends, style)
        open_end = value.time is not None and value.time.open_end
        clock = self._clock(starts, style)
        return fill(self._words["from_"], start=clock) if open_end else clock

    def _between(self, start: Written, end: Written, style: ClockStyle | None) -> Markup:
        short, long = self._locale.clock_parts(start.of_day, style), self._locale.clock_parts(end.of_day, style)
        # “9:15–10:15 a.m.”: a half of the day that both share is written once.
        shared = short.half == long.half and not (short.named or long.named)
        first, last = short.whole, long.whole
        if shared and self._locale.half_first:
            last = long.bare
        elif shared:
            first = short.bare
        times = {"start": start.wrap(self._time(start.of_day, first)), "end": end.wrap(self._time(end.of_day, last))}
        return fill(self._words["until"], **times)

    def _clock(self, written: Written, style: ClockStyle | None) -> Markup:
        parts = self._locale.clock_parts(written.of_day, style)
        return written.wrap(self._time(written.of_day, parts.whole))

    def _time(self, clock: time, text: str) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(f"{clock:%H:%M}", text.replace(" ", NBSP))


class Written:
    """A time of day, with the markup for its origin."""

    def __init__(self, clock: time | None, wrap: Wrap) -> None:
        self.clock, self.wrap = clock, wrap

    @property
    def of_day(self) -> time:
        """The time, if there is one."""
        assert self.clock is not None
        return self.clock


def _wraps(value: View) -> tuple[Wrap, Wrap]:
    """The origins of start and end of a row or sitting: its time, or its length."""
    minutes: Any = getattr(value, "minutes", None)
    if value.time is None:
        return minutes.wrap, minutes.wrap
    end = value.time.end if value.time.end is not None else minutes
    return value.time.start.wrap, end.wrap if end is not None else value.time.start.wrap


def _day(value: View | Traced) -> tuple[date, bool, Traced]:
    """The day of a date, and whether its year is inferred."""
    if isinstance(value, View):
        return value.day.value, value.year == "inferred", value.day
    return value.value, False, value


def _years(sitting: View) -> int:
    """The number of years that the known days of an event are in."""
    return len({one.day.year for one in _programme(sitting).sittings if one.day})


def _zone(value: View) -> Traced:
    zone: Traced = effective(value).timezone
    return zone


def _programme(value: View) -> Programme:
    return scope_of(value).programme
