"""One build: from an event file to files that are finished, proven and in place, or to its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.formats import FORMATS
from conceptnote.build.manifest import COLLECTION_NAME, NAME, Manifest, settings_of
from conceptnote.build.output_cache import OutputCache
from conceptnote.build.outputs import default_folder, folder_of, output_folder, staged
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.proof import Due, prove
from conceptnote.build.record import File, Record
from conceptnote.build.request import Request
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.project import Project, find_project
from conceptnote.source.templates import Templates
from conceptnote.source.world import World

if TYPE_CHECKING:
    from conceptnote.build.edition import Edition
    from conceptnote.export.approvals import Agreement
    from conceptnote.source.load import Source

Editions = Sequence[tuple["Edition", Sequence[File]]]
"""The papers of an event in its languages, each composed and as files."""

Keep = Callable[[Project, Editions], None]
"""Keeps built papers, for one that comes back."""

INTERNAL = "internal"
"""The folder for private papers, in the output folder."""


class Output(Struct, frozen=True):
    """A file in its place; `seconds` is None if it was there already, unchanged."""

    path: Path
    record: Record
    seconds: float | None = None

    @property
    def pages(self) -> int | None:
        """The number of pages, if its format has pages."""
        return self.record.pages


class Build(Struct, frozen=True):
    """The result of a build: its files, warnings, removed files, and the approvals of funders."""

    outputs: list[Output]
    warnings: list[Diagnostic] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)


def opened_for(request: Request, world: World | None = None) -> Project:
    """The project of a request, with its values. Raises what `find_project` raises."""
    return find_project(request.event_file, request.values, request.value_files, world)


def build(
    request: Request,
    progress: Progress = SILENT,
    pool: Pool | None = None,
    *,
    project: Project | None = None,
    keep: Keep | None = None,
) -> Build:
    """Build the request, prove the files, and put them in place when all are done.

    Unchanged files are left. Private papers go into a separate folder. `progress` receives the number of files, and
    each as it is finished; a given `pool` is used and left running, and a given `project` is used instead of opening
    one. Built papers go to `keep`, by default that of `paper_store`. Raises DiagnosticError with all problems; earlier
    files then stay as they were.
    """
    project = project or opened_for(request)
    with ExitStack() as stack:
        ready = [_prepared(one, project, folder, progress, pool, stack) for one, folder in _apart(request, project)]
        changes = [one for one in ready if isinstance(one, _Change)]
        _put(changes, pool)
        if changes:
            from conceptnote.build.paper_store import keep as keep_papers

            for change in changes:
                (keep or keep_papers)(project, change.editions)
        return _together(one.build if isinstance(one, _Change) else one for one in ready)


def unchanged(request: Request, project: Project) -> Build | None:
    """The result of a build with nothing to do; None if something must be built.

    Almost nothing is loaded for it. Raises DiagnosticError for values that cannot be set.
    """
    there = [_unchanged(_cache(one, project, folder), one) for one, folder in _apart(request, project)]
    whole = [one for one in there if one is not None]
    return _together(whole) if len(whole) == len(there) else None


def _together(parts: Iterable[Build]) -> Build:
    done = list(parts)
    return Build(
        [output for one in done for output in one.outputs],
        list(dict.fromkeys(warning for one in done for warning in one.warnings)),
        [path for one in done for path in one.removed],
        list(dict.fromkeys(agreement for one in done for agreement in one.agreements)),
    )


def _apart(request: Request, project: Project) -> list[tuple[Request, Path]]:
    """The public and the private part of a request, each with its folder."""
    templates = project.once(Templates)
    known = set(templates.documents(collection=bool(request.events))) if request.documents else set()
    inside = [name for name in request.documents if name in known and templates.facts(name).internal]
    whole = request.output_dir or default_folder(project.root)
    folder = whole if request.events else folder_of(project, request.output_dir)
    if not inside:
        return [(request, folder)]
    outside = [name for name in request.documents if name not in inside]
    internal = replace(request, documents=inside), folder / INTERNAL
    return [(replace(request, documents=outside), folder), internal] if outside else [internal]


def _prepared(
    request: Request, project: Project, folder: Path, progress: Progress, pool: Pool | None, stack: ExitStack
) -> Build | _Change:
    """Unchanged files, or a build without its last step; the stack keeps its folder open."""
    cache = _cache(request, project, folder)
    if there := _unchanged(cache, request):
        return there
    within = None if request.output_dir else project.root
    stack.enter_context(output_folder(cache.folder, within))
    editions = rendered_languages(request, project, progress, pool)
    if not request.force and (edited := list(cache.edited(_data(editions)))):
        raise DiagnosticError(*edited)
    return _Change.of(cache, request, editions)


def _unchanged(cache: OutputCache, request: Request) -> Build | None:
    records = cache.unchanged(request)
    return Build(_in_order(Output(cache.folder / record.file, record) for record in records)) if records else None


def check_built(request: Request, pool: Pool | None = None, *, project: Project | None = None) -> None:
    """Compare the output folder with what a build would leave there; nothing is written.

    `pool` and `project` are those of `build`. Raises DiagnosticError with each missing, different or superfluous file.
    """
    project = project or opened_for(request)
    problems: list[Diagnostic] = []
    for one, folder in _apart(request, project):
        problems += _differences(one, project, folder, pool)
    if problems:
        raise DiagnosticError(*problems)


def _differences(request: Request, project: Project, folder: Path, pool: Pool | None) -> list[Diagnostic]:
    cache = _cache(request, project, folder)
    editions = rendered_languages(request, project, SILENT, pool)
    built = _records(editions)
    leaving = [record for record, _ in cache.outdated(request, built)]
    return list(cache.differences(_data(editions), leaving)) or list(cache.misrecorded(built))


def _cache(request: Request, project: Project, folder: Path) -> OutputCache:
    documents = project.once(Templates).documents(collection=bool(request.events))
    others, manifest_name = _collected(request, project), COLLECTION_NAME if request.events else NAME
    return OutputCache.of(folder, project, documents, settings_of(project), others, manifest_name)


def _collected(request: Request, project: Project) -> list[Project]:
    """The projects of a collection's events, in the same world."""
    return [opened_for(replace(request, event_file=one), project.world) for one in request.events.values()]


def rendered_languages(request: Request, project: Project, progress: Progress, pool: Pool | None) -> Editions:
    """The requested papers, composed, and their files in memory, in each language, the main one first.

    All are composed before any is rendered, so that mistakes show at once. Raises DiagnosticError with all problems,
    each once.
    """
    with ExitStack() as stack:
        if not request.needs_layout:
            pool = None
        elif pool is None:
            pool = stack.enter_context(closing(Pool()))

        # The next import is slow: the pool works meanwhile.
        from conceptnote.build.edition import edition_for
        from conceptnote.build.render import render, start_printers

        composed: list[Edition] = []
        problems: list[Diagnostic] = []
        for source in _sources(request, project):
            try:
                if pool is not None:
                    start_printers(request, source, pool)
                composed.append(edition_for(request, source))
            except DiagnosticError as error:
                problems += error.diagnostics
        if problems:
            raise DiagnosticError(*dict.fromkeys(problems))
        progress.expected(sum(edition.steps for edition in composed))
        return [(edition, list(render(edition, pool, progress))) for edition in composed]


def _sources(request: Request, project: Project) -> list[Source]:
    """The event, or the collection, in each requested language."""
    from conceptnote.source.collection import load_collected_languages
    from conceptnote.source.load import load_languages

    if request.events:
        return load_collected_languages(_collected(request, project), request.audience, request.languages)
    return load_languages(project, request.languages)


def _records(editions: Editions) -> dict[str, Record]:
    return {file.record.file: file.record for _, files in editions for file in files}


def _data(editions: Editions) -> dict[str, bytes]:
    return {file.record.file: file.data for _, files in editions for file in files}


class _Change(Struct, frozen=True):
    """A pending change of an output folder: its files with their manifest, and those to remove."""

    folder: Path
    editions: Editions
    files: Mapping[Path, bytes]
    build: Build

    @classmethod
    def of(cls, cache: OutputCache, request: Request, editions: Editions) -> _Change:
        """The rendered files, their manifest, and what they make outdated."""
        folder = cache.folder
        built = _records(editions)
        outdated = list(cache.outdated(request, built))
        left = [record for record, goes in outdated if not goes and record.document in cache.documents]
        text = dict.fromkeys(warning for edition, _ in editions for warning in edition.warnings)
        agreements = list(dict.fromkeys(one for edition, _ in editions for one in edition.agreements))
        warnings = [*text, *(cache.left_behind(record) for record in left)]
        dropped = {record.file for record, _ in outdated if record not in left}
        kept = {name: record for name, record in cache.manifest.records.items() if name not in dropped}
        manifest = Manifest({**kept, **built}, len(warnings) + len(agreements)).to_bytes()
        files = {folder / name: content for name, content in _data(editions).items()} | {
            folder / cache.manifest_name: manifest
        }
        seconds = {file.record.file: file.seconds for _, made in editions for file in made}
        outputs = _in_order(Output(folder / name, record, seconds[name]) for name, record in built.items())
        removed = [folder / record.file for record, goes in outdated if goes]
        return cls(folder, editions, files, Build(outputs, warnings, removed, agreements))

    def due(self, places: Mapping[Path, Path]) -> Iterator[Due]:
        """The files that owe acknowledgement, in these places."""
        for edition, files in self.editions:
            for one in files:
                if edition.owes(one.record) and one.record.imposition is None:
                    path = self.folder / one.record.file
                    yield Due(path, places.get(path, path), edition.owed, one.proven)


def _put(changes: Sequence[_Change], pool: Pool | None) -> None:
    """Put the files of these changes in their places, all together, once they are proven."""
    files = {path: data for change in changes for path, data in change.files.items()}
    with staged(files, gone=[path for change in changes for path in change.build.removed]) as places:
        if problems := prove([due for change in changes for due in change.due(places)], pool):
            raise DiagnosticError(*problems)


def _in_order(outputs: Iterable[Output]) -> list[Output]:
    order = {form: at for at, form in enumerate(FORMATS)}
    return sorted(
        outputs,
        key=lambda one: (
            one.record.document,
            one.record.part or "",
            one.record.edition or "",
            order[one.record.format],
            one.record.file,
        ),
    )
