"""What papers say of times: the hours of rows and sittings, here and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from conceptnote.datapath import DataPath
from conceptnote.schema.event import Event
from conceptnote.schema.schedule import Occasion, Timed, occasions, schedule


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when on the clocks of one place; `city` is the zone that they are in.

    `shift` is how many days later it is there than on the day of the sitting.
    """

    zone: str
    start: datetime
    end: datetime | None
    shift: int = 0

    @property
    def clocks(self) -> tuple[time, time | None]:
        """The two times of day."""
        return self.start.time(), self.end.time() if self.end else None


@dataclass(frozen=True)
class Timetable:
    """The times of one event, worked out once."""

    event: Event

    @cached_property
    def occasions(self) -> dict[DataPath, Occasion]:
        """The event or its sittings, and the events within it, by path."""
        return {one.path: one for one in occasions(self.event)}

    @cached_property
    def rows(self) -> dict[DataPath, Timed]:
        """All rows, by path."""
        return {row.path: row for one in self.occasions.values() for row in schedule(one)}

    @cached_property
    def days(self) -> list[date]:
        """The days of the sittings, each once, in their order."""
        sittings = [one for one in self.occasions.values() if one.path[:1] != ("sub_events",)]
        return sorted({one.day for one in sittings})

    def hours(self, path: DataPath) -> Hours | None:
        """The hours of a row or a sitting on the clocks of its place."""
        span = self._span(path)
        return _hours(*span, span[0].timezone) if span else None

    def elsewhere(self, path: DataPath) -> Iterator[Hours]:
        """The hours of a row or a sitting on the clocks of the event's other zones."""
        if span := self._span(path):
            zones = dict.fromkeys([self.event.timezone, *self.event.other_timezones])
            if span[0].timezone == self.event.timezone:
                del zones[self.event.timezone]
            yield from (_hours(*span, zone) for zone in zones if zone != span[0].timezone)

    def _span(self, path: DataPath) -> tuple[Occasion, datetime, datetime | None] | None:
        if row := self.rows.get(path):
            return (row.occasion, row.start, row.end) if row.start else None
        one = self.occasions.get(path)
        return (one, one.start, one.end) if one else None


def _hours(occasion: Occasion, start: datetime, end: datetime | None, zone: str) -> Hours:
    from zoneinfo import ZoneInfo

    there = ZoneInfo(zone)
    begins = start.astimezone(there)
    return Hours(zone, begins, end.astimezone(there) if end else None, (begins.date() - occasion.day).days)
