"""Files that are dropped on the page: untrusted, in JSON as Base64 (RFC 4648), with a limit and a plain name."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from conceptnote.atomicfile import write
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.studio.words import phrase

LARGEST = 24 * 1024 * 1024
"""The most bytes of a file."""
_LONGEST_NAME = 120


def uploaded(asked: Mapping[str, Any], kinds: Sequence[str]) -> tuple[str, bytes]:
    """The name and the bytes of a file of one of these kinds, by its name.

    Raises DiagnosticError for another kind or a larger file, and ValueError for requests that no page makes.
    """
    name = "".join(one for one in str(asked["name"]).replace("\\", "/").rpartition("/")[2] if one.isprintable())
    data = base64.b64decode(str(asked["data"]), validate=True)
    kind = Path(name).suffix.lower()
    if kind not in kinds or name.startswith("."):
        raise _refused(name, phrase("upload_kind", kinds=", ".join(kinds)))
    if len(data) > LARGEST:
        raise _refused(name, phrase("upload_large", most=LARGEST // 2**20))
    return Path(name).stem[:_LONGEST_NAME] + kind, data


def _refused(name: str, message: str) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, message, Location(name), hint=phrase("upload_hint")))


@contextmanager
def as_file(name: str, data: bytes) -> Iterator[Path]:
    """A temporary file while it is read; problems have the name of the original."""
    with TemporaryDirectory(prefix="conceptnote-") as folder:
        path = Path(folder) / name
        write(path, data)
        try:
            yield path
        except DiagnosticError as error:
            raise DiagnosticError(*(known_as(one, path, name) for one in error.diagnostics)) from None


def known_as(problem: Diagnostic, path: Path, name: str) -> Diagnostic:
    """A problem of a file under its original name."""
    at = problem.location
    return replace(problem, location=replace(at, file=name)) if at and at.file == str(path) else problem
