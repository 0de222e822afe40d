"""The papers and other files of one event on its page, in each of its languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.build.formats import FORMATS
from conceptnote.build.progress import Progress
from conceptnote.build.record import File, Target
from conceptnote.build.request import Request
from conceptnote.build.run import rendered_languages
from conceptnote.compare.mailed import News, before_now, news_since
from conceptnote.compare.versions import read_versions
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.site.previews import preview
from conceptnote.site.record import SiteAllowance
from conceptnote.source.audience import in_file_terms
from conceptnote.source.load import load_languages
from conceptnote.source.templates import Templates

if TYPE_CHECKING:
    from conceptnote.build.edition import Edition
    from conceptnote.build.pool import Pool
    from conceptnote.source.project import Project

PAPERS = ("concept-note", "programme")
"""The papers that the page itself says, and always offers."""

PREVIEW = ".png"
_NOT_YET = "or make the site anyway with --allow"


class Offer(Struct, frozen=True):
    """An event's documents in one language, composed, with finished files, and previews of papers by file name."""

    edition: Edition
    files: tuple[File, ...]
    previews: dict[str, bytes]
    news: News | None = None
    """What has changed since the last mail with other content."""

    @property
    def data(self) -> dict[str, bytes]:
        """The files by name."""
        return {file.record.file: file.data for file in self.files} | self.previews

    @property
    def documents(self) -> list[str]:
        """The papers that it offers, by name."""
        return [target.document for target in self.edition.docs]

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.edition.source.event.language

    @property
    def folder(self) -> str:
        """The folder of its page in the event's: the same, or below it for all but the main language."""
        return f"{self.edition.source.edition}/" if self.edition.source.edition else ""

    def preview(self, document: str) -> str:
        """The file name of the preview of a paper."""
        return self.edition.request.file_name(Target(document), PREVIEW)

    def named(self, document: str, form: str) -> str:
        """The name of a file: of a paper, or of the event itself."""
        records = (file.record for file in self.files)
        return next(one.file for one in records if (one.document, one.format) == (document, form))


def offers_of(
    project: Project,
    *,
    allowed: Collection[SiteAllowance],
    progress: Progress,
    pool: Pool | None,
) -> list[Offer]:
    """The content of an event's pages, in each of its languages, the main one first.

    Raises DiagnosticError with all mistakes, and, unless allowed, if the papers are a draft, a funder has still to
    agree, or a paper does not acknowledge the funders.
    """
    formats = [one.name for one in FORMATS.values() if one.offered]
    request = Request(Path(project.shown), formats=formats, documents=_offered(project))
    editions = rendered_languages(request, project, progress, pool)
    refused = [
        problem for edition, _ in editions for problem in in_file_terms(edition.source, list(_unfit(edition, allowed)))
    ]
    if refused:
        raise DiagnosticError(*dict.fromkeys(refused))
    now = read_versions(project)
    news = news_since(before_now(project, now), project, now)
    return [_offer(edition, files, news) for edition, files in editions]


def _offered(project: Project) -> list[str]:
    """The papers that everybody may read: the usual ones, and those of the event that are nobody's own."""
    templates, event = project.once(Templates), load_languages(project)[0].event
    known = templates.documents()
    facts = {name: templates.facts(name) for name in event.papers if name in known}
    return list(dict.fromkeys([*PAPERS, *(name for name, one in facts.items() if not (one.internal or one.each))]))


def _offer(edition: Edition, files: Sequence[File], news: News | None) -> Offer:
    # Imposed files are for printers, and have no reading order.
    kept = [file for file in files if file.record.imposition is None]
    order = {form: at for at, form in enumerate(FORMATS)}
    kept.sort(key=lambda file: (not file.record.is_paper, file.record.document, order[file.record.format]))
    drawn = [file for file in kept if FORMATS[file.record.format].layout == "printed"]
    previews = {edition.request.file_name(one.record.target, PREVIEW): preview(one.data) for one in drawn}
    return Offer(edition, tuple(kept), previews, news)


def _unfit(edition: Edition, allowed: Collection[SiteAllowance]) -> Iterator[Diagnostic]:
    """Reasons against showing papers to everybody, without the allowed ones."""
    event, marks = edition.source.event, edition.source.source_map
    if event.status == "draft" and "draft" not in allowed:
        hint = f"write “status: final” once they are ready, {_NOT_YET} draft"
        yield Diagnostic(Code.NOT_FINAL, "the papers are a draft", marks.locate(("status",)), ("status",), hint)
    for warning in edition.warnings if "approval" not in allowed else ():
        if warning.code is Code.APPROVAL_PENDING:
            yield replace(warning, severity=Severity.ERROR, hint=f"{warning.hint}, {_NOT_YET} approval")
    for target, doc in edition.docs.items() if edition.obligations and "acknowledgement" not in allowed else ():
        if not doc.metadata.acknowledged:
            message = f"{target} has no acknowledgement of the funders, but everybody could read it"
            hint = f"remove the meta element “acknowledgement” from the template, {_NOT_YET} acknowledgement"
            yield Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(f"templates/{target.document}.html.j2"), hint=hint)
