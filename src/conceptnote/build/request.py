"""The request for a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from conceptnote.build.formats import FORMATS, Format, format_named, usual_formats
from conceptnote.build.record import Options, Target
from conceptnote.diagnostics import DiagnosticError
from conceptnote.pageformat import Imposition, Orientation, PageFormat, PaperName, imposed_as
from conceptnote.pdfstandard import PdfStandard


class Request(Struct, frozen=True):
    """What to build; by default the usual documents, into the project's `out`.

    `paper`, `orientation` and `impose` override the event file's for each document. `embed_fonts` is about DOCX only: a
    PDF always embeds its fonts. `force` builds unchanged files again, and replaces edited ones. `final` refuses while
    anything is open; the files are the same. `values` (`path=value`) and `value_files` (`path=FILE`) replace values of
    the event file. With an `audience`, its parts of the event are in its papers, which have separate names. `split`
    makes a file for each attendee or recipient of documents with parts for them; `recipients` names their list.
    `languages` are the requested ones of the event, by default all. A build makes a request for each; other languages
    than the main one are its `language`, which is in the names of its files. With `events`, files by their names in the
    project, these are a collection, and its documents are requested; `event_file` is the first of them. A `redline`
    marks the changes since another version, which its name says.
    """

    event_file: Path = Path("data/event.yaml")
    output_dir: Path | None = None
    formats: Sequence[str] = field(default_factory=usual_formats)
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
    redline: bool = False

    def __post_init__(self) -> None:
        """Raises DiagnosticError for an unknown format."""
        for name in self.formats:
            format_named(name)

    @property
    def of_papers(self) -> Sequence[Format]:
        """The requested formats of papers."""
        return [FORMATS[name] for name in self.formats if FORMATS[name].paper]

    @property
    def exports(self) -> Sequence[Format]:
        """The requested formats of the event itself."""
        return [FORMATS[name] for name in self.formats if FORMATS[name].export]

    @property
    def needs_layout(self) -> bool:
        """Whether pages must be laid out: for PDF, and for DOCX, which is tightened like the PDF."""
        return any(form.layout != "none" for form in self.of_papers)

    def file_name(self, target: Target, ending: str) -> str:
        """The name of a file: `programme.pdf`, or for an audience `programme.funder.pdf`.

        In a language other than the main one it is `programme.fr.pdf`, and then `programme.fr.funder.pdf`. A part of a
        document has its own: `speaker-brief.for-keita.pdf`.
        """
        # No name that stands between dots has one in it, and no audience is called like a language: so no file passes
        # for another.
        kind = "redline" if self.redline else None
        between = [name for name in (self.language, self.audience, kind) if name is not None]
        return ".".join([target.document, *between, *([f"for-{target.part}"] if target.part else [])]) + ending

    def imposed_name(self, target: Target, imposition: str, paper: str, ending: str) -> str:
        """The name of a file with imposed pages of this paper: `programme.booklet-a4.pdf`."""
        return self.file_name(target, f".{imposed_as(imposition, paper)}{ending}")

    def asked(self, form: Format) -> Options:
        """The options that a file of this format depends on, as given here."""
        given: dict[str, Any] = {
            "paper": self.paper, "orientation": self.orientation, "impose": list(self.impose),
            "pdf_standard": self.pdf_standard.value, "embed_fonts": self.embed_fonts,
        }  # fmt: skip
        given = {name: given[name] for name in form.options}
        given |= {"split": self.split} if self.split else {}
        given |= {"recipients": self.recipients} if self.recipients else {}
        given |= {"events": list(self.events)} if self.events else {}
        return given

    def options(self, form: Format, page: PageFormat) -> Options:
        """The same as resolved, for the page format of a document."""
        made = {"paper": page.paper, "orientation": page.orientation, "impose": list(page.impositions)}
        return {**self.asked(form), **{name: value for name, value in made.items() if name in form.options}}


def event_file_of(named: Path) -> Path:
    """The named event file, or that of a folder; the folder if it is ambiguous, for its reader to report."""
    from conceptnote.source.project import event_file_of

    return event_file_of(named)


def known_documents(event_file: Path) -> list[str]:
    """The documents that can be made of an event, or with others; the shipped ones if the event is missing."""
    from conceptnote.source.project import find_project
    from conceptnote.source.templates import Templates, shipped_documents

    try:
        templates = find_project(event_file).once(Templates)
        return [*templates.documents(), *templates.documents(collection=True)]
    except (OSError, ValueError, DiagnosticError):
        return shipped_documents()
