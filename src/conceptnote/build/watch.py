"""Building again whenever something that the papers are made from has changed, in one warm process."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from conceptnote.build.manifest import OWN_FOLDERS, Manifest
from conceptnote.build.outputs import folder_of
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, opened_for
from conceptnote.diagnostics import DiagnosticError
from conceptnote.regularfile import real_path
from conceptnote.source.project import FOLDERS, Project

_QUIET, _LONGEST, _SETTLED = 30, 300, 200
"""Milliseconds: without a change until a save counts as finished; until one that goes on is built all the same;
and until what changed while the watch was set up is looked for."""

Show = Callable[[Build | DiagnosticError], None]


def watch(request: Request, pool: Pool, show: Show) -> None:
    """Build, and go on building for as long as the process runs; what fails is shown, and the last good files stay.

    Folders are watched, not files: an editor that saves by renaming puts another file in the place of
    the first. `show` is told of each build that did something. Raises DiagnosticError where there is no
    event file to begin with.
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
    """What came of a build, and the project as it was read for it; without one where there is none any more."""
    project = None
    try:
        project = opened_for(request)
        return build(request, pool=pool, project=project), project
    except DiagnosticError as error:
        return error.with_traceback(None), project  # The traceback would keep all that the build had in its hands.
    finally:
        # Nothing is collected while a command runs, since most end soon; a watch does not.
        gc.collect()


def _idle(outcome: Build | DiagnosticError) -> bool:
    return isinstance(outcome, Build) and all(output.seconds is None for output in outcome.outputs)


def watched_folders(project: Project, output: Path | None = None) -> list[Path]:
    """The folders that hold something that papers are made from: also what the manifest of an output folder names."""
    from conceptnote.source.include import included_files

    named = {project.root, project.event_file.parent}
    named |= {Path(text.partition("=")[2]).absolute().parent for text in project.value_files}
    for name in (*OWN_FOLDERS, *FOLDERS):
        named |= set(_tree(project.root / name))
    # Of a build that failed there is no record, and what it failed at may be an included file.
    named |= {path.parent for path in included_files(project)}
    for record in Manifest.read(output).records.values() if output else ():
        named |= {(project.root / name).parent for name in record.inputs.files}
    return sorted(folder for folder in named if folder.is_dir() and real_path(folder).is_relative_to(project.root))


def _tree(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        yield from (below for below in folder.rglob("*") if below.is_dir())
