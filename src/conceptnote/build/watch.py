"""Build again whenever an input of the papers changes, in one warm process."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from conceptnote.build.manifest import Manifest
from conceptnote.build.outputs import folder_of
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, opened_for
from conceptnote.build.tool import OWN_FOLDERS
from conceptnote.diagnostics import DiagnosticError
from conceptnote.regularfile import real_path
from conceptnote.source.project import FOLDERS, Project

_QUIET, _LONGEST, _SETTLED = 15, 300, 200
"""Milliseconds without a change after which a save is complete; after which a continuing one is built anyway; and for
changes during the set-up of the watch."""

Show = Callable[[Build | DiagnosticError], None]


def watch(request: Request, pool: Pool, show: Show) -> None:
    """Build, and go on building while the process runs; failures are shown, and the last good files stay.

    Folders are watched, not files: an editor that saves by renaming replaces the file. `show` receives each build that
    did something. Raises DiagnosticError if the event file is missing at the beginning.
    """
    from watchfiles import watch as changes

    project = opened_for(request)
    output = real_path(folder_of(project, request.output_dir))
    first = True
    while True:
        outcome, read = _built(request, pool)
        if first or not _idle(outcome):
            show(outcome)
        first = False
        folders = watched_folders(read or project, output)

        def ours(_: object, name: str) -> bool:
            return Path(name).parent != output

        settled = False
        for found in changes(
            *folders,
            watch_filter=ours,
            step=_QUIET,
            debounce=_LONGEST,
            rust_timeout=_SETTLED,
            yield_on_timeout=True,
            recursive=False,
        ):
            if settled and not found:
                continue
            settled = True
            outcome, read = _built(request, pool)
            if not _idle(outcome):
                show(outcome)
            if watched_folders(read or project, output) != folders:
                break


def _built(request: Request, pool: Pool) -> tuple[Build | DiagnosticError, Project | None]:
    """The result of a build, and its project; without one if it does not exist any more."""
    project = None
    try:
        project = opened_for(request)
        return build(request, pool=pool, project=project), project
    except DiagnosticError as error:
        return error.with_traceback(None), project  # The traceback would keep everything that the build held.
    finally:
        # Commands collect no garbage, because most end soon; a watch does.
        gc.collect()


def _idle(outcome: Build | DiagnosticError) -> bool:
    return isinstance(outcome, Build) and all(output.seconds is None for output in outcome.outputs)


def watched_folders(project: Project, output: Path | None = None) -> list[Path]:
    """The folders with inputs of papers, also those in the manifest of an output folder."""
    from conceptnote.source.include import included_files

    named = {project.root, project.event_file.parent}
    named |= {Path(text.partition("=")[2]).absolute().parent for text in project.value_files}
    for name in (*OWN_FOLDERS, *FOLDERS):
        named |= set(_tree(project.root / name))
    # A failed build has no record, and its mistake may be in an included file.
    named |= {path.parent for path in included_files(project)}
    for record in Manifest.read(output).records.values() if output else ():
        named |= {(project.root / name).parent for name in record.inputs.files}
    return sorted(folder for folder in named if folder.is_dir() and real_path(folder).is_relative_to(project.root))


def _tree(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        yield from (below for below in folder.rglob("*") if below.is_dir())
