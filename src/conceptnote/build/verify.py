"""Files from anywhere, held against what the event's funders are promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.manifest import COLLECTION_NAME, Entry, Manifest
from conceptnote.build.outputs import default_folder, folder_of
from conceptnote.build.proof import prove
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.project import Project, find_project

if TYPE_CHECKING:
    from conceptnote.build.imposing import Claim


def built_to_be_proven(folder: Path) -> list[Path]:
    """The files in an output folder of which its manifest says that they were proven."""
    return [folder / entry.file for entry in Manifest.read(folder).entries.values() if _proven(entry)]


def _proven(entry: Entry) -> bool:
    return entry.acknowledgement.startswith("proven")


def verify_events(events: Sequence[Path]) -> tuple[list[str], list[Diagnostic]]:
    """What `verify` says of the files that were built of each event, and of several together; and all problems.

    Files lie where `build` puts them unless it is told. An event of which nothing was built is a problem.
    """
    lines: list[str] = []
    problems: list[Diagnostic] = []
    projects: list[Project] = []
    for event in events:
        try:
            project = find_project(event)
            if project.event_file not in [other.event_file for other in projects]:
                projects.append(project)
                lines += _verified(event, folder_of(project))
        except DiagnosticError as error:
            problems += error.diagnostics
    if len(projects) > 1:
        for root in dict.fromkeys(project.root for project in projects):
            said, wrong = _of_all(root, default_folder(root))
            lines += said
            problems += wrong
    return lines, list(dict.fromkeys(problems))


def _verified(event: Path, folder: Path) -> list[str]:
    if not Manifest.read(folder).entries:
        message = f"there are no files of {event} here to look at: no build has left its manifest"
        hint = "run conceptnote build"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_STALE, message, Location(str(folder)), hint=hint))
    return verify(event, built_to_be_proven(folder)) or [f"{event}: no file of it owes an acknowledgement"]


def _of_all(root: Path, folder: Path) -> tuple[list[str], list[Diagnostic]]:
    """The same of papers of several events: what owes an acknowledgement owes it to the funders of each."""
    lines: list[str] = []
    problems: list[Diagnostic] = []
    for entry in Manifest.read(folder, COLLECTION_NAME).entries.values():
        named = entry.options.get("events")
        for name in named if _proven(entry) and isinstance(named, list) else ():
            try:
                lines += verify(root / str(name), [folder / entry.file])
            except DiagnosticError as error:
                problems += error.diagnostics
    return lines, problems


def verify(event_file: Path, files: Sequence[Path]) -> list[str]:
    """A line for each file that shows all that the funders of an event are promised.

    Of a file whose pages are imposed, the one that it is of is looked at, and then whether it is made of that.
    Raises DiagnosticError with what is missing, page by page, and with all that is wrong with the event.
    """
    from conceptnote.build.render import funders_promises
    from conceptnote.source.load import load_event

    promised = funders_promises(load_event(event_file))
    claims = dict(_claims(files))
    sources = {path: path.with_name(claim.source) for path, claim in claims.items()}
    looked_at = dict.fromkeys(sources.get(path, path) for path in files)
    problems = prove({path: path for path in looked_at}, promised)
    if problems := [*problems, *_otherwise_made(claims, sources)]:
        raise DiagnosticError(*problems)
    whom = ", ".join(promise.party for promise in promised)
    said = f"acknowledges {whom}" if whom else "this event has no funder to acknowledge"
    return [f"{path}: imposed from {sources[path]}: {said}" if path in sources else f"{path}: {said}" for path in files]


def _claims(files: Sequence[Path]) -> Iterator[tuple[Path, Claim]]:
    from conceptnote.build.imposing import claim_of

    for path in files:
        try:
            claim = claim_of(path.read_bytes())
        except OSError:  # which is told when it is looked at
            continue
        if claim is not None:
            yield path, claim


def _otherwise_made(claims: Mapping[Path, Claim], sources: Mapping[Path, Path]) -> Iterator[Diagnostic]:
    """Imposed files that are not made of the file that they name."""
    from conceptnote.build.imposing import is_made_of
    from conceptnote.theme.theme import load_theme

    for path, claim in claims.items():
        try:
            source = sources[path].read_bytes()
        except OSError:
            continue
        if not is_made_of(path.read_bytes(), claim, source, load_theme()):
            message = f"it says that it is imposed from {sources[path]}, and is not what that gives"
            hint = "build both again, or print the one that it names"
            yield Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(str(path)), hint=hint)
