"""The UIDs of an event and its parts: from the file, or made from what hardly changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Occasion
from conceptnote.schema.event import Event
from conceptnote.schema.schedule import occasions, schedule

_OURS = uuid5(NAMESPACE_OID, "conceptnote")


def uid_of(event: Event) -> str:
    """The UID of an event: its own, or one made of its title and first day, which changes with them.

    RFC 7986, section 5.3, wants UIDs that tell nothing: so one that is made is a name-based UUID (RFC 9562, 5.5).
    """
    return event.uid or str(uuid5(_OURS, f"{event.date.day or event.date.month} {event.title}"))


def part_uids(event: Event) -> dict[DataPath, str]:
    """The UIDs of sittings, events within the event and all rows, by path.

    An event in one sitting has its own, at the empty path. A part is known by its `id`, else by its words: a sitting by
    title or number, a row by item; equal ones by their order. Dates, times and places are not in them, so a postponed
    part keeps its UID.
    """
    uid = uid_of(event)
    seen: Counter[str] = Counter()
    uids: dict[DataPath, str] = {}
    for path, name in _names(event):
        seen[name] += 1
        uids[path] = str(uuid5(_OURS, f"{uid} {name} {seen[name]}")) if path else uid
    return uids


def _names(event: Event) -> Iterator[tuple[DataPath, str]]:
    for occasion in occasions(event):
        name = _name(occasion)
        yield occasion.path, name
        for row in schedule(occasion):
            yield row.path, f"id {row.row.id}" if row.row.id else f"{name} / {row.row.item}"


def _name(occasion: Occasion) -> str:
    if isinstance(occasion.record, Event):
        return "event"
    kind, number = occasion.path
    return f"id {occasion.record.id}" if occasion.record.id else f"{kind} {occasion.record.title or number}"
