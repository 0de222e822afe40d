"""A picture that is chosen in a form: checked, and written beside the event file under a new name."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePath
from typing import Any

from conceptnote.atomicfile import create
from conceptnote.build.assets import check_picture
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import read_regular
from conceptnote.source.bitmap import format_of
from conceptnote.source.project import OutsideProject, Project
from conceptnote.systemerror import advice, reason
from conceptnote.textfolding import slug

FOLDER = "images"
MOST = 20 * 1024 * 1024
"""The most bytes of a picture, as for a build."""
_LONGEST_NAME = 60
_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", None: ".svg"}


@contextmanager
def put_in_project(project: Project, pictures: Mapping[DataPath, Any]) -> Iterator[dict[DataPath, str]]:
    """Write pictures into the project; gives their names in the event file, by their fields.

    They are deleted again if the change fails. A picture that exists is not written twice. Raises DiagnosticError for a
    file that is not a picture or cannot be written, and ValueError for a request that no page makes.
    """
    made: list[Path] = []
    try:
        names = {}
        for path, picture in pictures.items():
            names[path] = _write(project, path, str(picture["name"]), _decoded(str(picture["data"])), made)
        yield names
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise


def _decoded(text: str) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("no Base64") from None
    if len(data) > MOST:
        raise ValueError("too large")
    return data


def _write(project: Project, path: DataPath, name: str, data: bytes, made: list[Path]) -> str:
    """The name of a picture beside the event file; `made` learns of a new file."""
    try:
        check_picture(PurePath(name).name, data)
    except DiagnosticError as error:
        found = error.diagnostics[0]
        raise DiagnosticError(Diagnostic(found.code, found.message, found.location, path, found.hint)) from None
    beside = project.event_file.parent
    stem = slug(PurePath(name).stem)[:_LONGEST_NAME].strip("-") or "picture"
    suffix = _SUFFIXES[format_of(data)]
    try:
        folder = project.confine(beside / FOLDER)
        folder.mkdir(exist_ok=True)
        for number in count(1):
            file = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
            if not file.exists() and not file.is_symlink():
                create(file, data)
                made.append(file)
                break
            if file.is_file() and not file.is_symlink() and read_regular(file) == data:
                break
    except OutsideProject:
        raise _unwritable(path, "the folder is outside the project", f"make {FOLDER} a folder of the project") from None
    except OSError as error:
        raise _unwritable(path, reason(error), advice(error, "make sure that it can be written")) from None
    return file.relative_to(beside).as_posix() if file.is_relative_to(beside) else f"{FOLDER}/{file.name}"


def _unwritable(path: DataPath, why: str, hint: str) -> DiagnosticError:
    message = f"the picture cannot be written: {why}"
    return DiagnosticError(Diagnostic(Code.OUTPUT_UNWRITABLE, message, Location(FOLDER), path, hint))
