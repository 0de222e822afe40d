"""From last time's event file to the next one's: the same text, without what was true only then."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from conceptnote.datapath import walk_data
from conceptnote.edit.apply import apply, read_text
from conceptnote.edit.changes import Value, difference

_OVER = ("version", "as_of", "symbol")
"""Keys of the event that belong to one time only."""
_HEAD = ("title", "subtitle", "theme", "type", "parent_event", "mandate", "keywords", "language", "status")


def begun_again(text: str, shown: str, uid: str) -> str:
    """The text for the next event, with all comments: a new uid, days to be confirmed, everybody invited.

    Raises DiagnosticError for a text that cannot be read, or has a value in another file.
    """
    old = read_text(text, shown)
    new = copy.deepcopy(old)
    if isinstance(new, dict):
        _clear(new, uid)
    return apply(text, difference(old, new), shown)[0]


def _clear(event: dict[str, Value], uid: str) -> None:
    _put(event, "status", "draft")
    _put(event, "uid", uid)
    for key in _OVER:
        event.pop(key, None)
    if "date" in event:
        event["date"] = "tbc"
    for part in (event, *_records(event, "sittings"), *_records(event, "sub_events")):
        _clear_part(part)
        if part is not event and "date" in part:
            part["date"] = "tbc"
    for person in (event.get("people") or {}).values():
        if isinstance(person, dict):
            person.pop("replaced_by", None)
            person["status"] = "invited"
    for slot in _slots(event):
        for key in ("status", "replaced_by"):
            slot.pop(key, None)
    for funder in _records(event, "funders"):
        funder.pop("approval", None)


def _put(event: dict[str, Value], key: str, value: Value) -> None:
    """Set a key; a new one goes below the names of the event."""
    if key not in event:
        below = {name: event.pop(name) for name in list(event) if name not in _HEAD}
        event[key] = value
        event |= below
    event[key] = value


def _clear_part(part: dict[str, Value]) -> None:
    registration = part.get("registration")
    if isinstance(registration, dict):
        registration.pop("deadline", None)
        if not registration:
            del part["registration"]
    if part.get("status") == "cancelled":
        del part["status"]


def _records(event: dict[str, Value], key: str) -> list[dict[str, Any]]:
    value = event.get(key)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _slots(event: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """All slots of the panel and of rows that are records."""
    for path, below in walk_data(event):
        if path[-1] in ("panel", "who", "any_of"):
            yield from (one for one in (below if isinstance(below, list) else [below]) if isinstance(one, dict))
