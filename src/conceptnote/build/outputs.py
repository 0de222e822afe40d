"""Write the finished files: all of them, complete, or none."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from conceptnote.atomicfile import one_at_a_time, write
from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.journal import STAGING, replace_together, undo_in
from conceptnote.build.staging import staging_folder
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import real_path
from conceptnote.source.project import Project
from conceptnote.systemerror import advice, reason

_ELSEWHERE = "name another folder with -o"
_NEW = "new"


def default_folder(project: Path) -> Path:
    """The `out` of a project folder, as one would type it here."""
    here = Path.cwd()
    return (project.relative_to(here) if project.is_relative_to(here) else project) / "out"


def folder_of(project: Project, chosen: Path | None = None) -> Path:
    """The folder for the files of an event: the chosen one, or `out`; in it, an event of `events` has its own.

    So an event built alone and one built with others go to the same place.
    """
    folder = chosen or default_folder(project.root)
    return folder / project.collected if project.collected else folder


@contextlib.contextmanager
def output_folder(folder: Path, within: Path | None) -> Iterator[Path]:
    """Ensure that a folder can be written to, and leave no new empty one behind if the work fails.

    `within` is the folder that must contain it after links are followed, if any. Raises DiagnosticError if it cannot be
    written to.
    """
    at = Location(str(folder))
    if within is not None and not real_path(folder).is_relative_to(within):
        message = "the output folder is a link that points outside the project"
        hint = "name the folder with -o to write there anyway"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint))
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _remove(made)
        message = f"nothing can be written here: {reason(error)}"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=advice(error, _ELSEWHERE))) from None
    try:
        yield folder
    except BaseException:
        _remove(made)
        raise


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


@contextlib.contextmanager
def staged(
    files: Mapping[Path, bytes], *, gone: Collection[Path] = (), new: bool = False
) -> Iterator[Mapping[Path, Path]]:
    """Write files beside their places, and name these copies; after the work all take their places.

    Files that are `gone` are removed then. Unchanged files are left and not named. Nobody ever sees half a file. If the
    work fails, or a file cannot be written, all stay as they were; if the process is killed, the next one restores them
    (build/journal.py). With `new`, none may exist before. Raises DiagnosticError for what cannot be written.
    """
    if not files and not gone:
        yield {}
        return
    with contextlib.ExitStack() as beside:
        with _writing():
            folders = {path.parent for path in (*files, *gone)}
            common = Path(os.path.commonpath(folders))
            beside.enter_context(one_at_a_time(folders | {common}))
            for folder in folders | {common}:
                undo_in(folder)
            changed = {path: data for path, data in files.items() if file_hash(path) != sha256(data)}
            rooms = {
                folder: beside.enter_context(staging_folder(folder, STAGING)) for folder in _parents(changed, common)
            }
            written: dict[Path, Path | None] = {}
            for path, data in changed.items():
                written[path] = _written(rooms[path.parent] / _NEW / path.name, path, data)
        yield {path: place for path, place in written.items() if place}
        with _writing():
            places = {**{path: None for path in gone if os.path.lexists(path)}, **written}
            replace_together(rooms[common], common, places, new=new)


def _parents(changed: Collection[Path], common: Path) -> set[Path]:
    return {common, *(path.parent for path in changed)}


def _written(beside: Path, path: Path, data: bytes) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.ENXIO, "", str(path))
    try:
        beside.parent.mkdir(exist_ok=True)
        write(beside, data)
    except OSError as error:  # naming the copy, if any
        raise OSError(error.errno, error.strerror, str(path)) from None
    return beside


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        at = Location(str(error.filename2 or error.filename or "the output folder"))
        message = f"the file cannot be written: {reason(error)}"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=advice(error, _ELSEWHERE))) from None
