"""The table of all formats: formats outside it cannot be requested, recorded or written.

The command line, the manifest, proof, site and completion read the table. Almost nothing is imported here, because
completion runs while somebody types: each writer imports what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean

if TYPE_CHECKING:
    from conceptnote.build.composed import Composed
    from conceptnote.check.finding import Finding
    from conceptnote.check.obligation import Obligation
    from conceptnote.pdfstandard import PdfStandard
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source

PaperWriter = Callable[["Composed"], bytes]
Export = Callable[["Source"], bytes]
Proof = Callable[[bytes, "Sequence[Obligation]", bool], "Sequence[Finding]"]
"""The obligations that a file fails; with `foreign`, a stranger's file is read within limits."""
Layout = Literal["none", "tightened", "printed"]


class Format(Struct, frozen=True, kw_only=True):
    """A format: its name, as in `--format`, its suffix, its media type (IANA), and its writer.

    A format of papers has a writer (`paper`) and a test of the acknowledgement in a finished file (`proof`); one of the
    event itself has an `export` to a file with the name `stem`. `layout` says what a paper needs of the pages: nothing,
    whether they were `tightened`, or the `printed` pages. Those `imposed` are also put on sheets. `options` are the
    fields of a request that a file depends on. An export exists for events to which it `applies`. `usual` formats are
    built by default, `offered` ones are on the page of an event, `edited` ones are changed by hand.
    """

    name: str
    media_type: str
    suffix: str = ""
    paper: PaperWriter | None = None
    proof: Proof | None = None
    export: Export | None = None
    stem: str = ""
    standards: Callable[[PdfStandard], Sequence[str]] = lambda _: ()
    layout: Layout = "none"
    imposed: bool = False
    options: Sequence[str] = ()
    applies: Callable[[Event], bool] = lambda _: True
    usual: bool = False
    offered: bool = True
    edited: bool = False

    def __post_init__(self) -> None:
        """Refuse an incomplete format: a paper without a proof, or an export without a name."""
        if (self.paper is None) == (self.export is None):
            raise ValueError(f"{self.name} is a paper or an export")
        if bool(self.paper) != bool(self.proof) or bool(self.export) != bool(self.stem):
            raise ValueError(f"{self.name}: a paper has a proof, and an export the name of its file")

    @property
    def ending(self) -> str:
        """The end of its files' names: its name, unless another suffix is given."""
        return self.suffix or f".{self.name}"


def _following(*names: str) -> Callable[[PdfStandard], Sequence[str]]:
    return lambda _: names


def check_any(data: bytes, obligations: Sequence[Obligation], foreign: bool) -> Sequence[Finding]:
    """The proof of PDF, DOCX and HTML, by the content of the file. Raises UnreadableFile."""
    from conceptnote.check.acknowledgement import check_acknowledgement

    return check_acknowledgement(data, obligations, foreign=foreign)


def _pdf(paper: Composed) -> bytes:
    assert paper.pages is not None, "it is printed"
    return paper.pages.data


def _docx(paper: Composed) -> bytes:
    from conceptnote.write.docx import write_docx

    page, added = paper.page, paper.typefaces.added
    theme = paper.theme.unbalanced if paper.template else paper.theme
    data = write_docx(
        paper.doc, theme, paper.assets, page.paper, page.orientation, added=added, embed_fonts=paper.embed_fonts,
        locale=paper.locale, id=paper.id, page_count=paper.page_count,
    )  # fmt: skip
    if paper.template is None:
        return data
    from conceptnote.ooxml.in_template import in_template

    return in_template(data, *paper.template)


def _html(paper: Composed) -> bytes:
    from conceptnote.write.page import write_html

    return write_html(paper.doc, paper.base, paper.assets, paper.typefaces, paper.linked_data())


def _calendar(source: Source) -> bytes:
    from conceptnote.export.calendar import calendar

    return calendar(source.event, rows=source.event.calendar_rows, main=source.main)


def _is_dated(event: Event) -> bool:
    # A calendar without entries is not valid (RFC 5545, 3.6).
    from conceptnote.build.readiness import is_dated

    return is_dated(event)


def _linked_data(source: Source) -> bytes:
    from conceptnote.export.jsonld import event_json

    return event_json(source.event, source.main)


def _table(source: Source) -> bytes:
    from conceptnote.export.programme_csv import programme_csv

    return programme_csv(source.event)


def _form(source: Source) -> bytes:
    from conceptnote.export.application import application
    from conceptnote.source.profiles import forum_of

    forum = forum_of(source.project, source.event.forum)
    if forum is None or forum.application is None:
        message = "there is no application form for this event"
        hint = "name a forum whose profile has one: “forum: un-new-york-lunch”; see forums/"
        at = source.source_map.locate(("forum",))
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, ("forum",), hint))
    return application(source.event, forum.application).text.encode()


_PAGES = ("paper", "orientation", "impose")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Format] = {}
"""The table, by name and in the order of print."""


def register(*formats: Format) -> None:
    """Add formats to the table. Raises ValueError if a name or a suffix is taken."""
    for one in formats:
        if one.name in FORMATS or one.ending in {other.ending for other in FORMATS.values()}:
            raise ValueError(f"there is a format {one.name}, or one with files {one.ending}")
        FORMATS[one.name] = one


register(
    Format(
        name="pdf", media_type="application/pdf", paper=_pdf, proof=check_any,
        standards=lambda standard: standard.claims, layout="printed", imposed=True,
        options=(*_PAGES, "pdf_standard"), usual=True,
    ),
    Format(
        name="docx", media_type=_WORD, paper=_docx, proof=check_any, standards=_following("ISO/IEC 29500-1"),
        layout="tightened", options=(*_PAGES, "embed_fonts"), usual=True, edited=True,
    ),
    Format(
        name="html", media_type="text/html", paper=_html, proof=check_any, standards=_following("HTML"),
        offered=False,
    ),
    Format(
        name="ics", media_type="text/calendar", export=_calendar, stem="event", standards=_following("RFC 5545"),
        applies=_is_dated,
    ),
    Format(
        name="json", media_type="application/ld+json", export=_linked_data, stem="event",
        standards=_following("JSON-LD 1.1"),
    ),
    Format(name="csv", media_type="text/csv", export=_table, stem="programme", standards=_following("RFC 4180")),
    Format(name="txt", media_type="text/plain", export=_form, stem="application", offered=False),
)  # fmt: skip


def format_named(name: str) -> Format:
    """The format of this name. Raises DiagnosticError if the table has none."""
    if name not in FORMATS:
        hint = did_you_mean(name, list(FORMATS), listing="there are")
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no format “{name}”", hint=hint))
    return FORMATS[name]


def format_of(file: str) -> Format | None:
    """The format of a file, by the end of its name; None if no format has such files."""
    return next((one for one in FORMATS.values() if file.lower().endswith(one.ending)), None)


def paper_formats() -> tuple[str, ...]:
    """The names of the formats of papers."""
    return tuple(one.name for one in FORMATS.values() if one.paper)


def export_formats() -> tuple[str, ...]:
    """The names of the formats of the event itself."""
    return tuple(one.name for one in FORMATS.values() if one.export)


def usual_formats() -> tuple[str, ...]:
    """The names of the formats built by default."""
    return tuple(one.name for one in FORMATS.values() if one.usual)
