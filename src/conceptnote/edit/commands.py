"""What an officer asks for on the last evening -> changes to the data of an event: one function a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, get_args

from conceptnote.datapath import DataPath, Step, format_path
from conceptnote.diagnostics import did_you_mean
from conceptnote.edit.changes import Change, Insert, Move, Remove, Set, Value, changed, value_at
from conceptnote.edit.find import (
    Row,
    at_path,
    find_id,
    find_row,
    later,
    minutes_of,
    refused,
    rows_of,
    written_time,
)
from conceptnote.edit.meaning import order_of_keys
from conceptnote.textfolding import slug

What = Literal["person", "row", "party"]
_KINDS: tuple[What, ...] = get_args(What)


def _what(word: str) -> What:
    """The kind of record that a word names."""
    if word in _KINDS:
        return word
    hint = did_you_mean(word, _KINDS, listing="there are")
    raise refused(f"there is no kind of record “{word}”", hint or "")


def confirm(data: Value, named: str) -> list[Change]:
    """Somebody comes: so it is said of the person, and wherever a row or the panel says otherwise."""
    return _with_status(data, find_id(data, named, "person"), "confirmed")


def decline(data: Value, named: str) -> list[Change]:
    """Somebody does not come."""
    return _with_status(data, find_id(data, named, "person"), "declined")


def replace(
    data: Value,
    named: str,
    by: str,
    name: str | None = None,
    position: str | None = None,
    organisation: str | None = None,
) -> list[Change]:
    """Another person comes instead; with a name, one who is not in the event yet, and `by` is the id."""
    old = find_id(data, named, "person")
    made: list[Change] = []
    if name:
        record = person_record(name, position, organisation)
        made += _added(data, ("people", _new_id(data, "people", by)), record, after=old)
    elif position or organisation:
        raise refused("a position is that of a new person", "give the name, too: --name …")
    else:
        by = find_id(data, by, "person")
    if by == old:
        raise refused(f"{old} cannot come instead of {old}", "name the person who comes instead")
    person: DataPath = ("people", old)
    made += _given(data, (*person, "status"), "replaced")
    return made + _given(data, (*person, "replaced_by"), by)


def add_person(data: Value, record: Mapping[str, Value], named: str | None = None) -> list[Change]:
    """A person; the id is made of the family name unless it is given."""
    return _added(data, ("people", _new_id(data, "people", named or _id_of(record["name"]))), dict(record))


def add_party(data: Value, record: Mapping[str, Value], named: str | None = None) -> list[Change]:
    """An organisation; the id is made of its acronym or name unless it is given."""
    made = named or _id_of(record.get("acronym") or record["name"])
    return _added(data, ("parties", _new_id(data, "parties", made)), dict(record))


def add_row(
    data: Value, record: Mapping[str, Value], before: str | None = None, after: str | None = None
) -> list[Change]:
    """A row of the programme: beside another one, else where its time comes, else at the end."""
    if before or after:
        beside = find_row(data, before or after or "")
        path: DataPath = (*beside.path[:-1], int(beside.path[-1]) + (before is None))
        return [Insert(path, dict(record))]
    rows = at_path(data, ("agenda",))
    if rows is None:
        if at_path(data, ("sittings",)):
            raise refused("the event has several agendas", "say beside which row: --before or --after")
        return [Insert(("agenda",), [dict(record)], order=order_of_keys(()))]
    at = _place_in_time(data, ("agenda",), minutes_of(record.get("time")))
    return [Insert(("agenda", at), dict(record))]


def remove(data: Value, kind: str, named: str) -> list[Change]:
    """A row, a person or a party is taken out; who names them is told by the checks."""
    what = _what(kind)
    if what == "row":
        path = find_row(data, named).path
    else:
        path = ("people" if what == "person" else "parties", find_id(data, named, what))
    around = value_at(data, path[:-1])
    # What would be left empty goes, too.
    path = path[:-1] if len(around) == 1 and len(path) == 2 else path
    return [Remove(path, value_at(data, path))]


def move(
    data: Value,
    named: str,
    to: str | None = None,
    before: str | None = None,
    after: str | None = None,
    *,
    shift_following: bool = False,
) -> list[Change]:
    """A row takes place at another time, for as long as before, or stands elsewhere among the others.

    With `shift_following` those behind it are moved by as much.
    """
    row = find_row(data, named)
    if (to is None) + (before is None) + (after is None) != 2:
        raise refused("it is not said where to", "give one of --to, --before and --after")
    if to is not None:
        return list(_to_time(data, row, to, shift_following))
    if shift_following:
        raise refused("--shift-following goes with --to", "say when the row begins: --to 11:30")
    beside = find_row(data, before or after or "")
    if beside.path == row.path:
        raise refused("a row cannot stand beside itself", "name another row")
    if beside.path[:-1] != row.path[:-1]:
        value = value_at(data, row.path)
        if beside.path[: len(row.path)] == row.path:
            raise refused("a row cannot stand within itself", "name another row")
        taken = Remove(row.path, value)
        there = find_row(changed(data, taken), format_path(_shifted(beside.path, row.path)))
        return [taken, Insert((*there.path[:-1], int(there.path[-1]) + (before is None)), value)]
    at, other = int(row.path[-1]), int(beside.path[-1])
    place = other - (at < other) + (before is None)
    return [Move(row.path, place)] if place != at else []


def _shifted(path: DataPath, removed: DataPath) -> DataPath:
    """A path after an item of a list has been taken out."""
    at, step = len(removed) - 1, path[len(removed) - 1 : len(removed)]
    if path[:at] == removed[:-1] and step and isinstance(step[0], int) and step[0] > int(removed[-1]):
        return (*path[:at], step[0] - 1, *path[at + 1 :])
    return path


def _to_time(data: Value, row: Row, to: str, shift_following: bool) -> Iterator[Change]:
    wanted = minutes_of(to)
    if wanted is None or not re.fullmatch(r"\s*\d{1,2}[:.h]\d{2}\s*", to) or wanted >= 24 * 60:
        raise refused(f"“{to}” is not a time", "write it on the 24-hour clock: --to 11:30")
    around, at = row.path[:-1], int(row.path[-1])
    if row.start is None:
        yield from _given(data, (*row.path, "time"), written_time(wanted))
    else:
        moved = [row]
        if shift_following:
            moved += [one for one in rows_of(data) if one.path[:-1] == around and int(one.path[-1]) > at]
        for one in moved:
            yield from _later(data, one, wanted - row.start)
    if not shift_following:
        place = _place_in_time(data, around, wanted, without=at)
        if place != at:
            yield Move(row.path, place)


def _later(data: Value, row: Row, by: int) -> Iterator[Change]:
    """The times of a row, and of the rows in it, so many minutes later."""
    within = [one for one in rows_of(data) if one.path[: len(row.path)] == row.path]
    for one in within:
        fields: list[Step | None] = [None] if isinstance(one.time, str) else ["start", "end"]
        for field in fields if one.start is not None else ():
            path: DataPath = (*one.path, "time") if field is None else (*one.path, "time", field)
            old = at_path(data, path)
            if isinstance(old, str) and by:
                try:
                    yield Set(path, old, later(old, by))
                except ValueError:
                    hint = "move it by less, or change the times themselves: conceptnote set"
                    raise refused(f"{one} would be on another day", hint) from None


def _place_in_time(data: Value, around: DataPath, start: int | None, without: int | None = None) -> int:
    """Where a row with a start stands in a list: behind all that begin before it; without a start, at the end."""
    rows = [row for row in rows_of(data) if row.path[:-1] == around and row.path[-1] != without]
    earlier = [at for at, row in enumerate(rows) if row.start is not None and start is not None and row.start <= start]
    if start is None or not any(row.start is not None for row in rows):
        return len(rows) if without is None else without
    if earlier:
        return earlier[-1] + 1
    return next(at for at, row in enumerate(rows) if row.start is not None)


def _with_status(data: Value, named: str, status: str) -> list[Change]:
    person: DataPath = ("people", named)
    made = _given(data, (*person, "status"), status)
    if (by := at_path(data, (*person, "replaced_by"))) is not None:
        made.append(Remove((*person, "replaced_by"), by))
    for path, slot in _slots(data):
        if slot.get("person") == named and slot.get("status") in ("tbc", "invited", "confirmed", "declined"):
            made += _given(data, (*path, "status"), status)
    return made


def _slots(data: Value, path: DataPath = ()) -> Iterator[tuple[DataPath, dict[str, Value]]]:
    """The places in the panel and the programme that have a record of their own."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if isinstance(data, dict) and "person" in data and path[0] not in ("people", "parties"):
        yield path, data
    for step, value in inner:
        yield from _slots(value, (*path, step))


def _given(data: Value, path: DataPath, value: str) -> list[Change]:
    """A field of a record with a value, whether it has one or not."""
    record = value_at(data, path[:-1])
    if not isinstance(record, dict):
        where = format_path(path[:-1])
        raise refused(f"{where} is no record", f"write it out: conceptnote set {format_path(path)}={value}")
    if path[-1] not in record:
        return [Insert(path, value, order=order_of_keys(path[:-1]))]
    old = record[str(path[-1])]
    return [] if old == value else [Set(path, old, value)]


def _added(data: Value, path: DataPath, record: dict[str, Value], after: str | None = None) -> list[Change]:
    collection, name = path
    there = at_path(data, (collection,))
    if there is None:
        if collection in data:
            return [Set((collection,), None, {name: record})]
        return [Insert((collection,), {name: record}, order=order_of_keys(()))]
    index = list(there).index(after) + 1 if after in there else None
    return [Insert(path, record, index)]


def _new_id(data: Value, collection: str, named: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", named):
        raise refused(f"“{named}” cannot be an id", "use small letters, digits and hyphens: --id van-deventer")
    if at_path(data, (collection, named)) is not None:
        raise refused(f"there is a “{named}” already", "give another id: --id …", (collection, named))
    return named


def _id_of(name: Value) -> str:
    """An id made of a name: of the family name, where it is given apart."""
    text = name.get("family", "") if isinstance(name, dict) else str(name)
    return slug(text)[:40].strip("-")


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
    """What must be known of a new record and is not given, each with the words to ask for it.

    Raises DiagnosticError for what is given and belongs to another kind of record.
    """
    what = _what(kind)
    known = {*_FIELDS[what], *(("before", "after") if what == "row" else ("id",))}
    for key in given:
        if key not in known:
            option = "role" if key == "roles" else key
            raise refused(f"a {what} has no --{option}", "leave it out; see conceptnote add --help")
    yield from ((key, words) for key, words in _QUESTIONS[what].items() if key not in given)


def add(data: Value, kind: str, **given: Value) -> list[Change]:
    """A person, a row or a party with these fields."""
    what = _what(kind)
    record = {key: given[key] for key in _FIELDS[what] if key in given}
    for key in ("roles", "who"):
        if isinstance(record.get(key), list) and len(record[key]) == 1:
            record[key] = record[key][0]
    if what == "row":
        for one in given.get("who") or ():
            find_id(data, one, "person")
        return add_row(data, record, given.get("before"), given.get("after"))
    if what == "party":
        return add_party(data, record, given.get("id"))
    person = person_record(record["name"], record.get("position"), record.get("organisation"), record.get("status"))
    return add_person(data, person, given.get("id"))


def person_record(
    name: str, position: str | None = None, organisation: str | None = None, status: str | None = None
) -> dict[str, Value]:
    """The record of a person: the last word of the name is the family name, if there are several."""
    given, _, family = name.strip().rpartition(" ")
    record: dict[str, Value] = {"name": {"given": given, "family": family} if given else family}
    if organisation and not position:
        raise refused("an organisation goes with a position", "add --position …")
    if position:
        record["functions"] = {"position": position, "organisation": organisation} if organisation else position
    return record | ({"status": status} if status else {})


COMMANDS: Mapping[str, Callable[..., list[Change]]] = {
    "confirm": confirm,
    "decline": decline,
    "replace": replace,
    "add": add,
    "remove": remove,
    "move": move,
}
"""Those that change the data of an event, by name."""
