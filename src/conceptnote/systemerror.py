"""The system's errors with files in words, with advice."""

from __future__ import annotations

import errno
import os
import re

_FULL = "make room on that disk"
_OPEN = "close it in other programs"
_KINDS: dict[int, tuple[str, str | None]] = {
    errno.ENOSPC: ("the disk is full", _FULL),
    errno.EDQUOT: ("your share of this disk is full", "delete files there"),
    errno.EFBIG: ("the file is larger than is allowed here", "allow larger files (ulimit -f)"),
    errno.EROFS: ("the disk is read-only", None),
    errno.EACCES: ("you have no permission for it", "change its permissions"),
    errno.EPERM: ("the system does not permit it", "change its permissions"),
    errno.EMFILE: ("too many files are open", "allow more open files (ulimit -n)"),
    errno.ENFILE: ("too many files are open on this machine", "close other programs"),
    errno.ENOMEM: ("the memory is full", "close other programs"),
    errno.EIO: ("the disk reports an error", "check the disk"),
    errno.EBUSY: ("another program is using it", _OPEN),
    errno.ETXTBSY: ("another program is using it", _OPEN),
    errno.ENOENT: ("there is no such file or folder", None),
    errno.ENOTDIR: ("a file has the name of a folder in its path", None),
    errno.EISDIR: ("it is a folder", None),
    errno.EEXIST: ("a file with that name is there already", None),
    errno.ENAMETOOLONG: ("the name is too long", None),
    errno.ELOOP: ("links lead in a circle", None),
    errno.ENXIO: ("it is not a regular file", None),
    errno.ESTALE: ("the network disk is gone", "connect it again"),
    errno.ENOTCONN: ("the network disk is gone", "connect it again"),
}  # fmt: skip
_MACHINE = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO,
    errno.ESTALE, errno.ENOTCONN,
}  # fmt: skip
_SHARING = (32, 33)
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows."""


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be read or written, in words; ValueError is Python's error for a name with a NUL."""
    return _kind(error)[0] if isinstance(error, OSError) else "no file can have that name"


def plain(error: BaseException) -> str:
    """A library's error on one line, without markup, Python objects and memory addresses."""
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    text = re.sub(r"<[^<>]*>|\b0x[0-9A-Fa-f]+\b", "…", " ".join(str(error).split()))
    return text if re.search(r"\w", text) else type(error).__name__


def advice(error: OSError, otherwise: str) -> str:
    """Advice for this type of error, or `otherwise`."""
    remedy = _kind(error)[1]
    return f"{remedy}, or {otherwise}" if remedy else otherwise


def is_of_machine(error: OSError) -> bool:
    """Whether the state of the machine, and not a single file, is the reason."""
    return error.errno in _MACHINE or _without_temporary_folder(error)


def _kind(error: OSError) -> tuple[str, str | None]:
    if _without_temporary_folder(error):
        return "there is no folder for temporary files that can be written to", None
    # Windows refuses to replace an open file with this error.
    if getattr(error, "winerror", None) in _SHARING or (os.name == "nt" and error.errno == errno.EACCES):
        return "another program is using it, or you have no permission for it", _OPEN
    if error.errno in _KINDS:
        return _KINDS[error.errno]
    return (error.strerror or "the system gives no reason").splitlines()[0], None


def _without_temporary_folder(error: OSError) -> bool:
    """Whether Python's tempfile says that no temporary folder is usable."""
    return error.errno == errno.ENOENT and error.filename is None and "temporary directory" in (error.strerror or "")
