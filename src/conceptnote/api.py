"""The Python API, which the command line is made of; docs/python-api.md shows it. Heavy libraries load when called."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from conceptnote.build.lint import Report, lint_all
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.request import Request, event_file_of
from conceptnote.build.run import Build, Output, check_built, opened_for
from conceptnote.build.run import build as build_project
from conceptnote.diagnostics import Diagnostic, DiagnosticError, Severity
from conceptnote.source.project import Project, find_project
from conceptnote.source.world import World, this_machine

if TYPE_CHECKING:
    from conceptnote.pageformat import PaperName
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
"""An event file, the folder that it is in, or what `open_project` or `load` has made of one."""


def open_project(
    event: EventLike, *, values: Sequence[str] = (), value_files: Sequence[str] = (), world: World | None = None
) -> Project:
    """The project of an event, opened: each of its files is read once, however often it is asked for.

    `values` (`path=value`) and `value_files` (`path=FILE`) take the place of what the event file says. What is opened
    already is given back, and takes no others. Raises DiagnosticError where there is no such file.
    """
    if isinstance(event, str | PathLike):
        return find_project(_named(event), values, value_files, world)
    project = event if isinstance(event, Project) else event.project
    if (values or value_files) and (values, value_files) != (project.values, project.value_files):
        raise ValueError("values are set when an event is opened, and this one is open")
    return project


def _named(event: str | PathLike[str]) -> Path:
    return event_file_of(Path(event))


def load(
    event: EventLike, *, values: Sequence[str] = (), value_files: Sequence[str] = (), world: World | None = None
) -> LoadedEvent:
    """An event as its file gives it, in its main language: `.event` has its values, `.project` its files.

    The arguments are those of `open_project`. Raises DiagnosticError with all that is wrong with the file.
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
    """All that seems wrong with an event, or with several side by side, as `conceptnote check` tells it.

    `today` is the day by which lateness is judged. With `rendered`, all papers are printed in memory, by a `pool` that
    is given or a new one, and their pages are looked at too. Raises nothing for what is wrong with an event: it is in
    the report.
    """
    opened = [_named(event) if isinstance(event, str | PathLike) else open_project(event) for event in events]
    with ExitStack() as stack:
        if rendered and pool is None:
            pool = stack.enter_context(closing(Pool()))
        today = today or this_machine().today()
        used = pool if rendered else None
        return lint_all(opened, today, values, value_files, audience, used, paper, languages)


def build(
    event: EventLike,
    request: Request | None = None,
    *,
    progress: Progress = SILENT,
    pool: Pool | None = None,
) -> Build:
    """Build the papers of an event, as `conceptnote build` does, and say which files there are now.

    The request says what is built; its event file is the event that is given. Raises DiagnosticError with all that is
    wrong; earlier files are then as they were.
    """
    request = request or Request()
    if isinstance(event, str | PathLike):
        project = opened_for(replace(request, event_file=_named(event)))
    else:
        project = open_project(event, values=request.values, value_files=request.value_files)
    return build_project(replace(request, event_file=Path(project.shown)), progress, pool, project=project)
