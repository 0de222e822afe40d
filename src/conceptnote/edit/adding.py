"""New records of an event, and the facts that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import did_you_mean
from conceptnote.edit.changes import Change, Insert, Set, Value
from conceptnote.edit.find import at_path, find_id, find_row, minutes_of, place_in_time, refused
from conceptnote.edit.meaning import order_of_keys
from conceptnote.textfolding import slug

What = Literal["person", "row", "party"]
_KINDS: tuple[What, ...] = get_args(What)


def what_of(word: str) -> What:
    """The type of record with this name."""
    if word in _KINDS:
        return word
    hint = did_you_mean(word, _KINDS, listing="there are")
    raise refused(f"there is no record type “{word}”", hint or "")


def add_person(data: Value, record: Mapping[str, Value], named: str | None = None) -> list[Change]:
    """A person; the id is given, or made from the family name, otherwise from the last word of the name."""
    name = record["name"]
    family = name["family"] if isinstance(name, dict) else name.split()[-1]
    return added(data, ("people", new_id(data, "people", named or _id_of(family))), dict(record))


def add_party(data: Value, record: Mapping[str, Value], named: str | None = None) -> list[Change]:
    """An organisation; the id is given, or made from its acronym or name."""
    made = named or _id_of(record.get("acronym") or record["name"])
    return added(data, ("parties", new_id(data, "parties", made)), dict(record))


def add_row(
    data: Value, record: Mapping[str, Value], before: str | None = None, after: str | None = None
) -> list[Change]:
    """A row of the programme: beside another one, otherwise at its time, otherwise at the end."""
    if before or after:
        beside = find_row(data, before or after or "")
        path: DataPath = (*beside.path[:-1], int(beside.path[-1]) + (before is None))
        return [Insert(path, dict(record))]
    rows = at_path(data, ("agenda",))
    if rows is None:
        if at_path(data, ("sittings",)):
            raise refused("the event has several agendas", "say beside which row: --before or --after")
        return [Insert(("agenda",), [dict(record)], order=order_of_keys(()))]
    at = place_in_time(data, ("agenda",), minutes_of(record.get("time")))
    return [Insert(("agenda", at), dict(record))]


def added(data: Value, path: DataPath, record: dict[str, Value], after: str | None = None) -> list[Change]:
    """A record under its id, after another one, or at the end."""
    collection, name = path
    there = at_path(data, (collection,))
    if there is None:
        if collection in data:
            return [Set((collection,), None, {name: record})]
        return [Insert((collection,), {name: record}, order=order_of_keys(()))]
    index = list(there).index(after) + 1 if after in there else None
    return [Insert(path, record, index)]


def new_id(data: Value, collection: str, named: str) -> str:
    """A new id. Raises DiagnosticError for an impossible or existing one."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", named):
        raise refused(f"“{named}” cannot be an id", "use small letters, digits and hyphens: --id van-deventer")
    if at_path(data, (collection, named)) is not None:
        raise refused(f"“{named}” already exists", "give another id: --id …", (collection, named))
    return named


def free_id(data: Value, collection: str, name: Value) -> str:
    """An id that no record of a collection has, made of what a new one is called, in whatever language."""
    while isinstance(name, dict):
        name = name.get("family") or next(iter(name.values()), "")
    words = str(name or "").split()
    made = _id_of(words[-1] if words and collection == "people" else " ".join(words))
    made = made if re.match("[a-z]", made) else f"{collection[0]}-{made}".strip("-")
    taken = at_path(data, (collection,)) or {}
    numbered = (f"{made}-{number}" for number in range(2, len(taken) + 3))
    return made if made not in taken else next(one for one in numbered if one not in taken)


def _id_of(name: Value) -> str:
    """An id made from a name."""
    return slug(str(name))[:40].strip("-")


_QUESTIONS: Mapping[What, Mapping[str, str]] = {
    "person": {"name": "The name of the person"},
    "party": {"name": "The full name of the organisation"},
    "row": {"item": "What happens"},
}
_FIELDS: Mapping[What, tuple[str, ...]] = {
    "person": ("name", "position", "organisation", "status"),
    "party": ("name", "acronym", "roles"),
    "row": ("time", "item", "who"),
}


def questions(kind: str, given: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The missing facts of a new record, each with its question.

    Raises DiagnosticError for facts of another type of record.
    """
    what = what_of(kind)
    known = {*_FIELDS[what], *(("before", "after") if what == "row" else ("id",))}
    for key in given:
        if key not in known:
            option = "role" if key == "roles" else key
            raise refused(f"a {what} has no --{option}", "leave it out; see conceptnote add --help")
    yield from ((key, words) for key, words in _QUESTIONS[what].items() if key not in given)


def add(data: Value, kind: str, **given: Value) -> list[Change]:
    """Add a person, a row or a party with these fields."""
    what = what_of(kind)
    record = {key: given[key] for key in _FIELDS[what] if key in given}
    if "who" in record:
        record["who"] = [find_id(data, one, "person") for one in record["who"]]
    for key in ("roles", "who"):
        if len(record.get(key, ())) == 1:
            record[key] = record[key][0]
    if what == "row":
        return add_row(data, record, given.get("before"), given.get("after"))
    if what == "party":
        return add_party(data, record, given.get("id"))
    person = person_record(record["name"], record.get("position"), record.get("organisation"), record.get("status"))
    return add_person(data, person, given.get("id"))


def person_record(
    name: str, position: str | None = None, organisation: str | None = None, status: str | None = None
) -> dict[str, Value]:
    """The record of a person; a name with a comma is in parts: `van Deventer, Fulco`."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not family:
        raise refused("the name is empty", 'write it as --name "Awa Sow" or --name "Sow, Awa"')
    record: dict[str, Value] = {"name": {"given": given, "family": family} if comma else family}
    if organisation and not position:
        raise refused("--organisation needs --position", "add --position …")
    if position:
        record["functions"] = {"position": position, "organisation": organisation} if organisation else position
    return record | ({"status": status} if status else {})
