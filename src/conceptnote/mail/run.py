"""From an event file to drafts with its papers and the record of the version: both are written, or neither."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from email.headerregistry import Address
from pathlib import Path
from tempfile import gettempdir

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.formats import paper_formats
from conceptnote.build.outputs import default_folder, output_folder, staged
from conceptnote.build.pool import Pool
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.record import Record
from conceptnote.build.request import Request
from conceptnote.build.run import Editions, build, unchanged
from conceptnote.build.staging import staging_folder
from conceptnote.compare.mailed import Mailed, News, before_now, event_name, file_of, news_since, version_now
from conceptnote.compare.versions import Versions, read_versions
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.mail.addressees import Addressee, address_of, addressees
from conceptnote.mail.draft import SUFFIX, Draft
from conceptnote.mail.text import subject, text
from conceptnote.publish.papers import Allowance, Papers, refuse, unsettled
from conceptnote.regularfile import real_path
from conceptnote.source.languages import asked_languages
from conceptnote.source.load import load_event
from conceptnote.source.project import Project
from conceptnote.source.recipients import read_recipients
from conceptnote.textfolding import slug

MAIL_ALLOWANCES: tuple[Allowance, ...] = ("draft", "approval", "acknowledgement")
"""Conditions that `mail` ignores on request; docs/publishing.md explains each."""
USUAL_FORMATS = ("pdf", "docx", "ics")
FOLDER = "mail"
_LARGE_DRAFT = 20_000_000
"""Bytes above which many servers refuse a message."""
_LARGEST = 400_000_000
"""The most bytes of all drafts of a run."""


class MailRequest(Struct, frozen=True):
    """What to mail: by default the documents of a build, one draft without a list, into `out/mail`.

    `name` is that of the version, by default the day. `languages` are the requested ones of the event.
    """

    to: str | None = None
    sender: str | None = None
    name: str | None = None
    output_dir: Path | None = None
    formats: Sequence[str] = USUAL_FORMATS
    documents: Sequence[str] = ()
    languages: Sequence[str] = ()
    allowed: Collection[Allowance] = ()
    redline: bool = False
    """Whether redlines of the papers are attached too."""


class Mailing(Struct, frozen=True):
    """Drafts by file name, their version, and the changes since the one before."""

    project: Project
    version: Mailed
    folder: Path
    drafts: Mapping[str, bytes]
    news: News | None
    left_out: Sequence[str]
    """Papers that are not public, by file name."""
    built: Sequence[Editions]
    """The files built for it."""
    warnings: list[Diagnostic] = field(default_factory=list)

    @property
    def record(self) -> Path:
        """The file of the version, relative to where the user named the event file."""
        return Path(self.project.name_of(file_of(self.project, self.version.name)))

    def write(self) -> None:
        """Write the drafts and the record. Raises DiagnosticError if that fails; then nothing has changed."""
        record, folder = file_of(self.project, self.version.name), self.folder.absolute()
        files = {folder / name: data for name, data in self.drafts.items()}
        files[record] = self.version.to_bytes(event_name(self.project))
        with output_folder(self.folder, None), output_folder(record.parent, self.project.root), staged(files):
            pass
        if self.built:
            from conceptnote.build.paper_store import keep

            for editions in self.built:
                keep(self.project, editions)


def prepare(
    project: Project, request: MailRequest, *, progress: Progress = SILENT, pool: Pool | None = None
) -> Mailing:
    """Make drafts in memory; nothing is written.

    Raises DiagnosticError with all reasons against mailing the papers, and with mistakes in the list.
    """
    now = read_versions(project)
    languages = asked_languages(request.languages, tuple(now), next(iter(now.values())).event.known_languages)
    sender = _sender(request.sender) if request.sender else None
    to, warnings = _addressees(project, request.to, languages)
    version, before = version_now(project, request.name), before_now(project, now)
    news = news_since(before, project, now)
    attached = _attached(project, request, languages, progress, pool)
    marked, missing = _redlines(project, before, attached, request, languages, pool) if request.redline else ((), ())
    files = [*attached.files, *marked]
    making = _Making(now, version, news, files, sender)
    size = sum(len(data) for _, data in files) * 4 // 3 * max(len(to), 1)
    if size > _LARGEST:
        message = f"the drafts would have {size // 1_000_000} MB; at most {_LARGEST // 1_000_000} are allowed"
        hint = "make several lists, or attach less: -f pdf"
        raise DiagnosticError(Diagnostic(Code.LIST_UNREADABLE, message, Location(request.to or ""), hint=hint))
    drafts = making.drafts(to, languages)
    folder = request.output_dir or _usual_folder(project, version.name, request.to)
    found = [*warnings, *attached.problems, *missing, *_large(folder, drafts), *_others(folder, drafts)]
    warned = list(dict.fromkeys(found))
    return Mailing(project, version, folder, drafts, news, attached.left_out, attached.built, warned)


class _Making(Struct, frozen=True):
    """The content that all drafts share."""

    now: Versions
    version: Mailed
    news: News | None
    files: Sequence[tuple[Record, bytes]]
    sender: Address | None

    def drafts(self, to: Sequence[Addressee], languages: Sequence[str]) -> dict[str, bytes]:
        """The drafts by file name: one for each addressee, or one without any."""
        if not to:
            title = next(iter(self.now.values())).event.title
            return {f"{slug(title)[:60].rstrip('-') or 'papers'}{SUFFIX}": self._draft(None, languages)}
        return {f"{one.key}{SUFFIX}": self._draft(one, [one.language] if one.language else languages) for one in to}

    def _draft(self, one: Addressee | None, languages: Sequence[str]) -> bytes:
        versions = {tag: self.now[tag] for tag in languages}
        files = [(record, data) for record, data in self.files if record.language in languages]
        name, salutation = (one.name, one.salutation) if one else ("", "")
        wording = text(versions, self.news, [record for record, _ in files], name, salutation)
        title = subject(versions[languages[0]])
        draft = Draft(title, wording, languages, self.version.day, files, one.address if one else None, self.sender)
        return draft.to_bytes()


def _sender(written: str) -> Address:
    try:
        return address_of(written)
    except ValueError:
        at = Location("--sender")
        message, hint = f"“{written}” is not an e-mail address", "write it as name@example.org"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, hint=hint)) from None


def _addressees(
    project: Project, name: str | None, languages: Sequence[str]
) -> tuple[list[Addressee], list[Diagnostic]]:
    """The addressees on a list of the project, named relative to the working folder or the event file's."""
    if name is None:
        return [], []
    beside = project.event_file.parent
    here = Path(name).absolute()
    named = os.path.relpath(real_path(here), beside) if here.is_file() else name
    return addressees(read_recipients(named, project), languages)


class _Attached(Struct, frozen=True):
    """Files with their records, the names of private ones, the files built for it, and warnings."""

    files: Sequence[tuple[Record, bytes]]
    left_out: Sequence[str]
    built: Sequence[Editions]
    problems: Sequence[Diagnostic]


def _attached(
    project: Project, request: MailRequest, languages: Sequence[str], progress: Progress, pool: Pool | None
) -> _Attached:
    """The attachments.

    The papers are those of the output folder if a build would leave them unchanged; otherwise they are built apart.
    Raises DiagnosticError with all reasons against publishing them.
    """

    source = load_event(project)
    refuse(list(unsettled(source, request.allowed)))
    wanted = Request(Path(project.shown), formats=request.formats, documents=request.documents, languages=languages)
    built: list[Editions] = []
    with ExitStack() as stack:
        done = unchanged(wanted, project)
        if done is None:
            apart = stack.enter_context(staging_folder(Path(gettempdir()), "conceptnote-"))
            stack.enter_context(_named_without(apart))
            apart_only = replace(wanted, output_dir=apart)
            done = build(apart_only, progress, pool, project=project, keep=lambda _, made: built.append(made))
        public = [one for one in done.outputs if not one.record.internal and one.record.imposition is None]
        left_out = [one.record.file for one in done.outputs if one not in public]
        if not public:
            message, hint = "there are no papers for everybody to mail", "name other documents with -d"
            raise DiagnosticError(Diagnostic(Code.NOTHING_TO_PUBLISH, message, Location(project.shown), hint=hint))
        records = [one.record for one in public]
        papers = Papers(public[0].path.parent, records, request.allowed)
        files, problems = papers.read(source)
        found = [_without(one, public[0].path.parent) for one in problems]
        attached = [(one, files[one.file]) for one in records if one.file in files]
        return _Attached(attached, left_out, built, [*done.warnings, *found])


def _redlines(
    project: Project,
    before: Mailed | None,
    attached: _Attached,
    request: MailRequest,
    languages: Sequence[str],
    pool: Pool | None,
) -> tuple[Sequence[tuple[Record, bytes]], Sequence[Diagnostic]]:
    """Redlines of the attached papers since the last mail, and warnings.

    Raises DiagnosticError if nothing was mailed before.
    """
    from conceptnote.redline.run import RedlineRequest, redlines

    if before is None:
        message = "nothing else was mailed before, so there are no changes to mark"
        hint = "mail without --redline, or mark the changes since another version: conceptnote redline OLD"
        raise DiagnosticError(Diagnostic(Code.NO_SUCH_VERSION, message, Location("--redline"), hint=hint))
    papers = [record for record, _ in attached.files if record.is_paper]
    documents = list(dict.fromkeys(record.document for record in papers))
    formats = [form for form in paper_formats() if form in request.formats]
    wanted = RedlineRequest(documents, formats, languages)
    done = redlines(project, before, project, wanted, named=before.name, pool=pool)
    return [(file.record, file.data) for file in done.files], done.warnings


@contextmanager
def _named_without(apart: Path) -> Iterator[None]:
    """Remove the temporary folder of a build from the files in problems."""
    try:
        yield
    except DiagnosticError as error:
        raise DiagnosticError(*(_without(one, apart) for one in error.diagnostics)) from None


def _without(problem: Diagnostic, apart: Path) -> Diagnostic:
    at = problem.location
    if at is None or not Path(at.file).is_relative_to(apart):
        return problem
    return replace(problem, location=replace(at, file=str(Path(at.file).relative_to(apart))))


def _usual_folder(project: Project, version: str, to: str | None) -> Path:
    """A folder for each version and list, so that drafts of different mails stay apart."""
    folder = default_folder(project.root) / (project.collected or "") / FOLDER / version
    return folder / (slug(Path(to).stem) or "list") if to else folder


def _large(folder: Path, drafts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name, data in drafts.items():
        if len(data) > _LARGE_DRAFT:
            message = f"the draft has {len(data) / 1e6:.0f} MB, which many mail servers refuse"
            hint = "attach less, such as -f pdf, or send a link to the papers"
            yield Diagnostic(
                Code.DRAFT_DOUBTFUL, message, Location(str(folder / name)), hint=hint, severity=Severity.WARNING
            )
            return


def _others(folder: Path, drafts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """A warning about drafts of an earlier run in the folder."""
    others = sorted(path.name for path in folder.glob(f"*{SUFFIX}") if path.name not in drafts)
    if others:
        message = (
            f"{len(others)} other draft{'s are' if len(others) > 1 else ' is'} in the folder: {', '.join(others[:3])}"
        )
        hint = "delete the drafts of an earlier mail, or they may be sent"
        yield Diagnostic(Code.DRAFT_DOUBTFUL, message, Location(str(folder)), hint=hint, severity=Severity.WARNING)
