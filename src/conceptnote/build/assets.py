"""The pictures of a document, found, checked and read before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conceptnote.build.tool import tool_hash
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.doc.nodes import Asset, Image
from conceptnote.regularfile import TooLarge
from conceptnote.source.bitmap import BitmapError, is_bitmap, read_bitmap
from conceptnote.source.load import Source
from conceptnote.source.project import OutsideProject
from conceptnote.source.svg import Drawing, SvgError, read_kept_svg
from conceptnote.systemerror import reason
from conceptnote.units import MM_PER_INCH
from conceptnote.write.size import printed_size

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

_LARGEST = 20 * 1024 * 1024
_COARSE, _TOO_COARSE = 150, 72  # dots per inch on paper
_FINE, _TOO_FINE = 300, 450
_PREVIEW = 400.0
"""The height of a drawing in pixels while its printed size is unknown."""


class _Refused(Exception):
    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def load_assets(
    images: Iterable[Image], source: Source, theme: Theme, room: float
) -> tuple[dict[str, Asset], list[Diagnostic]]:
    """Read each shown picture, by the name of its asset, with warnings.

    Names are relative to the event file; `room` is the width of the text in millimetres. A picture with more pixels
    than paper can show is scaled down. Raises DiagnosticError with a problem for each picture that is missing,
    unreadable, outside the project, not a picture, or too coarse to print.
    """
    images, drawings = list(dict.fromkeys(images)), _drawings(source)
    assets: dict[str, Asset] = {}
    problems: list[Diagnostic] = []
    for key in dict.fromkeys(image.asset for image in images):
        shown = [image for image in images if image.asset == key]
        name, form = shown[0].src, theme.portrait if shown[0].portrait else None
        try:
            data = _read(name, source)
            asset = _load(name, data, form, drawings)
            high = asset.height * (asset.density or 1.0)
            dots = high / max(printed_size(theme, asset, image, room)[1] for image in shown) * MM_PER_INCH
            if asset.density is not None:
                asset = _drawn(name, read_kept_svg(data, drawings, tool_hash()), high * _FINE / dots)
            elif asset.media_type != "image/svg+xml" and dots > _TOO_FINE:
                asset = _bitmap(name, data, form, asset.height * _FINE / dots)
            elif asset.media_type != "image/svg+xml":
                problems += _coarse(name, dots, shown[0], source)
            asset = replace(asset, src=key)
            assets[key] = next((other for other in assets.values() if other.data == asset.data), asset)
        except _Refused as refused:
            problems.append(Diagnostic(refused.code, refused.message, *_place(shown[0], source), refused.hint))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DiagnosticError(*problems)
    return assets, problems


def _place(image: Image, source: Source) -> tuple[Location, tuple[str | int, ...]]:
    return (source.source_map.locate(image.origin) if image.origin else Location("templates")), image.origin or ()


def _coarse(name: str, dots: float, image: Image, source: Source) -> Iterator[Diagnostic]:
    if dots >= _COARSE:
        return
    refused = dots < _TOO_COARSE
    verdict = "too coarse to print" if refused else "coarse in print"
    yield Diagnostic(
        Code.ASSET_COARSE,
        f"{name} is {verdict}: {dots:.0f} dots per inch at its size on paper; print needs {_FINE}",
        *_place(image, source),
        "ask for the picture as SVG, or with more pixels",
        Severity.ERROR if refused else Severity.WARNING,
    )


def load_asset(name: str, origin: DataPath | None, source: Source) -> Asset:
    """Read one picture that the event names at a path, or else a template. Raises what `load_assets` raises."""
    try:
        return _load(name, _read(name, source), drawings=_drawings(source))
    except _Refused as refused:
        at = source.source_map.locate(origin) if origin else Location("templates")
        problem = Diagnostic(refused.code, refused.message, at, origin or (), refused.hint)
    raise DiagnosticError(problem)


def check_picture(name: str, data: bytes) -> None:
    """Raise DiagnosticError for what papers cannot show as a picture; `name` is what messages call it."""
    try:
        _load(name, data)
    except _Refused as refused:
        problem = Diagnostic(refused.code, refused.message, Location(name), hint=refused.hint)
    else:
        return
    raise DiagnosticError(problem)


def _drawings(source: Source) -> Path | None:
    folder = source.project.world.cache_folder
    return folder and folder / "drawings"


def _load(name: str, data: bytes, form: tuple[float, float] | None = None, drawings: Path | None = None) -> Asset:
    if is_bitmap(data):
        return _bitmap(name, data, form)
    if form is not None:
        hint = "export the picture as one of these"
        raise _Refused(Code.ASSET_UNREADABLE, f"{name} is not a photo: photos are PNG, JPEG or WebP", hint)
    if b"<svg" in data[:4096] or data.lstrip()[:5] == b"<?xml":
        try:
            drawing = read_kept_svg(data, drawings, tool_hash())
        except SvgError as error:
            code = Code.ASSET_REFERS_OUTSIDE if error.refers else Code.ASSET_UNREADABLE
            raise _Refused(code, f"{name}: {error}", error.hint) from None
        return _drawn(name, drawing, min(drawing.height, _PREVIEW))
    hint = "export the picture as one of these"
    raise _Refused(Code.ASSET_UNREADABLE, f"{name} is not SVG, PNG, JPEG or WebP", hint)


def _drawn(name: str, drawing: Drawing, dots: float) -> Asset:
    """A drawing as it is if all readers draw it alike; otherwise as a bitmap of this height."""
    if drawing.plain is not None:
        return Asset(name, "image/svg+xml", drawing.plain, drawing.width, drawing.height)
    try:
        data = drawing.bitmap(dots)
    except SvgError as error:
        raise _Refused(Code.ASSET_UNREADABLE, f"{name}: {error}", error.hint) from None
    return Asset(name, "image/png", data, drawing.width, drawing.height, density=dots / drawing.height)


def _bitmap(name: str, data: bytes, form: tuple[float, float] | None, most_height: float | None = None) -> Asset:
    try:
        made = read_bitmap(data, most_height, form)
    except BitmapError as error:
        raise _Refused(Code.ASSET_UNREADABLE, f"{name}: {error}", error.hint) from None
    return Asset(name, made.media_type, made.data, float(made.width), float(made.height))


def _read(name: str, source: Source) -> bytes:
    if ":" in name or name.startswith(("/", "\\")):
        hint = "put the file into the project, and name it relative to the event file"
        raise _Refused(Code.ASSET_OUTSIDE_PROJECT, f"“{name}” is not a file of the project", hint)
    try:
        return source.project.read(_folder(source) / name, _LARGEST)
    except TooLarge:
        raise _Refused(Code.ASSET_UNREADABLE, f"{name} is larger than 20 MB", "scale it down") from None
    except (FileNotFoundError, NotADirectoryError):
        hint = f"names are relative to {_folder(source).name}/; look for a misspelling"
        raise _Refused(Code.ASSET_NOT_FOUND, f"there is no file “{name}”", hint) from None
    except OutsideProject:
        hint = "put the file into the project folder"
        raise _Refused(Code.ASSET_OUTSIDE_PROJECT, f"“{name}” points outside the project", hint) from None
    except OSError as error:
        hint = "put the picture itself there"
        raise _Refused(Code.ASSET_UNREADABLE, f"“{name}” cannot be read: {reason(error)}", hint) from None


def _folder(source: Source) -> Path:
    return source.project.event_file.parent
