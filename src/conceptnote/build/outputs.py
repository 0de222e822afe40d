"""Writing the finished files: all of them, whole, or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location


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


def publish(files: Mapping[Path, bytes], *, new: bool = False) -> None:
    """Write files beside their places, then rename them, so that nobody ever sees half of one.

    With `new`, none of them may be there before. Raises DiagnosticError where one cannot be written;
    then no file has been replaced, and of new ones none is left.
    """
    written: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, data in files.items():
            if path.is_dir():
                raise IsADirectoryError(0, "a folder has that name", str(path))
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            written[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                os.fchmod(file.fileno(), 0o666 & ~_umask())
        for path in list(written):
            if new and os.path.lexists(path):
                raise FileExistsError(0, "a file with that name has come up meanwhile", str(path))
            os.replace(written[path], path)
            del written[path]
            placed.append(path)
    except OSError as error:
        for path in placed if new else ():
            path.unlink(missing_ok=True)
        at = Location(str(error.filename2 or error.filename or path))
        message = f"the file cannot be written: {error.strerror}"
        hint = "close it in other programs, or name another folder with -o"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, at, hint=hint)) from None
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)


def _umask() -> int:
    # The only way to ask is to set.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
