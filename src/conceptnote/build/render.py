"""From an event and its templates to finished files, in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from conceptnote.build.composed import Composed
from conceptnote.build.edition import ID, Edition
from conceptnote.build.formats import Format
from conceptnote.build.hashing import sha256
from conceptnote.build.manifest import settings_of
from conceptnote.build.page_formats import asked_at
from conceptnote.build.pool import Pool
from conceptnote.build.prefork import forks
from conceptnote.build.printing import (
    LaidOutTo,
    Previewed,
    Printed,
    PrinterSettings,
    ignored,
    preview_documents,
    print_documents,
    ready_printer,
)
from conceptnote.build.progress import SILENT, Progress
from conceptnote.build.record import File, Record, Target
from conceptnote.build.theme import theme_of
from conceptnote.build.tool import tool_version
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.pageformat import PageFormat
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import Theme
from conceptnote.write.typefaces import added_faces, characters_of

if TYPE_CHECKING:
    from conceptnote.build.request import Request
    from conceptnote.source.load import Source
    from conceptnote.write.pdf import Found, Layout, Pages, PrintJob, WordLayout
    from conceptnote.write.places import Sources
    from conceptnote.write.tagged_pdf import Attachment


def start_printers(request: Request, source: Source, pool: Pool) -> None:
    """Have the pool make its printers while the papers of a source are composed. Raises what `theme_of` raises."""
    from conceptnote.theme.css import print_stylesheet
    from conceptnote.write.rules import faces_and_rules

    theme = theme_of(source)
    look = PrinterSettings(print_stylesheet(theme), theme.fonts_folder, theme.carried)
    papers = request.documents or source.project.once(Templates).usual(source.event.papers)
    pool.start(len(papers), faces_and_rules(look.stylesheet)[1], partial(ready_printer, look))


def render(edition: Edition, pool: Pool | None, progress: Progress = SILENT) -> Iterator[File]:
    """The files, reported as each is finished. Raises DiagnosticError if one cannot be rendered."""
    for form in edition.exports:
        began, export = time.perf_counter(), form.export
        assert export is not None
        file = _file(edition, form, Target(form.stem), export(edition.source), began)
        yield file
        progress.finished(file.record.file)
    written: dict[Target, dict[str, File]] = {target: {} for target in edition.docs}

    def write(target: Target, theme: Theme, layout: str, count: int = 1) -> None:
        for form in _forms(edition, layout):
            file = written[target][form.name] = _write(edition, form, target, theme, count=count)
            progress.finished(file.record.file)

    def laid_out(target: Target, layout: WordLayout) -> None:
        write(target, edition.looks(target)[layout.number], "tightened", layout.pages)

    printed = print_pages(edition, pool, laid_out, prove=forks()) if pool is not None else iter(())
    # The pool is busy meanwhile.
    for target in edition.docs:
        write(target, edition.themes[target], "none")
    for paper in printed:
        target, pages = paper.target, paper.pages
        for form in _forms(edition, "printed"):
            began = time.perf_counter() - paper.seconds
            file = _write(edition, form, target, edition.themes[target], pages=pages, began=began)
            yield replace(file, proven=paper.proven)
            progress.finished(file.record.file)
            if form.imposed:
                yield from _impose(edition, form, file)
    for files in written.values():
        yield from files.values()


def _forms(edition: Edition, *layouts: str) -> list[Format]:
    return [form for form in edition.request.of_papers if form.layout in layouts]


def _impose(edition: Edition, form: Format, file: File) -> Iterator[File]:
    from conceptnote.build.imposing import imposed_pdfs
    from conceptnote.write.imposition import PANELS, TooManyPanels

    target, pages, began = file.record.target, file.record.pages or 0, time.perf_counter()
    page, doc, event = edition.formats[target], edition.docs[target], edition.source.event
    spoken = doc.metadata.language  # A template of the project may be in another language than the event.
    words = event.known_languages[spoken].papers if spoken in event.known_languages else event.locale
    made = imposed_pdfs(file.data, pages, doc, page, edition.theme, file.record.file, words)
    try:
        for one in made:
            name = edition.request.imposed_name(target, one.imposition, page.paper, form.ending)
            facts: dict[str, Any] = {"standards": (), "imposition": one.imposition, "blank": one.blank}
            record = replace(
                file.record, file=name, pages=one.sides, bytes=len(one.data), sha256=sha256(one.data), **facts
            )
            proven = record.acknowledgement == "proven"
            record = replace(record, acknowledgement="proven on its pages") if proven else record
            yield File(record, one.data, time.perf_counter() - began)
    except TooManyPanels:
        message = f"{target} fills {pages} panels, but a leaflet has {PANELS}"
        hint = "shorten it, or fold it as a booklet: impose: booklet"
        at, path = asked_at(edition.request, edition.source, target.document)
        raise DiagnosticError(Diagnostic(Code.TOO_MANY_PANELS, message, at, path, hint)) from None


def print_pages(
    edition: Edition, pool: Pool, laid_out: LaidOutTo = ignored, *, prove: bool = False
) -> Iterator[Printed]:
    """The pages of the documents, each as they are finished, and proven if asked.

    Raises DiagnosticError where one cannot be printed.
    """
    # The first paper is printed while the trees of the second are made.
    jobs = ((target, _job(edition, target)) for target in edition.docs)
    owing = [target for target in edition.docs if edition.acknowledges(target)] if prove else []
    return print_documents(pool, _settings(edition), jobs, laid_out, dict.fromkeys(owing, edition.owed))


def preview_pages(
    edition: Edition, pool: Pool, asked: Mapping[Target, tuple[Sources, int, Found | None]]
) -> Iterator[Previewed]:
    """Some of the documents part by part, in this order: each with the page that comes first, and a guess.

    Their texts tell where they are from, by the numbers that `Sources` give to origins. Raises what `print_pages` does.
    """
    jobs = [(target, _job(edition, target, sources), first, guess) for target, (sources, first, guess) in asked.items()]
    return preview_documents(pool, _settings(edition), jobs)


def _job(edition: Edition, target: Target, sources: Sources | None = None) -> PrintJob:
    from conceptnote.write.page import footer_tree, print_tree
    from conceptnote.write.pdf import PrintJob

    doc, theme, layouts = edition.written[target], edition.themes[target], _layouts(edition, target)
    room = layouts[0].page.room
    # For previews any id measures the footer: a new one after each edit would have it laid out each time.
    measured = doc if sources is None else replace(edition, ids={target: "0" * ID}).written[target]
    trees = print_tree(doc, theme, edition.assets, room, sources), footer_tree(measured, theme, edition.assets, room)
    last_page, standard = theme.tightening.last_page, edition.request.pdf_standard
    loose = len(theme.looser) if len(layouts) > 1 else 0
    return PrintJob(*trees, layouts, last_page, edition.assets, standard, _attachment(edition, target), loose)


def _settings(edition: Edition) -> PrinterSettings:
    from conceptnote.theme.css import FontFace, print_stylesheet

    characters = frozenset[int]().union(*map(characters_of, edition.docs.values()))
    fonts = {f"added-{at}": one for at, one in enumerate(added_faces(edition.typefaces, characters))}
    faces = [FontFace(family, face, name) for name, (family, face, _) in fonts.items()]
    files = {name: data for name, (_, _, data) in fonts.items()} | edition.theme.carried
    return PrinterSettings(print_stylesheet(edition.theme, faces), edition.theme.fonts_folder, files)


def _layouts(edition: Edition, target: Target) -> list[Layout]:
    """The layouts of a document, each with the style rules that differ."""
    from conceptnote.theme.css import PageBox, changed_stylesheet
    from conceptnote.write.pdf import Layout

    page = edition.formats[target]
    return [
        Layout(PageBox.of(theme, page.paper, page.orientation), changed_stylesheet(theme, edition.theme))
        for theme in edition.looks(target)
    ]


def _attachment(edition: Edition, target: Target) -> Attachment | None:
    """The data that a paper was made from, as far as it shows them, for standards that allow attachments."""
    if edition.targets[target].private or not edition.request.pdf_standard.attaches or not _forms(edition, "printed"):
        return None
    if edition.source.collected:
        return None  # Each of them is attached to its own papers.
    from conceptnote.write.tagged_pdf import Attachment

    words = edition.source.event.locale.source_data
    return Attachment("event.yaml", "application/yaml", edition.shown[target], words)


def _write(
    edition: Edition, form: Format, target: Target, theme: Theme, *, pages: Pages | None = None, count: int = 1,
    began: float | None = None,
) -> File:  # fmt: skip
    began = time.perf_counter() if began is None else began
    assert form.paper is not None
    private = edition.targets[target].private
    composed = Composed(
        edition.written[target], edition.theme, theme, edition.formats[target], edition.assets, edition.typefaces,
        edition.request.embed_fonts, lambda: "" if private else edition.linked_data, pages, count,
        _locale(edition, edition.docs[target].metadata.language), edition.template, edition.id(target),
    )  # fmt: skip
    return _file(edition, form, target, form.paper(composed), began, pages.count if pages else None)


def _locale(edition: Edition, language: str) -> str:
    """A language of the papers with its region, as in the language's data."""
    known = edition.source.event.known_languages
    return known[language].papers.babel.replace("_", "-") if language in known else language


def _file(edition: Edition, form: Format, target: Target, data: bytes, began: float, pages: int | None = None) -> File:
    source, request, planned = edition.source, edition.request, edition.targets.get(target) if form.paper else None
    record = Record(
        file=request.file_name(target, form.ending),
        document=target.document,
        part=target.part,
        id=edition.id(target) if planned else sha256(data)[:ID],
        format=form.name,
        language=source.event.language,
        pages=pages,
        words=edition.words[target] if planned else 0,
        bytes=len(data),
        sha256=sha256(data),
        standards=form.standards(request.pdf_standard),
        acknowledgement=edition.acknowledgement(target) if planned else "none due",
        options=request.options(form, edition.formats.get(target, PageFormat())),
        inputs=edition.inputs,
        tool=tool_version(),
        audience=request.audience,
        set=settings_of(source.project),
        asked=request.asked(form),
        usual=edition.usual,
        internal=planned is not None and planned.private,
        languages=source.languages,
    )
    return File(record, data, time.perf_counter() - began)
