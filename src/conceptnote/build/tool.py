"""The tool itself: its version, and a hash of its files."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from conceptnote.atomicfile import replace_file
from conceptnote.build.hashing import file_hash, sha256
from conceptnote.regularfile import read_regular
from conceptnote.shipped import PACKAGE, shipped
from conceptnote.source.world import SystemWorld

OWN_FOLDERS = ("templates", "funders", "forums", "fonts", "languages")
"""Folders of a project, and of the tool, whose files are all inputs."""


@cache
def tool_version() -> str:
    """The tool and its version."""
    from importlib import metadata

    return f"conceptnote {metadata.version('conceptnote')}"


@cache
def tool_hash() -> str:
    """A hash of the tool's files, and of the versions of its libraries.

    It is kept in the user's cache, and made again when a file or a folder of libraries has another size or time.
    """
    roots = _roots()
    caches = SystemWorld().cache_folder
    if caches is None:
        return _hashed(roots)
    state = _state(roots)
    kept = caches / "tool" / sha256(str(roots[0]).encode())
    with suppress(OSError, ValueError):
        known, _, found = read_regular(kept, 200).decode("ascii").partition(" ")
        if known == state and re.fullmatch("[0-9a-f]{64}", found):
            return found
    made = _hashed(roots)
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, f"{state} {made}".encode())
    return made


def _roots() -> list[Path]:
    # In a checkout some of the data is beside the sources.
    return [PACKAGE, *(root for root in map(shipped, OWN_FOLDERS) if not root.is_relative_to(PACKAGE))]


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            yield entry
        elif entry.name != "__pycache__":
            yield from _files(entry.path)


def _state(roots: list[Path]) -> str:
    """A hash of the sizes and times of the tool's files, and of the times of the folders that hold libraries."""
    total = hashlib.sha256()
    for root in roots:
        for entry in _files(root):
            found = entry.stat()
            total.update(f"{entry.path}\0{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\n".encode())
    for folder in sys.path:
        with suppress(OSError):
            total.update(f"{folder}\0{os.stat(folder).st_mtime_ns}\n".encode())
    return total.hexdigest()


def _hashed(roots: list[Path]) -> str:
    from importlib import metadata

    total = hashlib.sha256()
    for root in roots:
        for entry in _files(root):
            total.update(f"{entry.path[len(str(root)) :]}\0{file_hash(entry.path)}\n".encode())
    for requirement in sorted(metadata.requires("conceptnote") or ()):
        name = requirement.split(";")[0].split(">")[0].strip()
        total.update(f"{name}\0{_version(name)}\n".encode())
    return total.hexdigest()


def _version(name: str) -> str:
    from importlib import metadata

    try:
        # `metadata.version` reads the whole description of a package, too.
        text = re.search(r"^Version: (.+)$", metadata.distribution(name).read_text("METADATA") or "", re.MULTILINE)
        return text[1] if text else metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
