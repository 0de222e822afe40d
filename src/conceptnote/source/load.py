"""An event file -> a validated Event, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.schema.event import Event
from conceptnote.schema.naming import without_unnamed
from conceptnote.schema.text import Known
from conceptnote.source.forums import forum_names
from conceptnote.source.include import Includes
from conceptnote.source.marks import Marks
from conceptnote.source.overrides import Override, apply_overrides
from conceptnote.source.profiles import fill_from_profiles
from conceptnote.source.project import Project, find_project
from conceptnote.source.templates import Templates
from conceptnote.source.validation import validate


@dataclass(frozen=True, slots=True)
class Source:
    """An event, and where its values stand."""

    event: Event
    marks: Marks
    project: Project
    overrides: tuple[Override, ...] = ()
    included: tuple[Path, ...] = ()
    """The files that the event file includes."""
    shared: Mapping[DataPath, str] = field(default_factory=dict)
    """The people and parties that stand in an included file, and so in other events too, and that file."""
    events: Mapping[str, Event] = field(default_factory=dict)
    """Of a collection, its events by name."""


def load_event(path: Path, overrides: tuple[Override, ...] = ()) -> Source:
    """Read and validate an event file, with the values that the command line sets.

    Raises DiagnosticError with every problem of the file and of those.
    """
    source, problems = read_event(path, overrides)
    if source is None or problems:
        raise DiagnosticError(*problems)
    return source


def read_event(path: Path, overrides: tuple[Override, ...] = ()) -> tuple[Source | None, list[Diagnostic]]:
    """An event file with every problem of it; the event is there wherever it is valid all the same.

    Raises DiagnosticError for what is no event file at all.
    """
    project = find_project(path)
    includes = Includes(project)
    data, marks, problems = includes.read_event()
    if data in (None, {}) and not problems:
        at = Location(project.shown, 1, 1)
        hint = "an event needs at least: title, date, time and timezone"
        raise DiagnosticError(Diagnostic(Code.EVENT_EMPTY, "the event file is empty", at, hint=hint))
    problems += apply_overrides(overrides, data, marks)
    data, unfilled = fill_from_profiles(data, marks, project)
    event, wrong = validate(Event, data, marks, "docs/event-file.md", _known(data, project))
    told = {problem.path for problem in unfilled}
    problems += [*unfilled, *(problem for problem in wrong if problem.path not in told)]
    problems = list(dict.fromkeys(problems))
    if event is None:
        return None, problems
    shared = _shared(marks)
    return Source(without_unnamed(event, shared), marks, project, overrides, tuple(includes.files), shared), problems


def _shared(marks: Marks) -> dict[DataPath, str]:
    collected = {
        path: at.file for path, at in marks.keys.items() if len(path) == 2 and path[0] in ("people", "parties")
    }
    return {path: file for path, file in collected.items() if file != marks.file}


def _known(data: Any, project: Project) -> Known:
    """What the file declares, valid or not, so that a wrong record does not make references to it wrong."""

    def collection(name: str) -> dict[str, Any]:
        value = data.get(name) if isinstance(data, dict) else None
        return value if isinstance(value, dict) else {}

    return Known(
        people=frozenset(collection("people")),
        parties=frozenset(collection("parties")),
        tracks=frozenset(collection("tracks")),
        keys=frozenset(key for key, value in data.items() if value) if isinstance(data, dict) else None,
        forums=frozenset(forum_names(project)),
        figures=frozenset(collection("figures")),
        documents=frozenset(Templates(project).documents()),
        roles=frozenset(collection("roles"))
        | frozenset(role for party in collection("parties").values() for role in _roles(party)),
    )


def _roles(party: Any) -> Iterator[str]:
    roles = party.get("roles") if isinstance(party, dict) else None
    yield from (role for role in (roles if isinstance(roles, list) else [roles]) if isinstance(role, str))
