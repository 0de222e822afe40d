"""The files of a site that may be published: those that `site` made of the events as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.build.formats import format_of
from conceptnote.build.hashing import sha256
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.publish.papers import Allowance, refuse, unproven, unsettled
from conceptnote.regularfile import read_regular, real_path
from conceptnote.site.folder import recover_site
from conceptnote.site.record import NAME, PAGE, Made, Record

if TYPE_CHECKING:
    from conceptnote.source.load import Source

_AGAIN = "run conceptnote site"


class Site(Struct, frozen=True):
    """The folder of a site, its record, and the sources of its events by folder."""

    folder: Path
    record: Record
    sources: Mapping[str, Source]
    allowed: Collection[Allowance]

    @classmethod
    def of(cls, folder: Path, root: Path, allowed: Collection[Allowance]) -> Site:
        """The site in a folder, with events of the project `root`.

        Raises DiagnosticError if there is none, or with all mistakes in its events.
        """
        recover_site(folder)
        record = Record.read(folder)
        if record is None:
            message = "there is no site to publish: this folder has no record of conceptnote site"
            at = Location(str(folder / NAME))
            raise DiagnosticError(Diagnostic(Code.NOTHING_TO_PUBLISH, message, at, hint=_AGAIN))
        sources: dict[str, Source] = {}
        problems: list[Diagnostic] = []
        for made in record.events:
            try:
                sources[made.folder] = _source(made, root, folder)
            except DiagnosticError as error:
                problems += error.diagnostics
        if problems:
            raise DiagnosticError(*dict.fromkeys(problems))
        return cls(folder, record, sources, allowed)

    @property
    def title(self) -> str:
        """The title of the event, or the number of events."""
        titles = [source.event.title for source in self.sources.values()]
        return titles[0] if len(titles) == 1 else f"{len(titles)} events"

    def read(self) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """The files by name, and warnings.

        Raises DiagnosticError with all problems: one is enough to publish nothing.
        """
        problems = list(self._left_out())
        files: dict[str, bytes] = {}
        for name, value in self.record.files.items():
            found = self._true(name, value)
            if isinstance(found, Diagnostic):
                problems.append(found)
            else:
                files[name] = found
        for made in self.record.events:
            source = self.sources[made.folder]
            problems += unsettled(source, self.allowed)
            if not made.is_still_true(source):
                message = f"the site was made from earlier data of {made.event}, and is not published"
                at = Location(str(self.folder / made.folder))
                problems.append(Diagnostic(Code.OUTPUT_STALE, message, at, hint=_AGAIN))
            due = self._due(made, files) if source.event.funders else ()
            problems += unproven(source, [self.folder / name for name in due], self.allowed)
        problems = list(dict.fromkeys(problems))
        refuse(problems)
        return files, problems

    def _due(self, made: Made, names: Collection[str]) -> Iterator[str]:
        """The files that must acknowledge the funders of an event."""
        alone = len(self.record.events) == 1
        for name in names:
            if (
                (form := format_of(name))
                and form.proof
                and (name.partition("/")[0] == made.folder or (alone and name == PAGE))
            ):
                yield name

    def _true(self, name: str, value: str) -> bytes | Diagnostic:
        """The bytes of a file, if they are unchanged since `site`."""
        at = self.folder / name
        try:
            data = read_regular(at)
        except OSError:
            data = None
        if data is not None and sha256(data) == value:
            return data
        message = "the file is missing" if data is None else "the file was changed after it was made"
        return Diagnostic(
            Code.OUTPUT_STALE, f"{message}, and the site is not published", Location(str(at)), hint=_AGAIN
        )

    def _left_out(self) -> Iterator[Diagnostic]:
        """A warning for each file and folder that is not part of the site."""
        for path in sorted({self.folder / name for name in self._others()}):
            if (path / PAGE).is_file():
                message = "this belongs to an event that is no longer in the site, and is not published"
                hint = "what is already published of it stays; to renew it, give conceptnote site its event file too"
            else:
                message = "this is not a file of the site, and is not published"
                hint = "put it into the branch yourself, where it stays, or remove it"
            yield Diagnostic(Code.LEFT_OUT, message, Location(str(path)), hint=hint, severity=Severity.WARNING)

    def _others(self) -> Iterator[str]:
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            top = name.partition("/")[0]
            if path.is_file() and name not in (NAME, *self.record.files):
                yield name if top in self.record.folders else top


def _source(made: Made, root: Path, folder: Path) -> Source:
    from conceptnote.source.load import load_event

    path = root / made.event
    try:
        shown = path.relative_to(Path.cwd())
    except ValueError:
        shown = path
    if not real_path(path).is_relative_to(root) or not path.is_file():
        message = f"the site was made of {made.event}, which is not an event of this project"
        hint = "name an event file of the project of the site with --event, or make the site again"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_STALE, message, Location(str(folder / NAME)), hint=hint))
    return load_event(shown)
