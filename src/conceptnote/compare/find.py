"""From words to a version of an event: a file, a mailed version, or a Git revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from conceptnote.compare.mailed import Mailed, last_mailed, mailed
from conceptnote.compare.versions import Versions, read_versions
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.source.project import Project, event_file_of, find_project
from conceptnote.source.revision import RevisionWorld
from conceptnote.source.world import Snapshot, World

_LAST = "HEAD"
"""The commit to compare with if nothing was mailed."""


def new_versions(named: str | None, event_file: Path, world: World) -> Versions:
    """The named version; without a name, the event file as it is now. Raises what `find_versions` raises."""
    project = find_project(event_file, world=world)
    return read_versions(project) if named is None else find_versions(named, project)


def old_versions(named: str | None, event_file: Path, world: World) -> Versions:
    """The version that `old_version` finds. Raises what `find_versions` raises."""
    project = find_project(event_file, world=world)
    found = old_version(named, project)
    with of_version(named or _LAST, found, project):
        return _read(found, project)


def old_version(named: str | None, project: Project) -> Mailed | Project:
    """The named version; without a name the last mailed one, otherwise the last commit.

    Raises what `find_version` raises.
    """
    if named is not None:
        return find_version(named, project)
    if last := last_mailed(project):
        return last
    try:
        return find_version(_LAST, project)
    except DiagnosticError as error:
        if error.diagnostics[0].code is not Code.NO_SUCH_VERSION:
            raise
    message, hint = "the event has not been mailed yet, and there is no commit to compare it with", "name an older file"
    raise DiagnosticError(Diagnostic(Code.NO_SUCH_VERSION, message, hint=hint))


def find_versions(named: str, project: Project) -> Versions:
    """The version that `find_version` finds, as everybody may read it. Raises DiagnosticError if it is invalid."""
    found = find_version(named, project)
    with of_version(named, found, project):
        return _read(found, project)


def _read(found: Mailed | Project, project: Project) -> Versions:
    return found.versions(project) if isinstance(found, Mailed) else read_versions(found)


def find_version(named: str, project: Project) -> Mailed | Project:
    """The version in a file, a folder, a mailed version of this name, or a Git revision, in this order.

    Raises DiagnosticError if there is none.
    """
    world = project.world
    if world.kind(Path(named)) is not None:
        return find_project(event_file_of(Path(named)), world=world)
    if (sent := next((one for one in mailed(project) if one.name == named), None)) is not None:
        return sent
    then = Snapshot(RevisionWorld(project.root, named, world.today()))
    with of_version(named, None, project):
        return find_project(project.event_file, world=then)


@contextmanager
def of_version(named: str, found: Mailed | Project | None, project: Project) -> Iterator[None]:
    """Add the name of a Git revision to its problems, because no excerpt of today's file explains them."""
    try:
        yield
    except DiagnosticError as error:
        if isinstance(found, Mailed) or (found is not None and found.world is project.world):
            raise
        result = (replace(one, message=f"{named}: {one.message}", location=None) for one in error.diagnostics)
        raise DiagnosticError(*result) from None
