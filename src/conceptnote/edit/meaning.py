"""What somebody wants an event to say -> changes to its data, written as its files are."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.changes import Change, Insert, Set, Value, changed, difference, value_at
from conceptnote.edit.files import Revision
from conceptnote.edit.find import refused
from conceptnote.edit.located import contents
from conceptnote.edit.prose import as_written
from conceptnote.edit.unsaved import opened_again
from conceptnote.paperlanguage import LANGUAGES
from conceptnote.source.include import Includes
from conceptnote.source.overrides import Override, apply_overrides


def setting(revision: Revision, overrides: Sequence[Override]) -> list[Change]:
    """The changes that write into the files what `--set` would put in their place, with the same paths.

    Raises DiagnosticError for what has no place in the event.
    """
    project = opened_again(revision.project, contents(revision))
    data, marks, problems = Includes(project).read_event()
    new = copy.deepcopy(data)
    problems += apply_overrides(overrides, new, marks)
    if problems:
        raise DiagnosticError(*problems)
    return as_colleagues_write(data, difference(data, new))


def as_colleagues_write(data: Value, changes: Iterable[Change]) -> list[Change]:
    """Changes of data with keys where the reference lists them, and prose in lines as the old one had them."""
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
    """The keys that can stand in the record at a path, in the order of the reference; else languages, if they can."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, kinds_at

    known = tuple(step for step in path if step not in LANGUAGES or step == path[0])
    keys = [key for kind in kinds_at(known, Event) if is_record(kind) for key in kind.model_fields]
    return tuple(dict.fromkeys(keys)) or tuple(LANGUAGES)


def is_prose(path: DataPath) -> bool:
    """Whether the text at a path is CommonMark of several paragraphs, whose lines may be broken anywhere."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at

    known = path[:-1] if path[-1] in LANGUAGES else path
    human = place_at(known, Event).human
    return human is not None and human.prose


def given(data: Value, path: DataPath, value: str) -> list[Change]:
    """A field of a record with a value, whether it has one or not."""
    record = value_at(data, path[:-1])
    if not isinstance(record, dict):
        where = format_path(path[:-1])
        raise refused(f"{where} is no record", f"write it out: conceptnote set {format_path(path)}={value}")
    if path[-1] not in record:
        return [Insert(path, value, order=order_of_keys(path[:-1]))]
    old = record[str(path[-1])]
    return [] if old == value else [Set(path, old, value)]
