"""Many events at once: each is built as if alone, on all cores, then the papers of all of them together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.manifest import COLLECTION_NAME, Manifest
from conceptnote.build.outputs import default_folder, folder_of
from conceptnote.build.pool import Lost, Pool
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built, opened_for, unchanged
from conceptnote.build.staging import temporary_problem
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.regularfile import real_path
from conceptnote.source.project import Project
from conceptnote.source.templates import Templates
from conceptnote.source.world import this_machine
from conceptnote.systemerror import is_of_machine, plain

Progress = Callable[[Sequence[str]], None]
"""Receives what is being done, repeatedly."""


class Outcome(Struct, frozen=True):
    """The outcome of an event, or of the papers of the collection: a build, and its problems. Without a build it
    failed."""

    name: str
    build: Build | None
    problems: tuple[Diagnostic, ...] = ()


class Collection(Struct, frozen=True):
    """The requests for several events, and for their papers together, if any."""

    events: Sequence[Request]
    whole: Request | None = None
    warnings: Sequence[Diagnostic] = ()
    projects: Mapping[Path, Project] = field(default_factory=dict)
    """The projects of those event files that exist."""

    @classmethod
    def of(cls, request: Request, files: Sequence[Path]) -> Collection:
        """The requests for each of these files, and for all together.

        Documents of a collection are made if none are named, or if they are. Raises DiagnosticError for events that
        would be built into the same folder.
        """
        files = list({real_path(file): file for file in reversed(files)}.values())[::-1]
        projects = dict(_projects(request, files))
        _check_folders(request, projects)
        first = next(iter(projects.values()), None)
        known = first.once(Templates).documents(collection=True) if first else []
        asked = [name for name in request.documents if name in known]
        own = [name for name in request.documents if name not in known]
        events = [replace(request, event_file=file, documents=own) for file in files] if own or not asked else []
        if first is None or len(files) == 1 or (own and not asked) or not request.of_papers:
            return cls(events, projects=projects)
        # Events of several projects have their overview beside them, in their common folder.
        root = Path(os.path.commonpath([project.root for project in projects.values()]))
        names = {path.relative_to(root).as_posix(): file for file, path in _paths(projects)}
        folder = request.output_dir or default_folder(root)
        of_all = replace(
            request,
            event_file=next(iter(projects)),
            events=names,
            formats=[form.name for form in request.of_papers],
            output_dir=folder,
        )
        whole = replace(of_all, documents=asked or known)
        if not asked and (warning := _kept(whole, root)):
            return cls(events, None, [warning], projects)
        return cls(events, whole, projects=projects)

    def build(self, pool: Pool, progress: Progress) -> Iterator[Outcome]:
        """Build everything, each as it is done; unchanged files need no process.

        Papers of the whole collection are last, and only without failures, because they would be incomplete.
        """
        failed = 0
        for outcome in _work(pool, self.events, self._there, _built, progress):
            failed += outcome.build is None
            yield outcome
        if self.whole is not None and failed:
            yield Outcome(_label(self.whole), Build([]), (_not_made(self.whole, failed),))
        elif self.whole is not None:
            yield from _work(pool, [self.whole], self._there, _built, progress)

    def check(self, pool: Pool, progress: Progress) -> Iterator[Outcome]:
        """Compare all files with what a build would leave; nothing is written."""
        requests = [*self.events, *([self.whole] if self.whole else [])]
        yield from _work(pool, requests, lambda _: None, _checked, progress)

    def _there(self, request: Request) -> Outcome | None:
        if (project := self.projects.get(request.event_file)) is None:
            return None
        try:
            done = unchanged(request, project)
        except DiagnosticError as error:
            return Outcome(_label(request), None, tuple(error.diagnostics))
        return Outcome(_label(request), done) if done else None


def _projects(request: Request, files: Sequence[Path]) -> Iterator[tuple[Path, Project]]:
    """The projects of those files that exist; missing ones are reported when they are built."""
    world = this_machine()
    for file in files:
        try:
            yield file, opened_for(replace(request, event_file=file), world)
        except DiagnosticError:
            continue


def _paths(projects: Mapping[Path, Project]) -> Iterator[tuple[Path, Path]]:
    for file, project in projects.items():
        yield file, project.event_file


def _check_folders(request: Request, projects: Mapping[Path, Project]) -> None:
    taken: dict[Path, Path] = {}
    for file, project in projects.items():
        folder = folder_of(project, request.output_dir)
        other = taken.setdefault(real_path(folder), file)
        if other is not file:
            message = f"{other} and {file} would be built into the same folder, {folder}"
            hint = "put the event files into a folder named events: each then has its own output folder"
            raise DiagnosticError(Diagnostic(Code.OUTPUT_NAME_TAKEN, message, Location(str(file)), hint=hint))


def _folder(whole: Request) -> Path:
    assert whole.output_dir is not None
    return whole.output_dir


def _kept(whole: Request, root: Path) -> Diagnostic | None:
    """The warning that earlier papers of the collection stay, because they have more events."""
    folder = _folder(whole)
    for record in Manifest.read(folder, COLLECTION_NAME).records.values():
        named = record.options.get("events")
        names = [str(name) for name in named] if isinstance(named, list) else []
        further = [name for name in names if name not in whole.events and (root / name).is_file()]
        if further and record.audience == whole.audience and record.document in whole.documents:
            others = f"{len(further)} other event{'s' if len(further) > 1 else ''}"
            message = f"it also covers {others}, such as {further[0]}, so it was not rebuilt"
            hint = f"name all events, or build it from these only with -d {record.document}"
            at = Location(str(folder / record.file))
            return Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)
    return None


def _not_made(whole: Request, failed: int) -> Diagnostic:
    message = f"it was not made, because {failed} of its events failed"
    at = Location(str(_folder(whole) / whole.documents[0]))
    return Diagnostic(Code.OUTPUT_STALE, message, at, hint="fix these first", severity=Severity.WARNING)


def _label(request: Request) -> str:
    return ", ".join(request.documents) if request.events else str(request.event_file)


def _work(
    pool: Pool,
    requests: Sequence[Request],
    there: Callable[[Request], Outcome | None],
    act: Callable[[Request], Outcome],
    progress: Progress,
) -> Iterator[Outcome]:
    waiting: list[Request] = []
    for request in requests:
        if outcome := there(request):
            yield outcome
        else:
            waiting.append(request)
    names = [_label(request) for request in waiting]
    results = pool.run(
        [partial(act, request) for request in waiting], lambda busy: progress([names[at] for at in busy])
    )
    for at, result in results:
        yield _lost(waiting[at]) if isinstance(result, Lost) else result


def _built(request: Request) -> Outcome:
    return _outcome(request, lambda: build(request, pool=Pool(workers=0)))


def _checked(request: Request) -> Outcome:
    def act() -> Build:
        check_built(request, Pool(workers=0))
        return Build([])

    return _outcome(request, act)


def _outcome(request: Request, act: Callable[[], Build]) -> Outcome:
    """The outcome of some work; if one event fails, the others are still built."""
    name = _label(request)
    try:
        done = act()
        return Outcome(name, done, tuple(done.warnings))
    except DiagnosticError as error:
        return Outcome(name, None, tuple(error.diagnostics))
    except ImportError as error:
        from conceptnote.machine.distributions import lacking_distribution

        return Outcome(name, None, (lacking_distribution(error) or _mistake(request, error),))
    except Exception as error:
        if os.environ.get("CONCEPTNOTE_DEBUG"):
            raise
        if isinstance(error, OSError) and is_of_machine(error):
            return Outcome(name, None, (temporary_problem(error),))
        return Outcome(name, None, (_mistake(request, error),))


def _mistake(request: Request, error: Exception) -> Diagnostic:
    message = f"conceptnote itself has failed: {type(error).__name__}: {plain(error)}"
    hint = "this is a bug in conceptnote: please report it, with the event file"
    return Diagnostic(Code.RENDER_FAILED, message, Location(str(request.event_file)), hint=hint)


def _lost(request: Request) -> Outcome:
    message, hint = "the process that built it has stopped", "build it alone; if that works, memory was short"
    problem = Diagnostic(Code.RENDER_FAILED, message, Location(str(request.event_file)), hint=hint)
    return Outcome(_label(request), None, (problem,))
