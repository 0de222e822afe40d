"""When each row of the agenda begins and ends, as far as that can be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from conceptnote.datapath import DataPath
from conceptnote.schema.event import AgendaRow, Event


@dataclass(frozen=True, slots=True)
class Timed:
    """A row of the agenda; start and end are minutes since midnight, None where nothing tells them."""

    number: int
    row: AgendaRow
    start: int | None
    end: int | None

    @property
    def path(self) -> DataPath:
        """Where the row stands."""
        return ("agenda", self.number)

    @property
    def time_path(self) -> DataPath:
        """Where its time stands."""
        return (*self.path, "time") if self.row.time else (*self.path, "minutes") if self.row.minutes else self.path

    @property
    def room(self) -> str:
        """Its room, for comparing; rows without one are in the room of the event."""
        return (self.row.room or "").casefold()

    @property
    def length(self) -> int | None:
        """How many minutes it lasts."""
        if self.row.minutes is not None:
            return self.row.minutes
        return None if self.start is None or self.end is None else self.end - self.start

    def overlaps(self, other: Timed) -> bool:
        """Whether both certainly take place at one time."""
        if self.start is None or other.start is None:
            return False
        first, second = sorted((self, other), key=lambda row: (row.start or 0, row.number))
        return first.end is not None and (second.start or 0) < first.end


def schedule(event: Event) -> Iterator[Timed]:
    """The rows in their order: a row that has only a length begins when the one before it ends."""
    clock: int | None = minute(event.time.start)
    for number, row in enumerate(event.agenda):
        start = minute(row.time.start) if row.time else clock if row.minutes else None
        end = minute(row.time.end) if row.time and row.time.end else None
        if end is None and start is not None and row.minutes is not None:
            end = start + row.minutes
        clock = end
        yield Timed(number, row, start, end)


def minute(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


def clock(minutes: int) -> str:
    """A minute of the day as people write it."""
    return f"{minutes // 60}:{minutes % 60:02}"
