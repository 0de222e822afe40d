"""The papers and other files of one event that its page offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.request import EXPORTS, Format, Request
from conceptnote.build.run import Progress, rendered
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.site.previews import preview
from conceptnote.source.audience import told

if TYPE_CHECKING:
    from conceptnote.build.press import Press
    from conceptnote.build.render import Edition, File

PAPERS = ("concept-note", "programme")
FORMATS: tuple[Format, ...] = ("pdf", "docx", "ics", "csv", "json")
_NOT_YET = "or make the site all the same with --allow-draft"


@dataclass(frozen=True)
class Offer:
    """An event's documents, composed, with the finished files, and a preview of each paper by its name."""

    edition: Edition
    files: tuple[File, ...]
    previews: dict[str, bytes]

    @property
    def data(self) -> dict[str, bytes]:
        """The files by name."""
        return {file.name: file.data for file in self.files} | self.previews


def offer(event_file: Path, *, allow_draft: bool, progress: Progress, press: Press | None) -> Offer:
    """Make what a page offers of an event.

    Raises DiagnosticError with all that is wrong, and, unless it is allowed, where the papers are a draft, a funder
    has still to agree, or a paper does not acknowledge the funders.
    """
    request = Request(event_file, formats=FORMATS, documents=PAPERS)
    edition, files = rendered(request, progress, press)
    if not allow_draft and (refused := told(edition.source, list(_unfit(edition)))):
        raise DiagnosticError(*refused)
    # What is imposed on sheets is for a printer's tray, and cannot be read in order.
    kept = [file for file in files if file.imposition is None]
    order = {form: at for at, form in enumerate(FORMATS)}
    kept.sort(key=lambda file: (file.format in EXPORTS, file.document, order[file.format]))
    previews = {f"{file.document}.png": preview(file.data) for file in kept if file.format == "pdf"}
    return Offer(edition, tuple(kept), previews)


def _unfit(edition: Edition) -> Iterator[Diagnostic]:
    """What keeps papers from everybody's eyes."""
    event, marks = edition.source.event, edition.source.marks
    if event.status == "draft":
        hint = f"write “status: final” once they are, {_NOT_YET}"
        yield Diagnostic(Code.NOT_FINAL, "the papers are a draft", marks.locate(("status",)), ("status",), hint)
    for warning in edition.warnings:
        if warning.code is Code.APPROVAL_PENDING:
            yield replace(warning, severity=Severity.ERROR, hint=f"{warning.hint}, {_NOT_YET}")
    for name, doc in edition.docs.items() if edition.promises else ():
        if not doc.metadata.acknowledged:
            message = f"{name} says that it owes the funders no acknowledgement, and would be read by everybody"
            hint = f"take the meta element “acknowledgement” out of the template, {_NOT_YET}"
            yield Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(f"templates/{name}.html.j2"), hint=hint)
