"""An event and its templates become finished files, in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from conceptnote.build.assets import load_assets
from conceptnote.build.characters import check_characters
from conceptnote.build.composing import compose_units
from conceptnote.build.exports import export, export_formats
from conceptnote.build.fonts import added_families
from conceptnote.build.formats import asked_at, page_formats, wide_marks
from conceptnote.build.press import Look, Press, Printed
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.promised import marks, promised_by_all
from conceptnote.build.proof import prepare
from conceptnote.build.request import EXPORTS, Format, Request
from conceptnote.build.standing import pending, undated
from conceptnote.build.theme import theme_of
from conceptnote.build.units import Unit, plan
from conceptnote.check.promise import Promise, promises
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity
from conceptnote.doc.nodes import Heading, Image, Paragraph, origins, plain_text, walk
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.pageformat import Imposition, PageFormat
from conceptnote.source.audience import for_audience, told
from conceptnote.theme.css import text_width
from conceptnote.write.typefaces import Typefaces, added_faces, characters_of

if TYPE_CHECKING:
    from conceptnote.doc.nodes import Asset, Doc
    from conceptnote.source.load import Source
    from conceptnote.theme.theme import Theme
    from conceptnote.write.pdf import Layout
    from conceptnote.write.tagged_pdf import Attachment


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of a document, by its name in the output folder; `pages` where the format has pages.

    Of an imposed file these are the sides of its sheets, and `blank` the pages that are left out of it.
    """

    name: str
    document: str
    format: Format
    data: bytes
    pages: int | None
    seconds: float
    imposition: Imposition | None = None
    blank: tuple[int, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The documents of one event, composed, with the pictures that they show and what is to be said of those.

    `themes` are the theme as it is on the paper of each. `typefaces` have every character of theirs, unless all are
    for the screen, where they are shown in the reader's.
    """

    request: Request
    source: Source
    theme: Theme
    units: Mapping[str, Unit]
    docs: Mapping[str, Doc]
    formats: Mapping[str, PageFormat]
    themes: Mapping[str, Theme]
    assets: Mapping[str, Asset]
    typefaces: Typefaces
    warnings: list[Diagnostic]

    @classmethod
    def of(cls, request: Request, source: Source) -> Edition:
        """Compose what is asked for.

        Files of a language other than the main one are named by it. Raises DiagnosticError with all that is wrong with
        templates, with pictures, with fonts or characters.
        """
        request = replace(request, language=source.edition)
        theme = theme_of(source.project)
        units = plan(request, source) if request.of_papers else {}
        by_document = page_formats(request, source, {unit.document: unit.facts for unit in units.values()})
        formats = {name: by_document[unit.document] for name, unit in units.items()}
        themes = {name: theme.on(page.paper, units[name].facts.margins) for name, page in formats.items()}
        docs = compose_units(source, units, formats, themes)
        assets, warnings = _assets(docs, formats, themes, source)
        acknowledging = {name: page for name, page in formats.items() if docs[name].metadata.acknowledged}
        warnings += wide_marks(source, acknowledging, themes, assets) if request.needs_press else ()
        warnings += pending(source, final=request.final)
        warnings += undated(source) if "ics" in request.exports else ()
        if any(warning.severity is Severity.ERROR for warning in warnings):
            raise DiagnosticError(*warnings)
        typefaces = Typefaces.of(theme)
        if request.needs_press:
            bundled = frozenset(family.name for family in typefaces.own.values())
            typefaces = Typefaces.of(theme, added_families(source.project, bundled))
            check_characters(docs, typefaces, source)
        return cls(request, source, theme, units, docs, formats, themes, assets, typefaces, warnings)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What the funders are promised of every paper."""
        return promises(self.source.event, self.assets)

    @cached_property
    def owed(self) -> tuple[Promise, ...]:
        """The same for what owes an acknowledgement: a paper of several events owes it to the funders of each."""
        return promised_by_all(self.source) if self.source.collected else self.promises

    @cached_property
    def agreements(self) -> list[Agreement]:
        """What the funders agreed to, or must still agree to."""
        return agreements(self.source.event)

    @cached_property
    def linked_data(self) -> str:
        """What a page says of the event to machines; of a collection nothing, for it is none."""
        if self.source.collected:
            return ""
        from conceptnote.export.jsonld import embedded_json

        return embedded_json(self.source.event, self.source.main)

    def owes(self, file: File) -> bool:
        """Whether a file owes the funders an acknowledgement: a paper that does not say otherwise."""
        return file.format not in EXPORTS and self.docs[file.document].metadata.acknowledged

    def words(self, document: str) -> int:
        """How many words the body of a document has, its notes included."""
        blocks = (node for node in walk(self.docs[document].blocks) if isinstance(node, Heading | Paragraph))
        return sum(len(plain_text(block.children).split()) for block in blocks)

    @property
    def steps(self) -> int:
        """How many files `render` tells of as finished; those that are imposed come with their pages."""
        return len(self.docs) * len(self.request.of_papers) + len(export_formats(self.request, self.source))

    def render(self, press: Press | None, progress: Progress = SILENT) -> Iterator[File]:
        """The files, told of as each is finished. Raises DiagnosticError where one cannot be rendered."""
        for exported in export(self.request, self.source):
            yield File(exported.name, exported.document, exported.format, exported.data, None, exported.seconds)
            progress.finished(exported.name)
        forms = self.request.of_papers
        printed = self.print(press) if press is not None else iter(())
        # The press is still at work: most documents need no tightening, so the others need not wait for it.
        written: dict[str, dict[Format, File]] = {document: {} for document in self.docs}
        for document in self.docs:
            for form in forms:
                if form != "pdf":
                    file = written[document][form] = self._write(form, document, self.themes[document])
                    progress.finished(file.name)
        if self.promises:
            prepare()
        for pdf in printed:
            if pdf.pages.layout and "docx" in forms:
                tighter = self.themes[pdf.document].tighter[pdf.pages.layout - 1]
                written[pdf.document]["docx"] = self._write("docx", pdf.document, tighter)
            if "pdf" in forms:
                name = self.request.file_name(pdf.document, "pdf")
                yield File(name, pdf.document, "pdf", pdf.pages.data, pdf.pages.count, pdf.seconds)
                progress.finished(name)
                yield from self._impose(pdf, name)
        for files in written.values():
            yield from files.values()

    def _impose(self, pdf: Printed, name: str) -> Iterator[File]:
        from conceptnote.build.imposing import imposed_pdfs
        from conceptnote.write.imposition import PANELS, TooManyPanels

        document, page, began = pdf.document, self.formats[pdf.document], time.perf_counter()
        made = imposed_pdfs(
            pdf.pages.data, pdf.pages.count, self.docs[document], page, self.theme, name, self.source.event.locale
        )
        try:
            for one in made:
                seconds = time.perf_counter() - began
                own = self.request.imposed_name(document, one.imposition, page.paper)
                yield File(own, document, "pdf", one.data, one.sides, seconds, one.imposition, one.blank)
        except TooManyPanels:
            message = f"{document} fills {pdf.pages.count} panels, and a leaflet has {PANELS}"
            hint = "shorten it, or fold it as a booklet: impose: booklet"
            at, path = asked_at(self.request, self.source, document)
            raise DiagnosticError(Diagnostic(Code.TOO_MANY_PANELS, message, at, path, hint)) from None

    def print(self, press: Press) -> Iterator[Printed]:
        """The pages of the documents, each as they are finished. Raises DiagnosticError where one cannot be printed."""
        from conceptnote.theme.css import FontFace, print_stylesheet
        from conceptnote.write.page import footer_tree, print_tree
        from conceptnote.write.pdf import PrintJob

        jobs = []
        for name, doc in self.docs.items():
            theme, layouts = self.themes[name], self._layouts(name)
            room = layouts[0].page.room
            trees = print_tree(doc, theme, self.assets, room), footer_tree(doc, theme, self.assets, room)
            last_page, standard = theme.tightening.last_page, self.request.pdf_standard
            jobs.append((name, PrintJob(*trees, layouts, last_page, self.assets, standard, self._attachment(name))))
        characters = frozenset[int]().union(*map(characters_of, self.docs.values()))
        fonts = {f"added-{at}": one for at, one in enumerate(added_faces(self.typefaces, characters))}
        faces = [FontFace(family, face, name) for name, (family, face, _) in fonts.items()]
        files = {name: data for name, (_, _, data) in fonts.items()}
        return press.print(Look(print_stylesheet(self.theme, faces), self.theme.fonts_folder, files), jobs)

    def _layouts(self, document: str) -> list[Layout]:
        """The page of a document, as it is and tighter, each with what its theme says otherwise than all do."""
        from conceptnote.theme.css import PageBox, changed_stylesheet
        from conceptnote.write.pdf import Layout

        page, own = self.formats[document], self.themes[document]
        return [
            Layout(PageBox.of(theme, page.paper, page.orientation), changed_stylesheet(theme, self.theme))
            for theme in (own, *own.tighter)
        ]

    def _attachment(self, name: str) -> Attachment | None:
        """The data that a paper was made from, as far as it shows them, for standards that let a file carry them."""
        if self.units[name].private or not self.request.pdf_standard.attaches or "pdf" not in self.request.formats:
            return None
        if self.source.collected:
            return None  # Each of them travels in its own papers.
        from conceptnote.export.public import public_yaml
        from conceptnote.write.tagged_pdf import Attachment

        event = self.source.event
        words = event.locale.source_data
        return Attachment("event.yaml", "application/yaml", public_yaml(event, origins(self.docs[name])), words)

    def _write(self, form: Format, document: str, theme: Theme) -> File:
        began = time.perf_counter()
        doc = self.docs[document]
        if form == "docx":
            from conceptnote.write.docx import write_docx

            page, added, embed = self.formats[document], self.typefaces.added, self.request.embed_fonts
            data = write_docx(doc, theme, self.assets, page.paper, page.orientation, added=added, embed_fonts=embed)
        else:
            from conceptnote.write.page import write_html

            data = write_html(doc, self.theme, self.assets, "" if self.units[document].private else self.linked_data)
        name = self.request.file_name(document, form)
        return File(name, document, form, data, None, time.perf_counter() - began)


def edition_for(request: Request, source: Source) -> Edition:
    """The documents of an event as the audience of a build may read them. Raises what `Edition.of` raises."""
    shown = source if source.collected else for_audience(source, request.audience)
    try:
        edition = Edition.of(request, shown)
    except DiagnosticError as error:
        raise DiagnosticError(*told(shown, error.diagnostics)) from None
    return replace(edition, warnings=told(shown, edition.warnings))


def _assets(
    docs: Mapping[str, Doc], formats: Mapping[str, PageFormat], themes: Mapping[str, Theme], source: Source
) -> tuple[dict[str, Asset], list[Diagnostic]]:
    """The pictures of documents, each as the page needs it on which it is largest. Raises what `load_assets` raises."""
    assets: dict[str, Asset] = {}
    said: list[Diagnostic] = []
    for paper, orientation in dict.fromkeys((page.paper, page.orientation) for page in formats.values()):
        alike = [name for name, page in formats.items() if (page.paper, page.orientation) == (paper, orientation)]
        images = [node for name in alike for node in walk(docs[name]) if isinstance(node, Image)]
        # A template that leaves a mark out is found out only by somebody who knows the mark.
        images += marks(source.event)
        theme = themes[alike[0]]
        try:
            loaded, warnings = load_assets(images, source, theme, text_width(theme, paper, orientation))
        except DiagnosticError as error:
            loaded, warnings = {}, list(error.diagnostics)
        said += warnings
        assets |= {name: one for name, one in loaded.items() if name not in assets or _dots(one) > _dots(assets[name])}
    said = list(dict.fromkeys(said))
    if any(problem.severity is Severity.ERROR for problem in said):
        raise DiagnosticError(*said)
    return assets, said


def _dots(asset: Asset) -> float:
    return asset.height * (asset.density or 1.0)
