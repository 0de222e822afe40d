"""Contents kept in a project's hidden folder under their hashes, so that equal ones are kept once."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from msgspec import Struct

from conceptnote.atomicfile import replace_file
from conceptnote.regularfile import read_whole
from conceptnote.source.project import KEPT, Project


def content_hash(data: bytes) -> str:
    """The hash of a content."""
    return hashlib.sha256(data).hexdigest()


def hidden_folder(project: Project) -> Path:
    """The folder for what is kept of a project, which Git ignores. Raises OSError or OutsideProject."""
    folder = project.root / KEPT
    project.confine(folder)
    folder.mkdir(exist_ok=True)
    if not (folder / ".gitignore").is_file():
        replace_file(folder / ".gitignore", b"*\n")
    return folder


class ContentStore(Struct, frozen=True):
    """Contents of at most `largest` bytes, compressed; `digits` are those of a hash in their names."""

    project: Project
    folder: Path
    largest: int
    digits: int = 64

    def put(self, data: bytes) -> str:
        """Keep a content; returns its name. Raises OSError or OutsideProject."""
        name = content_hash(data)[: self.digits]
        if not (self.folder / name).is_file():
            self.project.confine(self.folder).mkdir(parents=True, exist_ok=True)
            replace_file(self.folder / name, zlib.compress(data))
        return name

    def get(self, name: str) -> bytes:
        """A kept content. Raises OSError, ValueError, TooLarge or OutsideProject without one, or for another one."""
        if not name.isalnum():
            raise ValueError(name)
        packed = read_whole(self.project.confine(self.folder / name), self.largest)
        try:
            data = zlib.decompressobj().decompress(packed, self.largest)
        except zlib.error:
            raise ValueError(name) from None
        if content_hash(data)[: self.digits] != name:
            raise ValueError(name)
        return data

    def sizes(self) -> dict[str, int]:
        """The bytes that each content takes, by its name. Raises OSError."""
        return {one.name: one.stat().st_size for one in self.folder.iterdir()}

    def drop(self, names: set[str]) -> None:
        """Remove contents. Raises OSError."""
        for name in names:
            (self.folder / name).unlink()
