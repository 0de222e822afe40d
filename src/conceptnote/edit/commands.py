"""From an officer's command to changes of an event's data: one function a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conceptnote.datapath import DataPath, walk_data
from conceptnote.edit.adding import add, added, new_id, person_record, what_of
from conceptnote.edit.changes import Change, Remove, Value, value_at
from conceptnote.edit.find import at_path, find_id, find_row, refused
from conceptnote.edit.meaning import given
from conceptnote.edit.moving import move


def confirm(data: Value, named: str) -> list[Change]:
    """Confirm a person, in the record and in every row or panel that says otherwise."""
    return _with_status(data, find_id(data, named, "person"), "confirmed")


def decline(data: Value, named: str) -> list[Change]:
    """Record that a person declines."""
    return _with_status(data, find_id(data, named, "person"), "declined")


def status(data: Value, named: str, text: str) -> list[Change]:
    """How far it is settled that somebody comes: `invited` or `tbc`, of the person, and wherever else it is said."""
    if text not in ("invited", "tbc"):
        raise refused(f"“{text}” is not a status here", "write invited or tbc")
    return _with_status(data, find_id(data, named, "person"), text)


def replace(
    data: Value,
    named: str,
    by: str,
    name: str | None = None,
    position: str | None = None,
    organisation: str | None = None,
) -> list[Change]:
    """Replace a person by another; with a name, by a new person, whose id is `by`."""
    old = find_id(data, named, "person")
    made: list[Change] = []
    if name:
        record = person_record(name, position, organisation)
        made += added(data, ("people", new_id(data, "people", by)), record, after=old)
    elif position or organisation:
        raise refused("--position is for a new person", "give the name, too: --name …")
    else:
        by = find_id(data, by, "person")
    if by == old:
        raise refused(f"{old} cannot come instead of {old}", "name the person who comes instead")
    person: DataPath = ("people", old)
    made += given(data, (*person, "status"), "replaced")
    return made + given(data, (*person, "replaced_by"), by)


def remove(data: Value, kind: str, named: str) -> list[Change]:
    """Remove a row, a person or a party; the checks report references to it."""
    what = what_of(kind)
    if what == "row":
        path = find_row(data, named).path
    else:
        path = ("people" if what == "person" else "parties", find_id(data, named, what))
    around = value_at(data, path[:-1])
    # Empty parents are removed, too.
    path = path[:-1] if len(around) == 1 and len(path) == 2 else path
    return [Remove(path, value_at(data, path))]


def _with_status(data: Value, named: str, status: str) -> list[Change]:
    person: DataPath = ("people", named)
    made = given(data, (*person, "status"), status)
    if (by := at_path(data, (*person, "replaced_by"))) is not None:
        made.append(Remove((*person, "replaced_by"), by))
    for path, slot in walk_data(data):
        is_slot = isinstance(slot, dict) and slot.get("person") == named and path[:1] not in (("people",), ("parties",))
        if is_slot and slot.get("status") in ("tbc", "invited", "confirmed", "declined"):
            made += given(data, (*path, "status"), status)
    return made


COMMANDS: Mapping[str, Callable[..., list[Change]]] = {
    "confirm": confirm,
    "decline": decline,
    "status": status,
    "replace": replace,
    "add": add,
    "remove": remove,
    "move": move,
}
"""The commands that change the data of an event, by name."""
