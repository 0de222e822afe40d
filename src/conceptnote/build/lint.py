"""One reading of an event file: whether it is valid, whether it is right, and how its pages look.

Nothing is rendered without a pool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, ExitCode, Severity
from conceptnote.regularfile import real_path
from conceptnote.source.project import Project, find_project
from conceptnote.source.world import World, this_machine

if TYPE_CHECKING:
    from conceptnote.build.pool import Pool
    from conceptnote.check.event.context import Context
    from conceptnote.check.event.inspect import Inspection
    from conceptnote.check.event.papers import PrintedPaper
    from conceptnote.doc.nodes import Asset
    from conceptnote.pageformat import PaperName
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source


Seen = Literal["nothing", "text", "values", "content"]
"""How far an event was read: it is missing, is not YAML, has invalid values, or was checked completely."""

_UNSEEN: Mapping[Seen, str] = {
    "text": "content was not checked; fix these first",
    "values": "content is checked once these are fixed",
}
_UNPRINTED = "pages were not checked; fix these first"


class Report(Struct, frozen=True):
    """All findings in the order of lines.

    `seen` tells how far the event was read. `unprinted` tells that the pages could not be printed for their checks. It
    is about one event unless `events` says otherwise.
    """

    diagnostics: tuple[Diagnostic, ...]
    silenced: int = 0
    seen: Seen = "content"
    unprinted: bool = False
    events: int = 1
    projects: tuple[Project, ...] = ()
    """Those of the events that there are."""

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        """That of the gravest error; `strict` takes warnings for errors."""
        grave = [found for found in self.diagnostics if strict or found.severity is Severity.ERROR]
        return DiagnosticError(*grave).exit_code if grave else ExitCode.BUILT

    def summary(self, name: Path | str) -> str:
        """The report in a line, with the name of its event."""
        counts = {severity: sum(one.severity is severity for one in self.diagnostics) for severity in Severity}
        parts = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts.items() if count]
        parts += [f"{self.silenced} silenced"] if self.silenced else []
        text = f"{name}: {', '.join(parts) or 'nothing found'}"
        its = "its" if self.events == 1 else "of some, the"
        unseen = _UNSEEN.get(self.seen) or (_UNPRINTED if self.unprinted else None)
        return f"{text}; {its} {unseen}" if unseen else text

    @property
    def complete(self) -> bool:
        """Whether the content was checked: only a valid event is."""
        return self.seen == "content"


def lint(
    events: Path | Project | Sequence[Path | Project],
    today: date,
    values: Sequence[str] = (),
    value_files: Sequence[str] = (),
    audience: str | None = None,
    pool: Pool | None = None,
    paper: PaperName | None = None,
    languages: Sequence[str] = (),
) -> Report:
    """Read one or several event files and check them, as of a day; every problem goes into the report.

    `values`, `value_files`, `audience`, `paper` and `languages` are as in a `Request`; an open project has the first
    two. With a pool, all papers are printed and their pages checked too; no file is written. Findings that several
    languages share are reported once, and so are those in a file that events share. Each event is also compared with
    those before it.
    """
    events = [events] if isinstance(events, Path | Project) else events
    examination = _Linter(today, values, value_files, audience, pool, paper, languages)
    files = {real_path(_file(event)): event for event in reversed(events)}
    reports = [examination.of(event) for event in reversed(files.values())]
    found = DiagnosticError(*dict.fromkeys(problem for one in reports for problem in one.diagnostics)).diagnostics
    return Report(
        tuple(found),
        sum(one.silenced for one in reports),
        min((one.seen for one in reports), key=get_args(Seen).index, default="content"),
        any(one.unprinted for one in reports),
        len(reports),
        tuple(project for one in reports for project in one.projects),
    )


def _file(event: Path | Project) -> Path:
    return event.event_file if isinstance(event, Project) else event


class _Linter(Struct):
    """The questions about each event, and the checked events by file name and language."""

    today: date
    values: Sequence[str]
    value_files: Sequence[str]
    audience: str | None
    pool: Pool | None
    paper: PaperName | None
    languages: Sequence[str]
    world: World = field(default_factory=this_machine)
    seen: dict[str, dict[str, Context]] = field(default_factory=dict)

    def of(self, event: Path | Project) -> Report:
        try:
            if not isinstance(event, Project):
                event = find_project(event, self.values, self.value_files, self.world)
        except DiagnosticError as error:
            return _unread(error)
        return replace(self._read(event), projects=(event,))

    def _read(self, project: Project) -> Report:
        from conceptnote.build.printed import printed_values
        from conceptnote.source.audience import for_audience
        from conceptnote.source.load import read_languages

        problems: list[Diagnostic] = []
        try:
            read, problems = read_languages(project, self.languages)
            sources = [for_audience(source, self.audience) for source in read if source]
        except DiagnosticError as error:
            return _unread(DiagnosticError(*problems, *error.diagnostics))
        if len(sources) < len(read):
            return Report(tuple(DiagnosticError(*problems).diagnostics), seen="values")
        # What no language prints is reported in the first one only.
        shown = printed_values(sources[0])
        reports = [self._look_at(source, shown if source is sources[0] else None) for source in sources]
        found = DiagnosticError(*dict.fromkeys([*problems, *_once(one.diagnostics for one in reports)])).diagnostics
        silenced = max(one.silenced for one in reports)
        return Report(tuple(found), silenced, unprinted=any(one.unprinted for one in reports))

    def _look_at(self, source: Source, shown: Callable[[DataPath], bool] | None) -> Report:
        """The report on an event in one of its languages; `shown` tells for values whether any paper prints them."""
        from conceptnote.source.audience import in_file_terms

        pictures = dict(_pictures(source))
        wrong = (each for each in pictures.values() if isinstance(each, DiagnosticError))
        later = [problem for each in wrong for problem in each.diagnostics]
        printed = None if self.pool is None else _print(source, self.pool, self.paper, later)
        inspection = self._inspect(source, pictures, printed or (), shown, later)
        later += inspection.diagnostics
        unprinted = self.pool is not None and printed is None
        return Report(tuple(in_file_terms(source, later)), inspection.silenced, unprinted=unprinted)

    def _inspect(
        self,
        source: Source,
        pictures: Mapping[str, Asset | DiagnosticError],
        papers: tuple[PrintedPaper, ...],
        shown: Callable[[DataPath], bool] | None,
        problems: list[Diagnostic],
    ) -> Inspection:
        from conceptnote.build.theme import theme_of
        from conceptnote.check.event.context import Context
        from conceptnote.check.event.inspect import inspect
        from conceptnote.doc.nodes import Asset
        from conceptnote.source.profiles import forum_of
        from conceptnote.source.translation_pairs import translation_pairs

        forum = None
        try:
            forum = forum_of(source.project, source.event.forum)
        except DiagnosticError as error:
            problems += error.diagnostics
        bitmaps = {
            name: (round(found.width), round(found.height))
            for name, found in pictures.items()
            if isinstance(found, Asset) and found.media_type != "image/svg+xml" and found.density is None
        }
        name, language = source.project.shown, source.event.language
        # Another event without papers in this language is compared in its main one, the first.
        others = {
            other: seen.get(language) or next(iter(seen.values())) for other, seen in self.seen.items() if other != name
        }
        context = Context(source.event, self.today, forum, bitmaps, papers, source.shared, others)
        context = replace(context, logo_height=theme_of(source).logo_height)
        context = replace(
            context,
            languages=source.languages,
            wordings=source.source_map,
            main=source.main,
            printed=shown,
            is_older=source.project.once(translation_pairs).is_older if len(source.languages) > 1 else None,
        )
        self.seen.setdefault(name, {})[language] = context
        return inspect(context, source.source_map)


def _unread(error: DiagnosticError) -> Report:
    """The report on an event that could not be read."""
    # There is nothing to check: no file, an empty one, or a wrong request.
    nothing = error.exit_code is ExitCode.USAGE or any(one.code is Code.EVENT_EMPTY for one in error.diagnostics)
    return Report(tuple(error.diagnostics), seen="nothing" if nothing else "text")


def _once(languages: Iterable[Iterable[Diagnostic]]) -> Iterator[Diagnostic]:
    """The findings of each language, without those at the same place in an earlier one.

    Such findings differ only in quoted words. Those about the file as a whole differ in all words.
    """
    known: set[object] = set()
    for found in languages:
        keys = {one: (one.code, one.location, one.path, "" if one.path else one.message) for one in found}
        yield from (one for one, key in keys.items() if key not in known)
        known |= set(keys.values())


def _print(
    source: Source, pool: Pool, paper: PaperName | None, problems: list[Diagnostic]
) -> tuple[PrintedPaper, ...] | None:
    """The papers of an event; None if they cannot be printed. Warnings of a build are left to the build."""
    from conceptnote.build.edition import Edition
    from conceptnote.build.papers import print_papers
    from conceptnote.build.request import Request
    from conceptnote.pdfstandard import PdfStandard

    request = Request(source.project.event_file, formats=("pdf",), paper=paper, pdf_standard=PdfStandard.NONE)
    try:
        return tuple(print_papers(Edition.of(request, source), pool))
    except DiagnosticError as error:
        problems += error.diagnostics
        return None


def _pictures(source: Source) -> Iterator[tuple[str, Asset | DiagnosticError]]:
    """The pictures that the event names and papers show, or their mistakes."""
    from conceptnote.build.assets import load_asset

    for path, name in _named_pictures(source.event):
        try:
            yield name, load_asset(name, path, source)
        except DiagnosticError as error:
            yield name, error


def _named_pictures(event: Event) -> Iterator[tuple[DataPath, str]]:
    for number, funder in enumerate(event.funders):
        for place, logo in enumerate(funder.printed_logos):
            yield ("funders", number, "logos", place, "file"), logo.file
    for identifier, party in event.parties.items():
        if party.logo:
            yield ("parties", identifier, "logo", "file"), party.logo.file
    for identifier, person in event.people.items():
        if person.photo and person.status not in ("declined", "replaced"):
            yield ("people", identifier, "photo", "file"), person.photo.file
    for identifier, figure in event.figures.items():
        yield ("figures", identifier, "file"), figure.file
