"""When an event takes place for readers anywhere: in UTC, and for a script that knows the reader's zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conceptnote.i18n.locale import Locale
from conceptnote.schema.schedule import occasions

if TYPE_CHECKING:
    from conceptnote.schema.event import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """A sitting, or the event itself: `start` and `end` in ISO 8601 with `Z`, and both in words, in UTC."""

    start: str
    end: str | None
    open_end: bool
    weekday: bool
    zone: str
    words: str


def moments(event: Event, words: Locale) -> list[Moment]:
    """The event, or its sittings in their order."""
    sittings = [one for one in occasions(event) if one.path[:1] != ("sub_events",)]
    made = []
    for one in sorted(sittings, key=lambda one: one.start):
        inferred = one.date.year == "inferred"
        hours = "".join(_hours(one.start, one.end, open_end=one.time.open_end, event=event, words=words))
        if len(sittings) > 1 or one.start.date() != one.day:
            pattern = words.date_without_year if inferred else words.date_with_weekday
            hours = f"{words.format_date(one.start.date(), pattern)}, {hours}"
        made.append(
            Moment(
                _iso(one.start),
                _iso(one.end) if one.end else None,
                one.time.open_end,
                not inferred,
                one.timezone,
                hours,
            )
        )
    return made


def _hours(start: datetime, end: datetime | None, *, open_end: bool, event: Event, words: Locale) -> Iterator[str]:
    begins = words.clock_parts(start.time(), event.clock).whole
    if end is not None:
        yield words.until.format(start=begins, end=words.clock_parts(end.time(), event.clock).whole)
    else:
        yield words.from_.format(start=begins) if open_end else begins


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
