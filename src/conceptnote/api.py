"""The Python API, which the command line uses; docs/python-api.md shows it. Heavy libraries load when called."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from msgspec.structs import replace

from conceptnote.build.lint import Report, lint
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.request import Request, event_file_of
from conceptnote.build.run import Build, Output, check_built, opened_for
from conceptnote.build.run import build as build_project
from conceptnote.diagnostics import Diagnostic, DiagnosticError, Severity
from conceptnote.pageformat import PaperName
from conceptnote.source.project import Project, find_project
from conceptnote.source.world import World, this_machine

if TYPE_CHECKING:
    from conceptnote.source.load import Source as LoadedEvent

__all__ = [
    "Build",
    "Diagnostic",
    "DiagnosticError",
    "Output",
    "Project",
    "Report",
    "Request",
    "Severity",
    "World",
    "build",
    "check",
    "check_built",
    "load",
    "open_project",
    "this_machine",
]

EventLike: TypeAlias = Union[str, "PathLike[str]", Project, "LoadedEvent"]
"""An event file, its folder, or the result of `open_project` or `load`."""


def open_project(
    event: EventLike, *, values: Sequence[str] = (), value_files: Sequence[str] = (), world: World | None = None
) -> Project:
    """Open the project of an event: each of its files is read once.

    `values` (`path=value`) and `value_files` (`path=FILE`) replace values of the event file. An open project is
    returned as it is, and takes no values. Raises DiagnosticError if the file is missing.
    """
    if isinstance(event, str | PathLike):
        return find_project(_named(event), values, value_files, world)
    project = event if isinstance(event, Project) else event.project
    if (values or value_files) and (values, value_files) != (project.values, project.value_files):
        raise ValueError("values can be set only when an event is loaded, and this one is already loaded")
    return project


def _named(event: str | PathLike[str]) -> Path:
    return event_file_of(Path(event))


def load(
    event: EventLike, *, values: Sequence[str] = (), value_files: Sequence[str] = (), world: World | None = None
) -> LoadedEvent:
    """The event in a file, in its main language: `.event` has its values, `.project` its files.

    The arguments are those of `open_project`. Raises DiagnosticError with all mistakes in the file.
    """
    from conceptnote.source.load import load_event

    return load_event(open_project(event, values=values, value_files=value_files, world=world))


def check(
    *events: EventLike,
    today: date | None = None,
    values: Sequence[str] = (),
    value_files: Sequence[str] = (),
    audience: str | None = None,
    languages: Sequence[str] = (),
    rendered: bool = False,
    paper: PaperName | None = None,
    pool: Pool | None = None,
) -> Report:
    """Everything that seems wrong with an event, or with several together, as in `conceptnote check`.

    `today` is the day for deadlines. With `rendered`, all papers are printed in memory, with the given `pool` or a new
    one, and their pages are checked too. Mistakes in an event are in the report, and never raised.
    """
    opened = [_named(event) if isinstance(event, str | PathLike) else open_project(event) for event in events]
    with ExitStack() as stack:
        if rendered and pool is None:
            pool = stack.enter_context(closing(Pool()))
        today = today or this_machine().today()
        used = pool if rendered else None
        return lint(opened, today, values, value_files, audience, used, paper, languages)


def build(
    event: EventLike,
    request: Request | None = None,
    *,
    progress: Progress = SILENT,
    pool: Pool | None = None,
) -> Build:
    """Build the papers of an event, as `conceptnote build` does, and return the files.

    The request says what to build; its event file is the given event. Raises DiagnosticError with all mistakes; earlier
    files then stay as they were.
    """
    request = request or Request()
    if isinstance(event, str | PathLike):
        project = opened_for(replace(request, event_file=_named(event)))
    else:
        project = open_project(event, values=request.values, value_files=request.value_files)
    return build_project(replace(request, event_file=Path(project.shown)), progress, pool, project=project)
