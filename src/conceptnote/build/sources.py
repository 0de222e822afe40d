"""The texts that diagnostics quote."""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.diagnostics import DiagnosticError

if TYPE_CHECKING:
    from conceptnote.source.project import Project

_LARGEST = 4 * 1024 * 1024
_YAML = (".yaml", ".yml")


def source_reader(*events: Path | Project) -> Callable[[str], str | None]:
    """Reads the file of a location in these events' builds: YAML of a project, or a template; None for others.

    Nothing outside the projects is read except shipped templates.
    """
    from conceptnote.source.project import OutsideProject, opened
    from conceptnote.source.templates import Templates

    def of(project: Project, name: str) -> str | None:
        try:
            folder, *parts = Path(name).parts
            if folder == "templates" and (found := project.once(Templates).read("/".join(parts))):
                return found[0]
            path = project.confine(Path(name))
            if name == project.shown or path.name.endswith(_YAML):
                return _decoded(project.world.read(path, _LARGEST))
        except (OSError, ValueError, DiagnosticError, OutsideProject):
            pass  # A file that cannot be read has its own diagnostic.
        return None

    projects: list[Project] = []
    for event in events:
        with contextlib.suppress(DiagnosticError):  # A file that cannot be opened has its own diagnostic.
            projects.append(opened(event))

    def read(name: str) -> str | None:
        return next((text for project in projects if (text := of(project, name)) is not None), None)

    return read


def _decoded(data: bytes) -> str:
    # As in source/load.py, but not for binary files.
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
