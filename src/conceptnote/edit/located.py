"""From changes to an event to changes of its files: each goes to the file with the value."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath, Step
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.apply import apply_one, read_text
from conceptnote.edit.changes import (
    Change,
    Include,
    Insert,
    NoSuchPlace,
    Remove,
    Set,
    Value,
    changed,
    difference,
    has,
    same,
    value_at,
)
from conceptnote.edit.files import Revision, TextFile
from conceptnote.edit.splice import lines_at
from conceptnote.edit.unsaved import opened_again
from conceptnote.source.include import Includes
from conceptnote.source.yaml_tree import MERGE

_PICTURES = ("file", "photo", "logo")
"""Keys of pictures, which are relative to the file that names them."""


class Edited(Struct, frozen=True):
    """The result of changes to the files of an event."""

    revision: Revision
    changes: tuple[Change, ...]
    """The changes as made: setting a record has become changes of its parts."""
    texts: Mapping[Path, str]
    """The new texts of the changed files."""

    @property
    def files(self) -> list[tuple[TextFile, bytes]]:
        """The changed files, each with its new bytes."""
        return [(file := self.revision.files[path], file.encoded(text)) for path, text in self.texts.items()]


def edited(revision: Revision, changes: Sequence[Change]) -> Edited:
    """The files of an event after changes to its data, which is that of all of them together.

    What is removed and inserted elsewhere keeps its text and its comments. The new texts are read again, and give
    exactly what was meant. Raises DiagnosticError if a change does not fit, or cannot be made alone.
    """
    texts = {path: file.text for path, file in revision.files.items()}
    inner = {path: read_text(text, revision.files[path].shown) for path, text in texts.items()}
    data = event_data(revision)
    made: list[Change] = []
    taken: tuple[Value, tuple[str, ...]] = None, ()
    for change in changes:
        for part in _parts(data, change, revision):
            here = _Place.of(part, inner, revision)
            file, local = here.file, _local(part, here, data, revision)
            if isinstance(local, Insert) and same(local.new, taken[0]):
                local = replace(local, lines=taken[1])
            taken = (local.old, lines_at(texts[file], local.path)) if isinstance(local, Remove) else (None, ())
            texts[file], inner[file], done = apply_one(texts[file], inner[file], local, revision.files[file].shown)
            data = _after(data, part, revision)
            made.append(replace(done, path=part.path))
    new = {path: text for path, text in texts.items() if text != revision.files[path].text}
    is_meant = all(same(read_text(text, revision.files[path].shown), inner[path]) for path, text in new.items())
    if not is_meant or event_data(revision, new) != data:
        message = "this change cannot be written into the files without changing something else"
        raise DiagnosticError(_refused(revision, message, changes[0].path, "change it in an editor"))
    return Edited(revision, tuple(made), new)


def event_data(revision: Revision, texts: Mapping[Path, str] | None = None) -> Value:
    """The data of an event as written, with its included files; `texts` replace files not written yet.

    Raises DiagnosticError for files that cannot be read.
    """
    project = opened_again(revision.project, contents(revision, texts))
    data, _, problems = Includes(project).read_event()
    if problems:
        raise DiagnosticError(*problems)
    return data


def contents(revision: Revision, texts: Mapping[Path, str] | None = None) -> dict[Path, bytes]:
    """The bytes of all files, some with another text."""
    new = texts or {}
    return {path: file.encoded(new[path]) if path in new else file.raw for path, file in revision.files.items()}


def _parts(data: Value, change: Change, revision: Revision) -> list[Change]:
    _after(data, change, revision)
    return difference(change.old, change.new, change.path) if isinstance(change, Set) else [change]


def _after(data: Value, change: Change, revision: Revision) -> Value:
    try:
        return changed(data, change)
    except NoSuchPlace:
        hint = "look at the file, and try again"
        problem = _refused(revision, "the file has changed there", change.path, hint)
        raise DiagnosticError(problem) from None


class _Place(Struct):
    """A path in one of the files."""

    file: Path
    path: DataPath
    data: Value
    """The data of that file."""

    @classmethod
    def of(cls, change: Change, inner: Mapping[Path, Value], revision: Revision) -> _Place:
        """The place of a value of the event, in whatever file; of a new one, that of its parent."""
        here = cls(revision.project.event_file, (), inner[revision.project.event_file])
        for at, step in enumerate(change.path):
            is_last = at == len(change.path) - 1
            below = None if is_last and isinstance(change, Insert) else here._step(step, inner, revision)
            here = below or _Place(here.file, (*here.path, step), here.data)
            if isinstance(change, Set) or not is_last:
                here = here._followed(inner, revision)
        return here

    def _step(self, step: Step, inner: Mapping[Path, Value], revision: Revision) -> _Place | None:
        value = value_at(self.data, self.path)
        if has(value, step):
            return _Place(self.file, (*self.path, step), self.data)
        others = (self._included(include, inner, revision) for include in _merged(value))
        return next((found for other in others if (found := other._step(step, inner, revision))), None)

    def _followed(self, inner: Mapping[Path, Value], revision: Revision) -> _Place:
        """The place itself, or the root of the file that is included there."""
        value = value_at(self.data, self.path) if self._is_there else None
        return self._included(value, inner, revision) if isinstance(value, Include) else self

    @property
    def _is_there(self) -> bool:
        return not self.path or has(value_at(self.data, self.path[:-1]), self.path[-1])

    def _included(self, include: Include, inner: Mapping[Path, Value], revision: Revision) -> _Place:
        file = revision.project.confine(self.file.parent / include.name)
        return _Place(file, (), inner[file])._followed(inner, revision)


def _merged(value: Value) -> Iterator[Include]:
    given = value.get(MERGE) if isinstance(value, dict) else None
    yield from (one for one in (given if isinstance(given, list) else [given]) if isinstance(one, Include))


def _local(change: Change, here: _Place, data: Value, revision: Revision) -> Change:
    """The change in terms of the file, with the file's values."""
    if isinstance(change, Insert):
        around = value_at(here.data, here.path[:-1])
        # Among keys of another file, a position among the file's own has no meaning.
        known = isinstance(around, dict) and list(around) == list(value_at(data, change.path[:-1]))
        index = change.index if known else None
        return replace(change, path=here.path, new=_picture(change, here, revision), index=index)
    if isinstance(change, Set):
        return Set(here.path, value_at(here.data, here.path), _picture(change, here, revision))
    if isinstance(change, Remove):
        return Remove(here.path, value_at(here.data, here.path))
    return replace(change, path=here.path)


def _picture(change: Set | Insert, here: _Place, revision: Revision) -> Value:
    """The new value; the name of a picture is relative to the file that names it."""
    new, beside = change.new, revision.project.event_file.parent
    if here.file.parent == beside or change.path[-1] not in _PICTURES or not isinstance(new, str):
        return new
    return Path(os.path.relpath(beside / new, here.file.parent)).as_posix() if (beside / new).is_file() else new


def _refused(revision: Revision, message: str, path: DataPath, hint: str) -> Diagnostic:
    return Diagnostic(Code.EDIT_REFUSED, message, Location(revision.project.shown), path, hint)
