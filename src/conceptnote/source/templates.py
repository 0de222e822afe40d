"""Where templates are found: the project's own first, then the shipped ones, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.shipped import shipped
from conceptnote.source.project import OutsideProject, Project

_SUFFIX = ".html.j2"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_LARGEST = 1024 * 1024
SHIPPED_DOCUMENTS = ("concept-note", "programme")
"""The shipped documents that every build makes; others are made where somebody names them."""


def shipped_folder() -> Path:
    """The folder of the shipped templates."""
    return shipped("templates")


def shipped_documents() -> list[str]:
    """All documents that are shipped."""
    return list(dict.fromkeys([*SHIPPED_DOCUMENTS, *_names(shipped_folder())]))


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates that one project can use."""

    project: Project

    def read(self, name: str) -> tuple[str, str] | None:
        """A template's text and the name that messages show; None where there is none.

        Raises DiagnosticError for a template that leads out of the project, or cannot be read.
        """
        parts = name.split("/")
        if any(part in ("", ".", "..") or "\\" in part for part in parts):
            return None
        own = self.project.templates.joinpath(*parts)
        shown = str(Path("templates", *parts))
        if own.is_symlink() or own.exists():
            try:
                return _read(self.project.confine(own), shown), shown
            except OutsideProject:
                code, message = Code.TEMPLATE_OUTSIDE_PROJECT, "the template is a link that leads out of the project"
                problem = Diagnostic(code, message, Location(shown), hint="put the file itself there")
                raise DiagnosticError(problem) from None
        other = shipped_folder().joinpath(*parts)
        return (_read(other, shown), shown) if other.is_file() else None

    def documents(self) -> list[str]:
        """All documents that can be built: those that always are, the other shipped ones, the project's own."""
        return list(dict.fromkeys([*shipped_documents(), *_names(self.project.templates)]))

    def usual(self, named: Iterable[str]) -> list[str]:
        """The documents that are built unless told otherwise: two, the project's own, and those its event names."""
        usual = {*SHIPPED_DOCUMENTS, *_names(self.project.templates), *named}
        return [name for name in self.documents() if name in usual]


def _names(folder: Path) -> list[str]:
    names = sorted(path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}"))
    return [name for name in names if _NAME.fullmatch(name)]


def _read(path: Path, shown: str) -> str:
    at = Location(shown)
    try:
        if path.stat().st_size > _LARGEST:
            problem = Diagnostic(Code.TEMPLATE_FAILED, "the template is larger than 1 MB", at, hint="is it a template?")
            raise DiagnosticError(problem)
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problem = Diagnostic(Code.TEMPLATE_FAILED, "the template is not UTF-8", at, hint="save it again as UTF-8")
    except OSError as error:
        message = f"the template cannot be read: {error.strerror}"
        problem = Diagnostic(Code.TEMPLATE_FAILED, message, at, hint="check the file's permissions")
    raise DiagnosticError(problem)
