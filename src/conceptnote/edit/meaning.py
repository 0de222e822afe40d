"""From what somebody wants an event to say to changes of its data, in the style of its files."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.changes import Change, Insert, Set, Value, changed, difference, value_at
from conceptnote.edit.files import Revision
from conceptnote.edit.find import refused
from conceptnote.edit.located import contents
from conceptnote.edit.prose import as_written
from conceptnote.edit.unsaved import opened_again
from conceptnote.languages.known import TAG
from conceptnote.source.include import Includes
from conceptnote.source.overrides import Override, apply_overrides
from conceptnote.source.own_languages import known_languages


def setting(revision: Revision, overrides: Sequence[Override]) -> list[Change]:
    """The changes that write into the files what `--set` would override, with the same paths.

    Raises DiagnosticError for paths that the event does not have.
    """
    project = opened_again(revision.project, contents(revision))
    data, marks, problems = Includes(project).read_event()
    new = copy.deepcopy(data)
    problems += apply_overrides(overrides, new, marks, project.once(known_languages))
    if problems:
        raise DiagnosticError(*problems)
    return as_colleagues_write(data, difference(data, new))


def as_colleagues_write(data: Value, changes: Iterable[Change]) -> list[Change]:
    """Changes with keys in the order of the reference, and prose wrapped as before."""
    made: list[Change] = []
    for change in changes:
        done = change
        if isinstance(change, Insert) and isinstance(change.path[-1], str):
            done = replace(change, index=None, order=order_of_keys(change.path[:-1]))
        elif isinstance(change, Set) and isinstance(change.old, str) and isinstance(change.new, str):
            done = replace(change, new=as_written(change.old, change.new, is_prose=is_prose(change.path)))
        data = changed(data, done)
        made.append(done)
    return made


def order_of_keys(path: DataPath) -> tuple[str, ...]:
    """The possible keys of the record at a path, in the order of the reference; none if any key is possible."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at

    records = place_at(schema_path(path), Event).records
    return tuple(dict.fromkeys(key for record in records for key in record.model_fields))


def is_prose(path: DataPath) -> bool:
    """Whether the text at a path is CommonMark, whose lines may be wrapped anywhere."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at

    human = place_at(schema_path(path), Event).human
    return human is not None and human.prose


def schema_path(path: DataPath) -> DataPath:
    """The path in the schema: without the language of a text written by language."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at, places

    known: DataPath = ()
    for step in path:
        place = place_at(known, Event)
        is_key = any(step in places(record) for record in place.records)
        if not (place.by_language and not is_key and TAG.fullmatch(str(step))):
            known = (*known, step)
    return known


def given(data: Value, path: DataPath, value: str) -> list[Change]:
    """A field of a record, set to a value, whether it exists or not."""
    record = value_at(data, path[:-1])
    if not isinstance(record, dict):
        where = format_path(path[:-1])
        raise refused(f"{where} is not a record", f"write it out: conceptnote set {format_path(path)}={value}")
    if path[-1] not in record:
        return [Insert(path, value, order=order_of_keys(path[:-1]))]
    old = record[str(path[-1])]
    return [] if old == value else [Set(path, old, value)]
