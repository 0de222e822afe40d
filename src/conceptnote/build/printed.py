"""Which values of an event its papers print: those of a usual build, in every language and for everybody.

Nothing is rendered. The result is kept in the user's cache folder, by a hash of all inputs, so a check of an unchanged
file composes nothing.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import hash_inputs
from conceptnote.build.outputs import staged
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import DiagnosticError
from conceptnote.regularfile import read_regular
from conceptnote.source.project import Project

if TYPE_CHECKING:
    from conceptnote.source.load import Source


def printed_values(source: Source) -> Callable[[DataPath], bool] | None:
    """Whether a value of an event's source is printed, by path; None if the papers cannot be composed.

    Mistakes in a template are left to the build. `source` is the event in one of its languages for one audience; the
    answer is the same for all.
    """
    from conceptnote.source.load import load_languages

    try:
        sources = load_languages(source.project)
        key, place = _key(sources), _place(source.project)
        paths = _kept(place, key) if place else None
        if paths is None:
            paths = frozenset(path for one in sources for path in _paths(one))
            if place:
                _keep(place, key, paths)
    except DiagnosticError:
        return None
    return lambda path: _in_file(path, source.source_map.file_positions) in paths


def _paths(source: Source) -> Iterator[DataPath]:
    """The paths of everything that the papers of one language print, as the file has them."""
    from conceptnote.build.composing import compose_targets
    from conceptnote.build.page_formats import page_formats
    from conceptnote.build.request import Request
    from conceptnote.build.targets import plan
    from conceptnote.build.theme import theme_of
    from conceptnote.doc.contents import origins
    from conceptnote.source.audience import audiences, for_audience

    request = Request(source.project.event_file)
    targets = plan(request, source)
    formats = page_formats(request, source, targets)
    theme = theme_of(source)
    themes = {one: theme.on(page.paper, targets[one].facts.margins) for one, page in formats.items()}
    for audience in (None, *sorted(audiences(source.event))):
        shown = for_audience(source, audience)
        for doc in compose_targets(request, shown, targets, formats, themes).values():
            yield from (_in_file(path, shown.source_map.file_positions) for path in origins(doc))


def _in_file(path: DataPath, moved: Mapping[DataPath, int]) -> DataPath:
    """A path with the positions of items in the file, where earlier ones were removed."""
    return tuple(moved.get(path[: at + 1], step) for at, step in enumerate(path)) if moved else path


def _key(sources: Sequence[Source]) -> str:
    """A hash of everything that the papers are made from, except pictures, which change no path."""
    source = sources[0]
    project = source.project
    named = [*source.included, *(one.file for one in source.overrides if one.file is not None)]
    lists = (one.recipients for one in source.event.papers.values() if one.recipients)
    files = (project.world.resolve(project.event_file.parent / name) for name in lists)
    named += [file for file in files if project.world.kind(file) == "file"]
    inside = [file for file in named if file.is_relative_to(project.root)]
    inputs = hash_inputs(project, inside)
    return sha256(json.dumps([inputs.sha256, [(one.path, one.value) for one in source.overrides]]).encode())


def _kept(place: Path, key: str) -> frozenset[DataPath] | None:
    """The result for the same inputs; None without one that can be read."""
    try:
        kept: Any = json.loads(read_regular(place))
        if kept["key"] == key:
            return frozenset(tuple(path) for path in kept["paths"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return None


def _keep(place: Path, key: str, paths: frozenset[DataPath]) -> None:
    """Keep a result in place of this event's earlier one; nothing if it cannot be written."""
    listed = sorted((list(path) for path in paths), key=str)
    with contextlib.suppress(OSError, DiagnosticError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with staged({place: json.dumps({"key": key, "paths": listed}).encode()}):
            pass


def _place(project: Project) -> Path | None:
    """The place of an event's result; None without one."""
    caches = project.world.cache_folder
    return caches and caches / "printed" / f"{sha256(str(project.event_file).encode())}.json"
