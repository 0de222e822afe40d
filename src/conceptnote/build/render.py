"""An event and its templates become finished files, in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from conceptnote.build.assets import load_assets
from conceptnote.build.characters import check_characters
from conceptnote.build.fonts import added_families
from conceptnote.build.press import Look, Press, Printed
from conceptnote.build.proof import prepare
from conceptnote.build.request import Format, Request
from conceptnote.build.standing import pending
from conceptnote.check.promise import Promise, promises
from conceptnote.compose.compose import Composer
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity, did_you_mean
from conceptnote.doc.nodes import Heading, Image, Paragraph, origins, plain_text, walk
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.source.audience import for_audience, told
from conceptnote.source.project import Project
from conceptnote.source.templates import Templates
from conceptnote.theme.css import text_width
from conceptnote.theme.theme import load_theme
from conceptnote.write.typefaces import Typefaces, added_faces, characters_of

if TYPE_CHECKING:
    from conceptnote.doc.inlines import Styles
    from conceptnote.doc.nodes import Asset, Doc
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source
    from conceptnote.theme.theme import Theme
    from conceptnote.write.tagged_pdf import Attachment


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of a document, by its name in the output folder; `pages` where the format has pages."""

    name: str
    document: str
    format: Format
    data: bytes
    pages: int | None
    seconds: float


@dataclass(frozen=True)
class Edition:
    """The documents of one event, composed, with the pictures that they show and what is to be said of those.

    `typefaces` have every character of theirs, unless all are for the screen, where they are shown in the reader's.
    """

    request: Request
    source: Source
    theme: Theme
    docs: Mapping[str, Doc]
    assets: Mapping[str, Asset]
    typefaces: Typefaces
    warnings: list[Diagnostic]

    @classmethod
    def of(cls, request: Request, source: Source) -> Edition:
        """Compose what is asked for.

        Raises DiagnosticError with all that is wrong with templates, with pictures, with fonts or characters.
        """
        theme = load_theme()
        docs = _compose(request, source, theme.style_names)
        images = [node for doc in docs.values() for node in walk(doc) if isinstance(node, Image)]
        # A template that leaves a mark out is found out only by somebody who knows the mark.
        images += _marks(source.event)
        assets, warnings = load_assets(images, source, theme, text_width(theme, request.paper))
        warnings += pending(source, final=request.final)
        if any(warning.severity is Severity.ERROR for warning in warnings):
            raise DiagnosticError(*warnings)
        typefaces = Typefaces.of(theme)
        if request.needs_press:
            bundled = frozenset(family.name for family in typefaces.own.values())
            typefaces = Typefaces.of(theme, added_families(source.project, bundled))
            check_characters(docs, typefaces, source)
        return cls(request, source, theme, docs, assets, typefaces, warnings)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What the funders are promised of every paper."""
        return promises(self.source.event, self.assets)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """What the funders agreed to, or must still agree to."""
        return agreements(self.source.event)

    def words(self, document: str) -> int:
        """How many words the body of a document has, its notes included."""
        blocks = (node for node in walk(self.docs[document].blocks) if isinstance(node, Heading | Paragraph))
        return sum(len(plain_text(block.children).split()) for block in blocks)

    def render(self, press: Press | None) -> Iterator[File]:
        """The files, each as it is finished. Raises DiagnosticError where one cannot be rendered."""
        formats = self.request.formats
        printed = self._print(press) if press is not None else iter(())
        # The press is still at work: most documents need no tightening, so the others need not wait for it.
        written = {
            document: {form: self._write(form, document, self.theme) for form in formats if form != "pdf"}
            for document in self.docs
        }
        if self.promises:
            prepare()
        for pdf in printed:
            if pdf.pages.tight and "docx" in formats:
                written[pdf.document]["docx"] = self._write("docx", pdf.document, self.theme.tightened())
            if "pdf" in formats:
                name = self.request.file_name(pdf.document, "pdf")
                yield File(name, pdf.document, "pdf", pdf.pages.data, pdf.pages.count, pdf.seconds)
        for files in written.values():
            yield from files.values()

    def _print(self, press: Press) -> Iterator[Printed]:
        from conceptnote.theme.css import FontFace, PageBox, print_stylesheet, tight_stylesheet
        from conceptnote.write.page import footer_tree, print_tree
        from conceptnote.write.pdf import PrintJob

        theme, paper = self.theme, self.request.paper
        room = text_width(theme, paper)
        page, tight_page = (PageBox.of(t, paper) for t in (theme, theme.tightened()))
        jobs = [
            (
                name,
                PrintJob(
                    print_tree(doc, theme, self.assets, room),
                    footer_tree(doc, theme, self.assets, room),
                    page,
                    tight_page,
                    theme.tightening.last_page,
                    self.assets,
                    self.request.pdf_standard,
                    self._attachment(doc),
                ),
            )
            for name, doc in self.docs.items()
        ]
        characters = frozenset[int]().union(*map(characters_of, self.docs.values()))
        fonts = {f"added-{at}": one for at, one in enumerate(added_faces(self.typefaces, characters))}
        sheet = print_stylesheet(theme, [FontFace(family, face, name) for name, (family, face, _) in fonts.items()])
        files = {name: data for name, (_, _, data) in fonts.items()}
        return press.print(Look(sheet, tight_stylesheet(theme), theme.fonts_folder, files), jobs)

    def _attachment(self, doc: Doc) -> Attachment | None:
        """The data that a paper was made from, as far as it shows them, for standards that let a file carry them."""
        if not self.request.pdf_standard.attaches or "pdf" not in self.request.formats:
            return None
        from conceptnote.export.public import public_yaml
        from conceptnote.i18n.locale import load_locale
        from conceptnote.write.tagged_pdf import Attachment

        event = self.source.event
        words = load_locale(event.language).source_data
        return Attachment("event.yaml", "application/yaml", public_yaml(event, origins(doc)), words)

    def _write(self, form: Format, document: str, theme: Theme) -> File:
        began = time.perf_counter()
        doc = self.docs[document]
        if form == "docx":
            from conceptnote.write.docx import write_docx

            request, added = self.request, self.typefaces.added
            data = write_docx(doc, theme, self.assets, request.paper, added=added, embed_fonts=request.embed_fonts)
        else:
            from conceptnote.write.page import write_html

            data = write_html(doc, theme, self.assets)
        name = self.request.file_name(document, form)
        return File(name, document, form, data, None, time.perf_counter() - began)


def edition_for(request: Request, source: Source) -> Edition:
    """The documents of an event as the audience of a build may read them. Raises what `Edition.of` raises."""
    shown = for_audience(source, request.audience)
    try:
        edition = Edition.of(request, shown)
    except DiagnosticError as error:
        raise DiagnosticError(*told(shown, error.diagnostics)) from None
    return replace(edition, warnings=told(shown, edition.warnings))


def funders_promises(source: Source) -> tuple[Promise, ...]:
    """What the funders of an event are promised. Raises DiagnosticError where a mark cannot be read."""
    theme = load_theme()
    room = text_width(theme, next(iter(theme.page.papers)))
    assets, _ = load_assets(_marks(source.event), source, theme, room)
    return promises(source.event, assets)


def _marks(event: Event) -> Iterator[Image]:
    for at, funder in enumerate(event.funders):
        for number, logo in enumerate(funder.logos if funder.suppressed is None else ()):
            yield Image(logo.file, logo.alt, logo.min_height or 0, ("funders", at, "logos", number, "file"))


@lru_cache(maxsize=64)
def _templates(project: Project) -> Templates:
    """One object for a project: compiled templates are kept for as long as it is the same that reads them."""
    return Templates(project)


def _compose(request: Request, source: Source, styles: Styles) -> dict[str, Doc]:
    templates = _templates(source.project)
    known = templates.known()
    problems: list[Diagnostic] = []
    docs: dict[str, Doc] = {}
    composer = Composer(source.event, templates.read, styles)
    for document in dict.fromkeys(request.documents or templates.documents()):
        if document not in known:
            hint = did_you_mean(document, known, listing="the documents are")
            message = f"there is no document “{document}”"
            at = Location(f"templates/{document}.html.j2")
            problems.append(Diagnostic(Code.TEMPLATE_NOT_FOUND, message, at, hint=hint))
            continue
        try:
            docs[document] = composer.compose(document)
        except DiagnosticError as error:
            problems += [_located(diagnostic, source) for diagnostic in error.diagnostics]
    if problems:
        # One mistake in a prose or a shared macro is met by every document.
        raise DiagnosticError(*dict.fromkeys(problems))
    return docs


def _located(diagnostic: Diagnostic, source: Source) -> Diagnostic:
    if diagnostic.location is None:
        return replace(diagnostic, location=source.marks.locate(diagnostic.path))
    return diagnostic
