"""A complete event file to begin a project with: the attachment of one of our papers, or the last event."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field

from conceptnote.datapath import walk_data
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.languages.known import Languages
from conceptnote.regularfile import read_regular, real_path
from conceptnote.source.project import Project, event_file_of, find_project
from conceptnote.source.source_map import SourceMap
from conceptnote.systemerror import reason

ATTACHMENT = "event.yaml"
_SCHEMA = "# yaml-language-server: $schema=event.schema.json\n"
_BITMAPS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_INCLUDED = re.compile(r"!include\s+[\"']?([^\s\"'#]+)")
_OWN = ("templates", "languages", "fonts", "theme", "funders", "forums")
"""The folders with a project's own files."""
_MOST = 200 * 1024 * 1024
_GREY, _SIDE = (217, 221, 224), 1200
_DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" width="120" height="60">'
    b'<path d="M0 0h120v60H0z" fill="#d9dde0"/><path d="M0 0L120 60M120 0L0 60" stroke="#555" stroke-width="3"/></svg>'
)


class WholeEvent(Struct, frozen=True):
    """An event file, its title, the project's other files by path, and which of these are placeholders."""

    text: str
    title: str
    files: Mapping[PurePosixPath, bytes] = field(default_factory=dict)
    placeholders: tuple[PurePosixPath, ...] = ()


def event_attached(pdf: bytes, languages: Languages) -> WholeEvent | None:
    """The event in one of our PDFs; None without a valid one.

    Its pictures are not in its data: a grey field is the placeholder of each.
    """
    from pydantic import ValidationError

    from conceptnote.export.public import as_yaml, event_of
    from conceptnote.read.attached import attached
    from conceptnote.source.yaml_tree import read_yaml

    found = attached(pdf, ATTACHMENT)
    if found is None:
        return None
    try:
        data, _, problems = read_yaml(found.decode("utf-8"), ATTACHMENT)
        if problems or not isinstance(data, dict):
            return None
        event = event_of(data, languages)
    except (UnicodeDecodeError, DiagnosticError, ValidationError, ValueError, AttributeError, TypeError):
        return None
    places = dict.fromkeys(place for name in _pictures(data) if (place := _place(name)) is not None)
    pictures = {place: _placeholder(place.suffix.lower()) for place in places}
    return WholeEvent(_SCHEMA + as_yaml(data).decode(), event.title, pictures, tuple(pictures))


class LastTime(Struct, frozen=True):
    """The last event: its project, and the text of its file."""

    project: Project
    text: str


def event_of_last_time(named: Path) -> LastTime:
    """The event in a file or a folder. Raises DiagnosticError."""
    project = find_project(event_file_of(named))
    try:
        return LastTime(project, read_regular(project.event_file).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not UTF-8"
        message = f"the event file cannot be read: {why}"
        raise DiagnosticError(Diagnostic(Code.EVENT_UNREADABLE, message, Location(project.shown))) from None


def event_again(last: LastTime, text: str) -> WholeEvent:
    """The last event's file for the next one, with the files of its project that it needs.

    These are the pictures and files that it names, and the project's own templates, languages, fonts and look; `check`
    reports missing ones. Raises DiagnosticError if they are more than 200 MB.
    """
    project = last.project
    root, names = project.root, [*_pictures(_plain(text)), *_INCLUDED.findall(text)]
    folder = project.event_file.parent
    files: dict[PurePosixPath, bytes] = {}
    for name in names:
        source = folder / name
        place = _place(name, any_kind=True)
        if place is not None and real_path(source).is_relative_to(root) and source.is_file():
            files[place] = read_regular(source)
    for part in _OWN:
        for source in sorted((root / part).rglob("*")) if (root / part).is_dir() else ():
            if source.is_file() and real_path(source).is_relative_to(root):
                files[PurePosixPath(source.relative_to(root).as_posix())] = read_regular(source)
        if sum(map(len, files.values())) > _MOST:
            message, hint = "the project's files are more than 200 MB", "copy the folder, and edit its event file"
            raise DiagnosticError(Diagnostic(Code.MANUSCRIPT_UNREADABLE, message, Location(str(root)), hint=hint))
    title = _plain(text).get("title", "")
    title = title if isinstance(title, str) else next(iter(title.values()), "")
    return WholeEvent(text, title, files)


def _plain(text: str) -> dict[str, Any]:
    from conceptnote.source.yaml_tree import read_yaml

    data, _, _ = read_yaml(text, ATTACHMENT, lambda name, at, depth: ({}, SourceMap(at.file, {(): at}), []))
    return data if isinstance(data, dict) else {}


def _pictures(data: Any) -> Iterator[str]:
    """The names of all picture files in data, also those by language."""
    for path, value in walk_data(data):
        if isinstance(value, str) and (path[-1] in ("file", "logo", "photo") or path[-2:-1] == ("file",)):
            yield value


def _place(name: str, *, any_kind: bool = False) -> PurePosixPath | None:
    """The path of a picture, or any file, in the project; None outside it."""
    place = PurePosixPath(posixpath.normpath(posixpath.join("data", name)))
    inside = not place.is_absolute() and place.parts[0] != ".." and "\\" not in name and "\0" not in name
    return place if inside and (any_kind or place.suffix.lower() in (".svg", *_BITMAPS)) else None


def _placeholder(suffix: str) -> bytes:
    if suffix == ".svg":
        return _DRAWING
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (_SIDE, _SIDE), _GREY)
    ImageDraw.Draw(image).line([(0, 0), (_SIDE, _SIDE)], fill=(85, 85, 85), width=20)
    out = BytesIO()
    image.save(out, _BITMAPS[suffix])
    return out.getvalue()
