"""A row of the programme as its form shows it: its content, its people, and its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.changes import Value
from conceptnote.edit.find import at_path
from conceptnote.edit.located import event_data
from conceptnote.studio.formfields import text_of
from conceptnote.studio.targets import name_of, names_of
from conceptnote.studio.view import Paper
from conceptnote.studio.words import words

_SLOTS = ("person", "office", "party", "group")


def row_at(paper: Paper, here: DataPath) -> dict[str, Any]:
    """A row by its path in the file. Raises ValueError if there is none."""
    data = event_data(paper.revision)
    row, beside = at_path(data, here), at_path(data, here[:-1])
    if row is None or not isinstance(beside, list):
        raise ValueError(format_path(here))
    who = row.get("who") if isinstance(row, dict) else None
    slots = who if isinstance(who, list) else [] if who is None else [who]
    return {
        "path": format_path(here),
        "above": format_path((*here[:-1], int(here[-1]) - 1)) if here[-1] else "",
        "below": format_path((*here[:-1], int(here[-1]) + 1)) if int(here[-1]) + 1 < len(beside) else "",
        "who": [_slot(data, slot) for slot in slots],
        "people": names_of(data, "people"),
        "title": _title(paper, data, here),
        "days": _days(paper, data, here),
        "around": {"name": here[-2], "title": words()["forms"][here[-2]], "path": format_path(here[:-1])},
    }


def person_at(paper: Paper, identifier: str) -> dict[str, Any]:
    """A person by the id: name, status, and the other people of the event. Raises ValueError if there is none."""
    data = event_data(paper.revision)
    people = names_of(data, "people")
    if identifier not in people:
        raise ValueError(identifier)
    record = data["people"][identifier]
    status = record.get("status") if isinstance(record, dict) else None
    places = [{"path": format_path(path), "title": _place(paper, data, path)} for path in _places(data, identifier)]
    return {"name": people[identifier], "status": status or "confirmed", "people": people, "places": places}


def _places(data: Value, person: str, path: DataPath = ()) -> Iterator[DataPath]:
    """The places of a person on the panel and in rows."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        here = (*path, step)
        named = value.get("person") if isinstance(value, dict) else value
        key = step if isinstance(step, str) else path[-1]
        if key in ("panel", "who") and named == person:
            yield here
        elif here not in (("people",), ("parties",)):
            yield from _places(value, person, here)


def _place(paper: Paper, data: Value, path: DataPath) -> str:
    """The name of a place on the panel or in a row."""
    if path[0] == "panel":
        return str(words()["forms"]["panel"])
    rows = [at for at, step in enumerate(path) if step in ("agenda", "rows", "sub_events")]
    return _title(paper, data, path[: rows[-1] + 2])


def _title(paper: Paper, data: Value, path: DataPath) -> str:
    """The name of a row, a day or an event within the event."""
    record = at_path(data, path)
    found = next((record[key] for key in ("item", "title", "date") if key in record), "")
    return text_of(paper, found) or format_path(path)


def _days(paper: Paper, data: Value, row: DataPath) -> list[dict[str, str]]:
    """The other days and parts of the event that have rows, and the last of each."""
    found = []
    for key in ("sittings", "sub_events"):
        for at, _ in enumerate(at_path(data, (key,)) or ()):
            rows = at_path(data, (key, at, "agenda"))
            if rows and row[:2] != (key, at):
                last = format_path((key, at, "agenda", len(rows) - 1))
                found.append({"title": _title(paper, data, (key, at)), "last": last})
    return found


def _slot(data: Value, slot: Value) -> dict[str, Any]:
    """The occupant of a place; `raw` is its form in the file."""
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
