"""The texts that diagnostics point into."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from conceptnote.diagnostics import DiagnosticError

_LARGEST = 4 * 1024 * 1024


def source_reader(event_file: Path) -> Callable[[str], str | None]:
    """Reads what a location of this event's build names: the event file, or a template; None for all else.

    Nothing is read from outside the project but the shipped templates.
    """
    from conceptnote.source.project import find_project
    from conceptnote.source.templates import Templates

    def read(name: str) -> str | None:
        try:
            project = find_project(event_file)
            if name == project.shown:
                with project.event_file.open("rb") as file:
                    return _decoded(file.read(_LARGEST))
            folder, *parts = Path(name).parts
            found = Templates(project).read("/".join(parts)) if folder == "templates" else None
        except (OSError, ValueError, DiagnosticError):
            return None  # What cannot be read is told by the diagnostic itself.
        return found[0] if found else None

    return read


def _decoded(data: bytes) -> str:
    # As source/load.py does, but for what is no text.
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
