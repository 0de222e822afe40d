"""The opened project of an event: the only folder that a run reads from, and what is known of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge, real_path
from conceptnote.source.world import World, this_machine

Found = TypeVar("Found")

COLLECTION = "events"
"""The folder for a project with many events."""
KEPT = ".conceptnote"
"""The folder for data kept between runs; Git ignores it, and it can be deleted."""
FOLDERS = ("data", COLLECTION)
"""Folders of event files; the project's folder is above them."""

_LONGEST_NAME = 255
"""Bytes of a file's name (`NAME_MAX` of common file systems)."""


class OutsideProject(Exception):
    """A path points outside the project folder."""


class Project(Struct, eq=False):
    """An event file and its project folder, both with symbolic links resolved; opened once and passed on.

    The project folder is that of the event file, or the one above if it is called `data` or `events`. `values` and
    `value_files` are set on the command line. What is known of a project lives no longer than it.
    """

    event_file: Path
    root: Path
    shown: str
    """The event file as the user named it, for messages."""
    world: World
    values: Sequence[str] = ()
    value_files: Sequence[str] = ()
    _known: dict[Callable[[Project], Any], Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        event_file: Path,
        values: Sequence[str] = (),
        value_files: Sequence[str] = (),
        world: World | None = None,
    ) -> Project:
        """Open the project of an event file; without a `world`, on this machine, where each file is read once.

        Raises OutsideProject if the file is a link that points outside its folder, and OSError if it does not exist.
        """
        world = world or this_machine()
        project = cls(world.resolve(event_file), root_of(event_file), str(event_file), world, values, value_files)
        project.confine(project.event_file)
        if world.kind(project.event_file) is None:
            raise FileNotFoundError(errno.ENOENT, "there is no such file", str(event_file))
        return project

    def once(self, find: Callable[[Project], Found]) -> Found:
        """The result of a function of this project, computed once for all callers."""
        if find not in self._known:
            self._known[find] = find(self)
        found: Found = self._known[find]
        return found

    def confine(self, path: Path) -> Path:
        """The real path of a file, which must be in the project folder after links are followed.

        Raises OutsideProject if it is not, and OSError, with words in `strerror`, for a character that no file name can
        have.
        """
        try:
            real = self.world.resolve(path)
        except ValueError:
            raise OSError(errno.EINVAL, "no file can have this name") from None
        if len(os.fsencode(real.name)) > _LONGEST_NAME:
            raise OSError(errno.ENAMETOOLONG, "no file can have this name")
        if not real.is_relative_to(self.root):
            raise OutsideProject(str(path))
        return real

    def read(self, path: Path, most: int) -> bytes:
        """The bytes of a regular file of the project, at most `most`. Raises TooLarge, OutsideProject, and OSError with
        words in `strerror`."""
        data = self.world.read(self.confine(path), most + 1)
        if len(data) > most:
            raise TooLarge
        return data

    def names(self, folder: str) -> list[str]:
        """The sorted names in a folder of the project; none if it cannot be read."""
        try:
            return self.world.names(self.root / folder)
        except OSError:
            return []

    @property
    def collected(self) -> str | None:
        """The event's name in its collection; None for a single event."""
        named = Path(self.shown).absolute()
        return named.stem if named.parent.name == COLLECTION else None

    def name_of(self, path: Path) -> str:
        """A file of the project, relative to where the user named the event file."""
        folder = Path(self.shown).parent
        above = ".." if folder.absolute().name in FOLDERS else "."
        return os.path.normpath(folder / above / path.relative_to(self.root))


def root_of(event_file: Path) -> Path:
    """The project folder of an event file, which need not exist."""
    folder = event_file.absolute().parent
    return real_path(folder.parent if folder.name in FOLDERS else folder)


def event_file_of(named: Path) -> Path:
    """The named event file, or the one in a named folder; the folder if that is ambiguous."""
    if not named.is_dir():
        return named
    there = _event_files(named)
    return there[0] if len(there) == 1 else named


def _event_files(folder: Path) -> list[Path]:
    return [file for file in (folder / "data" / "event.yaml", folder / "event.yaml") if file.is_file()]


def _no_file(folder: Path) -> Diagnostic:
    """What is wrong with a folder named as an event file."""
    there = _event_files(folder)
    if there:
        message = f"the folder has two event files: {' and '.join(str(file) for file in there)}"
        return Diagnostic(Code.EVENT_NOT_FOUND, message, Location(str(folder)), hint="name the one that is meant")
    others = sorted(folder.glob("*.yaml"))[:1]
    hint = f"name a file: {others[0]}" if others else f"make one with conceptnote init {folder}"
    message = "this is a folder, and has neither data/event.yaml nor event.yaml"
    return Diagnostic(Code.EVENT_NOT_FOUND, message, Location(str(folder)), hint=hint)


def find_project(
    event_file: Path, values: Sequence[str] = (), value_files: Sequence[str] = (), world: World | None = None
) -> Project:
    """Open the project of an event file with values of the command line.

    Raises DiagnosticError if the file is missing, or is a link that points outside its folder.
    """
    if event_file.is_dir():
        raise DiagnosticError(_no_file(event_file))
    try:
        return Project.of(event_file, values, value_files, world)
    except OutsideProject:
        message = "the event file is a link that points outside its folder"
        problem = Diagnostic(
            Code.EVENT_UNREADABLE, message, Location(str(event_file)), hint="put the file itself there"
        )
    except (OSError, ValueError):
        hint = "name an event file, or run in a folder that has data/event.yaml"
        problem = Diagnostic(Code.EVENT_NOT_FOUND, "there is no such event file", Location(str(event_file)), hint=hint)
    raise DiagnosticError(problem)


def opened(event: Path | Project) -> Project:
    """The project itself, or that of an event file. Raises what `find_project` raises."""
    return event if isinstance(event, Project) else find_project(event)
