"""The rules of a time zone as calendars read them: VTIMEZONE (RFC 5545, 3.6.5).

icalendar makes such components too (`Timezone.from_tzinfo`, seen in 7.3.2), but gives the onset of summer time by the
clocks that begin with it, where the RFC counts it by those that end (TZOFFSETFROM): an hour late.
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
"""A moment (UTC) at which clocks change, and how far from UTC they are before and after."""


def timezone_rules(name: str, first: int, last: int) -> Timezone:
    """The component for a zone of the IANA database in these years, both included.

    Changes of one kind are one observance, with further ones as RDATE. Outlook knows one change to summer time a year
    and one back, each on the n-th weekday of a month, and takes them from DTSTART where there is no RRULE (MS-OXCICAL,
    2.1.3.1.1.19.2.1); so the change before the first year is given as well, rather than New Year's Day. What turns
    the clocks forward is DAYLIGHT, whatever the country calls it: Irish winter time is none.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", name)
    for (before, after), moments in _kinds(name, first, last).items():
        kind = TimezoneDaylight() if after > before else TimezoneStandard()
        onsets = [(moment + before).replace(tzinfo=None) for moment in moments]
        kind.add("dtstart", onsets[0])
        kind.add("tzoffsetfrom", before)
        kind.add("tzoffsetto", after)
        kind.add("tzname", moments[0].astimezone(ZoneInfo(name)).tzname())
        if onsets[1:]:
            kind.add("rdate", onsets[1:])
        zone.add_component(kind)
    return zone


def _kinds(name: str, first: int, last: int) -> dict[tuple[timedelta, timedelta], list[datetime]]:
    """The moments of change, by what clocks change from and to."""
    begin = datetime(first, 1, 1, tzinfo=UTC)
    shifts = list(_shifts(name, first - 1, last))
    earlier = [shift for shift in shifts if shift[0] <= begin]
    shifts = shifts[max(len(earlier) - 1, 0) :] if len(shifts) > len(earlier) else []
    if not shifts or shifts[0][0] > begin:
        offset = shifts[0][1] if shifts else _offset(begin, ZoneInfo(name))
        shifts.insert(0, (begin, offset, offset))
    kinds: dict[tuple[timedelta, timedelta], list[datetime]] = {}
    for moment, before, after in shifts:
        kinds.setdefault((before, after), []).append(moment)
    return kinds


@lru_cache(maxsize=64)
def _shifts(name: str, first: int, last: int) -> tuple[Shift, ...]:
    """Every change of the clocks in these years."""
    return tuple(_found(ZoneInfo(name), datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)))


def _found(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Shift]:
    # Day by day, for clocks have been turned back and forth within a month; then halved down to the second.
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
