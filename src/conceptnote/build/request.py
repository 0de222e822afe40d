"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from conceptnote.pageformat import Imposition, Orientation, PageFormat, PaperName, imposed_as
from conceptnote.pdfstandard import PdfStandard

Format = Literal["pdf", "docx", "html"]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html")
DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
LANGUAGES = ("en", "fr")
Options = Mapping[str, str | bool | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to build; without documents the usual ones, without an output folder the project's `out`.

    `paper`, `orientation` and `impose` come before what the event file says of each document, where they are given.
    `embed_fonts` is about DOCX alone: a PDF always carries its fonts. `force` builds what is there already, and
    replaces what somebody has changed since. `final` refuses while anything is not settled; the files are the same.
    `values` (`path=value`) and `value_files` (`path=FILE`) take the place of what the event file says. With an
    `audience`, parts of the event that are for it are in its papers too, which have names of their own.
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

    @property
    def needs_press(self) -> bool:
        """Whether pages must be laid out: for PDF, and for DOCX, which is tightened where the PDF is."""
        return "pdf" in self.formats or "docx" in self.formats

    def file_name(self, document: str, form: str) -> str:
        """The name of a document's file: `programme.pdf`, or for an audience `programme.funder.pdf`."""
        # Neither a document's name nor an audience's has a dot in it, so no file passes for another.
        return ".".join([document, *([] if self.audience is None else [self.audience]), form])

    def imposed_name(self, document: str, imposition: str, paper: str) -> str:
        """The name of a file whose pages of this paper are imposed on sheets: `programme.booklet-a4.pdf`."""
        return self.file_name(document, f"{imposed_as(imposition, paper)}.pdf")

    def asked(self, form: str) -> Options:
        """Those of the options that a file of this format depends on, as they are given here."""
        printed = {"paper": self.paper, "orientation": self.orientation, "impose": list(self.impose)}
        match form:
            case "pdf":
                return {**printed, "pdf_standard": self.pdf_standard.value}
            case "docx":
                return {**printed, "embed_fonts": self.embed_fonts}
            case _:
                return {}

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
            case _:
                return ("HTML",)


def known_documents(event_file: Path) -> list[str]:
    """The documents that can be made of an event; the shipped ones where there is no such event."""
    from conceptnote.diagnostics import DiagnosticError
    from conceptnote.source.project import find_project
    from conceptnote.source.templates import Templates, shipped_documents

    try:
        return Templates(find_project(event_file)).documents()
    except (OSError, ValueError, DiagnosticError):
        return shipped_documents()
