"""Hashes of files, to find changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from conceptnote.regularfile import read_regular


def sha256(data: bytes) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_hash(path: Path | str) -> str | None:
    """The hash of a regular file; None if none can be read."""
    try:
        return sha256(read_regular(path))
    except OSError:
        return None
