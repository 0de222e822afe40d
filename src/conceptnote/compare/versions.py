"""Words that name a version of an event -> that version in each of its languages: a file, or a Git revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from conceptnote.compare.wording import Version
from conceptnote.diagnostics import DiagnosticError
from conceptnote.export.public import event_of, public_event
from conceptnote.publish.revision import RevisionWorld
from conceptnote.schema.event import Event
from conceptnote.source.audience import for_audience
from conceptnote.source.load import load_languages
from conceptnote.source.project import Project, event_file_of, find_project
from conceptnote.source.world import Snapshot, World

Versions = Mapping[str, Version]
"""A version in each of its languages, the main one first."""


def version_of(event: Event) -> Version:
    """What everybody may know of an event."""
    data = public_event(event)
    return Version(data, event_of(data, event.known_languages))


def read_versions(project: Project) -> Versions:
    """An event as everybody may read it, in each of its languages. Raises DiagnosticError where it is not valid."""
    sources = [for_audience(source, None) for source in load_languages(project)]
    return {source.event.language: version_of(source.event) for source in sources}


def find_versions(named: str | None, event_file: Path, world: World) -> Versions:
    """The version that somebody names by a file, a folder or a Git revision; without a name the event file itself.

    A file comes before a revision of the same name. Raises DiagnosticError where there is no such version, or where it
    is not valid: then the name stands before each problem, for no excerpt of today's file explains it.
    """
    if named is None:
        return read_versions(find_project(event_file, world=world))
    if world.kind(Path(named)) is not None:
        return read_versions(find_project(event_file_of(Path(named)), world=world))
    here = find_project(event_file, world=world)
    then = Snapshot(RevisionWorld(here.root, named, world.today()))
    try:
        return read_versions(find_project(here.event_file, world=then))
    except DiagnosticError as error:
        told = (replace(one, message=f"{named}: {one.message}", location=None) for one in error.diagnostics)
        raise DiagnosticError(*told) from None
