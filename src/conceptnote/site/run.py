"""`conceptnote site`: from event files to a folder that can be put on any web server as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conceptnote.build.press import Press
from conceptnote.build.proof import prove
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.site.folder import check_folder, put

if TYPE_CHECKING:
    from conceptnote.build.run import Progress
    from conceptnote.site.papers import Offer

PAGE = "index.html"
_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


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

    With one event its page and its files stand in the folder itself; with several, each has a folder that is named
    like its event file. `base_url` is where the folder will be found. Raises DiagnosticError with all that is wrong
    with an event, and what `offer` raises; the folder is then as it was.
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
    changed = put(folder, files, lambda stage: _prove(stage, folder, offers))
    warnings = [warning for one in offers.values() for warning in one.edition.warnings]
    offered = {name for one in offers.values() for name in one.data}
    return Site(folder, list(files), changed, [*dict.fromkeys(warnings), *_left(folder, files, offered)])


def _names(events: Sequence[Path]) -> list[str]:
    """The folder of each event, empty for a single one."""
    if len(events) == 1:
        return [""]
    problems = []
    for at, event in enumerate(events):
        if not _STEM.fullmatch(event.stem):
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


def _files(offers: dict[str, Offer], address: str | None) -> dict[str, bytes]:
    from conceptnote.site.page import Listed, event_page, list_page

    files: dict[str, bytes] = {}
    for name, one in offers.items():
        before = f"{name}/" if name else ""
        page = event_page(one, address and address + before, one_of_many=bool(name))
        files |= {before + file: data for file, data in {PAGE: page, **one.data}.items()}
    if "" not in offers:
        files[PAGE] = list_page([Listed(name, one) for name, one in offers.items()], address)
    return dict(sorted(files.items()))


def _prove(stage: Path, folder: Path, offers: dict[str, Offer]) -> None:
    """Hold the files of each event, and its page, against what its funders are promised."""
    problems = []
    for name, one in offers.items():
        due = [file.name for file in one.files if one.edition.owes(file)]
        owing = [*due, PAGE] if due else []
        places = {folder / name / file: stage / name / file for file in owing}
        problems += prove(places, one.edition.promises)
    if problems:
        raise DiagnosticError(*problems)


def _left(folder: Path, files: dict[str, bytes], offered: set[str]) -> Iterator[Diagnostic]:
    """What is of an earlier site and was not made now, and is still to be found under its address.

    That are the pages of other events, and the files of a single one where each has a folder now.
    """
    pages = (page.parent.name for page in sorted(folder.glob(f"[!.]*/{PAGE}")))
    pages_left = [name for name in pages if f"{name}/{PAGE}" not in files]
    files_left = [name for name in sorted(offered) if name not in files and (folder / name).is_file()]
    for name in [*pages_left, *files_left]:
        message = "this is of an earlier site, and was not made now; its address still leads to it"
        hint = "give its event file too, or take it away once nobody needs it"
        at = Location(str(folder / name))
        yield Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)
