"""The pictures of a document, found, checked and read before anything is rendered."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.doc.nodes import Asset, Doc, Image, walk
from conceptnote.source.load import Source
from conceptnote.source.project import OutsideProject
from conceptnote.source.svg import SvgError, check_svg

_LARGEST = 20 * 1024 * 1024
_MOST_PIXELS = 60_000_000


class _Refused(Exception):
    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def load_assets(docs: Iterable[Doc], source: Source) -> dict[str, Asset]:
    """Read every picture that the documents show, by its name in them.

    Names are relative to the event file. Raises DiagnosticError with one problem for each picture
    that is missing, unreadable, outside the project, or not a picture.
    """
    assets: dict[str, Asset] = {}
    problems: list[Diagnostic] = []
    for image in dict.fromkeys(node for doc in docs for node in walk(doc) if isinstance(node, Image)):
        if image.src in assets:
            continue
        try:
            assets[image.src] = load_asset(image.src, image.origin, source)
        except DiagnosticError as error:
            problems += error.diagnostics
    if problems:
        raise DiagnosticError(*problems)
    return assets


def load_asset(name: str, origin: DataPath | None, source: Source) -> Asset:
    """Read one picture that the event names at a path, or a template where there is none.

    Raises DiagnosticError as `load_assets` does.
    """
    try:
        return _load(name, source)
    except _Refused as refused:
        at = source.marks.locate(origin) if origin else Location("templates")
        problem = Diagnostic(refused.code, refused.message, at, origin or (), refused.hint)
    raise DiagnosticError(problem)


def _load(name: str, source: Source) -> Asset:
    data = _read(name, source)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _bitmap(name, data, "image/png")
    if data.startswith(b"\xff\xd8\xff"):
        return _bitmap(name, data, "image/jpeg")
    if b"<svg" in data[:4096] or data.lstrip()[:5] == b"<?xml":
        try:
            width, height = check_svg(data)
        except SvgError as error:
            code = Code.ASSET_REFERS_OUTSIDE if error.refers else Code.ASSET_UNREADABLE
            raise _Refused(code, f"{name}: {error}", "export it again as plain SVG") from None
        return Asset(name, "image/svg+xml", data, width, height)
    raise _Refused(Code.ASSET_UNREADABLE, f"{name} is not SVG, PNG or JPEG", "export the picture as one of these")


def _read(name: str, source: Source) -> bytes:
    if ":" in name or name.startswith(("/", "\\")):
        hint = "put the file into the project, and name it relative to the event file"
        raise _Refused(Code.ASSET_OUTSIDE_PROJECT, f"“{name}” is not a file of the project", hint)
    try:
        path = source.project.confine(_folder(source) / name)
        if not path.is_file():
            hint = f"names are relative to {_folder(source).name}/; look for a misspelling"
            raise _Refused(Code.ASSET_NOT_FOUND, f"there is no file “{name}”", hint)
        if path.stat().st_size > _LARGEST:
            raise _Refused(Code.ASSET_UNREADABLE, f"{name} is larger than 20 MB", "scale it down")
        return path.read_bytes()
    except OutsideProject:
        hint = "put the file into the project folder"
        raise _Refused(Code.ASSET_OUTSIDE_PROJECT, f"“{name}” leads out of the project", hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _Refused(Code.ASSET_UNREADABLE, f"“{name}” cannot be read: {reason}", "check the file") from None


def _folder(source: Source) -> Path:
    return source.project.event_file.parent


def _bitmap(name: str, data: bytes, media_type: Any) -> Asset:
    from PIL import Image as Pillow

    try:
        with Pillow.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                hint = "a picture across the page has 2,000 pixels"
                raise _Refused(Code.ASSET_UNREADABLE, f"{name} has {width} × {height} pixels", hint)
            if media_type == "image/jpeg" and picture.mode == "CMYK":
                message = f"{name} is a CMYK picture, which screens and Word show wrongly"
                raise _Refused(Code.ASSET_UNREADABLE, message, "export it in RGB")
            picture.load()
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise _Refused(Code.ASSET_UNREADABLE, f"{name} is damaged: {error}", "export it again") from None
    return Asset(name, media_type, data, float(width), float(height))
