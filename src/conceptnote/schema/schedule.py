"""When and where everything of an event takes place: its sittings, and the rows of their agendas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import AgendaRow, Mode, Sitting, SubEvent, Venue
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.when import EventDate, TimeSpan


@dataclass(frozen=True)
class Occasion:
    """Something with a day, hours and an agenda: the event itself, one of its sittings, or an event within it.

    What the sitting leaves open is as in the event. `path` is empty for the event itself.
    """

    path: DataPath
    record: Event | Sitting | SubEvent
    date: EventDate
    time: TimeSpan
    timezone: str
    venue: Venue | None
    mode: Mode | None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that its times are in."""
        return ZoneInfo(self.timezone)

    @property
    def day(self) -> dt.date:
        """Its calendar day."""
        return self.date.day

    @property
    def agenda(self) -> Sequence[AgendaRow]:
        """Its rows."""
        return self.record.agenda

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return self.at(self.time.start)

    @property
    def end(self) -> datetime | None:
        """When it ends, in UTC, where that is known."""
        return self.at(self.time.end) if self.time.end else None

    def at(self, clock: dt.time) -> datetime:
        """A time of its day, in UTC."""
        return datetime.combine(self.day, clock, self.zone).astimezone(UTC)

    def clock(self, moment: datetime) -> str:
        """A moment on its own clocks, as people write it: `9:15`."""
        local = self.local(moment)
        return f"{local.hour}:{local.minute:02}"

    def local(self, moment: datetime) -> datetime:
        """A moment on its own clocks."""
        return moment.astimezone(self.zone)


def occasions(event: Event) -> Iterator[Occasion]:
    """The sittings of an event, or the event itself where it has none; then the events within it."""
    if not event.sittings:
        yield Occasion((), event, event.date, event.time, event.timezone, event.venue, event.mode)
    for at, sitting in enumerate(event.sittings):
        yield _within(event, sitting, ("sittings", at))
    for at, sub_event in enumerate(event.sub_events):
        yield _within(event, sub_event, ("sub_events", at))


def _within(event: Event, record: Sitting | SubEvent, path: DataPath) -> Occasion:
    return Occasion(
        path,
        record,
        record.date or event.date,
        record.time,
        record.timezone or event.timezone,
        record.venue or event.venue,
        record.mode or event.mode,
    )


@dataclass(frozen=True)
class Timed:
    """A row of an agenda with as much of its time as can be known, in UTC; None where nothing tells it.

    `depth` is 0 for a row that stands in no other.
    """

    path: DataPath
    row: AgendaRow
    occasion: Occasion
    depth: int
    start: datetime | None
    end: datetime | None

    @property
    def time_path(self) -> DataPath:
        """Where its time stands."""
        return (*self.path, "time") if self.row.time else (*self.path, "minutes") if self.row.minutes else self.path

    @property
    def length(self) -> int | None:
        """How many minutes it lasts."""
        if self.row.minutes is not None:
            return self.row.minutes
        return None if self.start is None or self.end is None else minutes_between(self.start, self.end)

    def overlaps(self, other: Timed) -> bool:
        """Whether both certainly take place at one time."""
        if self.start is None or other.start is None:
            return False
        if self.start <= other.start:
            return self.end is not None and other.start < self.end
        return other.end is not None and self.start < other.end

    def within(self, other: Timed) -> bool:
        """Whether it is a part of another row."""
        return self.depth > other.depth and self.path[: len(other.path)] == other.path


def schedule(occasion: Occasion) -> list[Timed]:
    """The rows of an agenda in their order, each followed by the rows within it.

    A row that has only a length begins when the one before it in its track ends: the first when the
    occasion does, the first within another row when that does.
    """
    return list(_rows(occasion, occasion.agenda, (*occasion.path, "agenda"), occasion.start, 0))


def _rows(
    occasion: Occasion, rows: Sequence[AgendaRow], path: DataPath, begin: datetime | None, depth: int
) -> Iterator[Timed]:
    clocks: dict[str | None, datetime | None] = {None: begin}
    for at, row in enumerate(rows):
        here = (*path, at)
        timed = _timed(occasion, row, here, depth, _clock(clocks, row.track))
        if row.track is None:
            clocks = {}
        clocks[row.track] = timed.end
        yield timed
        yield from _rows(occasion, row.rows, (*here, "rows"), timed.start, depth + 1)


def _clock(clocks: dict[str | None, datetime | None], track: str | None) -> datetime | None:
    """Until when what comes before a row of a track lasts; a row for all waits for the last."""
    if track is not None:
        return clocks.get(track, clocks.get(None))
    ends = [end for end in clocks.values() if end is not None]
    return max(ends) if len(ends) == len(clocks) else None


def _timed(occasion: Occasion, row: AgendaRow, path: DataPath, depth: int, clock: datetime | None) -> Timed:
    start = occasion.at(row.time.start) if row.time else clock if row.minutes else None
    end = occasion.at(row.time.end) if row.time and row.time.end else None
    if end is None and start is not None and row.minutes is not None:
        end = start + timedelta(minutes=row.minutes)
    return Timed(path, row, occasion, depth, start, end)


def assumed_ends(occasion: Occasion) -> dict[DataPath, datetime]:
    """Until when an occasion and its rows go on, by path, also where the file does not say it: for calendars.

    An occasion then goes on as long as its rows do. A row goes on until the next of its track, or for all, begins
    beside it, the last until the end of what it stands in. What no end can be told of is not in it.
    """
    rows = schedule(occasion)
    known = [row.end for row in rows if row.end]
    end = occasion.end or max(known, default=None)
    ends = {occasion.path: end} if end and end > occasion.start else {}
    for row in rows:
        later = [
            other.start
            for other in rows
            if other.path[:-1] == row.path[:-1] and _one_after_the_other(row.row, other.row)
            if row.start and other.start and other.start > row.start
        ]
        around = ends.get(row.path[:-2] if row.depth else occasion.path)
        end = row.end or min(later, default=around)
        if row.start and end and end > row.start:
            ends[row.path] = end
    return ends


def _one_after_the_other(one: AgendaRow, other: AgendaRow) -> bool:
    """Whether two rows are not in tracks side by side."""
    return one.track is None or other.track is None or one.track == other.track


def with_written_times(event: Event) -> Event:
    """The event with the times that are worked out written into its rows, so that they stay when rows are left out."""
    worked_out = {
        row.path: TimeSpan(start=row.occasion.local(row.start).time(), end=row.occasion.local(row.end).time())
        for occasion in occasions(event)
        for row in schedule(occasion)
        if row.row.time is None and row.start and row.end and _on_one_day(row.occasion, row.start, row.end)
    }
    if not worked_out:
        return event
    changed: dict[str, Any] = {"agenda": _rewritten(event.agenda, ("agenda",), worked_out)}
    for name in ("sittings", "sub_events"):
        changed[name] = [
            one.model_copy(update={"agenda": _rewritten(one.agenda, (name, at, "agenda"), worked_out)})
            for at, one in enumerate(getattr(event, name))
        ]
    return event.model_copy(update=changed)


def _on_one_day(occasion: Occasion, start: datetime, end: datetime) -> bool:
    return occasion.local(start).date() == occasion.local(end).date()


def _rewritten(rows: Sequence[AgendaRow], path: DataPath, times: dict[DataPath, TimeSpan]) -> list[AgendaRow]:
    made = []
    for at, row in enumerate(rows):
        here: DataPath = (*path, at)
        update: dict[str, Any] = {"rows": _rewritten(row.rows, (*here, "rows"), times)}
        if here in times:
            update |= {"time": times[here], "minutes": None}
        made.append(row.model_copy(update=update))
    return made


def all_rows(event: Event) -> Iterator[tuple[DataPath, AgendaRow]]:
    """Every row of an event, those within others after them."""
    for occasion in occasions(event):
        yield from _below(occasion.agenda, (*occasion.path, "agenda"))


def _below(rows: Sequence[AgendaRow], path: DataPath) -> Iterator[tuple[DataPath, AgendaRow]]:
    for at, row in enumerate(rows):
        yield (*path, at), row
        yield from _below(row.rows, (*path, at, "rows"))


def slot_lists(event: Event) -> Iterator[tuple[DataPath, Sequence[Slot], str]]:
    """Every list of slots of an event, and what the place is called."""
    yield ("panel",), event.panel, "panel"
    for at, sub_event in enumerate(event.sub_events):
        yield ("sub_events", at, "who"), sub_event.who, sub_event.title
    for path, row in all_rows(event):
        yield (*path, "who"), row.who, row.item


def minutes_between(start: datetime, end: datetime) -> int:
    """The length of a span in minutes."""
    return round((end - start).total_seconds() / 60)
