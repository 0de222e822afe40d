"""One build: from an event file to files that are finished, proven and in their place, or to what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.manifest import (
    COLLECTION_NAME,
    NAME,
    Acknowledgement,
    Entry,
    Manifest,
    hash_inputs,
    hash_settings,
    sha256,
    tool_version,
)
from conceptnote.build.outputs import clear, default_folder, folder_of, output_folder, staged
from conceptnote.build.press import Press
from conceptnote.build.proof import prove
from conceptnote.build.request import ALL_FORMATS, EXPORTS, Request
from conceptnote.build.shelf import Shelf
from conceptnote.datapath import format_path
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.doc.nodes import file_of
from conceptnote.pageformat import PageFormat
from conceptnote.source.overrides import Override, read_overrides
from conceptnote.source.project import Project, find_project
from conceptnote.source.templates import Templates

if TYPE_CHECKING:
    from conceptnote.build.render import Edition, File
    from conceptnote.export.approvals import Agreement
    from conceptnote.source.load import Source

Progress = Callable[[str], None]
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


def build(request: Request, progress: Progress = lambda _: None, press: Press | None = None) -> Build:
    """Build what is asked for, prove it, and put it in its place once all of it is done.

    What is there already and would come out the same is left alone. Internal papers go into a folder of their own.
    `progress` is told the name of each file as it is finished; a `press` that is given is used and left
    running. Raises DiagnosticError with all that is wrong; earlier files are then as they were.
    """
    with ExitStack() as stack:
        ready = [_prepared(one, folder, progress, press, stack) for one, folder in _apart(request)]
        return _together(put() for put in ready)


def unchanged(request: Request) -> Build | None:
    """What a build would leave as it is; None where there is something to be built. Next to nothing is loaded for it.

    Raises DiagnosticError where there is no such event, and for values that cannot be set.
    """
    there = [_unchanged(_shelf(one, folder), one) for one, folder in _apart(request)]
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


def _apart(request: Request) -> list[tuple[Request, Path]]:
    """What is public and what is internal of what is asked for, each with the folder where it goes."""
    project = find_project(request.event_file)
    templates = Templates(project)
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
    request: Request, folder: Path, progress: Progress, press: Press | None, stack: ExitStack
) -> Callable[[], Build]:
    """A build but for its last step, which puts the files in their place; the stack holds its folder open."""
    shelf = _shelf(request, folder)
    if there := _unchanged(shelf, request):
        return lambda: there
    within = None if request.output_dir else find_project(request.event_file).root
    stack.enter_context(output_folder(shelf.folder, within))
    edition, files = rendered(request, progress, press)
    if not request.force and (edited := list(shelf.edited({file.name: file.data for file in files}))):
        raise DiagnosticError(*edited)
    return lambda: _put(shelf, edition, files)


def _unchanged(shelf: Shelf, request: Request) -> Build | None:
    clear(shelf.folder)
    entries = shelf.unchanged(request)
    return Build(_in_order(Output(shelf.folder / entry.file, entry) for entry in entries)) if entries else None


def check_built(request: Request, press: Press | None = None) -> None:
    """Hold the output folder against what a build would leave there; nothing is written.

    Raises DiagnosticError with each file that is missing, different or too much.
    """
    problems: list[Diagnostic] = []
    for one, folder in _apart(request):
        problems += _differences(one, folder, press)
    if problems:
        raise DiagnosticError(*problems)


def _differences(request: Request, folder: Path, press: Press | None) -> list[Diagnostic]:
    shelf = _shelf(request, folder)
    edition, files = rendered(request, lambda _: None, press)
    entries = _entries(edition, files)
    leaving = [entry for entry, _ in shelf.outdated(request, entries)]
    return list(shelf.differences({file.name: file.data for file in files}, leaving))


def _shelf(request: Request, folder: Path) -> Shelf:
    project = find_project(request.event_file)
    settings = _settings(read_overrides(request.values, request.value_files, project), project)
    documents = Templates(project).documents(collection=bool(request.events))
    return Shelf.of(folder, project, documents, settings, COLLECTION_NAME if request.events else NAME)


def _settings(overrides: Iterable[Override], project: Project) -> str | None:
    return hash_settings([(format_path(one.path), one.value) for one in overrides], project.event_file)


def rendered(request: Request, progress: Progress, press: Press | None) -> tuple[Edition, list[File]]:
    """What is asked for, composed, and its files in memory. Raises DiagnosticError with all that is wrong."""
    with ExitStack() as stack:
        if not request.needs_press:
            press = None
        elif press is None:
            press = stack.enter_context(closing(Press()))

        # What follows is slow to import: the press is at work meanwhile.
        from conceptnote.build.render import edition_for

        edition = edition_for(request, _source(request))
        files = []
        for file in edition.render(press):
            files.append(file)
            progress(file.name)
        return edition, files


def _source(request: Request) -> Source:
    from conceptnote.source.collection import load_collection
    from conceptnote.source.load import load_event

    overrides = read_overrides(request.values, request.value_files, find_project(request.event_file))
    if request.events:
        return load_collection(list(request.events.values()), overrides, request.audience)
    return load_event(request.event_file, overrides)


def _put(shelf: Shelf, edition: Edition, files: Sequence[File]) -> Build:
    """Put files in their place, once they are proven, with their manifest; and take away what is outdated."""
    folder, request = shelf.folder, edition.request
    built = _entries(edition, files)
    outdated = list(shelf.outdated(request, built))
    going = [entry for entry, goes in outdated if goes]
    left = [entry for entry, goes in outdated if not goes and entry.document in shelf.documents]
    warnings = [*edition.warnings, *(shelf.left_behind(entry) for entry in left)]
    dropped = {entry.file for entry, _ in outdated if entry not in left}
    kept = {name: entry for name, entry in shelf.manifest.entries.items() if name not in dropped}
    manifest = Manifest({**kept, **built}, len(warnings) + len(edition.agreements)).to_bytes()
    data = {folder / file.name: file.data for file in files} | {folder / shelf.record: manifest}
    changed = {path: content for path, content in data.items() if not _holds(path, content)}
    with staged(changed) as places:
        due = [folder / file.name for file in files if edition.owes(file) and file.imposition is None]
        if problems := prove({path: places.get(path, path) for path in due}, edition.promises):
            raise DiagnosticError(*problems)
    removed = [folder / entry.file for entry in going]
    for path in removed:
        path.unlink(missing_ok=True)
    seconds = {file.name: file.seconds for file in files}
    outputs = _in_order(Output(folder / name, entry, seconds[name]) for name, entry in built.items())
    return Build(outputs, warnings, removed, edition.agreements)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _entries(edition: Edition, files: Sequence[File]) -> dict[str, Entry]:
    source, request = edition.source, edition.request
    folder = source.project.event_file.parent
    named = [(folder / name).resolve() for name in map(file_of, edition.assets)]
    named += [*source.included, *(one.file for one in source.overrides if one.file is not None)]
    named += [unit.recipients.file for unit in edition.units.values() if unit.recipients]
    inputs = hash_inputs(source.project.root, source.project.event_file, named)
    usual = Templates(source.project).usual(source.event.papers)
    return {
        file.name: Entry(
            file=file.name,
            document=file.document.partition(".")[0],
            format=file.format,
            language=source.event.language,
            pages=file.pages,
            words=0 if file.format in EXPORTS else edition.words(file.document),
            bytes=len(file.data),
            sha256=sha256(file.data),
            standards=request.standards(file.format) if file.imposition is None else (),
            acknowledgement=_acknowledgement(edition, file),
            options=request.options(file.format, edition.formats.get(file.document, PageFormat())),
            inputs=inputs,
            tool=tool_version(),
            audience=request.audience,
            set=_settings(source.overrides, source.project),
            asked=request.asked(file.format),
            usual=usual,
            imposition=file.imposition,
            blank=file.blank,
            internal=file.format not in EXPORTS and edition.units[file.document].private,
            part=file.document.partition(".")[2] or None,
        )
        for file in files
    }


def _acknowledgement(edition: Edition, file: File) -> Acknowledgement:
    due = edition.promises or any(event.funders for event in edition.source.events.values())
    if not due or file.format in EXPORTS:
        return "none due"
    if not edition.docs[file.document].metadata.acknowledged:
        return "left out by the template"
    return "proven" if file.imposition is None else "proven on its pages"


def _in_order(outputs: Iterable[Output]) -> list[Output]:
    order: Mapping[str, int] = {form: at for at, form in enumerate(ALL_FORMATS)}
    return sorted(outputs, key=lambda output: (output.entry.unit, order[output.entry.format], output.entry.file))
