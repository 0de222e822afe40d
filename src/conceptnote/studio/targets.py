"""The target of a printed word: a value of the file, a record, or words of others."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field, to_builtins
from pydantic import BaseModel

from conceptnote.datapath import DataPath, Step, format_path
from conceptnote.edit.changes import Value
from conceptnote.edit.find import at_path
from conceptnote.edit.located import event_data
from conceptnote.edit.meaning import is_prose, schema_path
from conceptnote.edit.prose import on_long_lines
from conceptnote.languages.known import DEFAULT, shipped
from conceptnote.schema.event import Event
from conceptnote.schema.fields import descriptions, field_at, field_marks, is_record, kinds_at, members
from conceptnote.schema.text import Ref
from conceptnote.studio.view import Paper
from conceptnote.studio.words import phrase, words

_DEEPEST = 3
STATUSES = ("confirmed", "invited", "tbc", "declined")


class Target(Struct, frozen=True):
    """A value that can be changed, as a `line` or `prose` of text, one of `choices`, or `fields` of a `record`.

    `path` is the path in the file, `value` the value there, `note` what to know first. The `fields` of a record are
    those of the file, then the possible ones, which are `missing`. `names` are the names of choices that are ids.
    """

    path: str
    kind: str
    label: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    missing: bool = False
    note: str = ""
    help: str = ""
    file: str = ""
    line: int = 0
    person: str = ""
    """The id of the person whose record the value is in."""
    fields: list[Target] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON, for the browser."""
        made: dict[str, Any] = to_builtins(self)
        return made


def target_at(paper: Paper, path: DataPath) -> Target:
    """The target at a path of the event as a paper shows it."""
    source_map, data = paper.source.source_map, event_data(paper.revision)
    full = source_map.in_file(path)
    if source_map.written(path):
        return _of_value(paper, data, source_map.trim(full), full)
    note = _not_written(paper, full)
    value = printed(paper, path)
    if value is None:
        above = next(full[:end] for end in range(len(full) - 1, -1, -1) if at_path(data, full[:end]) is not None)
        return _of_value(paper, data, above, above, note)
    kind = "prose" if is_prose(full) else "line"
    at = source_map.locate(path)
    return Target(
        format_path(full), kind, label_of(full), value, note=note, help=help_of(full), file=at.file, line=at.line
    )


def _not_written(paper: Paper, path: DataPath) -> str:
    """Why the file has no such value: it comes from a profile, or from other values."""
    profile = at_path(event_data(paper.revision), (*path[:2], "profile")) if path[:1] == ("funders",) else None
    return phrase("from_profile", profile=profile) if profile else phrase("follows")


def printed(paper: Paper, path: DataPath) -> str | None:
    """The text of the event at a path, from the file or a profile."""
    value: Any = paper.source.event
    for step in path:
        value = _below(value, step)
    return value if isinstance(value, str) else None


def _below(value: Any, step: Step) -> Any:
    if isinstance(value, BaseModel):
        return getattr(value, str(step), None)
    try:
        return value[step]
    except (LookupError, TypeError):
        return None


def _of_value(paper: Paper, data: Value, path: DataPath, full: DataPath, note: str = "", depth: int = 0) -> Target:
    value = at_path(data, path)
    at = paper.source.source_map.locate(path)
    person = str(path[1]) if path[:1] == ("people",) and len(path) > 1 else ""
    facts: dict[str, Any] = {"note": note, "help": help_of(path), "file": at.file, "line": at.line, "person": person}
    said_path, label = format_path(path), label_of(path)
    if isinstance(value, dict | list):
        inner = list(_fields(paper, data, path, value, depth)) if depth < _DEEPEST else []
        return Target(said_path, "record", label, fields=inner, **facts)
    text = "" if value is None else str(value)
    if choices := choices_at(full):
        if person and path[-1] == "status":  # Who is replaced is so by somebody: that has a form.
            choices = [one for one in choices if one in (text, *STATUSES)]
        return Target(said_path, "choice", label, text, choices, **facts)
    if names := referred(full, data):
        return Target(said_path, "choice", label, text, list(names), names, **facts)
    if is_prose(full):
        return Target(said_path, "prose", label, on_long_lines(text), **facts)
    return Target(said_path, "line", label, " ".join(text.split()), **facts)


def _fields(paper: Paper, data: Value, path: DataPath, value: Value, depth: int) -> Iterator[Target]:
    """The fields of a record in the file, and those that the schema requires and the file does not have."""
    steps = range(len(value)) if isinstance(value, list) else list(value)
    for step in steps:
        if not (isinstance(value, dict) and step == "<<"):
            yield _of_value(paper, data, (*path, step), (*path, step), depth=depth + 1)
    if isinstance(value, dict) and depth == 0:
        yield from _missing(data, path, value)


def _missing(data: Value, path: DataPath, value: Mapping[str, Value]) -> Iterator[Target]:
    """The texts and choices that a record could have."""
    known = schema_path(path)
    records = [kind for kind in kinds_at(known, Event) if is_record(kind)]
    if len(records) != 1 or set(value) - set(records[0].model_fields):
        return
    for key, info in records[0].model_fields.items():
        here = (*path, key)
        choices, names = choices_at(here), referred(here, data)
        if key in value or not (choices or names or str in set(members(info.annotation))):
            continue
        kind = "choice" if choices or names else "prose" if is_prose(here) else "line"
        yield Target(
            format_path(here), kind, label_of(here), "", choices or list(names), names, missing=True, help=help_of(here)
        )


def referred(path: DataPath, data: Value) -> dict[str, str]:
    """The names of the records to which the value at a path can refer, by id."""
    field = field_at(schema_path(path), Event)
    for mark in field_marks(field) if field else ():
        if isinstance(mark, Ref):
            return names_of(data, mark.collection)
    return {}


def name_of(record: Value) -> str:
    """The name of a person, a party or a track in the file."""
    value = record.get("name", record.get("title")) if isinstance(record, dict) else record
    if isinstance(value, dict):
        value = " ".join(one for key, one in value.items() if isinstance(one, str) and key != "order")
    return value if isinstance(value, str) else ""


def names_of(data: Value, collection: str) -> dict[str, str]:
    """The names of the records of a collection, by id."""
    records = at_path(data, (collection,))
    return {one: name_of(record) or one for one, record in records.items()} if isinstance(records, dict) else {}


def choices_at(path: DataPath) -> list[str]:
    """The choices of the value at a path."""
    kinds = kinds_at(schema_path(path), Event)
    return [str(word) for kind in kinds if typing.get_origin(kind) is typing.Literal for word in typing.get_args(kind)]


def label_of(path: DataPath) -> str:
    """The name of a value, by its key."""
    named = [step for step in schema_path(path) if isinstance(step, str)]
    known = shipped()[DEFAULT].papers.changes.labels
    if (pair := ".".join(named[-2:])) in words()["labels"]:
        return str(words()["labels"][pair])
    for step in reversed(named):
        key: Any = step
        if key in known:
            found = str(known[key])
            return found[:1].upper() + found[1:]
        if key in words()["labels"]:
            return str(words()["labels"][key])
        if len(named) > 1 and named[-2] in ("people", "parties", "figures", "tracks", "footnotes"):
            return str(words()["labels"].get(named[-2], named[-2]))
        return step.replace("_", " ").capitalize()
    return phrase("event")


def help_of(path: DataPath) -> str:
    """The description of a key in the reference."""
    known = schema_path(path)
    for end in range(len(known), 0, -1):
        step = known[end - 1]
        for kind in kinds_at(known[: end - 1], Event):
            if is_record(kind) and (found := descriptions(kind).get(str(step))):
                return " ".join(found.split())
    return ""
