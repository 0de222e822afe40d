"""Files that a project has or names: its own before shipped ones, in its folder, of limited size, as text.

Their bytes come from `Project.read`, which refuses paths outside the project and anything but regular files.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.shipped import shipped
from conceptnote.source.project import OutsideProject, Project
from conceptnote.systemerror import reason

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TextKind(Struct, frozen=True):
    """A text file's name and code in messages, the code for a link outside the project, and its largest size."""

    name: str
    code: Code
    outside: Code | None = None
    megabytes: int = 4


PROFILE = TextKind("profile", Code.PROFILE_UNREADABLE)


class NoFile(Exception):
    """No file of the project has this name; `hint` is there if the name leads outside."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def named_file(project: Project, folder: Path, name: str) -> Path:
    """The file with a name relative to a folder, with links followed. Raises NoFile."""
    try:
        path = project.confine(folder / name)
        if project.world.kind(path) == "file":
            return path
        raise NoFile(f"there is no file “{name}”")
    except OutsideProject:
        hint = f"put the file into {project.root.name}, the folder of the project"
        raise NoFile(f"“{name}” points outside the project folder", hint) from None
    except OSError:
        raise NoFile(f"“{name}” is not the name of a file") from None


def file_names(project: Project, folder: str, suffix: str) -> list[str]:
    """The names, without suffix, of the files in a folder of the project and in the shipped folder of that name."""
    files = {*project.names(folder), *os.listdir(shipped(folder))}
    return sorted(file.removesuffix(suffix) for file in files if file.endswith(suffix))


def own_or_shipped(project: Project, folder: str, name: str, kind: TextKind) -> tuple[str, str] | None:
    """The text of a file, the project's before the shipped one, and its name in messages; None if missing.

    Raises DiagnosticError for a link that points outside the project, and for a file that cannot be read.
    """
    shown = str(Path(folder, name))
    if project.world.kind(own := project.root / folder / name):
        return read_text(own, shown, kind, project), shown
    other = shipped(folder) / name
    return (read_text(other, shown, kind), shown) if other.is_file() else None


def read_text(path: Path, shown: str, kind: TextKind, project: Project | None = None) -> str:
    """The text of a file in UTF-8, or UTF-16 with a byte order mark; without a `project`, of a shipped one.

    Raises DiagnosticError for a file that cannot be read, is too large, or points outside the project.
    """
    most = kind.megabytes * 1024 * 1024
    code = kind.code
    try:
        data = project.read(path, most) if project else read_whole(path, most)
        return data.decode("utf-16" if data[:2] in _UTF_16 else "utf-8-sig")
    except TooLarge:
        message = f"the {kind.name} is larger than {kind.megabytes} MB"
        hint = f"is it {'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}?"
    except OutsideProject:
        message, hint = f"the {kind.name} is a link that points outside the project", "put the file itself there"
        code = kind.outside or code
    except OSError as error:
        hint = "name a file, not a folder" if error.errno == errno.EISDIR else "check the file and its permissions"
        message = f"the {kind.name} cannot be read: {reason(error)}"
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace") if data[:2] not in _UTF_16 else ""
        at = Location(shown, before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02X}"
        raise DiagnosticError(Diagnostic(code, message, at, hint="save it again with the encoding UTF-8")) from None
    raise DiagnosticError(Diagnostic(code, message, Location(shown), hint=hint))
