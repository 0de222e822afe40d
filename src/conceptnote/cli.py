"""Arguments in, diagnostics out; no logic."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from conceptnote import __version__
from conceptnote.build.press import Press
from conceptnote.build.run import DEFAULT_FORMATS, FORMATS, PAPERS, Output, Request, build, needs_press
from conceptnote.build.sources import source_reader
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, ExitCode, did_you_mean, exit_code
from conceptnote.report.colour import wants_colour
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form

Word = TypeVar("Word", bound=str)

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
    output_format: Annotated[
        str, typer.Option("--output-format", help="How problems are told: text, json, github or sarif.")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too, once all is told.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Build the documents of an event.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme -o /tmp    the programme alone, elsewhere

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture or a
    template fails or a library is missing.
    """
    problems: list[Diagnostic] = []
    outputs: list[Output] = []
    form: Form = "text"
    with _collected(problems):
        form = _one_of(output_format, FORMS, "output format")
        request = Request(
            event,
            output_dir,
            [_one_of(name, FORMATS, "format") for name in _listed(format_)] or DEFAULT_FORMATS,
            _listed(document),
            _one_of(paper, PAPERS, "paper"),
        )
        outputs = _with_progress(request, quiet, Press(context.obj) if needs_press(request.formats) else None)
    _tell(problems, form, event)
    if not quiet and form not in FOR_MACHINES:
        for line in _report(outputs):
            typer.echo(line)
    if code := exit_code(problems, strict=strict):
        raise typer.Exit(code)


@app.command("doctor")
def doctor_command(
    event: Annotated[
        Path | None, typer.Argument(help="An event file, to look at what it needs. [default: data/event.yaml, if any]")
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Say what this machine has and lacks, and the command that mends it.

    Ends with 0 when a build would work, 2 when there is no such event file, 3 when something is lacking.
    """
    from conceptnote.doctor.command import doctor

    problems: list[Diagnostic] = []
    code = ExitCode.BUILT
    with _collected(problems):
        code = doctor(event, in_json=in_json)
    _tell(problems, "text", event)
    raise typer.Exit(code or exit_code(problems))


@contextlib.contextmanager
def _collected(problems: list[Diagnostic]) -> Iterator[None]:
    """Add what ends the work to the problems: what is wrong with the input, or a Python library that is missing."""
    try:
        yield
    except DiagnosticError as error:
        problems += error.diagnostics
    except ImportError as error:
        from conceptnote.machine.distributions import lacking_distribution

        if (problem := lacking_distribution(error)) is None:
            raise
        problems.append(problem)


def _tell(problems: Sequence[Diagnostic], form: Form, event: Path | None) -> None:
    """Print problems: on the standard output where that is theirs alone, else on the other."""
    if not problems and form not in FOR_MACHINES:
        return
    from conceptnote.report.render import render

    colour = wants_colour(sys.stderr, os.environ)
    text = render(problems, form, colour=colour, read_source=source_reader(event or Path()))
    typer.echo(text, err=form not in FOR_MACHINES, color=colour)


def _listed(values: list[str] | None) -> list[str]:
    return list(dict.fromkeys(word.strip() for value in values or () for word in value.split(",") if word.strip()))


def _one_of(value: str, known: tuple[Word, ...], what: str) -> Word:
    for word in known:
        if word == value:
            return word
    hint = did_you_mean(value, known, listing="there are")
    raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no {what} “{value}”", hint=hint))


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
