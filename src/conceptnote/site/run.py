"""`conceptnote site`: from event files to a folder for any web server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field

from conceptnote.build.hashing import file_hash, sha256
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.proof import Due, prove
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.regularfile import real_path
from conceptnote.site.folder import check_folder, put
from conceptnote.site.record import FOLDER, NAME, PAGE, Made, Record, SiteAllowance
from conceptnote.source.project import Project, opened, root_of

if TYPE_CHECKING:
    from conceptnote.site.papers import Offer

Offers = dict[str, "Sequence[Offer]"]
"""The content of each event's pages in each of its languages, the main one first, by the name of its folder."""


class Site(Struct, frozen=True):
    """A site in its folder: all files, those changed, those removed, and warnings."""

    folder: Path
    files: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[str] = ()
    warnings: list[Diagnostic] = field(default_factory=list)


def make_site(
    events: Sequence[Path | Project],
    folder: Path,
    *,
    base_url: str | None = None,
    allowed: Collection[SiteAllowance] = (),
    progress: Progress = SILENT,
    pool: Pool | None = None,
    dry_run: bool = False,
) -> Site:
    """Make the page of an event, or of several a page for each and one that lists them.

    The page of an event and its files stand in a folder that is named like its event file (or like its project, where
    two files are called alike), and those in its other
    languages in folders of that, so that their addresses are the same however many events there are; a single one's
    page is the site's first as well. `base_url` is where the folder will be found. Raises DiagnosticError with all that
    is wrong with an event, and what `offers_of` raises; the folder is then as it was, and in a `dry_run` in any case.
    """
    from conceptnote.site.page import GENERATOR
    from conceptnote.site.papers import offers_of

    address = _address(base_url)
    names = _names([Path(event.shown) if isinstance(event, Project) else event for event in events])
    check_folder(folder, GENERATOR, dry_run=dry_run)
    offers: Offers = {}
    problems: list[Diagnostic] = []
    with nullcontext(pool) if pool is not None else closing(Pool()) as used:
        for name, event in zip(names, events, strict=True):
            try:
                offers[name] = offers_of(opened(event), allowed=allowed, progress=progress, pool=used)
            except DiagnosticError as error:
                problems += error.diagnostics
        if problems:
            raise DiagnosticError(*problems)
        files = _files(offers, address)
        gone = list(_gone(folder, files, offers))
        changed = put(folder, files, gone, lambda stage: _prove(stage, folder, offers, used), dry_run=dry_run)
    warnings = [warning for one in _each(offers) for warning in one.edition.warnings]
    return Site(folder, list(files), changed, gone, [*dict.fromkeys(warnings), *_left(folder, files)])


def _names(events: Sequence[Path]) -> list[str]:
    """The folder of each event: its file's name, or that of its project's folder if two files have the same name."""
    stems = Counter(event.stem.casefold() for event in events)
    names = [event.stem if stems[event.stem.casefold()] == 1 else root_of(event).name for event in events]
    problems = []
    for at, (event, name) in enumerate(zip(events, names, strict=True)):
        if not FOLDER.fullmatch(name):
            problems.append((event, f"“{name}” would be part of an address, where only a–z, 0–9, - and _ are allowed"))
        elif name.casefold() in {other.casefold() for other in names[:at]}:
            problems.append((event, f"two event files are called “{event.stem}”, which names the folder of the page"))
    if problems:
        hint = "rename the event file"
        raise DiagnosticError(
            *(Diagnostic(Code.OUTPUT_NAME_TAKEN, text, Location(str(event)), hint=hint) for event, text in problems)
        )
    return names


def _address(base_url: str | None) -> str | None:
    if base_url is None:
        return None
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        hint = "write where the site will be found: https://events.example.org/"
        at = Location("--base-url")
        message = f"“{base_url}” is not a web address"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, hint=hint))
    return base_url.rstrip("/") + "/"


def _files(offers: Offers, address: str | None) -> dict[str, bytes]:
    from conceptnote.site.page import Listed, event_page, list_page

    several, files = len(offers) > 1, dict[str, bytes]()
    for name, languages in offers.items():
        where = address and f"{address}{name}/"
        for one in languages:
            page = event_page(one, languages, where, before="../" if one.folder else "", one_of_many=several)
            made = {f"{one.folder}{PAGE}": page, **one.data}
            files |= {f"{name}/{file}": data for file, data in made.items()}
        if not several:
            files[PAGE] = event_page(languages[0], languages, where, before=f"{name}/")
    if several:
        files[PAGE] = list_page([Listed(name, languages) for name, languages in offers.items()], address)
    files[NAME] = _record(offers, files).to_bytes()
    return dict(sorted(files.items()))


def _each(offers: Offers) -> Iterator[Offer]:
    for languages in offers.values():
        yield from languages


def _record(offers: Offers, files: Mapping[str, bytes]) -> Record:
    from conceptnote.doc.contents import file_of

    made = []
    for name, languages in offers.items():
        source = languages[0].edition.source
        folder = source.project.event_file.parent
        pictures = {file_of(asset) for one in languages for asset in one.edition.assets}
        made.append(Made.of(source, name, [real_path(folder / picture) for picture in pictures]))
    return Record(made, {name: sha256(data) for name, data in sorted(files.items())})


def _gone(folder: Path, files: Mapping[str, bytes], offers: Offers) -> Iterator[str]:
    """Earlier files of these events that are no longer made, unless somebody has changed them since."""
    earlier = Record.read(folder)
    for name, value in earlier.files.items() if earlier else ():
        if name not in files and name.partition("/")[0] in offers and file_hash(folder / name) == value:
            yield name


def _prove(stage: Path, folder: Path, offers: Offers, pool: Pool) -> None:
    """Prove the acknowledgements in the files of each event, and in its pages."""
    files: list[Due] = []
    for name, languages in offers.items():
        for one in languages:
            due = [file.record.file for file in one.files if one.edition.owes(file.record)]
            owing = [f"{name}/{file}" for file in (*due, f"{one.folder}{PAGE}")] if due else []
            owing += [PAGE] if due and len(offers) == 1 and not one.folder else []
            files += [Due(folder / file, stage / file, one.edition.obligations) for file in owing]
    if problems := prove(files, pool):
        raise DiagnosticError(*problems)


def _left(folder: Path, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The pages of other events, which stay available under their addresses."""
    for page in sorted(folder.glob(f"[!.]*/{PAGE}")):
        if f"{page.parent.name}/{PAGE}" not in files:
            message = "this page is from an earlier site and was not made again; its address still leads to it"
            hint = "give its event file too, or remove it once nobody needs it"
            at = Location(str(page.parent))
            yield Diagnostic(Code.OUTPUT_STALE, message, at, hint=hint, severity=Severity.WARNING)
