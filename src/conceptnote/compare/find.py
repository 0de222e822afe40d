"""Words that name a version of an event -> that version: a file, one that was mailed, or a Git revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conceptnote.compare.mailed import last_mailed, mailed
from conceptnote.compare.versions import Versions, read_versions
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.source.project import Project, event_file_of, find_project
from conceptnote.source.revision import RevisionWorld
from conceptnote.source.world import Snapshot, World


def new_versions(named: str | None, event_file: Path, world: World) -> Versions:
    """The version that somebody names; without a name, the event file as it is now. Raises as `find_versions`."""
    project = find_project(event_file, world=world)
    return read_versions(project) if named is None else find_versions(named, project)


def old_versions(named: str | None, event_file: Path, world: World) -> Versions:
    """The version that somebody names; without a name the last one that was mailed, or else the last commit.

    Raises as `find_versions`.
    """
    project = find_project(event_file, world=world)
    if named is not None:
        return find_versions(named, project)
    if last := last_mailed(project):
        return last.versions(project)
    try:
        return find_versions("HEAD", project)
    except DiagnosticError as error:
        if error.diagnostics[0].code is not Code.NO_SUCH_VERSION:
            raise
    message, hint = "the event has not been mailed yet, and there is no commit to compare it with", "name an older file"
    raise DiagnosticError(Diagnostic(Code.NO_SUCH_VERSION, message, hint=hint))


def find_versions(named: str, project: Project) -> Versions:
    """The version of an event that a file, a folder, the name of a mailed version or a Git revision names.

    They are looked for in this order. Raises DiagnosticError where there is no such version, or where it is not valid:
    then the name stands before each problem, for no excerpt of today's file explains it.
    """
    world = project.world
    if world.kind(Path(named)) is not None:
        return read_versions(find_project(event_file_of(Path(named)), world=world))
    if (sent := next((one for one in mailed(project) if one.name == named), None)) is not None:
        return sent.versions(project)
    then = Snapshot(RevisionWorld(project.root, named, world.today()))
    try:
        return read_versions(find_project(project.event_file, world=then))
    except DiagnosticError as error:
        told = (replace(one, message=f"{named}: {one.message}", location=None) for one in error.diagnostics)
        raise DiagnosticError(*told) from None
