"""`manifest.json`: the files in the output folder, and their inputs.

Almost nothing is imported here, because a build with nothing to do must know so before it loads anything.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from conceptnote.build.formats import FORMATS
from conceptnote.build.hashing import sha256
from conceptnote.build.journal import recover
from conceptnote.build.record import Inputs, Record
from conceptnote.build.tool import OWN_FOLDERS, tool_hash
from conceptnote.datapath import format_path
from conceptnote.regularfile import read_regular
from conceptnote.source.overrides import overrides_of
from conceptnote.source.project import Project

NAME = "manifest.json"
COLLECTION_NAME = "collection.manifest.json"
"""The name of the manifest for papers of several events, which share their folder with a single event's."""
_VERSION = 1


class Manifest(Struct, frozen=True):
    """The records of all files by name, and the number of the last build's warnings."""

    records: Mapping[str, Record] = field(default_factory=dict)
    remarks: int = 0

    def to_bytes(self) -> bytes:
        """The manifest as a file: the same bytes for the same records."""
        listed = [record.to_json() for _, record in sorted(self.records.items())]
        whole = {"version": _VERSION, "remarks": self.remarks, "files": listed}
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path, name: str = NAME) -> Manifest:
        """The manifest of a folder; an empty one without one that we wrote.

        First, files that a killed run had begun to replace are restored, so that the folder is as its manifest says.
        Raises DiagnosticError if one cannot be.
        """
        recover(folder)
        try:
            read = json.loads(read_regular(folder / name))
            if read["version"] != _VERSION:
                return cls()
            records, remarks = (
                [Record.of_json(one) for one in read["files"] if one["format"] in FORMATS],
                int(read["remarks"]),
            )
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return cls()
        # A name with a folder in it is not ours, and could lead anywhere.
        return cls({record.file: record for record in records if Path(record.file).name == record.file}, remarks)


def hash_inputs(project: Project, pictures: Iterable[Path]) -> Inputs:
    """The inputs of a build: the event file, the shown pictures, and the project's own files, as they were read.

    The hash covers the tool and its libraries.
    """
    root = project.root
    paths = {project.event_file, *pictures, *_own_files(project)}
    named = sorted((Path(os.path.relpath(path, root)).as_posix(), path) for path in paths)
    total = hashlib.sha256(tool_hash().encode())
    for name, path in named:
        total.update(f"{name}\0{_hash(project, path)}\n".encode())
    return Inputs(total.hexdigest(), [name for name, _ in named])


def still_the_same(inputs: Inputs, project: Project, within: Path | None = None) -> bool:
    """Whether the inputs of an earlier build are unchanged; all are `within` a folder, usually the project's."""
    recorded = [project.root / name for name in inputs.files]
    if not all(project.world.resolve(path).is_relative_to(within or project.root) for path in recorded):
        return False
    return hash_inputs(project, recorded) == inputs


def hash_settings(settings: Iterable[tuple[str, str]], project: Project) -> str | None:
    """A hash of the paths and values set for a build; None without any.

    The event file is part of it: it is private, so nobody can guess a short value.
    """
    listed = sorted(settings)
    return sha256(json.dumps([_hash(project, project.event_file), listed]).encode()) if listed else None


def settings_of(project: Project) -> str | None:
    """A hash of the values set on the command line; None without any."""
    settings = [(format_path(one.path), one.value) for one in project.once(overrides_of)]
    return hash_settings(settings, project)


def _own_files(project: Project) -> Iterator[Path]:
    for name in OWN_FOLDERS:
        yield from project.world.files(project.root / name)


def _hash(project: Project, path: Path) -> str | None:
    """The hash of a file as the project read it; None if none can be read."""
    try:
        return sha256(project.world.read(path))
    except OSError:
        return None
