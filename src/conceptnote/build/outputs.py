"""Writing the finished files: all of them, whole, or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from conceptnote.build.scratch import scratch, sweep
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.project import Project

_SCRATCH = ".conceptnote."
"""How the folders begin in which files are written until all are whole."""


def default_folder(project: Path) -> Path:
    """The `out` of a project folder, as one would type it here."""
    here = Path.cwd()
    return (project.relative_to(here) if project.is_relative_to(here) else project) / "out"


def folder_of(project: Project, chosen: Path | None = None) -> Path:
    """Where the files of an event go: the folder that is chosen, or `out`; below it, an event of `events` has its own.

    So an event that is built alone, and one that is built with all others, go to the same place.
    """
    folder = chosen or default_folder(project.root)
    return folder / project.collected if project.collected else folder


@contextlib.contextmanager
def output_folder(folder: Path, within: Path | None) -> Iterator[Path]:
    """Make sure that a folder can be written to, and leave no new empty one behind if the work fails.

    `within` is the folder that it must lie in once links are followed, if any. Raises
    DiagnosticError where it cannot be written to.
    """
    at = Location(str(folder))
    if within is not None and not folder.resolve().is_relative_to(within):
        message = "the output folder is a link that leads out of the project"
        hint = "name the folder with -o to write there all the same"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint))
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _remove(made)
        message = f"nothing can be written here: {error.strerror}"
        hint = "name another folder with -o"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint)) from None
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
def staged(files: Mapping[Path, bytes], *, new: bool = False) -> Iterator[Mapping[Path, Path]]:
    """Write files beside their places, and name where each lies; once the work is done they take their places.

    Nobody ever sees half of one. Where the work fails, or one cannot be written, none has been
    replaced, and none is left behind. With `new`, none may be there before. Raises DiagnosticError
    for what cannot be written.
    """
    written: dict[Path, Path] = {}
    placed: list[Path] = []
    with contextlib.ExitStack() as beside:
        with _writing():
            folders: dict[Path, Path] = {}
            for path, data in files.items():
                if path.is_dir():
                    raise IsADirectoryError(0, "a folder has that name", str(path))
                if path.parent not in folders:
                    folders[path.parent] = beside.enter_context(scratch(path.parent, _SCRATCH))
                written[path] = folders[path.parent] / path.name
                written[path].write_bytes(data)
        yield dict(written)
        try:
            with _writing():
                for path in written:
                    if new and os.path.lexists(path):
                        raise FileExistsError(0, "a file with that name has come up meanwhile", str(path))
                    os.replace(written[path], path)
                    placed.append(path)
        except BaseException:
            for path in placed if new else ():
                path.unlink(missing_ok=True)
            raise


def clear(folder: Path) -> None:
    """Take away what runs that were killed while they wrote to a folder have left in it."""
    sweep(folder, _SCRATCH)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        at = Location(str(error.filename2 or error.filename or "the output folder"))
        message = f"the file cannot be written: {error.strerror}"
        hint = "close it in other programs, or name another folder with -o"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint)) from None
