"""From the event of a project to its public version in each language."""

from __future__ import annotations

from collections.abc import Mapping

from conceptnote.compare.wording import Version
from conceptnote.export.public import event_of, public_event
from conceptnote.schema.event import Event
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_languages
from conceptnote.source.project import Project

Versions = Mapping[str, Version]
"""A version in each of its languages, the main one first."""


def version_of(event: Event) -> Version:
    """The public version of an event."""
    data = public_event(event)
    return Version(data, event_of(data, event.known_languages))


def read_versions(project: Project) -> Versions:
    """The public versions of an event, in each language. Raises DiagnosticError if it is invalid."""
    sources = [for_audience(source, None) for source in load_languages(project)]
    return {source.event.language: version_of(source.event) for source in sources}
