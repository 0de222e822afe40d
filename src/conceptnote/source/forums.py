"""Profiles of forums: the project's first, then the shipped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.diagnostics import DiagnosticError
from conceptnote.source.project import Project
from conceptnote.source.project_file import PROFILE, file_names, own_or_shipped
from conceptnote.source.validation import validate
from conceptnote.source.yaml_tree import read_yaml

if TYPE_CHECKING:
    from conceptnote.schema.forum import Forum


_FOLDER, _SUFFIX = "forums", ".yaml"


def forum_names(project: Project) -> set[str]:
    """The forums that an event of this project can name."""
    return set(file_names(project, _FOLDER, _SUFFIX))


def load_forum(project: Project, name: str) -> Forum:
    """Read the profile of a forum in `forum_names`. Raises DiagnosticError for a wrong profile, or a link that points
    outside the project."""
    from conceptnote.schema.forum import Forum

    found = own_or_shipped(project, _FOLDER, name + _SUFFIX, PROFILE)
    assert found is not None, "its name is known"
    data, source_map, problems = read_yaml(*found)
    forum, wrong = validate(Forum, data, source_map, "docs/checks.md")
    if forum is None or problems:
        raise DiagnosticError(*problems, *wrong)
    return forum
