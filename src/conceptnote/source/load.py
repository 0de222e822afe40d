"""An event file -> a validated Event, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.schema.event import Event
from conceptnote.schema.fields import keys_at
from conceptnote.schema.text import Known
from conceptnote.source.project import Project, find_project
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
    project = find_project(path)
    text = _read(project)
    data, marks, problems = read_yaml(text, project.shown)
    if data in (None, {}) and not problems:
        at = Location(project.shown, 1, 1)
        hint = "an event needs at least: title, date, time and timezone"
        raise DiagnosticError(Diagnostic(Code.EVENT_EMPTY, "the event file is empty", at, hint=hint))
    try:
        event = Event.model_validate(data, context=_known(data))
    except ValidationError as error:
        problems += [_diagnose(details, data, marks) for details in error.errors(include_url=False)]
    if problems:
        raise DiagnosticError(*dict.fromkeys(problems))
    return Source(event, marks, project)


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


def _known(data: Any) -> Known:
    """What the file declares, valid or not, so that a wrong record does not make references to it wrong."""

    def collection(name: str) -> dict[str, Any]:
        value = data.get(name) if isinstance(data, dict) else None
        return value if isinstance(value, dict) else {}

    return Known(
        people=frozenset(collection("people")),
        parties=frozenset(collection("parties")),
        keys=frozenset(key for key, value in data.items() if value) if isinstance(data, dict) else None,
        roles=frozenset(role for party in collection("parties").values() for role in _roles(party)),
    )


def _roles(party: Any) -> Iterator[str]:
    roles = party.get("roles") if isinstance(party, dict) else None
    yield from (role for role in (roles if isinstance(roles, list) else [roles]) if isinstance(role, str))


_EXPECTED = {
    "string": ("a text", "a text"),
    "dict": ("a record of keys and values", "“key: value” lines, indented"),
    "model": ("a record of keys and values", "“key: value” lines, indented"),
    "list": ("a list", "lines that begin with “- ”"),
    "int": ("a whole number", "digits only"),
    "bool": ("true or false", "true, or false"),
}


def _diagnose(details: ErrorDetails, data: Any, marks: Marks) -> Diagnostic:
    path = _path(details["loc"], data, details["type"])
    kind = details["type"]
    if kind == "extra_forbidden":
        key = path[-1]
        hint = did_you_mean(key, keys_at(path[:-1]), listing="keys that can stand here")
        at = marks.locate(path, key=True)
        return Diagnostic(Code.UNKNOWN_KEY, f"there is no key “{key}” here", at, path, hint)
    if kind == "missing":
        parent = marks.locate(path[:-1], key=True)
        return Diagnostic(Code.MISSING_KEY, f"“{path[-1]}” is missing", parent, path, f"add “{path[-1]}: …”")
    at = marks.locate(path, key="[key]" in details["loc"])
    context = details.get("ctx") or {}
    if "message" in context:
        code = Code.UNKNOWN_REFERENCE if kind == "reference" else Code.WRONG_VALUE
        return Diagnostic(code, context["message"], at, path, context.get("hint"))
    expected = next((v for k, v in _EXPECTED.items() if kind.startswith(f"{k}_")), None)
    if expected and (kind.endswith(("_type", "_parsing"))):
        found = _found(details["input"])
        return Diagnostic(Code.WRONG_VALUE, f"expected {expected[0]}, found {found}", at, path, f"write {expected[1]}")
    message = details["msg"][:1].lower() + details["msg"][1:]
    return Diagnostic(Code.WRONG_VALUE, message, at, path, f"see {format_path(path)} in docs/event-file.md")


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a record"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _path(loc: tuple[str | int, ...], data: Any, kind: str) -> DataPath:
    """The path of an error in the data: pydantic's own steps for unions and keys are left out."""
    path: DataPath = ()
    here = data
    steps = [step for step in loc if step != "[key]"]
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        if isinstance(here, dict) and (step in here or (last and kind == "missing")):
            path, here = (*path, step), here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            path, here = (*path, step), here[step]
    return path
