"""The fonts of a project: TrueType and OpenType files in its `fonts` folder, each checked before use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge
from conceptnote.source.project import OutsideProject, Project
from conceptnote.systemerror import plain, reason
from conceptnote.write.typefaces import Face, Family, FontFile, describe, may_be_carried, subset

_FOLDER = "fonts"
_FONTS = (".ttf", ".otf")
_OTHER_FONTS = (".ttc", ".otc", ".woff", ".woff2", ".eot", ".pfb", ".pfa", ".dfont", ".bdf", ".pcf")
_LARGEST = 64 * 1024 * 1024
_MOST = 64
_COLLECTION = b"ttcf"


class _Refused(Exception):
    def __init__(self, message: str, hint: str, code: Code = Code.ASSET_UNREADABLE) -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


def added_families(project: Project, bundled: frozenset[str]) -> tuple[Family, ...]:
    """The type families in a project's `fonts` folder, by name.

    `bundled` are the names of bundled families. Raises DiagnosticError with a problem for each file that is not a font,
    cannot be read, points outside the project, or has a licence that forbids embedding in a PDF.
    """
    found: dict[str, dict[Face, FontFile]] = {}
    problems = []
    for path in _files(project):
        shown = f"{_FOLDER}/{path.name}"
        try:
            file = _read(project, path)
            family, face = _described(file)
            if family in bundled:
                raise _Refused(f"{shown} is of the family “{family}”, which conceptnote already has", "remove the file")
            if face in found.setdefault(family, {}):
                message = f"{shown} is a second {face.replace('_', ' ')} face of the family “{family}”"
                raise _Refused(message, "keep one of the two files")
            found[family][face] = file
        except _Refused as refused:
            problems.append(Diagnostic(refused.code, refused.message, Location(shown), hint=refused.hint))
    if problems:
        raise DiagnosticError(*problems)
    return tuple(Family(name, None, found[name]) for name in sorted(found))


def _files(project: Project) -> Iterator[Path]:
    folder = project.root / _FOLDER
    try:
        there = project.world.kind(folder) == "folder"
        names = project.world.names(project.confine(folder)) if there else []
    except (OutsideProject, OSError) as error:
        outside = isinstance(error, OutsideProject)
        message = "the folder is a link that points outside the project" if outside else "the folder cannot be read"
        code = Code.ASSET_OUTSIDE_PROJECT if outside else Code.ASSET_UNREADABLE
        hint = "put the fonts themselves there"
        raise DiagnosticError(Diagnostic(code, message, Location(_FOLDER), hint=hint)) from None
    fonts = [name for name in names if Path(name).suffix.lower() in (*_FONTS, *_OTHER_FONTS)]
    if len(fonts) > _MOST:
        message, hint = f"there are {len(fonts)} fonts; at most {_MOST} are allowed", "keep those that the papers need"
        raise DiagnosticError(Diagnostic(Code.ASSET_UNREADABLE, message, Location(_FOLDER), hint=hint))
    yield from (folder / name for name in fonts)


def _read(project: Project, path: Path) -> bytes:
    shown = f"{_FOLDER}/{path.name}"
    single = "use a single font, as .ttf or .otf"
    if path.suffix.lower() in _OTHER_FONTS:
        raise _Refused(f"{shown} is a kind of font that a paper cannot embed", single)
    try:
        data = project.read(path, _LARGEST)
    except TooLarge:
        raise _Refused(f"{shown} is larger than 64 MB", single) from None
    except OutsideProject:
        hint = "put the file itself there"
        raise _Refused(f"{shown} is a link that points outside the project", hint, Code.ASSET_OUTSIDE_PROJECT) from None
    except OSError as error:
        raise _Refused(f"{shown} cannot be read: {reason(error)}", "put the font itself there") from None
    if data.startswith(_COLLECTION):
        raise _Refused(f"{shown} is a collection of several fonts", single)
    return data


def _described(data: bytes) -> tuple[str, Face]:
    """Family and face of a usable font, which is tested."""
    try:
        family, face = describe(data)
        subset(data, frozenset({0x20}))
    except (ValueError, RuntimeError) as error:
        raise _Refused(f"this font cannot be used: {plain(error)}", "download it again, as .ttf or .otf") from None
    if not may_be_carried(data, editable=False):
        message = f"the licence of “{family}”, as the font states it (fsType), does not let a PDF embed it"
        raise _Refused(message, "use a font whose licence allows it, such as one under the SIL Open Font License")
    return family, face
