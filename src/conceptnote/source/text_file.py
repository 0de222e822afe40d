"""A text file from a stranger -> its text: bounded, and in an encoding that is known."""

from __future__ import annotations

import errno
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.source.project import Project
from conceptnote.systemerror import reason

_LARGEST = 4 * 1024 * 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, shown: str, kind: str, code: Code, project: Project | None = None) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; `shown` and `kind` are its name and what it is.

    Raises DiagnosticError with the code for a file that cannot be read, or is larger than 4 MB; with a `project`,
    OutsideProject for one that leads out of it.
    """
    at = Location(shown)
    try:
        raw = project.read(path, _LARGEST) if project else read_whole(path, _LARGEST)
    except TooLarge:
        article = "an" if kind[0] in "aeiou" else "a"
        message = f"the {kind} is larger than 4 MB"
        raise DiagnosticError(Diagnostic(code, message, at, hint=f"is it {article} {kind}?")) from None
    except OSError as error:
        hint = "name a file, not a folder" if error.errno == errno.EISDIR else "check the file and its permissions"
        message = f"the {kind} cannot be read: {reason(error)}"
        raise DiagnosticError(Diagnostic(code, message, at, hint=hint)) from None
    try:
        return raw.decode("utf-16" if raw[:2] in _UTF_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace") if raw[:2] not in _UTF_16 else ""
        at = Location(shown, before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)
        message = f"the file is not UTF-8: byte 0x{raw[error.start]:02X}"
        hint = "save it again with the encoding UTF-8"
        raise DiagnosticError(Diagnostic(code, message, at, hint=hint)) from None
