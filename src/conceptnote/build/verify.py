"""Compare files from anywhere with the obligations to an event's funders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from conceptnote.build.apart import apart, limit_message
from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import COLLECTION_NAME, Manifest
from conceptnote.build.outputs import default_folder, folder_of
from conceptnote.build.proof import Due, prove
from conceptnote.build.record import Record
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.limits import LimitMet
from conceptnote.regularfile import read_regular
from conceptnote.source.project import Project, find_project, opened
from conceptnote.source.world import World

if TYPE_CHECKING:
    from conceptnote.build.imposing import Claim
    from conceptnote.check.obligation import Obligation

Promised: TypeAlias = "Mapping[str, tuple[Obligation, ...]]"

_TOGETHER = 8
"""How many files one process reads."""

_LARGEST = 100 * 1024 * 1024 + 1
"""The most bytes read of a file, in any format."""


def built_to_be_proven(folder: Path) -> list[Path]:
    """The files in an output folder that were proven, by its manifest."""
    return [folder / record.file for record in Manifest.read(folder).records.values() if _proven(record)]


def _proven(record: Record) -> bool:
    return record.acknowledgement.startswith("proven")


def verify_events(events: Sequence[Path | Project]) -> tuple[list[str], list[Diagnostic]]:
    """The results of `verify` for the built files of each event, and of several together; and all problems.

    Files are where `build` puts them by default. An event without built files is a problem.
    """
    lines: list[str] = []
    problems: list[Diagnostic] = []
    projects: list[Project] = []
    for event in events:
        try:
            project = opened(event)
            if project.event_file not in [other.event_file for other in projects]:
                projects.append(project)
                lines += _verified(project, folder_of(project))
        except DiagnosticError as error:
            problems += error.diagnostics
    if len(projects) > 1:
        for root in dict.fromkeys(project.root for project in projects):
            text, wrong = _of_all(root, default_folder(root), projects[0].world)
            lines += text
            problems += wrong
    return lines, list(dict.fromkeys(problems))


def _verified(event: Project, folder: Path) -> list[str]:
    if not Manifest.read(folder).records:
        message = f"there are no built files of {event.shown} here"
        hint = "run conceptnote build"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_STALE, message, Location(str(folder)), hint=hint))
    return verify(event, built_to_be_proven(folder)) or [f"{event.shown}: none of its files needs an acknowledgement"]


def _of_all(root: Path, folder: Path, world: World) -> tuple[list[str], list[Diagnostic]]:
    """The same for papers of several events, which must acknowledge the funders of each."""
    lines: list[str] = []
    problems: list[Diagnostic] = []
    for record in Manifest.read(folder, COLLECTION_NAME).records.values():
        named = record.options.get("events")
        for name in named if _proven(record) and isinstance(named, list) else ():
            try:
                lines += verify(find_project(root / str(name), world=world), [folder / record.file])
            except DiagnosticError as error:
                problems += error.diagnostics
    return lines, problems


def verify(event: Path | Project, files: Sequence[Path]) -> list[str]:
    """A line for each file that meets all obligations to the funders of an event.

    For a file with imposed pages, its source is checked, and then the imposition. In an event with several languages,
    the obligations are those in the file's language, otherwise in the main one. Files are read in a process with limits
    (build/apart.py). Raises DiagnosticError with what is missing, page by page, and with all mistakes in the event.
    """
    from conceptnote.build.obligations import funders_obligations
    from conceptnote.source.load import load_languages

    by_language: dict[str, tuple[Obligation, ...]] = {
        source.event.language: funders_obligations(source) for source in load_languages(event)
    }
    lines: list[str] = []
    problems: list[Diagnostic] = []
    for at in range(0, len(files), _TOGETHER):
        text, wrong = _looked_at_apart(files[at : at + _TOGETHER], by_language)
        lines += text
        problems += wrong
    if problems:
        raise DiagnosticError(*dict.fromkeys(problems))
    return lines


def _looked_at_apart(files: Sequence[Path], by_language: Promised) -> tuple[list[str], list[Diagnostic]]:
    try:
        return apart(_looked_at, files, by_language)
    except LimitMet as met:
        if len(files) == 1:
            message, hint = limit_message(met)
            return [], [Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(str(files[0])), hint=hint)]
    # One of them has crashed the process: each alone shows which.
    each = [_looked_at_apart([path], by_language) for path in files]
    return [line for lines, _ in each for line in lines], [one for _, problems in each for one in problems]


def _looked_at(files: Sequence[Path], by_language: Promised) -> tuple[list[str], list[Diagnostic]]:
    """A line for each of these files, and their problems."""
    claims = dict(_claims(files))
    sources = {path: path.with_name(claim.source) for path, claim in claims.items()}
    promised = {path: _promised(path, by_language) for path in (sources.get(path, path) for path in files)}
    problems = prove([Due(path, path, obligations) for path, obligations in promised.items()], foreign=True)
    unproven = {problem.location.file for problem in problems if problem.location is not None}
    # A sound file is imposed again to compare.
    sound = {path: claim for path, claim in claims.items() if str(sources[path]) not in unproven}
    problems += _otherwise_made(sound, sources)
    lines = [_line(path, sources.get(path), promised[sources.get(path, path)]) for path in files]
    return lines + [line for path in files if path.suffix.lower() == ".docx" for line in _edited(path)], problems


def _edited(path: Path) -> Iterator[str]:
    """That a Word file is a changed build of ours: its edits can be merged into the event file."""
    from conceptnote.read.package import Package
    from conceptnote.read.paper_id import paper_id
    from conceptnote.read.unreadable import UnreadableFile

    record = Manifest.read(path.parent).records.get(path.name)
    try:
        data = read_regular(path, _LARGEST)
        known = record is None or record.sha256 != sha256(data)
        if known and paper_id(Package(data)):
            yield f"{path}: to bring its edits into the event file: conceptnote merge {path}"
    except (OSError, UnreadableFile):
        return


def _promised(path: Path, by_language: Promised) -> tuple[Obligation, ...]:
    """The obligations of a file, in its language; an unreadable one is reported when it is checked."""
    main, *others = by_language
    if not others:
        return by_language[main]
    from conceptnote.read.language import language_of

    try:
        text = language_of(read_regular(path, _LARGEST))
    except OSError:
        text = None
    return by_language.get(text or main, by_language[main])


def _line(path: Path, source: Path | None, obligations: tuple[Obligation, ...]) -> str:
    whom = ", ".join(obligation.party for obligation in obligations)
    text = f"acknowledges {whom}" if whom else "this event has no funder to acknowledge"
    return f"{path}: imposed from {source}: {text}" if source else f"{path}: {text}"


def _claims(files: Sequence[Path]) -> Iterator[tuple[Path, Claim]]:
    from conceptnote.build.imposing import claim_of

    for path in files:
        try:
            claim = claim_of(read_regular(path, _LARGEST))
        except OSError:  # which is reported when it is checked
            continue
        if claim is not None:
            yield path, claim


def _otherwise_made(claims: Mapping[Path, Claim], sources: Mapping[Path, Path]) -> Iterator[Diagnostic]:
    """Imposed files that differ from the imposition of their source."""
    from conceptnote.build.imposing import is_made_of
    from conceptnote.theme.theme import load_theme

    theme = load_theme()
    for path, claim in claims.items():
        try:
            data, source = (read_regular(each, _LARGEST) for each in (path, sources[path]))
        except OSError:
            continue
        if not is_made_of(data, claim, source, theme):
            message = f"it says that it is imposed from {sources[path]}, but that file gives a different one"
            hint = "build both again, or print {sources[path]}"
            yield Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(str(path)), hint=hint)
