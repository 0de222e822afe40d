"""The look of a project's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.theme.theme import load_theme

if TYPE_CHECKING:
    from conceptnote.source.project import Project
    from conceptnote.theme.theme import Theme


def theme_of(project: Project) -> Theme:
    """The theme of a project, read once."""
    return project.once(_theme)


def _theme(_: Project) -> Theme:
    return load_theme()
