"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from conceptnote.pageformat import Imposition, Orientation, PageFormat, PaperName, imposed_as
from conceptnote.pdfstandard import PdfStandard

Format = Literal["pdf", "docx", "html", "ics", "json", "csv", "txt"]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html")
"""The formats of papers."""
EXPORTS: Mapping[Format, str] = {"ics": "event", "json": "event", "csv": "programme", "txt": "application"}
"""The formats that are no paper's but the event's, and what their files are called."""
ALL_FORMATS = (*FORMATS, *EXPORTS)
DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
Options = Mapping[str, str | bool | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to build; without documents the usual ones, without an output folder the project's `out`.

    `paper`, `orientation` and `impose` come before what the event file says of each document, where they are given.
    `embed_fonts` is about DOCX alone: a PDF always carries its fonts. `force` builds what is there already, and
    replaces what somebody has changed since. `final` refuses while anything is not settled; the files are the same.
    `values` (`path=value`) and `value_files` (`path=FILE`) take the place of what the event file says. With an
    `audience`, parts of the event that are for it are in its papers too, which have names of their own. `split` makes
    a file for each attendee or recipient of documents that have parts for them; `recipients` names their list.
    `languages` are those of the event's that are asked for, all without any. A build makes a request for each; that of
    a language other than the main one has it as `language`, which the names of its files then have, too.
    With `events`, files by their names in the project, these are a collection, and its documents are asked for;
    `event_file` is the first of them.
    """

    event_file: Path = Path("data/event.yaml")
    output_dir: Path | None = None
    formats: Sequence[Format] = DEFAULT_FORMATS
    documents: Sequence[str] = ()
    paper: PaperName | None = None
    orientation: Orientation | None = None
    impose: Sequence[Imposition] = ()
    pdf_standard: PdfStandard = PdfStandard.A3A_UA1
    embed_fonts: bool = True
    force: bool = False
    final: bool = False
    values: Sequence[str] = ()
    value_files: Sequence[str] = ()
    audience: str | None = None
    split: bool = False
    recipients: str | None = None
    languages: Sequence[str] = ()
    language: str | None = None
    events: Mapping[str, Path] = field(default_factory=dict)

    @property
    def of_papers(self) -> Sequence[Format]:
        """The formats of papers that are asked for."""
        return [form for form in self.formats if form not in EXPORTS]

    @property
    def exports(self) -> Sequence[Format]:
        """The formats of the event itself that are asked for."""
        return [form for form in self.formats if form in EXPORTS]

    @property
    def needs_press(self) -> bool:
        """Whether pages must be laid out: for PDF, and for DOCX, which is tightened where the PDF is."""
        return "pdf" in self.formats or "docx" in self.formats

    def file_name(self, document: str, form: str) -> str:
        """The name of a document's file: `programme.pdf`, or for an audience `programme.funder.pdf`.

        In a language other than the main one it is `programme.fr.pdf`, and then `programme.fr.funder.pdf`. A part of a
        document, `speaker-brief.keita`, has its own: `speaker-brief.for-keita.pdf`.
        """
        # No name that stands between dots has one in it, and no audience is called like a language: so no file passes
        # for another.
        document, _, part = document.partition(".")
        between = [name for name in (self.language, self.audience) if name is not None]
        return ".".join([document, *between, *([f"for-{part}"] if part else []), form])

    def imposed_name(self, document: str, imposition: str, paper: str) -> str:
        """The name of a file whose pages of this paper are imposed on sheets: `programme.booklet-a4.pdf`."""
        return self.file_name(document, f"{imposed_as(imposition, paper)}.pdf")

    def asked(self, form: str) -> Options:
        """Those of the options that a file of this format depends on, as they are given here."""
        printed: dict[str, Any] = {"paper": self.paper, "orientation": self.orientation, "impose": list(self.impose)}
        printed |= {"split": self.split} if self.split else {}
        printed |= {"recipients": self.recipients} if self.recipients else {}
        printed |= {"events": list(self.events)} if self.events else {}
        match form:
            case "pdf":
                return {**printed, "pdf_standard": self.pdf_standard.value}
            case "docx":
                return {**printed, "embed_fonts": self.embed_fonts}
            case _:
                return {key: printed[key] for key in ("split", "recipients", "events") if key in printed}

    def options(self, form: str, page: PageFormat) -> Options:
        """The same as they came to be, on the page format of a document."""
        asked = self.asked(form)
        made = {"paper": page.paper, "orientation": page.orientation, "impose": list(page.impositions)}
        return {**asked, **made} if asked else {}

    def standards(self, form: str) -> Sequence[str]:
        """The standards that a file of this format claims to follow."""
        match form:
            case "pdf":
                return self.pdf_standard.claims
            case "docx":
                return ("ISO/IEC 29500-1",)
            case "html":
                return ("HTML",)
            case "ics":
                return ("RFC 5545",)
            case "csv":
                return ("RFC 4180",)
            case "json":
                return ("JSON-LD 1.1",)
            case _:
                return ()


def event_file_of(named: Path) -> Path:
    """The event file that is named, or that of a folder; the folder where that is not clear, for the reader to tell."""
    from conceptnote.source.project import event_file_of

    return event_file_of(named)


def known_documents(event_file: Path) -> list[str]:
    """The documents that can be made of an event, or with others; the shipped ones where there is no such event."""
    from conceptnote.diagnostics import DiagnosticError
    from conceptnote.source.project import find_project
    from conceptnote.source.templates import Templates, shipped_documents

    try:
        templates = find_project(event_file).once(Templates)
        return [*templates.documents(), *templates.documents(collection=True)]
    except (OSError, ValueError, DiagnosticError):
        return shipped_documents()
