"""The times that follow from lengths, written into the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.schema.agenda import AgendaRow
from conceptnote.schema.entries import Occasion
from conceptnote.schema.event import Event
from conceptnote.schema.schedule import occasions, schedule
from conceptnote.schema.when import TimeSpan


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
