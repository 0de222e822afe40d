"""What happens in a programme: a sitting, an event within the event, or a row, with all that holds for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import AgendaRow, Mode, Sitting, SubEvent, Venue
from conceptnote.schema.event import Event
from conceptnote.schema.registration import Access, Registration
from conceptnote.schema.when import EventDate, TimeSpan

Record = Event | Sitting | SubEvent | AgendaRow
Standing = Literal["cancelled", "tbc", "draft", "provisional", "final"]
"""How settled something is; each holds rather than those after it."""
_STANDINGS = get_args(Standing)


class Entry(Struct, frozen=True, dict=True):
    """Something that happens, with its parent, whose values it takes where it has none.

    `path` is empty for the event itself, which has no parent.
    """

    path: DataPath
    record: Record
    parent: Entry | None

    def given(self, name: str) -> tuple[DataPath, Any] | None:
        """The effective value of a field, and its path; None if nothing gives it."""
        value = getattr(self.record, name, None)
        if name == "status" and self.parent is not None:
            above = self.parent.given(name)
            assert above is not None
            if value is None or _STANDINGS.index(above[1]) < _STANDINGS.index(value):
                return above
        if value is not None:
            return (*self.path, name), value
        if name == "venue" and self._only_online:
            return None
        return self.parent.given(name) if self.parent else None

    @property
    def _only_online(self) -> bool:
        """Whether it is held online only, and so not at the venue of its parent."""
        return getattr(self.record, "mode", None) == "online"

    def _value(self, name: str) -> Any:
        given = self.given(name)
        return given[1] if given else None

    @property
    def venue(self) -> Venue | None:
        """The venue."""
        venue: Venue | None = self._value("venue")
        return venue

    @property
    def mode(self) -> Mode | None:
        """How people take part."""
        mode: Mode | None = self._value("mode")
        return mode

    @property
    def access(self) -> Access | None:
        """Who may come in."""
        access: Access | None = self._value("access")
        return access

    @property
    def registration(self) -> Registration | None:
        """How to register for it."""
        registration: Registration | None = self._value("registration")
        return registration

    @property
    def status(self) -> Standing:
        """How settled it is: the least settled of its status and those of its parents."""
        status: Standing = self._value("status")
        return status

    @property
    def title(self) -> str:
        """Its title; a sitting without one has that of the event."""
        record = self.record
        return record.item if isinstance(record, AgendaRow) else record.title or self.event.title

    @cached_property
    def room_given(self) -> tuple[DataPath, str] | None:
        """The room and its path: its own room, that of its venue or track, or its parent's."""
        record = self.record
        if isinstance(record, AgendaRow) and record.room is not None:
            return (*self.path, "room"), record.room
        if record.venue is not None:
            return ((*self.path, "venue", "room"), record.venue.room) if record.venue.room is not None else None
        if isinstance(record, AgendaRow) and record.track is not None:
            track = self.event.tracks[record.track]
            if track.room is not None:
                return ("tracks", record.track, "room"), track.room
        return self.parent.room_given if self.parent and not self._only_online else None

    @property
    def room(self) -> str | None:
        """The room, if known."""
        return self.room_given[1] if self.room_given else None

    @cached_property
    def event(self) -> Event:
        """The event that it belongs to."""
        if self.parent is not None:
            return self.parent.event
        assert isinstance(self.record, Event)
        return self.record


class Occasion(Entry, Struct, frozen=True, dict=True):
    """Something with a day, hours and an agenda: the event itself, one of its sittings, or an event within it."""

    record: Event | Sitting | SubEvent
    parent: Occasion | None

    @property
    def within(self) -> bool:
        """Whether it is an event within the event."""
        return isinstance(self.record, SubEvent)

    @property
    def occasion(self) -> Occasion:
        """Itself, as for a row the occasion that it is in."""
        return self

    @property
    def kind(self) -> None:
        """None: only rows have a kind."""

    @property
    def time_path(self) -> DataPath:
        """The path of its time."""
        return (*self.path, "time")

    @property
    def date(self) -> EventDate:
        """Its date."""
        date: EventDate = self._value("date")
        return date

    @property
    def day(self) -> dt.date | None:
        """Its calendar day, if known."""
        return self.date.day

    @property
    def time(self) -> TimeSpan | None:
        """Its hours, if known."""
        return self.record.time

    @property
    def timezone(self) -> str:
        """The name of the zone that its times are in."""
        timezone: str = self._value("timezone")
        return timezone

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that its times are in."""
        return ZoneInfo(self.timezone)

    @property
    def agenda(self) -> Sequence[AgendaRow]:
        """Its rows."""
        return self.record.agenda

    @cached_property
    def start(self) -> datetime | None:
        """The start in UTC, if day and hours are known."""
        return self.opening if self.day else None

    @cached_property
    def end(self) -> datetime | None:
        """The end in UTC, if known."""
        return self.closing if self.day else None

    @property
    def opening(self) -> datetime | None:
        """The start in UTC, on a nominal day if the day is unknown: only for comparing with its rows."""
        return self.at(self.time.start) if self.time else None

    @property
    def closing(self) -> datetime | None:
        """The end, likewise."""
        return self.at(self.time.end) if self.time and self.time.end else None

    @property
    def order(self) -> datetime:
        """Its place in order of time, in UTC: without hours at the end of its day, without a day after all days."""
        clock = self.time.start if self.time else dt.time(23, 59)
        return datetime.combine(self.date.order, clock, self.zone).astimezone(UTC)

    def at(self, clock: dt.time) -> datetime:
        """A time of its day, or of the nominal day, in UTC."""
        return datetime.combine(self.date.nominal, clock, self.zone).astimezone(UTC)

    def clock(self, moment: datetime) -> str:
        """A moment on its clocks, as people write it: `9:15`."""
        local = self.local(moment)
        return f"{local.hour}:{local.minute:02}"

    def local(self, moment: datetime) -> datetime:
        """A moment on its clocks."""
        return moment.astimezone(self.zone)


class Timed(Entry, Struct, frozen=True):
    """A row of an agenda with as much of its time as is known, in UTC.

    `depth` is 0 for a row that is in no other row. If the day is unknown, the times are of a nominal day: only rows of
    one occasion can be compared by them.
    """

    record: AgendaRow
    parent: Occasion | Timed
    occasion: Occasion
    depth: int
    start: datetime | None
    end: datetime | None

    @property
    def row(self) -> AgendaRow:
        """The row itself."""
        return self.record

    @property
    def kind(self) -> str | None:
        """Its kind of item, if the file gives it."""
        return self.row.kind

    @property
    def time_path(self) -> DataPath:
        """The path of its time."""
        return (*self.path, "time") if self.row.time else (*self.path, "minutes") if self.row.minutes else self.path

    @property
    def length(self) -> int | None:
        """How many minutes it lasts."""
        if self.row.minutes is not None:
            return self.row.minutes
        return None if self.start is None or self.end is None else minutes_between(self.start, self.end)

    @property
    def elsewhere(self) -> bool:
        """Whether its place differs from that of its sitting."""
        return (self.venue, self.room) != (self.occasion.venue, self.occasion.room)

    @property
    def nearest_timed(self) -> Timed | Occasion:
        """The nearest of this row, the rows around it and its sitting whose time is known."""
        if self.start is not None:
            return self
        return self.parent.nearest_timed if isinstance(self.parent, Timed) else self.parent


def overlap(one: Occasion | Timed, other: Occasion | Timed) -> bool:
    """Whether both certainly overlap in time."""
    held, beside = one.occasion, other.occasion
    if held.path != beside.path and (held.day is None or beside.day is None):
        return False
    if one.start is None or other.start is None:
        return False
    if one.start <= other.start:
        return one.end is not None and other.start < one.end
    return other.end is not None and one.start < other.end


def minutes_between(start: datetime, end: datetime) -> int:
    """The length of a span in minutes."""
    return round((end - start).total_seconds() / 60)
