"""The steps that write files and put them in place; no other code of ours writes files.

Readers see the earlier file or the new one, which is on the disk by then. One step of the system replaces a file or a
link (rename(2)) and, on Linux, a folder (renameat2(2)).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def write(path: Path, data: bytes) -> None:
    """Write a file that nobody reads yet, and wait until it is on the disk. Raises OSError."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def create(path: Path, data: bytes) -> None:
    """Write a new file, and wait until it is on the disk. Raises FileExistsError where there is one, and OSError."""
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise


def replace_file(path: Path, data: bytes) -> None:
    """Give a file new bytes, or make it, in one step. Raises OSError, and then it is as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)  # it may be a link that leads elsewhere
    try:
        write(beside, data)
        move(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def move(written: Path, place: Path) -> None:
    """Move a file, or a link, to its place on the same disk, replacing what is there. Raises OSError."""
    os.replace(written, place)


def move_folder(new: Path, place: Path, aside: Path) -> None:
    """Move a folder to its place; the earlier one is `new` or `aside` afterwards. Raises OSError.

    On other systems than Linux there is a moment without a folder, and the earlier one is restored if the step fails.
    """
    if not place.exists():
        os.rename(new, place)
        return
    if _exchanged(new, place):
        return
    os.rename(place, aside)
    try:
        os.rename(new, place)
    except BaseException:
        os.rename(aside, place)
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have exchanged their names in one step (renameat2, Linux 3.15 and glibc 2.28)."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    rename.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk (fsync(2)); on Windows for files only."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def one_at_a_time(folders: Collection[Path]) -> Iterator[None]:
    """Wait until no other run replaces files in these folders, and make others wait meanwhile.

    The locks end with their process (flock(2)). Windows, and some network disks, have none: there two runs at once are
    not kept apart. Raises OSError if a folder is missing.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    held: list[int] = []
    try:
        for folder in sorted(folders):
            held.append(os.open(folder, os.O_RDONLY))
            with contextlib.suppress(OSError):
                fcntl.flock(held[-1], fcntl.LOCK_EX)
        yield
    finally:
        for handle in held:
            with contextlib.suppress(OSError):  # explicitly, because a child may have a copy of the handle
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)
