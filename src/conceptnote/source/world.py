"""What is outside a run: files, the date, and a cache folder. A run is a function of it.

Shipped files and the fonts of the theme belong to the tool, and the files that a run writes are its result: none of
them is part of the world.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from conceptnote.regularfile import read_regular, real_path

Kind = Literal["file", "folder", "other"]
"""What a path leads to; `other` is a broken link, a pipe or a device."""


class World(Protocol):
    """What a run asks of the outside. `SystemWorld` is the real one; tests bring others."""

    @property
    def cache_folder(self) -> Path | None:
        """The folder for data of later runs; None if nothing is kept."""
        ...

    def today(self) -> date:
        """The day."""
        ...

    def resolve(self, path: Path) -> Path:
        """The absolute path, with links followed. Raises ValueError for a name with a NUL."""
        ...

    def kind(self, path: Path) -> Kind | None:
        """What a path leads to; None if it does not exist."""
        ...

    def names(self, folder: Path) -> list[str]:
        """The sorted names in a folder. Raises OSError if it cannot be read."""
        ...

    def files(self, folder: Path) -> list[Path]:
        """All files in a folder and below; none if it does not exist."""
        ...

    def read(self, path: Path, most: int | None = None) -> bytes:
        """The content of a regular file, or its first `most` bytes. Raises OSError, with words in `strerror`."""
        ...


class SystemWorld:
    """This machine."""

    @property
    def cache_folder(self) -> Path | None:
        """The user's cache folder (XDG Base Directory Specification)."""
        try:
            return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "conceptnote"
        except RuntimeError:  # The user has no home.
            return None

    def today(self) -> date:
        """The local date."""
        return date.today()

    def resolve(self, path: Path) -> Path:
        """As `real_path`."""
        return real_path(path)

    def kind(self, path: Path) -> Kind | None:
        """The kind that the system reports."""
        if os.path.isfile(path):
            return "file"
        if os.path.isdir(path):
            return "folder"
        return "other" if os.path.lexists(path) else None

    def names(self, folder: Path) -> list[str]:
        """As `os.listdir`, sorted."""
        return sorted(os.listdir(folder))

    def files(self, folder: Path) -> list[Path]:
        """As `Path.rglob`, which does not follow links to folders."""
        return [path for path in folder.rglob("*") if os.path.isfile(path)]

    def read(self, path: Path, most: int | None = None) -> bytes:
        """As `read_regular`: opening never waits."""
        return read_regular(path, most)


_AT_LEAST = 4 * 1024 * 1024 + 1
"""The fewest bytes that are read of a file: most files are then read whole, at once."""


class Snapshot:
    """A world that reads each file once: a run uses and records the same bytes from beginning to end."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: dict[Path, tuple[bytes, bool]] = {}
        self.cache_folder = world.cache_folder
        self.today, self.resolve, self.kind = world.today, world.resolve, world.kind
        self.names, self.files = world.names, world.files

    def read(self, path: Path, most: int | None = None) -> bytes:
        """From memory if the file was read before."""
        data, whole = self._read.get(path, (b"", False))
        if not whole and (most is None or len(data) < most):
            asked = None if most is None else max(most, _AT_LEAST)
            data = self._world.read(path, asked)
            self._read[path] = data, asked is None or len(data) < asked
        return data if most is None else data[:most]


def this_machine() -> World:
    """The world of a run: the files of this machine, each read once."""
    return Snapshot(SystemWorld())
