"""Arguments in, diagnostics out; no logic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from conceptnote import __version__
from conceptnote.build.press import Press
from conceptnote.build.run import DEFAULT_FORMATS, FORMATS, PAPERS, Format, Output, Request, build, needs_press
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.pdfstandard import PdfStandard

PDF_STANDARDS = tuple(standard.value for standard in PdfStandard)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conceptnote {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn an event's facts into its concept note and printed programme."""


@app.command("build")
def build_command(
    context: typer.Context,
    event: Annotated[Path, typer.Argument(help="The event file.")] = Path("data/event.yaml"),
    output_dir: Annotated[
        Path | None, typer.Option("-o", "--output-dir", help="Where the files go; the project's out/ by default.")
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("-f", "--format", help="pdf, docx or html; repeatable, or with commas. [default: pdf,docx]"),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option("-d", "--document", help="A document, such as programme; repeatable. [default: all]"),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="a4 or letter.")] = "a4",
    pdf_standard: Annotated[
        str, typer.Option("--pdf-standard", help="a-3a+ua-1, a-2a, ua-1, ua-2 or none.")
    ] = PdfStandard.A3A_UA1.value,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Build the documents of an event.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme -o /tmp    the programme alone, elsewhere

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture or a
    template fails.
    """
    try:
        request = Request(
            event,
            output_dir,
            [_format(name) for name in _listed(format_)] or DEFAULT_FORMATS,
            _listed(document),
            _one_of(paper, PAPERS, "paper"),
            PdfStandard(_one_of(pdf_standard, PDF_STANDARDS, "PDF standard")),
        )
        outputs = _with_progress(request, quiet, Press(context.obj) if needs_press(request.formats) else None)
    except DiagnosticError as error:
        for diagnostic in error.diagnostics:
            typer.echo(str(diagnostic), err=True)
        raise typer.Exit(error.exit_code) from None
    if not quiet:
        for line in _report(outputs):
            typer.echo(line)


def _listed(values: list[str] | None) -> list[str]:
    return list(dict.fromkeys(word.strip() for value in values or () for word in value.split(",") if word.strip()))


def _format(name: str) -> Format:
    _one_of(name, FORMATS, "format")
    return next(form for form in FORMATS if form == name)


def _one_of(value: str, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        hint = did_you_mean(value, known, listing="there are")
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no {what} “{value}”", hint=hint))
    return value


def _with_progress(request: Request, quiet: bool, press: Press | None) -> list[Output]:
    if quiet or not sys.stderr.isatty():
        return build(request, press=press)
    from rich.console import Console

    with Console(stderr=True).status("building") as status:
        return build(request, lambda name: status.update(f"{name} is done"), press)


def _report(outputs: list[Output]) -> list[str]:
    width = max((len(str(output.path)) for output in outputs), default=0)
    return [
        f"{output.path!s:{width}}  {_pages(output.pages):>8}"
        f"  {len(output.data) / 1000:7.1f} kB  {output.seconds:5.2f} s"
        for output in outputs
    ]


def _pages(pages: int | None) -> str:
    return "–" if pages is None else f"{pages} page{'s' if pages != 1 else ''}"
