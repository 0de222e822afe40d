"""Pictures named in an included file: they are searched for beside that file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from msgspec import Struct

from conceptnote.source.own_languages import known_languages
from conceptnote.source.project import Project
from conceptnote.source.project_file import NoFile, named_file

_KEYS = ("file", "photo", "logo", "word")
"""The keys that name a picture, in its record or as its short form."""


class _Named(str):
    """A name that is relative to the event file already, because an included file has included it."""

    __slots__ = ()


def named_from(data: Any, file: Path, project: Project) -> Any:
    """The data of an included file, with pictures beside it named relative to the event file.

    Other names stay: they may be relative to the event file, too.
    """
    return _Renaming(file.parent, project, project.once(known_languages).tags).value(data, picture=False)


class _Renaming(Struct, frozen=True):
    folder: Path
    project: Project
    languages: tuple[str, ...]

    def value(self, value: Any, *, picture: bool) -> Any:
        if isinstance(value, dict):
            below = {key: key in _KEYS or (picture and key in self.languages) for key in value}
            return {key: self.value(one, picture=below[key]) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one, picture=picture) for one in value]
        return self._name(value) if picture and isinstance(value, str) and not isinstance(value, _Named) else value

    def _name(self, name: str) -> str:
        try:
            path = named_file(self.project, self.folder, name)
        except NoFile:
            return name
        return _Named(Path(os.path.relpath(path, self.project.event_file.parent)).as_posix())
