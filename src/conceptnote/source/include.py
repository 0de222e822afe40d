"""An event file and the files that it includes: `people: !include ../people.yaml`."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct, field

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.foreign import foreign_file, foreign_text
from conceptnote.source.project import Project
from conceptnote.source.project_file import NoFile, TextKind, named_file, read_text
from conceptnote.source.shared_pictures import named_from
from conceptnote.source.yaml_tree import INCLUDE, Read, read_yaml

SUFFIXES = (".yaml", ".yml")
_EVENT_FILE = TextKind("event file", Code.EVENT_UNREADABLE)
_INCLUDED_FILE = TextKind("included file", Code.INCLUDE)
_DEEPEST, _MOST, _LARGEST = 8, 100, 4 * 1024 * 1024


class Includes(Struct):
    """Reads the files of a project that include each other, and records which these are.

    Names are relative to the including file, and only YAML files are read: other files of a project are private. Their
    number and their total size are limited, because each may include many.
    """

    project: Project
    files: dict[Path, str] = field(default_factory=dict)
    """The included files, read or not, with their names in messages."""
    _count: int = 0
    _size: int = 0

    def read_event(self) -> Read:
        """The event file with everything that it includes; raises what `read_yaml` raises."""
        if foreign := foreign_file(self.project):
            raise DiagnosticError(foreign)
        text = read_text(self.project.event_file, self.project.shown, _EVENT_FILE, self.project)
        try:
            data, source_map, problems = self._read(text, (self.project.event_file,), self.project.shown, 0)
        except DiagnosticError:
            data = None
            if foreign := foreign_text(self.project.shown):
                raise DiagnosticError(foreign) from None
            raise
        if isinstance(data, str) and (foreign := foreign_text(self.project.shown)):
            raise DiagnosticError(foreign)
        return data, source_map, problems

    def read_beside(self, path: Path) -> Read:
        """A file for all events of the project, read as if it were included."""
        own = self.files[path] = self.project.name_of(path)
        text = read_text(path, own, _INCLUDED_FILE, self.project)
        data, source_map, problems = self._read(text, (self.project.event_file, path), own, 1)
        return named_from(data, path, self.project), source_map, problems

    def _read(self, text: str, chain: tuple[Path, ...], shown: str, depth: int) -> Read:
        """Read a file that the others in the chain have led to."""

        def include(name: str, at: Location, depth: int) -> Read:
            path = self._found(name, chain, at)
            own = self.files[path] = self.project.name_of(path)
            text = read_text(path, own, _INCLUDED_FILE, self.project)
            self._count, self._size = self._count + 1, self._size + len(text)
            if self._count > _MOST or self._size > _LARGEST:
                message = f"more than {_MOST} files are included, or more than 4 MB in all"
                raise _refused(message, at, "include fewer files; does one include itself?")
            data, source_map, problems = self._read(text, (*chain, path), own, depth)
            return named_from(data, path, self.project), source_map, problems

        return read_yaml(text, shown, include, depth)

    def _found(self, name: str, chain: tuple[Path, ...], at: Location) -> Path:
        if ":" in name or "\\" in name or name.startswith("/") or not name.endswith(SUFFIXES):
            message = f"“{name}” cannot be included" if name else f"“{INCLUDE}” names no file"
            raise _refused(message, at, "name a .yaml file of the project, relative to this one: ../people.yaml")
        try:
            path = named_file(self.project, chain[-1].parent, name)
        except NoFile as error:
            relative = f"names are relative to {self.project.name_of(chain[-1].parent)}; look for a misspelling"
            raise _refused(str(error), at, error.hint or relative) from None
        if not path.name.endswith(SUFFIXES):
            raise _refused(f"“{name}” is a link to a file that is not YAML", at, "put the file itself there")
        if path in chain:
            names = " → ".join(self.project.name_of(one) for one in (*chain[chain.index(path) :], path))
            raise _refused(f"the file includes itself: {names}", at, "remove one of these includes")
        if len(chain) > _DEEPEST:
            text = f"files include each other more than {_DEEPEST} deep"
            raise _refused(text, at, "include it from a file further up")
        return path


def included_files(project: Project) -> list[Path]:
    """The files that an event file includes, as far as they can be read."""
    includes = Includes(project)
    with contextlib.suppress(DiagnosticError):
        includes.read_event()
    return list(includes.files)


def _refused(message: str, at: Location, hint: str) -> DiagnosticError:
    return DiagnosticError(Diagnostic(Code.INCLUDE, message, at, hint=hint))
