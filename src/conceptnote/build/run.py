"""One build: from an event file to files that are finished, proven and in their place, or to what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.entries import Editions, entries_of, settings_of
from conceptnote.build.manifest import (
    COLLECTION_NAME,
    NAME,
    Entry,
    Manifest,
)
from conceptnote.build.outputs import default_folder, folder_of, output_folder, staged
from conceptnote.build.press import Press
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.proof import prove
from conceptnote.build.request import ALL_FORMATS, Request
from conceptnote.build.shelf import Shelf
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.project import Project, find_project
from conceptnote.source.templates import Templates

if TYPE_CHECKING:
    from conceptnote.build.render import Edition
    from conceptnote.export.approvals import Agreement
    from conceptnote.source.load import Source
    from conceptnote.source.world import World

INTERNAL = "internal"
"""The folder for papers that are not for the public, in the output folder."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file in its place; `seconds` is None where it was there already, and nothing had changed."""

    path: Path
    entry: Entry
    seconds: float | None = None

    @property
    def pages(self) -> int | None:
        """How many pages it has, where its format has pages."""
        return self.entry.pages


@dataclass(frozen=True, slots=True)
class Build:
    """What a build left: its files, what it warned of, earlier files that it took away, what funders agreed to."""

    outputs: list[Output]
    warnings: list[Diagnostic] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)


def opened_for(request: Request, world: World | None = None) -> Project:
    """The project that a request is about, with what it sets. Raises what `find_project` raises."""
    return find_project(request.event_file, request.values, request.value_files, world)


def build(
    request: Request, progress: Progress = SILENT, press: Press | None = None, *, project: Project | None = None
) -> Build:
    """Build what is asked for, prove it, and put it in its place once all of it is done.

    What is there already and would come out the same is left alone. Internal papers go into a folder of their own.
    `progress` is told how many files there will be, and each as it is finished; a `press` that is given is used and
    left running, and so is a `project`, which else is opened. Raises DiagnosticError with all that is wrong; earlier
    files are then as they were.
    """
    project = project or opened_for(request)
    with ExitStack() as stack:
        ready = [_prepared(one, project, folder, progress, press, stack) for one, folder in _apart(request, project)]
        _put([one for one in ready if isinstance(one, _Change)])
        return _together(one.build if isinstance(one, _Change) else one for one in ready)


def unchanged(request: Request, project: Project) -> Build | None:
    """What a build would leave as it is; None where there is something to be built. Next to nothing is loaded for it.

    Raises DiagnosticError for values that cannot be set.
    """
    there = [_unchanged(_shelf(one, project, folder), one) for one, folder in _apart(request, project)]
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
    """What is public and what is internal of what is asked for, each with the folder where it goes."""
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
    request: Request, project: Project, folder: Path, progress: Progress, press: Press | None, stack: ExitStack
) -> Build | _Change:
    """What is there already, or a build but for its last step; the stack holds its folder open."""
    shelf = _shelf(request, project, folder)
    if there := _unchanged(shelf, request):
        return there
    within = None if request.output_dir else project.root
    stack.enter_context(output_folder(shelf.folder, within))
    editions = rendered_languages(request, project, progress, press)
    if not request.force and (edited := list(shelf.edited(_data(editions)))):
        raise DiagnosticError(*edited)
    return _Change.of(shelf, request, editions)


def _unchanged(shelf: Shelf, request: Request) -> Build | None:
    entries = shelf.unchanged(request)
    return Build(_in_order(Output(shelf.folder / entry.file, entry) for entry in entries)) if entries else None


def check_built(request: Request, press: Press | None = None, *, project: Project | None = None) -> None:
    """Hold the output folder against what a build would leave there; nothing is written.

    `press` and `project` are those of `build`. Raises DiagnosticError with each file that is missing, different or too
    much.
    """
    project = project or opened_for(request)
    problems: list[Diagnostic] = []
    for one, folder in _apart(request, project):
        problems += _differences(one, project, folder, press)
    if problems:
        raise DiagnosticError(*problems)


def _differences(request: Request, project: Project, folder: Path, press: Press | None) -> list[Diagnostic]:
    shelf = _shelf(request, project, folder)
    editions = rendered_languages(request, project, SILENT, press)
    built = entries_of(editions)
    leaving = [entry for entry, _ in shelf.outdated(request, built)]
    return list(shelf.differences(_data(editions), leaving)) or list(shelf.misrecorded(built))


def _shelf(request: Request, project: Project, folder: Path) -> Shelf:
    documents = project.once(Templates).documents(collection=bool(request.events))
    others, record = _collected(request, project), COLLECTION_NAME if request.events else NAME
    return Shelf.of(folder, project, documents, settings_of(project), others, record)


def _collected(request: Request, project: Project) -> list[Project]:
    """The projects of the events of a collection, in the same world."""
    return [opened_for(replace(request, event_file=one), project.world) for one in request.events.values()]


def rendered_languages(request: Request, project: Project, progress: Progress, press: Press | None) -> Editions:
    """What is asked for, composed, and its files in memory, in every language that is asked for: the main one first.

    All are composed before any is rendered, so that what is wrong in one is known at once. Raises DiagnosticError with
    all that is wrong, each once.
    """
    with ExitStack() as stack:
        if not request.needs_press:
            press = None
        elif press is None:
            press = stack.enter_context(closing(Press()))

        # What follows is slow to import: the press is at work meanwhile.
        from conceptnote.build.render import edition_for

        composed: list[Edition] = []
        problems: list[Diagnostic] = []
        for source in _sources(request, project):
            try:
                composed.append(edition_for(request, source))
            except DiagnosticError as error:
                problems += error.diagnostics
        if problems:
            raise DiagnosticError(*dict.fromkeys(problems))
        progress.expected(sum(edition.steps for edition in composed))
        return [(edition, list(edition.render(press, progress))) for edition in composed]


def _sources(request: Request, project: Project) -> list[Source]:
    """The event, or the collection, in each language that is asked for."""
    from conceptnote.source.collection import load_collected_languages
    from conceptnote.source.load import load_languages

    if request.events:
        return load_collected_languages(_collected(request, project), request.audience, request.languages)
    return load_languages(project, request.languages)


def _data(editions: Editions) -> dict[str, bytes]:
    return {file.name: file.data for _, files in editions for file in files}


@dataclass(frozen=True, slots=True)
class _Change:
    """What a build is about to make of an output folder: its files with their manifest, and those that go."""

    folder: Path
    editions: Editions
    files: Mapping[Path, bytes]
    build: Build

    @classmethod
    def of(cls, shelf: Shelf, request: Request, editions: Editions) -> _Change:
        """The files that were rendered, their manifest, and what they make outdated."""
        folder = shelf.folder
        built = entries_of(editions)
        outdated = list(shelf.outdated(request, built))
        left = [entry for entry, goes in outdated if not goes and entry.document in shelf.documents]
        said = dict.fromkeys(warning for edition, _ in editions for warning in edition.warnings)
        agreements = list(dict.fromkeys(one for edition, _ in editions for one in edition.agreements))
        warnings = [*said, *(shelf.left_behind(entry) for entry in left)]
        dropped = {entry.file for entry, _ in outdated if entry not in left}
        kept = {name: entry for name, entry in shelf.manifest.entries.items() if name not in dropped}
        manifest = Manifest({**kept, **built}, len(warnings) + len(agreements)).to_bytes()
        files = {folder / name: content for name, content in _data(editions).items()} | {
            folder / shelf.record: manifest
        }
        seconds = {file.name: file.seconds for _, made in editions for file in made}
        outputs = _in_order(Output(folder / name, entry, seconds[name]) for name, entry in built.items())
        removed = [folder / entry.file for entry, goes in outdated if goes]
        return cls(folder, editions, files, Build(outputs, warnings, removed, agreements))

    def proof(self, places: Mapping[Path, Path]) -> Iterator[Diagnostic]:
        """What the funders are promised and the files, which lie in these places, do not show."""
        for edition, files in self.editions:
            due = [self.folder / file.name for file in files if edition.owes(file) and file.imposition is None]
            yield from prove({path: places.get(path, path) for path in due}, edition.owed) if due else ()


def _put(changes: Sequence[_Change]) -> None:
    """Put the files of these changes in their places, all of them together, once they are proven."""
    files = {path: data for change in changes for path, data in change.files.items()}
    with staged(files, gone=[path for change in changes for path in change.build.removed]) as places:
        if problems := [problem for change in changes for problem in change.proof(places)]:
            raise DiagnosticError(*problems)


def _in_order(outputs: Iterable[Output]) -> list[Output]:
    order: Mapping[str, int] = {form: at for at, form in enumerate(ALL_FORMATS)}
    return sorted(
        outputs,
        key=lambda one: (one.entry.unit, one.entry.edition or "", order[one.entry.format], one.entry.file),
    )
