"""The changes of an event since its last mail, or since another version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from conceptnote.compare.find import find_versions
from conceptnote.compare.mailed import last_mailed
from conceptnote.compare.report import LanguageChanges, changes_by_language
from conceptnote.compare.versions import read_versions
from conceptnote.source.project import Project


class Changed(Struct, frozen=True):
    """The changes in each language since a version of this name; `mailed` is the day of a mail."""

    since: str
    mailed: str | None
    changes: Mapping[str, LanguageChanges]

    def to_json(self) -> dict[str, Any]:
        """The changes in the shape that docs/publishing.md describes."""
        sentences = {tag: one.sentences for tag, one in self.changes.items()}
        return {"since": self.since, "mailed": self.mailed, "sentences": sentences}


def changed_since(project: Project, since: str | None) -> Changed | None:
    """The changes since a version, or since the last mail; None if there was none.

    Raises DiagnosticError for a version that does not exist or cannot be read.
    """
    if since is not None:
        return Changed(since, None, changes_by_language(find_versions(since, project), read_versions(project)))
    if (last := last_mailed(project)) is None:
        return None
    return Changed(last.name, last.day.isoformat(), changes_by_language(last.versions(project), read_versions(project)))
