"""The project folder: the only place that a build reads from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location

COLLECTION = "events"
"""The folder of a project that holds many events, each with papers of its own."""
FOLDERS = ("data", COLLECTION)
"""Folders of event files, with the project's own folder above them."""


class OutsideProject(Exception):
    """A path leads out of the project folder."""


@dataclass(frozen=True, slots=True)
class Project:
    """An event file and the folder around it, both with symbolic links resolved.

    The project folder is the event file's own, or the one above where that is named `data` or `events`.
    """

    event_file: Path
    root: Path
    shown: str
    """The event file as the user named it, for messages."""

    @classmethod
    def of(cls, event_file: Path) -> Project:
        """Find the project of an event file.

        Raises OutsideProject where the file is a link that leads out of its folder, and OSError
        where there is no such file.
        """
        project = cls(event_file.resolve(strict=True), root_of(event_file), str(event_file))
        project.confine(project.event_file)
        return project

    def confine(self, path: Path) -> Path:
        """The real path of a file, which must lie in the project folder after all links are followed.

        Raises OutsideProject where it does not, ValueError or OSError where it is no path at all.
        """
        real = path.resolve()
        if not real.is_relative_to(self.root):
            raise OutsideProject(str(path))
        return real

    @property
    def collected(self) -> str | None:
        """What the event is called among those of its collection; None where it stands alone."""
        named = Path(self.shown).absolute()
        return named.stem if named.parent.name == COLLECTION else None

    def name_of(self, path: Path) -> str:
        """A file of the project, as it is reached from where the user named the event file."""
        folder = Path(self.shown).parent
        above = ".." if folder.absolute().name in FOLDERS else "."
        return os.path.normpath(folder / above / path.relative_to(self.root))

    @property
    def templates(self) -> Path:
        """Where the project's own templates lie."""
        return self.root / "templates"

    @property
    def funders(self) -> Path:
        """Where the project's own profiles of funders lie."""
        return self.root / "funders"


def root_of(event_file: Path) -> Path:
    """The folder of the project that an event file is of, or would be of if it were there."""
    folder = event_file.absolute().parent
    return (folder.parent if folder.name in FOLDERS else folder).resolve()


def find_project(event_file: Path) -> Project:
    """The project of an event file.

    Raises DiagnosticError where there is no such file, or where it is a link that leads out of its folder.
    """
    try:
        return Project.of(event_file)
    except OutsideProject:
        message = "the event file is a link that leads out of its folder"
        problem = Diagnostic(
            Code.EVENT_UNREADABLE, message, Location(str(event_file)), hint="put the file itself there"
        )
    except (OSError, ValueError, RuntimeError):
        hint = "name an event file, or run in a folder that has data/event.yaml"
        problem = Diagnostic(Code.EVENT_NOT_FOUND, "there is no such event file", Location(str(event_file)), hint=hint)
    raise DiagnosticError(problem)
