"""The mailed versions of an event: a file for each in the project, with its public data.

They are files and not commits, because mails precede the commit, and pipelines clone without history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from conceptnote.compare.report import LanguageChanges, changes_by_language
from conceptnote.compare.versions import Versions, read_versions, version_of
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.export.public import as_yaml, event_of
from conceptnote.source.own_languages import known_languages
from conceptnote.source.project import Project
from conceptnote.source.project_file import TextKind, read_text
from conceptnote.source.yaml_tree import read_yaml

FOLDER = "sent"
"""The folder of a project with a folder for each event, named like its file, with a file for each version."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""Possible names of a version: the same in a shell and on every disk."""
_KIND = TextKind("record of a mailed version", Code.MAILED_UNREADABLE)
_HEAD = "# What everybody could know of the event when it was mailed. Written by conceptnote mail; commit it.\n"
_MOST = 1000
"""The most records of an event that are read."""


class Mailed(Struct, frozen=True):
    """A version as mailed: its name, the day, its number, and its public data by language."""

    name: str
    day: date
    number: int
    data: Mapping[str, Mapping[str, Any]]

    def versions(self, project: Project) -> Versions:
        """The version in each of its languages, read by today's code, the main one first.

        Raises DiagnosticError if it can no longer be read.
        """
        known = project.once(known_languages)
        try:
            return {tag: version_of(event_of(dict(one), known)) for tag, one in self.data.items()}
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            text = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise _unreadable(
                file_of(project, self.name), project, f"the installed conceptnote cannot read it: {text}"
            ) from None

    def to_bytes(self, event: str) -> bytes:
        """The record as a file (YAML, UTF-8): the same bytes for the same version of the same event file."""
        languages = {tag: dict(data) for tag, data in self.data.items()}
        whole = {"event": event, "mailed": self.day.isoformat(), "number": self.number, "languages": languages}
        return _HEAD.encode() + as_yaml(whole)


def mailed(project: Project) -> list[Mailed]:
    """All mailed versions of an event, the first one first. Raises DiagnosticError for a wrong record."""
    folder = _folder(project)
    names = [name.removesuffix(".yaml") for name in project.names(folder) if name.endswith(".yaml")]
    found = [_read(project, name) for name in names[:_MOST] if NAME.fullmatch(name)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.number, one.day, one.name))


def last_mailed(project: Project) -> Mailed | None:
    """The last mailed version, if any."""
    return next(reversed(mailed(project)), None)


def before_now(project: Project, now: Versions) -> Mailed | None:
    """The last mailed version with other content than the event has now: changes are counted from it."""
    data = {tag: one.data for tag, one in now.items()}
    return next((one for one in reversed(mailed(project)) if _public(one, project) != data), None)


class News(Struct, frozen=True):
    """The changes since an earlier mail, in each language."""

    since: Mailed
    changes: Mapping[str, LanguageChanges]


def news_since(since: Mailed | None, project: Project, now: Versions) -> News | None:
    """The changes since a mailed version; None without one. Raises DiagnosticError if it cannot be read."""
    return None if since is None else News(since, changes_by_language(since.versions(project), now))


def version_now(project: Project, name: str | None = None) -> Mailed:
    """The event as a version to mail now, by default named after today.

    It is the last mailed version if that has the same content. Raises DiagnosticError if another version has the name.
    """
    data = {tag: one.data for tag, one in read_versions(project).items()}
    there = mailed(project)
    if there and _public(there[-1], project) == data and name in (None, there[-1].name):
        return there[-1]
    day = project.world.today()
    taken = {path.removesuffix(".yaml") for path in project.names(_folder(project))}
    if name is None:
        numbered = (f"{day}-{number}" for number in range(2, len(taken) + 3))
        name = next(one for one in (day.isoformat(), *numbered) if one not in taken)
    elif not NAME.fullmatch(name):
        raise _wrong_name(f"“{name}” cannot be the name of a version", "use letters a–z, digits, “-”, “_” and “.”")
    elif name in taken:
        raise _wrong_name(f"another version was mailed as “{name}”", "choose another name")
    return Mailed(name, day, there[-1].number + 1 if there else 1, data)


def file_of(project: Project, name: str) -> Path:
    """The file of a version."""
    return project.root / _folder(project) / f"{name}.yaml"


def event_name(project: Project) -> str:
    """The event file, relative to the folder of its project."""
    return project.event_file.relative_to(project.root).as_posix()


def _folder(project: Project) -> str:
    return f"{FOLDER}/{project.event_file.stem}"


def _public(one: Mailed, project: Project) -> dict[str, Any] | None:
    """The public data of a version as today's code writes them; None if it can no longer read them."""
    try:
        return {tag: version.data for tag, version in one.versions(project).items()}
    except DiagnosticError:
        return None


def _read(project: Project, name: str) -> Mailed | None:
    """The record of that name; None if it belongs to another event file of the same name."""
    file = file_of(project, name)
    data, _, problems = read_yaml(read_text(file, project.name_of(file), _KIND, project), project.name_of(file))
    try:
        if problems or not isinstance(data, dict):
            raise ValueError
        if data["event"] != event_name(project):
            return None
        languages = data["languages"]
        if not languages or not all(isinstance(one, dict) for one in languages.values()):
            raise ValueError
        return Mailed(name, date.fromisoformat(data["mailed"]), int(data["number"]), languages)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise _unreadable(file, project, "this is not the record of a mailed version") from None


def _unreadable(file: Path, project: Project, message: str) -> DiagnosticError:
    hint = "restore it from Git, or delete it"
    return DiagnosticError(Diagnostic(Code.MAILED_UNREADABLE, message, Location(project.name_of(file)), hint=hint))


def _wrong_name(message: str, hint: str) -> DiagnosticError:
    at = Location("--name")
    return DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, hint=hint))
