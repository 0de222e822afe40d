"""An event file -> a validated Event, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.schema.event import Event
from conceptnote.schema.text import Known
from conceptnote.source.forums import forum_names
from conceptnote.source.invalid import diagnose
from conceptnote.source.project import OutsideProject, Project
from conceptnote.source.yaml_tree import Marks, read_yaml

_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """An event, and where its values stand."""

    event: Event
    marks: Marks
    project: Project


def load_event(path: Path) -> Source:
    """Read and validate an event file.

    Raises DiagnosticError with every problem of the file.
    """
    source, problems = read_event(path)
    if source is None or problems:
        raise DiagnosticError(*problems)
    return source


def read_event(path: Path) -> tuple[Source | None, list[Diagnostic]]:
    """An event file with every problem of it; the event is there wherever it is valid all the same.

    Raises DiagnosticError for what is no event file at all.
    """
    project = _project(path)
    text = _read(project)
    data, marks, problems = read_yaml(text, project.shown)
    if data in (None, {}) and not problems:
        at = Location(project.shown, 1, 1)
        hint = "an event needs at least: title, date, time and timezone"
        raise DiagnosticError(Diagnostic(Code.EVENT_EMPTY, "the event file is empty", at, hint=hint))
    source = None
    try:
        source = Source(Event.model_validate(data, context=_known(data, project)), marks, project)
    except ValidationError as error:
        problems += [diagnose(details, data, marks) for details in error.errors(include_url=False)]
    return source, list(dict.fromkeys(problems))


def _project(path: Path) -> Project:
    try:
        return Project.of(path)
    except OutsideProject:
        message = "the event file is a link that leads out of its folder"
        problem = Diagnostic(Code.EVENT_UNREADABLE, message, Location(str(path)), hint="put the file itself there")
    except (OSError, ValueError, RuntimeError):
        hint = "name an event file, or run in a folder that has data/event.yaml"
        problem = Diagnostic(Code.EVENT_NOT_FOUND, "there is no such event file", Location(str(path)), hint=hint)
    raise DiagnosticError(problem)


def _read(project: Project) -> str:
    at = Location(project.shown)
    try:
        with project.event_file.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        hint = "name a file, not a folder" if project.event_file.is_dir() else "check the file's permissions"
        message = f"the event file cannot be read: {error.strerror}"
        raise DiagnosticError(Diagnostic(Code.EVENT_UNREADABLE, message, at, hint=hint)) from None
    if len(raw) > _LARGEST:
        message = "the event file is larger than 4 MB"
        raise DiagnosticError(Diagnostic(Code.EVENT_UNREADABLE, message, at, hint="is it an event file?"))
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace") if raw[:2] not in (b"\xff\xfe", b"\xfe\xff") else ""
        at = Location(project.shown, before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)
        message = f"the file is not UTF-8: byte 0x{raw[error.start]:02X}"
        hint = "save it again with the encoding UTF-8"
        raise DiagnosticError(Diagnostic(Code.EVENT_UNREADABLE, message, at, hint=hint)) from None


def _known(data: Any, project: Project) -> Known:
    """What the file declares, valid or not, so that a wrong record does not make references to it wrong."""

    def collection(name: str) -> dict[str, Any]:
        value = data.get(name) if isinstance(data, dict) else None
        return value if isinstance(value, dict) else {}

    return Known(
        people=frozenset(collection("people")),
        parties=frozenset(collection("parties")),
        keys=frozenset(key for key, value in data.items() if value) if isinstance(data, dict) else None,
        forums=frozenset(forum_names(project)),
        roles=frozenset(role for party in collection("parties").values() for role in _roles(party)),
    )


def _roles(party: Any) -> Iterator[str]:
    roles = party.get("roles") if isinstance(party, dict) else None
    yield from (role for role in (roles if isinstance(roles, list) else [roles]) if isinstance(role, str))
