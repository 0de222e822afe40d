"""The view of the programme: everything that happens, in order. Papers, checks and exports ask it and never compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import AgendaRow, Venue
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot


class Programme(Struct, frozen=True, dict=True):
    """All that happens in one event, worked out once."""

    event: Event

    @cached_property
    def occasions(self) -> tuple[Occasion, ...]:
        """The sittings, or the event itself, and the events within it: as they begin."""
        return tuple(in_order(occasions(self.event)))

    @cached_property
    def sittings(self) -> tuple[Occasion, ...]:
        """The sittings, or the event itself where it has none: as they begin."""
        return tuple(one for one in self.occasions if not one.within)

    @cached_property
    def venue(self) -> Venue | None:
        """The venue of all sittings, where it is one."""
        first = self.sittings[0].venue
        return first if all(one.venue == first for one in self.sittings) else None

    @cached_property
    def days(self) -> tuple[tuple[date, tuple[Occasion, ...]], ...]:
        """Each day with what happens on it."""
        by_day = groupby(sorted(self.occasions, key=lambda one: one.date.order), key=lambda one: one.date.order)
        return tuple((day, tuple(found)) for day, found in by_day)

    @cached_property
    def rows(self) -> tuple[Timed, ...]:
        """The rows of all agendas, those within another row after it."""
        return tuple(entry for entry in self.entries.values() if isinstance(entry, Timed))

    @cached_property
    def entries(self) -> dict[DataPath, Occasion | Timed]:
        """Everything by path: each occasion, and after it its rows."""
        entries: dict[DataPath, Occasion | Timed] = {}
        for one in self.occasions:
            entries[one.path] = one
            entries |= {row.path: row for row in schedule(one)}
        return entries

    def row(self, path: DataPath) -> Timed:
        """The row at a path."""
        found = self.entries[path]
        assert isinstance(found, Timed)
        return found

    def around(self, path: DataPath) -> Occasion | Timed:
        """What a value is in: the innermost row, else the sitting or event within the event, else the event."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.entries:
                return self.entries[path[:end]]
        return Occasion((), self.event, None)


def occasions(event: Event) -> Iterator[Occasion]:
    """The sittings of an event, or the event itself where it has none; then the events within it, as in the file."""
    whole = Occasion((), event, None)
    if not event.sittings:
        yield whole
    for at, sitting in enumerate(event.sittings):
        yield Occasion(("sittings", at), sitting, whole)
    for at, sub_event in enumerate(event.sub_events):
        yield Occasion(("sub_events", at), sub_event, whole)


def in_order(found: Iterable[Occasion]) -> list[Occasion]:
    """Occasions as they begin; of those that begin at once, the sittings first."""
    return sorted(found, key=lambda one: (one.order, one.within))


def schedule(occasion: Occasion) -> list[Timed]:
    """The rows of an agenda in their order, each followed by the rows within it.

    A row that has only a length begins when the one before it in its track ends: the first when the
    occasion does, the first within another row when that does.
    """
    return list(_rows(occasion, occasion, occasion.agenda, (*occasion.path, "agenda"), 0))


def _rows(
    occasion: Occasion, parent: Occasion | Timed, rows: Sequence[AgendaRow], path: DataPath, depth: int
) -> Iterator[Timed]:
    opening = parent.opening if isinstance(parent, Occasion) else parent.start
    clocks: dict[str | None, datetime | None] = {None: opening}
    for at, row in enumerate(rows):
        here = (*path, at)
        start, end = _span(occasion, row, _clock(clocks, row.track))
        timed = Timed(here, row, parent, occasion, depth, start, end)
        if row.track is None:
            clocks = {}
        clocks[row.track] = timed.end
        yield timed
        yield from _rows(occasion, timed, row.rows, (*here, "rows"), depth + 1)


def _clock(clocks: dict[str | None, datetime | None], track: str | None) -> datetime | None:
    """When the rows before a row of a track end; a row for all waits for the last."""
    if track is not None:
        return clocks.get(track, clocks.get(None))
    ends = [end for end in clocks.values() if end is not None]
    return max(ends) if len(ends) == len(clocks) else None


def _span(occasion: Occasion, row: AgendaRow, clock: datetime | None) -> tuple[datetime | None, datetime | None]:
    """From when to when a row takes place; `clock` is when the one before it ends."""
    start = occasion.at(row.time.start) if row.time else clock if row.minutes else None
    end = occasion.at(row.time.end) if row.time and row.time.end else None
    if end is None and start is not None and row.minutes is not None:
        end = start + timedelta(minutes=row.minutes)
    return start, end


def assumed_ends(occasion: Occasion) -> dict[DataPath, datetime]:
    """The ends of an occasion and its rows by path, for calendars, also if the file gives none.

    An occasion ends with its rows. A row ends when the next of its track, or for all, begins, and the last one with
    what it is in. Unknown ends are left out.
    """
    rows = schedule(occasion)
    known = [row.end for row in rows if row.end]
    end = occasion.end or max(known, default=None)
    ends = {occasion.path: end} if end and occasion.start and end > occasion.start else {}
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
