"""The templates of a project with their origins, and copies of shipped ones to change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.regularfile import real_path
from conceptnote.source.project import Project, find_project
from conceptnote.source.templates import FOLDER, SUFFIX, shipped_documents, shipped_folder

_NAME = re.compile(r"_?[A-Za-z0-9][A-Za-z0-9-]*")
_IMPORT = re.compile(r"\{%-?\s*(?:import|from|include|extends)\s+[\"']([^\"']+)[\"']")


class Listed(Struct, frozen=True):
    """A template by name; `shipped` if the tool has one, `own` if the project does, which is then used."""

    name: str
    description: str
    shipped: bool
    own: bool

    @property
    def origin(self) -> str:
        """The origin of the used template."""
        if not self.own:
            return "shipped"
        return "project, instead of the shipped one" if self.shipped else "project"

    def to_json(self) -> dict[str, str]:
        """The same for a script."""
        origin = "project" if self.own else "shipped"
        return {"name": self.name, "description": self.description, "origin": origin}


def listed_templates(event_file: Path, *, named: bool = False) -> list[Listed]:
    """The templates of a project: papers first, then their shared parts. Without a project, the shipped ones.

    Raises DiagnosticError if the event is `named` and does not exist.
    """
    try:
        project = find_project(event_file)
    except DiagnosticError:
        if named:
            raise
        project = None
    # If conceptnote itself is the project, the shipped templates belong to nobody.
    own = _names(folder) if project and (folder := project.root / FOLDER) != shipped_folder() else []
    described = _descriptions()
    names = [*shipped_documents(), *shipped_templates(), *own]
    found = [
        Listed(name, described.get(name, ""), name in described or _is_shipped(name), name in own)
        for name in dict.fromkeys(names)
    ]
    return sorted(found, key=lambda one: one.name.startswith("_"))


def shipped_templates() -> list[str]:
    """The names of the shipped templates, with their parts."""
    return _names(shipped_folder())


def copy_template(event_file: Path, name: str, new: str, *, parts: bool, dry_run: bool) -> list[Path]:
    """Copy a shipped template into a project under a name, with the `parts` that it imports; returns the files.

    Parts that the project has already stay. A `dry_run` writes nothing. Raises DiagnosticError if there is no such
    template, the name is impossible, or a file exists already.
    """
    from conceptnote.build.outputs import output_folder, staged

    project = find_project(event_file)
    if not _is_shipped(name):
        hint = did_you_mean(name, shipped_templates(), listing="there are")
        raise DiagnosticError(Diagnostic(Code.TEMPLATE_NOT_FOUND, f"no shipped template is called “{name}”", hint=hint))
    if not _NAME.fullmatch(new):
        hint = "use letters a–z, digits and hyphens"
        message = f"“{new}” cannot be the name of a template"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, hint=hint))
    place = project.root / FOLDER / f"{new}{SUFFIX}"
    if os.path.lexists(place):
        message, hint = "the template already exists; nothing was changed", "give the copy another name with --as"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_NAME_TAKEN, message, Location(str(_shown(place))), hint=hint))
    files = {place: (shipped_folder() / f"{name}{SUFFIX}").read_bytes()}
    files |= {path: data for path, data in _parts_of(project, name) if parts and not os.path.lexists(path)}
    if not dry_run:
        with ExitStack() as stack:
            stack.enter_context(output_folder(project.root / FOLDER, real_path(project.root)))
            stack.enter_context(staged(files, new=True))
    return [_shown(path) for path in files]


def _parts_of(project: Project, name: str) -> Iterator[tuple[Path, bytes]]:
    """The parts that a shipped template imports, and those that they import."""
    waiting, seen = [f"{name}{SUFFIX}"], set[str]()
    while waiting:
        data = (shipped_folder() / waiting.pop()).read_bytes()
        for part in _IMPORT.findall(data.decode("utf-8")):
            if part not in seen:
                seen.add(part)
                waiting.append(part)
                yield project.root / FOLDER / part, (shipped_folder() / part).read_bytes()


def _shown(path: Path) -> Path:
    """A path as a person would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _is_shipped(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and (shipped_folder() / f"{name}{SUFFIX}").is_file()


def _names(folder: Path) -> list[str]:
    names = sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))
    return [name for name in names if _NAME.fullmatch(name)]


def _descriptions() -> dict[str, str]:
    from conceptnote.yamldata import read_data

    described: dict[str, str] = read_data((shipped_folder() / "descriptions.yaml").read_bytes())
    return described
