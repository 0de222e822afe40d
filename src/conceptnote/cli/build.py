"""`conceptnote build`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from conceptnote.build.press import Press
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built
from conceptnote.cli.options import (
    USUAL_EVENT,
    USUAL_STANDARD,
    Audience,
    Documents,
    EmbedFonts,
    EventFile,
    Formats,
    Impose,
    OutputDir,
    OutputFormat,
    Paper,
    Quiet,
    RecipientList,
    Report,
    Split,
    Standard,
    Strict,
    Turned,
    ValueFiles,
    Values,
    make_request,
    one_of,
)
from conceptnote.cli.show import collected, end, show_build, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


def build_command(
    context: typer.Context,
    event: EventFile = USUAL_EVENT,
    output_dir: OutputDir = None,
    format_: Formats = None,
    document: Documents = None,
    paper: Paper = None,
    orientation: Turned = None,
    impose: Impose = None,
    pdf_standard: Standard = USUAL_STANDARD,
    embed_fonts: EmbedFonts = True,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 4 where the files are not what the inputs give.")
    ] = False,
    final: Annotated[
        bool, typer.Option("--final", help="Refuse while somebody is to be confirmed, or an approval is pending.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Build what is there already, and replace Word files that were edited.")
    ] = False,
    set_: Values = None,
    set_file: ValueFiles = None,
    audience: Audience = None,
    split: Split = False,
    recipients: RecipientList = None,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Build the documents of an event.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme --impose booklet     alone, and on sheets to be folded
    conceptnote build --set venue.room=XX     another room, this once
    conceptnote build --audience funder       concept-note.funder.pdf, with what is for the funder
    conceptnote build -d speaker-brief --split     a file for each speaker, in out/internal

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture, a font, a
    template or an acknowledgement fails or a library is missing, 4 when --check finds outdated files.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    done: Build | None = None
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        request = make_request(event, output_dir, format_, document, paper, orientation, impose, pdf_standard)
        request = replace(request, embed_fonts=embed_fonts, force=force, final=final)
        request = replace(request, values=set_ or (), value_files=set_file or (), audience=audience)
        request = replace(request, split=split, recipients=recipients)
        press = Press(context.obj) if request.needs_press else None
        if check:
            check_built(request, press)
        else:
            done = _with_progress(request, quiet, press)
            problems += done.warnings
    tell(problems, form, event, report=report)
    _show(done, silent=quiet or form in FOR_MACHINES, good=check and not problems)
    end(problems, strict=strict)


def _show(done: Build | None, *, silent: bool, good: bool) -> None:
    if done is not None and not silent:
        show_build(done)
    elif good and not silent:
        typer.echo("the files are what the inputs give")


def _with_progress(request: Request, quiet: bool, press: Press | None) -> Build:
    if quiet or not sys.stderr.isatty():
        return build(request, press=press)
    from rich.console import Console

    with Console(stderr=True).status("building") as status:
        return build(request, lambda name: status.update(f"{name} is done"), press)
