"""The rules of a time zone for calendars: VTIMEZONE (RFC 5545, 3.6.5).

icalendar makes such components too (`Timezone.from_tzinfo`, seen in 7.3.2), but gives the onset of summer time on the
clocks after the change, where the RFC counts on those before it (TZOFFSETFROM): an hour late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

Shift = tuple[datetime, timedelta, timedelta]
"""A change of clocks (UTC), with the offsets before and after it."""


def timezone_rules(name: str, first: int, last: int) -> Timezone:
    """The component for a zone of the IANA database in these years, both included.

    Each change of clocks is one observance: ical.js (seen in 2.2.1), which Thunderbird and Nextcloud use, loses DTSTART
    beside an RDATE, and an RRULE would go beyond these years. Without an RRULE Outlook takes month and n-th weekday
    from DTSTART (MS-OXCICAL, 2.1.3.1.1.19.2.1), so the component has the last change before the first year rather than
    New Year's Day. Clocks turned forward are DAYLIGHT, whatever the country calls it: Irish winter time is none.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", name)
    for moment, before, after in _in_force(name, first, last):
        observance = TimezoneDaylight() if after > before else TimezoneStandard()
        observance.add("dtstart", (moment + before).replace(tzinfo=None))
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", after)
        observance.add("tzname", moment.astimezone(ZoneInfo(name)).tzname())
        zone.add_component(observance)
    return zone


def _in_force(name: str, first: int, last: int) -> list[Shift]:
    """The changes in these years, and the last one before; without any change, New Year's Day."""
    begin = datetime(first, 1, 1, tzinfo=UTC)
    shifts = _shifts(name, first - 1, last)
    earlier = [shift for shift in shifts if shift[0] <= begin]
    within = list(shifts[len(earlier) :])
    if within and earlier:
        return [earlier[-1], *within]
    offset = within[0][1] if within else _offset(begin, ZoneInfo(name))
    return [(begin, offset, offset), *within]


@lru_cache(maxsize=64)
def _shifts(name: str, first: int, last: int) -> tuple[Shift, ...]:
    """All changes of clocks in these years."""
    return tuple(_found(ZoneInfo(name), datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)))


def _found(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Shift]:
    # Day by day, because clocks have been turned back and forth within a month; then bisected to the second.
    while begin < end:
        then = begin + timedelta(days=1)
        before, after = _offset(begin, zone), _offset(then, zone)
        if before != after:
            early, late = begin, then
            while late - early > timedelta(seconds=1):
                middle = (early + (late - early) / 2).replace(microsecond=0)
                early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
            yield late, before, after
        begin = then


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
