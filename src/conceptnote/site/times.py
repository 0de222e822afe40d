"""The times of an event for readers anywhere: in UTC, and for a script that knows the reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.export.wording import zoned
from conceptnote.languages.locale import Locale
from conceptnote.schema.entries import Occasion
from conceptnote.schema.schedule import Programme
from conceptnote.schema.when import TimeSpan

if TYPE_CHECKING:
    from conceptnote.schema.event import Event


class Moment(Struct, frozen=True):
    """A sitting, or the event itself: `start` and `end` in ISO 8601 with `Z`, and both in words, in UTC.

    `day` is there if it differs from the event's; `there` is the same on the clocks of the place.
    """

    start: str
    end: str | None
    open_end: bool
    weekday: bool
    zone: str
    day: str | None
    hours: str
    there: str


def moments(event: Event, words: Locale) -> list[Moment]:
    """The event, or its sittings in order, as far as day and hours are known."""
    sittings = Programme(event).sittings
    return [
        _moment(one, one.start, one.time, event, words, several=len(sittings) > 1)
        for one in sittings
        if one.start and one.time
    ]


def _moment(one: Occasion, begins: datetime, time: TimeSpan, event: Event, words: Locale, *, several: bool) -> Moment:
    ends = one.end

    def day(of: datetime) -> str:
        return words.format_date(of.date(), words.dates(event.date_style).date_without_year)

    def hours(zone: tzinfo) -> str:
        clocks = [words.clock_parts(at.astimezone(zone).time(), event.clock).whole for at in (begins, ends) if at]
        if ends is not None:
            return words.until.format(start=clocks[0], end=clocks[1])
        return words.from_.format(start=clocks[0]) if time.open_end else clocks[0]

    there = zoned(event, hours(one.zone), one)
    return Moment(
        start=_iso(begins),
        end=_iso(ends) if ends else None,
        open_end=time.open_end,
        weekday=one.date.weekday_known,
        zone=one.timezone,
        day=day(begins) if several or begins.date() != one.day else None,
        hours=hours(UTC),
        there=f"{day(one.local(begins))}{words.phrase_comma}{there}",
    )


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
