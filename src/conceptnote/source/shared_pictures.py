"""Pictures that a shared file names: they are looked for beside that file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from conceptnote.paperlanguage import LANGUAGES
from conceptnote.source.project import Project
from conceptnote.source.project_file import NoFile, named_file

_KEYS = ("file", "photo", "logo")
"""The keys under which a picture is named, in its record or as its short form."""


class _Named(str):
    """A name that is relative to the event file already, since an included file has included it."""

    __slots__ = ()


def named_from(data: Any, file: Path, project: Project) -> Any:
    """The data of an included file, with the pictures that lie beside it named relative to the event file.

    What is not found there stays as it is: a name may be relative to the event file, too.
    """
    return _renamed(data, file.parent, project, picture=False)


def _renamed(value: Any, folder: Path, project: Project, *, picture: bool) -> Any:
    if isinstance(value, dict):
        below = {key: key in _KEYS or (picture and key in LANGUAGES) for key in value}
        return {key: _renamed(one, folder, project, picture=below[key]) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, folder, project, picture=picture) for one in value]
    if not picture or not isinstance(value, str) or isinstance(value, _Named):
        return value
    try:
        path = named_file(project, folder, value)
    except NoFile:
        return value
    return _Named(Path(os.path.relpath(path, project.event_file.parent)).as_posix())
