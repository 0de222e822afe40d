"""A row of the programme as its form shows it: what it says, who is in it, and where it stands."""

from __future__ import annotations

from typing import Any

from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.changes import Value
from conceptnote.edit.find import at_path
from conceptnote.edit.located import event_data
from conceptnote.studio.targets import name_of, target_at
from conceptnote.studio.view import Paper

_SLOTS = ("person", "office", "party", "group")


def row_at(paper: Paper, path: DataPath) -> dict[str, Any]:
    """A row by its path in the event as a paper shows it. Raises ValueError where there is none."""
    data, here = event_data(paper.revision), paper.source.source_map.in_file(path)
    row, beside = at_path(data, here), at_path(data, here[:-1])
    if row is None or not isinstance(beside, list):
        raise ValueError(format_path(path))
    who = row.get("who") if isinstance(row, dict) else None
    slots = who if isinstance(who, list) else [] if who is None else [who]
    return {
        "path": format_path(here),
        "above": format_path((*here[:-1], int(here[-1]) - 1)) if here[-1] else "",
        "below": format_path((*here[:-1], int(here[-1]) + 1)) if int(here[-1]) + 1 < len(beside) else "",
        "who": [_slot(data, slot) for slot in slots],
        "people": _names(data, "people"),
        "record": target_at(paper, path).as_json(),
    }


def person_at(paper: Paper, identifier: str) -> dict[str, Any]:
    """A person by the id: name, status, and who else is in the event. Raises ValueError where there is none."""
    data = event_data(paper.revision)
    people = _names(data, "people")
    if identifier not in people:
        raise ValueError(identifier)
    record = data["people"][identifier]
    status = record.get("status") if isinstance(record, dict) else None
    return {"name": people[identifier], "status": status or "confirmed", "people": people}


def _slot(data: Value, slot: Value) -> dict[str, Any]:
    """Who takes a place: `raw` is how the file has it."""
    record = slot if isinstance(slot, dict) else {"person": slot}
    kind = next((one for one in _SLOTS if isinstance(record.get(one), str)), "")
    value = record.get(kind, "")
    known = at_path(data, ("parties" if kind == "party" else "people", value)) if kind in ("person", "party") else None
    name = name_of(known) if known is not None else value
    role = record.get("role")
    return {
        "raw": slot,
        "kind": kind,
        "id": value,
        "name": name or value,
        "role": role if isinstance(role, str) else "",
    }


def _names(data: Value, collection: str) -> dict[str, str]:
    records = at_path(data, (collection,))
    return {one: name_of(record) or one for one, record in records.items()} if isinstance(records, dict) else {}
