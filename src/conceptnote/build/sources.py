"""The texts that diagnostics point into."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from conceptnote.diagnostics import DiagnosticError

_LARGEST = 4 * 1024 * 1024
_YAML = (".yaml", ".yml")


def source_reader(*event_files: Path) -> Callable[[str], str | None]:
    """Reads what a location of these events' build names: YAML of a project, or a template; None for all else.

    Nothing is read from outside the projects but the shipped templates.
    """
    from conceptnote.regularfile import read_regular
    from conceptnote.source.project import OutsideProject, find_project
    from conceptnote.source.templates import Templates

    def of(event_file: Path, name: str) -> str | None:
        try:
            project = find_project(event_file)
            folder, *parts = Path(name).parts
            if folder == "templates" and (found := Templates(project).read("/".join(parts))):
                return found[0]
            path = project.confine(Path(name))
            if name == project.shown or path.name.endswith(_YAML):
                return _decoded(read_regular(path, _LARGEST))
        except (OSError, ValueError, DiagnosticError, OutsideProject):
            pass  # What cannot be read is told by the diagnostic itself.
        return None

    def read(name: str) -> str | None:
        return next((text for event_file in event_files if (text := of(event_file, name)) is not None), None)

    return read


def _decoded(data: bytes) -> str:
    # As source/load.py does, but for what is no text.
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
