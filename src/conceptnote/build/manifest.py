"""`manifest.json`: what stands in the output folder, and what it was made from.

Next to nothing is imported here: whether anything is to be built at all must be known
before what builds is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.journal import recover
from conceptnote.build.request import Options
from conceptnote.regularfile import read_regular
from conceptnote.shipped import shipped

if TYPE_CHECKING:
    from conceptnote.source.project import Project

NAME = "manifest.json"
COLLECTION_NAME = "collection.manifest.json"
"""That of the papers of several events: theirs is the folder that an event which stands alone has, too."""
_VERSION = 1
OWN_FOLDERS = ("templates", "funders", "forums", "fonts", "languages")
"""Folders of a project, and of the tool, whose files all count as inputs."""

Acknowledgement = Literal["proven", "proven on its pages", "none due", "left out by the template"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that an output was made from, by their names in the project, and one hash of them all."""

    sha256: str
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the output folder; the fields are documented in docs/manifest.md."""

    file: str
    document: str
    format: str
    language: str
    pages: int | None
    words: int
    bytes: int
    sha256: str
    standards: Sequence[str]
    acknowledgement: Acknowledgement
    options: Options
    inputs: Inputs
    tool: str
    audience: str | None = None
    set: str | None = None
    asked: Options = field(default_factory=dict)
    usual: Sequence[str] = ()
    imposition: str | None = None
    blank: Sequence[int] = ()
    internal: bool = False
    part: str | None = None
    languages: Sequence[str] = ()

    @property
    def edition(self) -> str | None:
        """The language that its name has, which is any but the main one."""
        return self.language if self.languages and self.language != self.languages[0] else None

    @property
    def unit(self) -> str:
        """The document, or the part of one, that the file is of."""
        return f"{self.document}.{self.part}" if self.part else self.document

    @property
    def form(self) -> tuple[object, ...]:
        """What the pages of an imposed file and of its accessible one have in common, if the one is of the other."""
        return tuple(self.options.get(name) for name in ("paper", "orientation", "pdf_standard"))


@dataclass(frozen=True, slots=True)
class Manifest:
    """All entries, by the name of their file; and how many things the last build had to say about them."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    remarks: int = 0

    def to_bytes(self) -> bytes:
        """The manifest as a file: the same bytes for the same entries."""
        listed = [asdict(entry) for _, entry in sorted(self.entries.items())]
        whole = {"version": _VERSION, "remarks": self.remarks, "files": listed}
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path, name: str = NAME) -> Manifest:
        """The manifest of a folder; an empty one where there is none, or none that we wrote.

        First, files that a killed run had begun to replace are put back, so that the folder is what its manifest says.
        Raises DiagnosticError where one cannot be.
        """
        recover(folder)
        try:
            read = json.loads(read_regular(folder / name))
            if read["version"] != _VERSION:
                return cls()
            entries, remarks = [_entry(one) for one in read["files"]], int(read["remarks"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return cls()
        # A name with a folder in it is none of ours, and could lead anywhere.
        return cls({entry.file: entry for entry in entries if Path(entry.file).name == entry.file}, remarks)


def _entry(read: Any) -> Entry:
    inputs = read["inputs"]
    entry = Entry(**{**read, "inputs": Inputs(str(inputs["sha256"]), [str(name) for name in inputs["files"]])})
    texts = (entry.file, entry.document, entry.format, entry.language, entry.sha256, *entry.usual, *entry.languages)
    if not all(isinstance(value, str) for value in (*texts, entry.audience or "", entry.set or "", entry.part or "")):
        raise TypeError
    if not isinstance(entry.options, dict) or not all(isinstance(page, int) for page in entry.blank):
        raise TypeError
    return entry


def hash_inputs(project: Project, pictures: Iterable[Path]) -> Inputs:
    """The inputs of a build: the event file, the pictures shown, and what the project has of its own.

    They are as the project was read. The hash covers the tool itself and the libraries that it works with.
    """
    root = project.root
    paths = {project.event_file, *pictures, *_own_files(project)}
    named = sorted((Path(os.path.relpath(path, root)).as_posix(), path) for path in paths)
    total = hashlib.sha256(_tool_hash().encode())
    for name, path in named:
        total.update(f"{name}\0{_hash(project, path)}\n".encode())
    return Inputs(total.hexdigest(), [name for name, _ in named])


def still_the_same(inputs: Inputs, project: Project, within: Path | None = None) -> bool:
    """Whether the inputs of an earlier build are what they were; all are `within` a folder, usually the project's."""
    recorded = [project.root / name for name in inputs.files]
    if not all(project.world.resolve(path).is_relative_to(within or project.root) for path in recorded):
        return False
    return hash_inputs(project, recorded) == inputs


def hash_settings(settings: Iterable[tuple[str, str]], project: Project) -> str | None:
    """One hash of the paths and values that a build sets; None where it sets none.

    The event file counts too: it is not public, so that nobody finds a short value by trying.
    """
    listed = sorted(settings)
    return sha256(json.dumps([_hash(project, project.event_file), listed]).encode()) if listed else None


def _own_files(project: Project) -> Iterator[Path]:
    for name in OWN_FOLDERS:
        yield from project.world.files(project.root / name)


def _hash(project: Project, path: Path) -> str | None:
    """The hash of a file as the project was read; None where there is none that can be read."""
    try:
        return sha256(project.world.read(path))
    except OSError:
        return None


@cache
def tool_version() -> str:
    """The tool and its version."""
    from importlib import metadata

    return f"conceptnote {metadata.version('conceptnote')}"


@cache
def _tool_hash() -> str:
    """A hash of the tool's own files, and of the versions of the libraries that it names."""
    from importlib import metadata

    package = Path(str(files("conceptnote")))
    total = hashlib.sha256()
    # In a checkout the data lies beside the sources.
    for root in (package, *map(shipped, OWN_FOLDERS)):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(f"{path.relative_to(root).as_posix()}\0{file_hash(path)}\n".encode())
    for requirement in sorted(metadata.requires("conceptnote") or ()):
        name = requirement.split(";")[0].split(">")[0].strip()
        total.update(f"{name}\0{_version(name)}\n".encode())
    return total.hexdigest()


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
