"""Where the profiles of forums are found: the project's own first, then the shipped ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.shipped import shipped
from conceptnote.source.project import OutsideProject, Project
from conceptnote.source.text_file import read_text
from conceptnote.source.validation import validate
from conceptnote.source.yaml_tree import read_yaml

if TYPE_CHECKING:
    from conceptnote.schema.forum import Forum


def forum_names(project: Project) -> set[str]:
    """The forums that an event of this project can name."""
    return {path.stem for folder in _folders(project) for path in folder.glob("*.yaml")}


def load_forum(project: Project, name: str) -> Forum:
    """Read the profile of a forum that `forum_names` knows.

    Raises DiagnosticError for a profile that is wrong, or a link that leads out of the project.
    """
    from conceptnote.schema.forum import Forum

    path = next(path for folder in _folders(project) if os.path.lexists(path := folder / f"{name}.yaml"))
    shown = str(Path("forums", path.name))
    data, marks, problems = read_yaml(_read(path, shown, project), shown)
    forum, wrong = validate(Forum, data, marks, "docs/checks.md")
    if forum is None or problems:
        raise DiagnosticError(*problems, *wrong)
    return forum


def _folders(project: Project) -> tuple[Path, Path]:
    return project.root / "forums", shipped("forums")


def _read(path: Path, shown: str, project: Project) -> str:
    try:
        confined = None if path.parent == shipped("forums") else project
        return read_text(path, shown, "profile", Code.PROFILE_UNREADABLE, confined)
    except OutsideProject:
        message, hint = "the profile is a link that leads out of the project", "put the file itself there"
        problem = Diagnostic(Code.PROFILE_UNREADABLE, message, Location(shown), hint=hint)
        raise DiagnosticError(problem) from None
