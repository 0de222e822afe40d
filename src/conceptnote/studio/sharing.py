"""The other events that share a value: an included file is one for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.regularfile import TooLarge
from conceptnote.source.include import SUFFIXES
from conceptnote.source.project import FOLDERS, OutsideProject, Project
from conceptnote.studio.view import Paper

_LARGEST = 4 * 1024 * 1024
_INCLUDED = re.compile(r"""^[^#\n]*!include\s+["']?([^\s"',}\]]+)""", re.MULTILINE)


def shared(paper: Paper, paths: Iterable[DataPath]) -> dict[str, Any] | None:
    """The first of these values' included files, and how many other events of the project include it.

    None if no other event does.
    """
    project, source_map = paper.source.project, paper.source.source_map
    known = {file.shown: path for path, file in paper.revision.files.items()}
    for path in paths:
        # Where nothing is yet, it comes into the record or list around it.
        name = source_map.locate(path).file
        if name != project.shown and (file := known.get(name)):
            count = sum(file in _included(project, other, frozenset()) for other in _others(project, file))
            return {"file": name, "count": count} if count else None
    return None


def _others(project: Project, file: Path) -> Iterator[Path]:
    """The other files of a project that may be events."""
    for folder in (*FOLDERS, ""):
        names = (name for name in project.names(folder) if name.endswith(SUFFIXES))
        yield from (path for name in names if (path := project.root / folder / name) not in (project.event_file, file))


def _included(project: Project, file: Path, above: frozenset[Path]) -> set[Path]:
    """The files that a file includes, from its text alone: to count them, they need not be read as YAML."""
    found: set[Path] = set()
    try:
        text = project.read(file, _LARGEST).decode("utf-8", "replace")
        names = {project.confine(file.parent / name) for name in _INCLUDED.findall(text)}
    except (OSError, OutsideProject, TooLarge):
        return found
    for name in names - above:
        found |= {name} | _included(project, name, above | {file})
    return found
