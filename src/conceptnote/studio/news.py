"""What has changed since the last mail: in sentences, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conceptnote.compare.differences import OCCUPANT
from conceptnote.compare.mailed import last_mailed, news_since
from conceptnote.compare.report import LanguageChanges
from conceptnote.compare.versions import read_versions
from conceptnote.datapath import format_path
from conceptnote.source.project import Project


def news(project: Project, language: str) -> dict[str, Any]:
    """What has changed since the last mail, in a language if the event has it. Raises DiagnosticError.

    `since` is null before the first mail.
    """
    last = last_mailed(project)
    found = news_since(last, project, read_versions(project))
    if last is None or found is None:
        return {"since": None, "changes": []}
    return {"since": last.name, "day": last.day.isoformat(), "changes": told_as_json(found.changes, language)}


def told_as_json(found: Mapping[str, LanguageChanges], language: str) -> list[dict[str, str]]:
    """The sentences of one language; a change with a place in the papers has its path in the event."""
    result = found.get(language) or next(iter(found.values()))
    parts = [{"sentence": one, "path": ""} for one in result.others]
    for change in result.changes:
        path = change.path[:-1] if change.path[-1:] == (OCCUPANT,) else change.path
        parts.append({"sentence": change.sentence, "path": "" if change.kind == "removed" else format_path(path)})
    return parts
