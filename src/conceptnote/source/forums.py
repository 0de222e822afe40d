"""Where the profiles of forums are found: the project's own first, then the shipped ones."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.shipped import shipped
from conceptnote.source.project import OutsideProject, Project
from conceptnote.source.text_file import read_text
from conceptnote.source.validation import validate
from conceptnote.source.yaml_tree import read_yaml

if TYPE_CHECKING:
    from conceptnote.schema.forum import Forum


_FOLDER, _SUFFIX = "forums", ".yaml"


def forum_names(project: Project) -> set[str]:
    """The forums that an event of this project can name."""
    files = [*project.names(_FOLDER), *os.listdir(shipped(_FOLDER))]
    return {file.removesuffix(_SUFFIX) for file in files if file.endswith(_SUFFIX)}


def load_forum(project: Project, name: str) -> Forum:
    """Read the profile of a forum that `forum_names` knows.

    Raises DiagnosticError for a profile that is wrong, or a link that leads out of the project.
    """
    from conceptnote.schema.forum import Forum

    shown = f"{_FOLDER}/{name}{_SUFFIX}"
    data, marks, problems = read_yaml(_read(name + _SUFFIX, shown, project), shown)
    forum, wrong = validate(Forum, data, marks, "docs/checks.md")
    if forum is None or problems:
        raise DiagnosticError(*problems, *wrong)
    return forum


def _read(file: str, shown: str, project: Project) -> str:
    own = project.root / _FOLDER / file
    try:
        if project.world.kind(own):
            return read_text(own, shown, "profile", Code.PROFILE_UNREADABLE, project)
        return read_text(shipped(_FOLDER) / file, shown, "profile", Code.PROFILE_UNREADABLE)
    except OutsideProject:
        message, hint = "the profile is a link that leads out of the project", "put the file itself there"
        problem = Diagnostic(Code.PROFILE_UNREADABLE, message, Location(shown), hint=hint)
        raise DiagnosticError(problem) from None
