"""Read regular files only: never a device, a pipe or a folder in a file's place, nor a circle of links."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class TooLarge(Exception):
    """A file is larger than allowed."""


def real_path(path: Path) -> Path:
    """The absolute path with links followed as far as possible; opening a circle of links raises OSError.

    `Path.resolve` raises RuntimeError for it before Python 3.13.
    """
    return Path(os.path.realpath(path))


def read_whole(path: Path, most: int) -> bytes:
    """The content of a file of at most `most` bytes. Raises TooLarge for more, and otherwise what `read_regular`
    raises."""
    data = read_regular(path, most + 1)
    if len(data) > most:
        raise TooLarge
    return data


def read_regular(path: Path | str, most: int | None = None) -> bytes:
    """The content of a file, or its first `most` bytes. Opening never waits.

    Raises OSError, with words in `strerror`, if it cannot be read or is not a regular file (POSIX 3.350).
    """
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "no file can have this name")
    # Opening a pipe without a writer would wait.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise OSError(errno.EISDIR, "it is a folder")
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read() if most is None else file.read(most)
    finally:
        os.close(descriptor)
