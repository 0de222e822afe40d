"""Begins an event in the studio: by a short form, or from an existing note, as `init` does."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conceptnote.build.project_creation import FURTHER, KEYS, CreatedProject, ProjectCreation
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.files import Revision
from conceptnote.edit.history import Done
from conceptnote.regularfile import real_path
from conceptnote.studio.doubts import doubts_as_json, settle
from conceptnote.studio.session import Session
from conceptnote.studio.uploads import as_file, uploaded

NOTES = (".docx", ".pdf", ".md", ".markdown", ".txt")
_OPEN = "tbc"
"""The value of a day or a time that nobody has named."""


def beginnable(event_file: Path) -> Path | None:
    """The event file to begin where there is none yet: `data/event.yaml` of a folder that has no other event."""
    folder = event_file if event_file.is_dir() else event_file.parent.parent
    place = folder / "data" / "event.yaml"
    if event_file not in (folder, place) or os.path.lexists(place) or not folder.is_dir():
        return None
    others = folder / "events", folder / "event.yaml", *folder.glob("*.yaml")
    return None if any(map(os.path.lexists, others)) else place


class Beginning:
    """The event of a session before it exists; then the doubts that its note left."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._original: dict[str, Any] | None = None

    @property
    def _folder(self) -> Path:
        return self._session.event_file.parent.parent

    def form(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The empty form. Raises DiagnosticError if the event exists by now."""
        tags = ProjectCreation(self._folder).languages.tags
        folder = real_path(self._folder)
        return {"folder": folder.name, "path": str(folder), "languages": list(tags)}

    def begin(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin an event with the answers of the form; an unknown day or time is to be confirmed.

        Raises DiagnosticError for wrong answers.
        """
        answers = {key: str(asked[key]) for key in (*KEYS, *FURTHER) if str(asked.get(key, "")).strip()}
        answers = {"date": _OPEN, "time": _OPEN} | answers
        if ("funder" in answers and "lockup" not in answers) or (
            "other_title" in answers and answers.get("other_language") in (None, answers.get("language"))
        ):
            raise ValueError(answers)
        return self._created(lambda: ProjectCreation(self._folder, given=answers))

    def begin_from(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin an event from an existing note. Raises DiagnosticError if it cannot be read."""
        name, data = uploaded(asked, NOTES)
        with as_file(name, data) as path:
            creation = ProjectCreation(self._folder, path)
            answer = self._created(lambda: creation)
        lines = [{"text": one.text, "line": one.line, "kind": one.kind} for one in creation.original]
        self._original = {"name": name, "lines": lines}
        return answer

    def _created(self, creation: Callable[[], ProjectCreation]) -> dict[str, Any]:
        made: list[CreatedProject] = []

        def write(_: object) -> Done:
            made.append(creation().write(ci=(self._folder / ".git").exists()))
            return Done("", (), ())

        self._session.write(write)
        (created,) = made
        return {"findings": len(created.findings)}

    def original(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The note from which the event was begun, while the studio runs. Raises LookupError if there is none."""
        if self._original is None:
            raise LookupError
        return self._original

    def doubts(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The doubts that the note left; none while the file cannot be read."""
        try:
            found = doubts_as_json(Revision.of(self._session.saving.project()))
        except DiagnosticError:
            found = []
        return {"doubts": found, "original": self._original is not None}

    def settle(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Remove the marks of values that somebody has found right. Raises DiagnosticError."""
        paths = {str(one) for one in asked["paths"]}
        done, revision = self._session.write(lambda saving: settle(Revision.of(saving.project()), paths))
        return {"done": done.title, "revision": revision}
