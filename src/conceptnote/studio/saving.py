"""Writes what is typed on a page into the event file: spliced into the text that the page shows, and merged with the
present file."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from conceptnote.datapath import DataPath, format_path, parse_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity
from conceptnote.edit.adding import add_person, person_record
from conceptnote.edit.changes import Change, Move, Value
from conceptnote.edit.commands import COMMANDS
from conceptnote.edit.files import Revision
from conceptnote.edit.filling import adding, filling
from conceptnote.edit.find import at_path
from conceptnote.edit.history import Done, History
from conceptnote.edit.located import contents, edited, event_data
from conceptnote.edit.meaning import setting
from conceptnote.edit.unsaved import opened_again
from conceptnote.source.load import read_languages
from conceptnote.source.overrides import Override
from conceptnote.source.project import Project, find_project
from conceptnote.studio.picturefiles import put_in_project
from conceptnote.studio.words import phrase

_MOST = 100
"""The most revisions that are kept because a page may still be edited from them."""


_LONGEST_TITLE = 200


class Conflict(Exception):
    """The same value was changed elsewhere since the page was printed; `now` is its value in the file."""

    def __init__(self, problem: Diagnostic, now: str, yours: str) -> None:
        super().__init__(problem.message)
        self.problem, self.now, self.yours = problem, now, yours


class Unknown(Exception):
    """A request that no page of the studio makes."""


class Saving:
    """Writes into the files of one event, one edit after the other."""

    def __init__(self, event_file: Path) -> None:
        self.event_file = event_file
        self._seen: OrderedDict[str, Revision] = OrderedDict()
        self._begins = True
        self._made: Revision | None = None

    @property
    def begins(self) -> bool:
        """Whether there has never been an event file; one that was deleted may come back."""
        self._begins = self._begins and not os.path.lexists(self.event_file)
        return self._begins

    def keep(self, revision: Revision) -> None:
        """Remember a revision of which pages are made, so that later edits of it can be merged."""
        # Opened again: what a project has read stays with it.
        self._seen[revision.name] = replace(revision, project=opened_again(revision.project))
        self._seen.move_to_end(revision.name)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)

    def keep_on_disk(self, name: str) -> None:
        """Remember a revision beyond this process. Raises DiagnosticError if it is unknown, or cannot be kept."""
        History.of(self.project()).keep(self._revision(name))

    def now(self) -> str:
        """The present files as a revision that can be edited; empty if they cannot be read."""
        try:
            self._made = self.current()
        except DiagnosticError:
            return ""
        return self._made.name

    def current(self) -> Revision:
        """The present files, read anew unless an edit has just read them. Raises DiagnosticError."""
        made, self._made = self._made, None
        revision = made if made and made.is_current else Revision.of(self.project())
        self.keep(revision)
        return revision

    def project(self) -> Project:
        """The project as it is now."""
        return find_project(self.event_file)

    def _revision(self, name: str) -> Revision:
        found = self._seen.get(name) or History.of(self.project()).revision(name)
        if found is None:
            message = phrase("page_too_old")
            raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, message, hint=phrase("page_too_old_hint")))
        return found

    def set(self, name: str, values: Mapping[str, str]) -> Done:
        """Give values other texts, by their paths in the file; one edit of several values is undone as one.

        Raises DiagnosticError for values that the event cannot have, and Conflict if the file was changed at the same
        place.
        """
        paths = {_path(path): value for path, value in values.items()}
        overrides = [Override(path, value, format_path(path)) for path, value in sorted(paths.items(), key=_length)]
        revision = self._revision(name)
        title = phrase("set", what=", ".join(format_path(path) for path in paths))
        return self._write(revision, lambda: setting(revision, overrides), title, paths)

    def would_change(self, values: Mapping[str, str]) -> bool:
        """Whether these texts would change the present files."""
        overrides = [Override(_path(path), value, path) for path, value in values.items()]
        try:
            revision = Revision.of(self.project())
            return bool(edited(revision, setting(revision, overrides)).texts)
        except DiagnosticError:
            return True

    def change(
        self,
        name: str,
        title: str,
        values: Mapping[str, Any],
        *,
        new: str | None = None,
        at: int | None = None,
        pictures: Mapping[str, Any] | None = None,
    ) -> Done:
        """Give places other values, or null to remove them; or make a `new` record of a collection, `at` a position.

        `pictures` are files for fields that name one. One edit of several values is undone as one. Raises what `set`
        does.
        """
        revision = self._revision(name)
        texts = {_path(path): _plain(value) for path, value in values.items()}
        with put_in_project(revision.project, {_path(path): one for path, one in (pictures or {}).items()}) as names:
            given = texts | names
            if new is None:
                meant: Callable[[], list[Change]] = lambda: filling(event_data(revision), given)  # noqa: E731
            else:
                meant = lambda: adding(event_data(revision), _path(new), given, at)  # noqa: E731
            return self._write(revision, meant, title[:_LONGEST_TITLE], texts if new is None else {})

    def move(self, name: str, title: str, path: str, to: int) -> Done:
        """Move a record or an item within its list. Raises what `set` does."""
        revision = self._revision(name)

        def changes() -> list[Change]:
            beside = at_path(event_data(revision), _path(path)[:-1])
            if not isinstance(beside, dict | list) or not 0 <= to < len(beside):
                raise Unknown(path)
            return [Move(_path(path), to)]

        return self._write(revision, changes, title[:_LONGEST_TITLE], {})

    def join(self, name: str, slots: str, person: str, new: str) -> Done:
        """Add a person to a row or the panel: one of the event by id, or a `new` one by name."""
        revision = self._revision(name)

        def changes() -> list[Change]:
            data, path = event_data(revision), _path(slots)
            made = add_person(data, person_record(new)) if new else []
            who = person or next(str(one.path[-1]) for one in made if one.path[:1] == ("people",))
            there = at_path(data, path)
            others = there if isinstance(there, list) else [] if there is None else [there]
            return [*made, *filling(data, {path: [*others, who]})]

        return self._write(revision, changes, f"add {new or person}"[:_LONGEST_TITLE], {})

    def command(self, name: str, command: str, words: Sequence[str], options: Mapping[str, Any]) -> Done:
        """Carry out a command of the command line."""
        if command not in COMMANDS:
            raise Unknown(command)
        revision = self._revision(name)
        changes: Callable[[], list[Change]] = lambda: COMMANDS[command](event_data(revision), *words, **options)  # noqa: E731
        return self._write(revision, changes, " ".join([command, *words]), {})

    def _write(
        self, revision: Revision, changes: Callable[[], list[Change]], title: str, values: Mapping[DataPath, Value]
    ) -> Done:
        made = edited(revision, changes())
        if not made.texts:
            return Done(title, (), ())
        after = opened_again(revision.project, contents(revision, made.texts))
        _refuse_if_wrong(revision.project, after)
        try:
            done = History.of(revision.project).write(made, title)
        except DiagnosticError as error:
            problem = error.diagnostics[0]
            if problem.code is not Code.EDIT_REFUSED:
                raise
            raise Conflict(problem, *self._both(values)) from None
        files = {file.path: replace(file, raw=data) for file, data in made.files}
        self._made = Revision(after, {**revision.files, **files})
        return done

    def _both(self, values: Mapping[DataPath, Value]) -> tuple[str, str]:
        """The present value and the typed one, for an edit of one value."""
        if len(values) != 1:
            return "", ""
        path, yours = next(iter(values.items()))
        now = at_path(event_data(Revision.of(self.project())), path)
        return (now if isinstance(now, str) else ""), yours if isinstance(yours, str) else ""

    def undo(self) -> Done:
        """Undo the last step."""
        return History.of(self.project()).undo()

    def redo(self) -> Done:
        """Redo the step that was undone last."""
        return History.of(self.project()).redo()

    def steps(self) -> tuple[str | None, str | None]:
        """The steps that undo and redo would take."""
        try:
            history = History.of(self.project())
        except DiagnosticError:  # There is no event yet, or none any more.
            return None, None
        done, undone = history.done[-1:], history.undone[-1:]
        return (done[0].title if done else None), (undone[0].title if undone else None)


def _plain(value: Any) -> Value:
    """The values of a browser as an event file can have them: texts, and lists and records of them."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if value is None or isinstance(value, str):
        return value
    raise Unknown(type(value).__name__)


def _path(text: str) -> DataPath:
    """A path of the file; the empty one is a new record itself."""
    try:
        return parse_path(text) if text else ()
    except ValueError:
        raise Unknown(text) from None


def _length(item: tuple[DataPath, str]) -> int:
    return len(item[0])


def _refuse_if_wrong(before: Project, after: Project) -> None:
    """Raise DiagnosticError for problems that an edit would add."""
    problems = _problems(after)
    if any(one.severity is Severity.ERROR for one in problems):
        known = {(one.code, one.message, one.path) for one in _problems(before)}
        new = [one for one in problems if (one.code, one.message, one.path) not in known]
        if any(one.severity is Severity.ERROR for one in new):
            raise DiagnosticError(*new)


def _problems(project: Project) -> list[Diagnostic]:
    try:
        return read_languages(project)[1]
    except DiagnosticError as error:
        return error.diagnostics
