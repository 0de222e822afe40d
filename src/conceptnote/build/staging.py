"""Hidden folders for unfinished files: removed at the end, or by a later run.

A killed process leaves its folder behind. Ours are known by their names and by the lock in them, and the lock tells
whether its owner is alive: it ends with its process (flock(2)). Windows has no such locks, so leftovers stay there.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.systemerror import advice, reason

JOURNAL = "journal.json"
"""While a staging folder has this file (build/journal.py), its content is needed, and the folder stays."""
_LOCK = ".conceptnote.lock"
_RANDOM = "[a-z0-9_]{8}"
"""The random part that tempfile adds to a prefix."""


@contextlib.contextmanager
def staging_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in another, for this run only, removed at the end; leftovers of earlier runs are removed first.

    Raises OSError if it cannot be made.
    """
    clean_up(parent, prefix)
    before = _hold_signals()
    try:
        folder, lock = _claimed(parent, prefix)
        try:
            _set_mask(before)
            yield folder
        finally:
            _hold_signals()
            _remove(folder)
            if lock is not None:
                os.close(lock)
    finally:
        _set_mask(before)


def _hold_signals() -> set[int]:
    """Hold back signals that end the process, which would leave half a folder; returns the mask before."""
    if sys.platform == "win32":
        return set()
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM}))


def _set_mask(mask: set[int]) -> None:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def temporary_problem(error: OSError) -> Diagnostic:
    """The report for a machine that cannot write temporary files."""
    message = f"temporary files cannot be written: {reason(error)}"
    hint = advice(error, "name another folder for temporary files, such as TMPDIR=/var/tmp")
    at = error.filename2 or error.filename or os.environ.get("TMPDIR") or "temporary files"
    return Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(str(at)), hint=hint)


def clean_up(parent: Path, prefix: str, rescue: Callable[[Path], object] = lambda _: None) -> None:
    """Remove the folders with this prefix that dead runs have left; `rescue` receives each first.

    Folders of living runs and of others stay. Nothing is raised: what cannot be removed is left to a later run.
    """
    with contextlib.suppress(OSError):
        for folder in _folders(parent, prefix):
            with contextlib.suppress(OSError), _abandoned(folder) as abandoned:
                if abandoned:
                    rescue(folder)
                    _remove(folder)


def _remove(folder: Path) -> None:
    if os.path.lexists(folder / JOURNAL):
        return
    # Without its lock nobody knows that the folder is ours: the lock is removed last.
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _folders(parent: Path, prefix: str) -> list[Path]:
    if sys.platform == "win32":
        return []
    named = re.compile(re.escape(prefix) + _RANDOM)
    with os.scandir(parent) as entries:
        # Others who share the temporary folder have folders there.
        return [
            Path(entry.path)
            for entry in entries
            if named.fullmatch(entry.name)
            and entry.is_dir(follow_symlinks=False)
            and entry.stat(follow_symlinks=False).st_uid == os.geteuid()
        ]


@contextlib.contextmanager
def _abandoned(folder: Path) -> Iterator[bool]:
    """Whether a folder is ours, and its run is dead; it stays locked meanwhile."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        # It belongs to somebody else, or its run was killed before there was a lock in it: then it is empty.
        folder.rmdir()
        yield False
        return
    try:
        yield _locked(lock, otherwise=False)
    finally:
        os.close(lock)


def _claimed(parent: Path, prefix: str) -> tuple[Path, int | None]:
    """A new folder with a lock that says that it is in use, if locks exist."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        if sys.platform == "win32":
            return folder, None
        lock = None
        # Until it is locked, another run may take it for a leftover, and remove it.
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if _locked(lock, otherwise=True) and os.path.samestat(os.fstat(lock), os.stat(folder / _LOCK)):
                return folder, lock
        if lock is not None:
            os.close(lock)


def _locked(lock: int, *, otherwise: bool) -> bool:
    """Whether we got a lock that nobody holds; `otherwise` if the file system has no locks."""
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return otherwise
    return True
