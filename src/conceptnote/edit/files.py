"""The files of an event as written: their bytes, their encoding, and their content."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from conceptnote.atomicfile import move, sync, write
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.edit.unsaved import opened_again
from conceptnote.regularfile import TooLarge
from conceptnote.source.content_store import content_hash
from conceptnote.source.include import Includes
from conceptnote.source.project import OutsideProject, Project
from conceptnote.systemerror import advice, reason

LARGEST = 4 * 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class TextFile(Struct, frozen=True, dict=True):
    """A file that was read; `shown` is its name in messages."""

    path: Path
    shown: str
    raw: bytes

    @cached_property
    def text(self) -> str:
        """Its text, with its line ends and without a byte-order mark."""
        bom, encoding = self._encoding
        return self.raw[len(bom) :].decode(encoding)

    def encoded(self, text: str) -> bytes:
        """Another text for the file, in the same encoding."""
        bom, encoding = self._encoding
        return bom + text.encode(encoding)

    @property
    def _encoding(self) -> tuple[bytes, str]:
        return next((known for known in _BOMS if self.raw.startswith(known[0])), (b"", "utf-8"))


class Revision(Struct, frozen=True, dict=True):
    """An event file and all its included files at one moment; the event file is first."""

    project: Project
    files: Mapping[Path, TextFile]

    @classmethod
    def of(cls, project: Project) -> Revision:
        """The files as they are now. Raises DiagnosticError for files that cannot be read, or are not sound YAML."""
        project = opened_again(project)
        includes = Includes(project)
        _, _, problems = includes.read_event()
        if problems:
            raise DiagnosticError(*problems)
        shown = {project.event_file: project.shown} | includes.files
        return cls(project, {path: read_file(path, name, project) for path, name in shown.items()})

    @property
    def is_current(self) -> bool:
        """Whether the files on the disk are still the same."""
        project = opened_again(self.project)
        try:
            return all(project.read(path, LARGEST) == file.raw for path, file in self.files.items())
        except (OSError, TooLarge, OutsideProject):
            return False

    @cached_property
    def name(self) -> str:
        """The name of this state: a hash of the files' names and bytes."""
        text = hashlib.sha256()
        for path, file in sorted(self.files.items()):
            text.update(f"{path.relative_to(self.project.root).as_posix()}\0{content_hash(file.raw)}\n".encode())
        return text.hexdigest()


def read_file(path: Path, shown: str, project: Project) -> TextFile:
    """A file of a project. Raises DiagnosticError if it cannot be read."""
    try:
        file = TextFile(path, shown, project.read(path, LARGEST))
        _ = file.text
    except (OSError, TooLarge, OutsideProject, UnicodeDecodeError) as error:
        text = reason(error) if isinstance(error, OSError) else "it is not a text file of the project"
        problem = Diagnostic(Code.EVENT_UNREADABLE, f"the file cannot be read: {text}", Location(shown))
        raise DiagnosticError(problem) from None
    return file


def replace_files(files: Iterable[tuple[TextFile, bytes]]) -> None:
    """Replace the bytes of files, each in one step; permissions stay, and so do links to them.

    Raises DiagnosticError if one cannot be written: those already written are restored then.
    """
    written: list[tuple[Path, TextFile]] = []
    replaced: list[TextFile] = []
    try:
        for file, data in files:
            written.append((_beside(file, data), file))
        for aside, file in written:
            move(aside, file.path)
            replaced.append(file)
            sync(file.path.parent)
    except OSError as error:
        for file in replaced:
            with contextlib.suppress(OSError):
                move(_beside(file, file.raw), file.path)
        shown = written[min(len(replaced), len(written) - 1)][1].shown if written else str(error.filename)
        raise DiagnosticError(_unwritable(shown, error)) from None
    finally:
        for aside, _ in written:
            aside.unlink(missing_ok=True)


def _beside(file: TextFile, data: bytes) -> Path:
    if not os.access(file.path, os.W_OK):
        raise PermissionError(13, "", str(file.path))
    aside = file.path.with_name(f".{file.path.name}.new")
    aside.unlink(missing_ok=True)  # it may be a link that leads elsewhere
    try:
        write(aside, data)
        os.chmod(aside, stat.S_IMODE(file.path.stat().st_mode))
        if hasattr(os, "chown"):
            _keep_owner(file.path, aside)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _keep_owner(path: Path, aside: Path) -> None:
    there = path.stat()
    if (there.st_uid, there.st_gid) != (aside.stat().st_uid, aside.stat().st_gid):
        shutil.chown(aside, there.st_uid, there.st_gid)


def _unwritable(shown: str, error: OSError) -> Diagnostic:
    hint = advice(error, "make sure that it can be written, and try again")
    return Diagnostic(
        Code.OUTPUT_UNWRITABLE, f"the file cannot be written: {reason(error)}", Location(shown), hint=hint
    )
