"""A change to an event before it is made, with its effect on the files, to ask for consent."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.edit.adding import questions
from conceptnote.edit.changes import Change
from conceptnote.edit.commands import COMMANDS
from conceptnote.edit.files import Revision, TextFile
from conceptnote.edit.history import Done, History
from conceptnote.edit.layout import physical_lines
from conceptnote.edit.located import edited, event_data
from conceptnote.edit.meaning import setting
from conceptnote.edit.unsaved import opened_again
from conceptnote.source.include import included_files
from conceptnote.source.overrides import read_overrides
from conceptnote.source.project import COLLECTION, Project, find_project

_MOST = 200
"""The most events of a project to search for a shared file."""


class Proposal(Struct, frozen=True):
    """The files of an event after a change, and the changes."""

    project: Project
    title: str
    files: tuple[tuple[TextFile, str], ...]
    """The changed files, each with its new text."""
    write: Callable[[], Done]

    def diff(self) -> Iterator[str]:
        """The changed lines, file by file, with a line of context."""
        for file, text in self.files:
            old, new = ([line.rstrip("\r\n") for line in physical_lines(one)] for one in (file.text, text))
            yield from difflib.unified_diff(old, new, file.shown, file.shown, n=1, lineterm="")

    def warnings(self) -> list[Diagnostic]:
        """Warnings before writing: files that other events include, too."""
        found = []
        for file, _ in self.files:
            if file.path != self.project.event_file:
                others = _events_with(file.path, self.project)
                text = f"{len(others)} other event{'s' * (len(others) != 1)}" if others else "no other event so far"
                message = f"this file is included, and shared with {text}"
                hint = ", ".join(others[:5]) + (", …" if len(others) > 5 else "") if others else None
                at = Location(file.shown)
                found.append(Diagnostic(Code.EDIT_SHARED, message, at, hint=hint, severity=Severity.WARNING))
        return found

    def as_if_written(self) -> Project:
        """The project after the change."""
        return opened_again(self.project, {file.path: file.encoded(text) for file, text in self.files})


Ask = Callable[[str, str], str]
"""Asks for the value of an option, with this question."""


def propose(
    event_file: Path, command: str, words: Sequence[str], options: Mapping[str, Any], ask: Ask | None = None
) -> Proposal:
    """The proposal of a command, which asks for missing facts.

    Raises DiagnosticError if that does not fit the event, or cannot be written.
    """
    project = find_project(event_file)
    if command in ("undo", "redo"):
        history = History.of(project)
        back = history.undo if command == "undo" else history.redo
        done = back(dry=True)
        return Proposal(project, done.title, tuple(zip(done.files, done.texts, strict=True)), back)
    revision = Revision.of(project)
    if command == "set":
        changes = setting(revision, read_overrides(words, (), project, name="set"))
        return proposal_of(revision, f"set {' '.join(word.partition('=')[0] for word in words)}", changes)
    given = {key: value for key, value in options.items() if value is not None}
    if command == "add":
        given |= {key: ask(f"--{key}", text) for key, text in questions(words[0], given) if ask}
    changes = COMMANDS[command](event_data(revision), *words, **given)
    return proposal_of(revision, " ".join([command, *words]), changes)


def proposal_of(revision: Revision, title: str, changes: Sequence[Change]) -> Proposal:
    """The proposal for changes to the data of an event. Raises DiagnosticError if they do nothing, or do not fit."""
    made = edited(revision, changes)
    if not made.texts:
        at = Location(revision.project.shown)
        raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, "the file already says this", at, hint="nothing to do"))
    files = tuple((revision.files[path], text) for path, text in made.texts.items())
    return Proposal(revision.project, title, files, lambda: History.of(revision.project).write(made, title))


def _events_with(file: Path, project: Project) -> list[str]:
    """The other event files of a project that include a file."""
    folder = project.root / COLLECTION
    events = sorted({*folder.glob("*.yaml"), *(project.root / "data").glob("*.yaml")} - {project.event_file})
    found = []
    for event in events[:_MOST]:
        try:
            if file in included_files(Project.of(event)):
                found.append(project.name_of(event))
        except (OSError, ValueError, DiagnosticError):
            continue
    return found
