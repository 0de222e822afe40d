"""The look of all events of a project: `look.yaml`, as if each event file included it under `look`."""

from __future__ import annotations

from typing import Any

from conceptnote.diagnostics import Diagnostic
from conceptnote.source.include import Includes
from conceptnote.source.source_map import SourceMap

LOOK_FILE = "look.yaml"


def with_look(data: Any, source_map: SourceMap, includes: Includes) -> list[Diagnostic]:
    """Add the project's look to the data of an event, key by key; the event file comes first.

    Raises DiagnosticError if the file cannot be read.
    """
    project = includes.project
    path = project.root / LOOK_FILE
    if not isinstance(data, dict) or project.world.kind(path) is None:
        return []
    own = data.get("look")
    own = {"like": own} if isinstance(own, str) else own
    if own is not None and not isinstance(own, dict):
        return []
    given, marks, problems = includes.read_beside(path)
    given = {"like": given} if isinstance(given, str) else given
    if not isinstance(given, dict):
        return problems
    if own is None:
        data["look"] = given
        source_map.graft(("look",), marks)
        return problems
    for key in [key for key in given if key not in own]:
        own[key] = given[key]
    for mine, theirs in ((source_map.values, marks.values), (source_map.keys, marks.keys)):
        for at, mark in theirs.items():
            if at and ("look", *at) not in mine and at[0] in own:
                mine["look", *at] = mark
    source_map.texts |= marks.texts
    data["look"] = own
    return problems
