"""`conceptnote site`: from event files to a folder that can be put on any web server as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conceptnote.build.manifest import file_hash, sha256
from conceptnote.build.press import Press
from conceptnote.build.proof import prove
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.doc.nodes import file_of
from conceptnote.site.folder import check_folder, put
from conceptnote.site.record import FOLDER, NAME, PAGE, Made, Record

if TYPE_CHECKING:
    from conceptnote.build.run import Progress
    from conceptnote.site.papers import Offer


@dataclass(frozen=True, slots=True)
class Site:
    """A site in its folder: all its files, those that have changed, and what there is to say of it."""

    folder: Path
    files: Sequence[str]
    changed: Sequence[str]
    warnings: list[Diagnostic] = field(default_factory=list)


def make_site(
    events: Sequence[Path],
    folder: Path,
    *,
    base_url: str | None = None,
    allow_draft: bool = False,
    progress: Progress = lambda _: None,
    press: Press | None = None,
) -> Site:
    """Make the page of an event, or of several a page for each and one that lists them.

    The page of an event and its files stand in a folder that is named like its event file, so that their addresses
    are the same however many events there are; a single one's page is the site's first as well. `base_url` is where
    the folder will be found. Raises DiagnosticError with all that is wrong with an event, and what `offer` raises; the
    folder is then as it was.
    """
    from conceptnote.site.page import GENERATOR
    from conceptnote.site.papers import offer

    address = _address(base_url)
    names = _names(events)
    check_folder(folder, GENERATOR)
    offers: dict[str, Offer] = {}
    problems: list[Diagnostic] = []
    with nullcontext(press) if press is not None else closing(Press()) as used:
        for name, event in zip(names, events, strict=True):
            try:
                offers[name] = offer(event, allow_draft=allow_draft, progress=progress, press=used)
            except DiagnosticError as error:
                problems += error.diagnostics
    if problems:
        raise DiagnosticError(*problems)
    files = _files(offers, address)
    gone = list(_gone(folder, files, offers))
    changed = put(folder, files, gone, lambda stage: _prove(stage, folder, offers))
    warnings = [warning for one in offers.values() for warning in one.edition.warnings]
    return Site(folder, list(files), changed, [*dict.fromkeys(warnings), *_left(folder, files)])


def _names(events: Sequence[Path]) -> list[str]:
    """The folder of each event."""
    problems = []
    for at, event in enumerate(events):
        if not FOLDER.fullmatch(event.stem):
            problems.append(
                (event, f"“{event.stem}” would be an address, and has other characters than a–z, 0–9, -, _")
            )
        elif event.stem.casefold() in {other.stem.casefold() for other in events[:at]}:
            problems.append((event, f"two event files are called “{event.stem}”, which names the folder of the page"))
    if problems:
        hint = "rename the event file"
        raise DiagnosticError(
            *(Diagnostic(Code.OUTPUT_NAME_TAKEN, said, Location(str(event)), hint=hint) for event, said in problems)
        )
    return [event.stem for event in events]


def _address(base_url: str | None) -> str | None:
    if base_url is None:
        return None
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        hint = "write where the site will be found: https://events.example.org/"
        at = Location("--base-url")
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"“{base_url}” is no web address", at, hint=hint))
    return base_url.rstrip("/") + "/"


def _files(offers: Mapping[str, Offer], address: str | None) -> dict[str, bytes]:
    from conceptnote.site.page import Listed, event_page, list_page

    several, files = len(offers) > 1, dict[str, bytes]()
    for name, one in offers.items():
        where = address and f"{address}{name}/"
        made = {PAGE: event_page(one, where, one_of_many=several), **one.data}
        files |= {f"{name}/{file}": data for file, data in made.items()}
        if not several:
            files[PAGE] = event_page(one, where, before=f"{name}/")
    if several:
        files[PAGE] = list_page([Listed(name, one) for name, one in offers.items()], address)
    files[NAME] = _record(offers, files).to_bytes()
    return dict(sorted(files.items()))


def _record(offers: Mapping[str, Offer], files: Mapping[str, bytes]) -> Record:
    made = []
    for name, one in offers.items():
        source = one.edition.source
        folder = source.project.event_file.parent
        made.append(
            Made.of(source, name, [(folder / picture).resolve() for picture in map(file_of, one.edition.assets)])
        )
    return Record(made, {name: sha256(data) for name, data in sorted(files.items())})


def _gone(folder: Path, files: Mapping[str, bytes], offers: Mapping[str, Offer]) -> Iterator[str]:
    """What was made of these events before and is not any more, unless somebody has changed it since."""
    earlier = Record.read(folder)
    for name, value in earlier.files.items() if earlier else ():
        if name not in files and name.partition("/")[0] in offers and file_hash(folder / name) == value:
            yield name


def _prove(stage: Path, folder: Path, offers: Mapping[str, Offer]) -> None:
    """Hold the files of each event, and its page, against what its funders are promised."""
    problems = []
    for name, one in offers.items():
        due = [file.name for file in one.files if one.edition.owes(file)]
        owing = [*due, PAGE] if due else []
        places = {folder / name / file: stage / name / file for file in owing}
        if due and len(offers) == 1:
            places[folder / PAGE] = stage / PAGE
        problems += prove(places, one.edition.promises)
    if problems:
        raise DiagnosticError(*problems)


def _left(folder: Path, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The pages of other events, which were not made now and are still to be found under their addresses."""
    for page in sorted(folder.glob(f"[!.]*/{PAGE}")):
        if f"{page.parent.name}/{PAGE}" not in files:
            message = "this is of an earlier site, and was not made now; its address still leads to it"
            hint = "give its event file too, or take it away once nobody needs it"
            at = Location(str(page.parent))
            yield Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)
