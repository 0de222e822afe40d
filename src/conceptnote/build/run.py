"""One build: an event file and its templates become finished files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from conceptnote.build.outputs import output_folder, publish
from conceptnote.build.press import Look, Press, Printed
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean

if TYPE_CHECKING:
    from conceptnote.doc.inlines import Styles
    from conceptnote.doc.nodes import Asset, Doc
    from conceptnote.source.load import Source
    from conceptnote.theme.theme import Theme

Format = Literal["pdf", "docx", "html"]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html")
DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
PAPERS = ("a4", "letter")
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Request:
    """What to build; without documents all of them, without an output folder the project's `out`."""

    event_file: Path = Path("data/event.yaml")
    output_dir: Path | None = None
    formats: Sequence[Format] = DEFAULT_FORMATS
    documents: Sequence[str] = ()
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file; `pages` where the format has pages of its own."""

    path: Path
    data: bytes
    pages: int | None
    seconds: float


Progress = Callable[[str], None]


def build(request: Request, progress: Progress = lambda _: None, press: Press | None = None) -> list[Output]:
    """Build what is asked for, and write it once all of it is done.

    `progress` is told the name of each file as it is finished; a `press` that is given is used
    and left running. Raises DiagnosticError with all that is wrong; earlier files are then as
    they were.
    """
    with ExitStack() as stack:
        if not needs_press(request.formats):
            press = None
        elif press is None:
            press = stack.enter_context(closing(Press()))

        # What follows is slow to import: the press is at work meanwhile.
        from conceptnote.source.load import load_event

        source = load_event(request.event_file)
        own = source.project.root
        folder = request.output_dir or _relative(own) / "out"
        stack.enter_context(output_folder(folder, None if request.output_dir else own))
        outputs: list[Output] = []
        for output in _render(request, press, source, folder):
            outputs.append(output)
            progress(output.path.name)
        publish({output.path: output.data for output in outputs})
    return sorted(outputs, key=lambda output: (output.path.stem, FORMATS.index(_form(output.path))))


def known_documents(event_file: Path) -> list[str]:
    """The documents that a build of an event makes; the shipped ones where there is no such event."""
    from conceptnote.source.project import OutsideProject, Project
    from conceptnote.source.templates import SHIPPED_DOCUMENTS, Templates

    try:
        return Templates(Project.of(event_file)).documents()
    except (OSError, ValueError, RuntimeError, OutsideProject):
        return list(SHIPPED_DOCUMENTS)


def needs_press(formats: Sequence[Format]) -> bool:
    """Whether pages must be laid out: for PDF, and for DOCX, which is tightened where the PDF is."""
    return "pdf" in formats or "docx" in formats


def _form(path: Path) -> Format:
    return next(form for form in FORMATS if path.suffix == f".{form}")


def _relative(path: Path) -> Path:
    """The path as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _render(request: Request, press: Press | None, source: Source, folder: Path) -> Iterator[Output]:
    from conceptnote.build.assets import load_assets
    from conceptnote.theme.theme import load_theme

    theme = load_theme()
    docs = _compose(request, source, theme.style_names)
    assets = load_assets(docs.values(), source)
    printed = _print(request, press, docs, theme, assets) if press is not None else iter(())

    def write(form: Format, document: str, theme: Theme) -> Output:
        began = time.perf_counter()
        data = _write(form, docs[document], theme, assets, request.paper)
        return Output(folder / f"{document}.{form}", data, None, time.perf_counter() - began)

    # The press is still at work: most documents need no tightening, so the others need not wait for it.
    written = {
        document: [write(form, document, theme) for form in request.formats if form != "pdf"] for document in docs
    }
    for pdf in printed:
        if pdf.pages.tight and "docx" in request.formats:
            tight = write("docx", pdf.document, theme.tightened())
            written[pdf.document] = [tight if o.path == tight.path else o for o in written[pdf.document]]
        if "pdf" in request.formats:
            yield Output(folder / f"{pdf.document}.pdf", pdf.pages.data, pdf.pages.count, pdf.seconds)
    for outputs in written.values():
        yield from outputs


def _print(
    request: Request, press: Press, docs: Mapping[str, Doc], theme: Theme, assets: Mapping[str, Asset]
) -> Iterator[Printed]:
    from conceptnote.theme.css import PageBox, print_stylesheet, text_width, tight_stylesheet
    from conceptnote.write.page import footer_tree, print_tree
    from conceptnote.write.pdf import PrintJob

    room = text_width(theme, request.paper)
    page, tight_page = (PageBox.of(t, request.paper) for t in (theme, theme.tightened()))
    jobs = [
        (
            name,
            PrintJob(
                print_tree(doc, theme, assets, room),
                footer_tree(doc, theme, assets, room),
                page,
                tight_page,
                theme.tightening.last_page,
                assets,
            ),
        )
        for name, doc in docs.items()
    ]
    return press.print(Look(print_stylesheet(theme), tight_stylesheet(theme), theme.fonts_folder), jobs)


def _compose(request: Request, source: Source, styles: Styles) -> dict[str, Doc]:
    from conceptnote.compose.compose import Composer
    from conceptnote.source.templates import Templates

    templates = Templates(source.project)
    known = templates.documents()
    problems: list[Diagnostic] = []
    docs: dict[str, Doc] = {}
    composer = Composer(source.event, templates.read, styles)
    for document in dict.fromkeys(request.documents or known):
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


def _write(form: Format, doc: Doc, theme: Theme, assets: Mapping[str, Asset], paper: str) -> bytes:
    if form == "docx":
        from conceptnote.write.docx import write_docx

        return write_docx(doc, theme, assets, paper)
    from conceptnote.write.page import write_html

    return write_html(doc, theme, assets)
