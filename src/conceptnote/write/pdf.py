"""Print jobs to PDF by WeasyPrint, which gets trees and reaches nothing else.

This module knows neither the theme nor the event, so the process that prints (build/printing.py) can begin before
either has been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from conceptnote.doc.nodes import Asset
from conceptnote.pdfstandard import PdfStandard
from conceptnote.theme.css import Area, PageBox, footer_rule, page_rule
from conceptnote.units import PIXELS_PER_MM
from conceptnote.write.fontconfig import own_fonts_only
from conceptnote.write.loading import load_weasyprint
from conceptnote.write.notes import Remedies, lay_out_with_notes
from conceptnote.write.places import PlacedText, placed_texts
from conceptnote.write.rules import RenderError, Strict, faces_and_rules, nothing, parsed
from conceptnote.write.structure import BREAK
from conceptnote.write.tagged_pdf import Attachment, write_tagged

if TYPE_CHECKING:
    from weasyprint import HTML, Document
    from weasyprint.text.fonts import FontConfiguration

_SPARE = 0.03
"""The share of a page's height that is left below the text: with less, Word may need a page more."""
_FEW = 2
"""The share grows with the pages up to this number."""
_LEAST_TEXT = 20.0
"""The least millimetres of a page for its text."""


class Layout(Struct, frozen=True):
    """A page, and the rules that differ on it from the printer's style sheet."""

    page: PageBox
    style: str = ""


class PrintJob(Struct, frozen=True):
    """A document ready for the printer.

    `html` and `footer` are trees of write/page.py, each with an element `end` after its content; `footer` has the page
    footer only. The first of the `layouts` is the document's own, the others are each tighter than the one before; they
    are tried if the last page, or the last before a `BREAK`, is filled by less than `last_page` of its height. Pictures
    have `asset:` addresses. Only a `standard` that `attaches` may have an attachment.
    """

    html: Element
    footer: Element
    layouts: Sequence[Layout]
    last_page: float
    assets: Mapping[str, Asset]
    standard: PdfStandard = PdfStandard.A3A_UA1
    attachment: Attachment | None = None
    loose: int = 0
    """How many of the layouts, the last ones, are looser than the first: for a last page that no tighter one saves."""

    @property
    def tightest(self) -> int:
        """The number of the tightest layout."""
        return len(self.layouts) - self.loose - 1


class Pages(Struct, frozen=True):
    """A document as PDF, in one of its layouts: the first, or one that saves an almost empty page.

    Its text is in `area`.
    """

    data: bytes
    count: int
    layout: int
    area: Area


class Found(Struct, frozen=True):
    """What layout suits a document: its number, and what keeps the notes on the pages of their calls."""

    layout: int = 0
    remedies: Remedies | None = None


class Preview(Struct, frozen=True):
    """What is known of a document before its pages are painted: their sizes in millimetres, and where its texts stand.

    One that is not `certain` may be laid out in another way when nothing is guessed.
    """

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[PlacedText, ...]
    found: Found
    certain: bool


class WordLayout(Struct, frozen=True):
    """The number of a layout for Word, and of its pages in the PDF."""

    number: int
    pages: int


class PaintedPage(Struct, frozen=True):
    """A page of a preview as a PDF of its own; they are counted from 1."""

    number: int
    data: bytes


_LaidOut = tuple["Document", Found]


class Printer:
    """WeasyPrint with one theme's style sheet; fonts have `font:` addresses.

    They are the files of the folder `fonts` and those in `added`, by name; the system's fonts are not there. Raises
    OSError if a system library is missing.
    """

    def __init__(self, stylesheet: str, fonts: Path, added: Mapping[str, bytes]) -> None:
        load_weasyprint()
        with own_fonts_only():
            from weasyprint import CSS
            from weasyprint.text.fonts import FontConfiguration

            self._configuration: FontConfiguration = FontConfiguration()
        self._fonts, self._added = fonts, added
        self._footers: dict[bytes, float] = {}
        faces, self._rules = faces_and_rules(stylesheet)
        with Strict():
            CSS(string=faces, font_config=self._configuration, url_fetcher=self._fetcher({}))

    def close(self) -> None:
        """Remove WeasyPrint's copies of fonts on the disk, which it removes only when it is collected."""
        self._configuration.__del__()

    def footer_height(self, job: PrintJob, layout: Layout) -> float:
        """The height of a job's page footer in millimetres, found by laying it out alone.

        A margin box does not make room for its content (CSS Paged Media 3, section 5.3), so the margin must be known
        before the layout of the pages.
        """
        key = tostring(job.footer) + repr(layout).encode()
        if key not in self._footers:
            with Strict():
                rules = layout.style, footer_rule(layout.page)
                self._footers[key] = _end(self.render(job.footer, rules, job.assets))
        return self._footers[key]

    def print(self, job: PrintJob) -> Iterator[WordLayout | Pages]:
        """Print a document, no tighter than needed to save an almost empty last page: Word's layout, then the pages.

        Raises RenderError for everything that WeasyPrint would only log: an incomplete output is refused.
        """
        with Strict():
            document, found = self._suited(job)
            yield WordLayout(self._for_word(job, (document, found)), len(document.pages))
            data = write_tagged(document, job.standard, job.attachment)
            chosen = job.layouts[found.layout]
            area = chosen.page.text_area(self.footer_height(job, chosen))
        yield Pages(data, len(document.pages), found.layout, area)

    def preview(self, job: PrintJob, first: int, guess: Found | None = None) -> Iterator[Preview | PaintedPage]:
        """A document whose elements are marked, and then its pages: the `first` one first, then those beside it.

        It is laid out as it was guessed, without trying anything else. Raises RenderError as `print` does.
        """
        with Strict():
            document, found = self._lay_out(job, guess.layout, guess.remedies) if guess else self._suited(job)
            own = not (found.layout or found.remedies is not None)
            certain = guess is None or (own and not _is_short(document, job.layouts[0].page, job))
            sizes = tuple((one.width / PIXELS_PER_MM, one.height / PIXELS_PER_MM) for one in document.pages)
            yield Preview(sizes, tuple(placed_texts(document)), found, certain)
            numbers = range(1, len(document.pages) + 1)
            for number in sorted(numbers, key=lambda one: (abs(one - first), one)):
                page = document.copy(document.pages[number - 1 : number])
                yield PaintedPage(number, page.write_pdf(uncompressed_pdf=True))

    def _suited(self, job: PrintJob) -> _LaidOut:
        """The document no tighter than saves a nearly empty last page, or one before a forced break."""
        made = self._lay_out(job, 0)
        if not _is_short(made[0], job.layouts[0].page, job):
            return made
        tighter = self._tightened(job, made)
        return tighter if tighter[1].layout else self._loosened(job, made)

    def _tightened(self, job: PrintJob, loose: _LaidOut) -> _LaidOut:
        """The document in the first of the tighter layouts that saves a page."""
        for number in range(1, job.tightest + 1):
            made = self._lay_out(job, number)
            if len(made[0].pages) < len(loose[0].pages):
                return made
        return loose

    def _for_word(self, job: PrintJob, made: _LaidOut) -> int:
        """The number of the layout for Word: a full document is one step tighter there, or lines may spill over.

        Word breaks lines and pages a little differently; what it saves on a page need not be tried.
        """
        number = made[1].layout
        full = self._room(job, made) < _SPARE * min(len(made[0].pages), _FEW)
        return number + 1 if full and number < job.tightest else number

    def _room(self, job: PrintJob, made: _LaidOut) -> float:
        """The share of its height that the last page has below the text."""
        document, layout = made[0], job.layouts[made[1].layout]
        below = layout.page.below(self.footer_height(job, layout))
        return (layout.page.height - below - _end(document)) / layout.page.height

    def _loosened(self, job: PrintJob, dense: _LaidOut) -> _LaidOut:
        """The document in the first of the looser layouts that fills its last page enough."""
        for number in range(len(job.layouts) - job.loose, len(job.layouts)):
            page = job.layouts[number].page
            made = self._lay_out(job, number)
            if len(made[0].pages) > len(dense[0].pages):
                break
            if not _is_short(made[0], page, job):
                return made
        return dense

    def _lay_out(self, job: PrintJob, number: int, remedies: Remedies | None = None) -> _LaidOut:
        layout = job.layouts[number]
        footer = self.footer_height(job, layout)
        if layout.page.height - layout.page.top - layout.page.below(footer) < _LEAST_TEXT:
            raise RenderError(
                f"the foot of the page takes {footer:.0f} mm and leaves none for text: use a larger paper"
            )
        page = page_rule(layout.page, footer, right_to_left=job.html.get("dir") == "rtl")
        document, astray, needed = lay_out_with_notes(
            job.html, lambda tree, more: self.render(tree, (layout.style, page + more), job.assets), remedies
        )
        if astray is not None:
            raise RenderError(f"note {astray} does not fit on the page of its call: shorten it")
        return document, Found(number, needed)

    def render(self, tree: Element, rules: Iterable[str], assets: Mapping[str, Asset]) -> Document:
        """A tree laid out with further rules."""
        sheets = [parsed(one) for one in (self._rules, *rules) if one]
        return _input(tree, self._fetcher(assets)).render(stylesheets=sheets, font_config=self._configuration)

    def _fetcher(self, assets: Mapping[str, Asset]) -> Any:
        """Serves the theme's fonts and the checked pictures; every other address is refused."""
        from weasyprint.urls import URLFetcherResponse

        def fetch(url: str, *_: Any, **__: Any) -> Any:
            scheme, _colon, name = url.partition(":")
            if scheme == "font" and "/" not in name:
                font = self._added.get(name) or (self._fonts / name).read_bytes()
                return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})
            if scheme == "asset" and name in assets:
                asset = assets[name]
                return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})
            return nothing(url)

        return fetch


def _is_short(document: Document, page: PageBox, job: PrintJob) -> bool:
    """Whether a document, or a part of it before a forced break, spills over to a page that stays almost empty."""
    first = 0
    for number, painted in enumerate(document.pages):
        ends = [place[1] for name, place in painted.anchors.items() if name == "end" or name.startswith(BREAK)]
        if ends:
            if number > first and max(ends) / PIXELS_PER_MM - page.top < job.last_page * page.height:
                return True
            first = number + 1
    return False


def _end(document: Document) -> float:
    """Where a document ends on its last page, in millimetres from the top."""
    return float(document.pages[-1].anchors["end"][1]) / PIXELS_PER_MM


def _input(tree: Element, fetch: Any) -> HTML:
    """WeasyPrint's input, made from an existing tree.

    HTML() itself takes text only: the tree would be serialised and parsed again, by rules that move a note's paragraphs
    out of their line.
    """
    import cssselect2
    from weasyprint import HTML

    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = "asset:", fetch, "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html
