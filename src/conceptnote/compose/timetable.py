"""Times in papers: the hours of rows and sittings, in their zone and others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.schedule import Programme


class Hours(Struct, frozen=True):
    """Start and end on the clocks of one zone, `zone`.

    `shift` is how many days later than the sitting's day they are there.
    """

    zone: str
    start: datetime
    end: datetime | None
    shift: int = 0

    @property
    def clocks(self) -> tuple[time, time | None]:
        """The two times of day."""
        return self.start.time(), self.end.time() if self.end else None


def hours_of(programme: Programme, path: DataPath) -> Hours | None:
    """The hours of a row or a sitting in its zone."""
    found = _span(programme, path)
    return _hours(*found, found[0].timezone) if found else None


def hours_elsewhere(programme: Programme, path: DataPath) -> Iterator[Hours]:
    """The hours of a row or a sitting in the event's other zones."""
    found = _span(programme, path)
    if found and found[0].day is not None:
        event, here = programme.event, found[0].timezone
        zones = dict.fromkeys([event.timezone, *event.other_timezones])
        if here == event.timezone:
            del zones[event.timezone]
        yield from (_hours(*found, zone) for zone in zones if zone != here)


def _span(programme: Programme, path: DataPath) -> tuple[Occasion, datetime, datetime | None] | None:
    match programme.entries.get(path):
        case Timed(occasion=occasion, start=datetime() as start, end=end):
            return occasion, start, end
        case Occasion(opening=datetime() as opening) as occasion:
            return occasion, opening, occasion.closing
    return None


def _hours(occasion: Occasion, start: datetime, end: datetime | None, zone: str) -> Hours:
    there = ZoneInfo(zone)
    begins = start.astimezone(there)
    return Hours(zone, begins, end.astimezone(there) if end else None, (begins.date() - occasion.date.nominal).days)
