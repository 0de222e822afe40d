"""`conceptnote build`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from conceptnote.build.press import Press
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built
from conceptnote.cli.options import (
    USUAL_EVENT,
    Documents,
    EmbedFonts,
    EventFile,
    Formats,
    OutputDir,
    Paper,
    Quiet,
    make_request,
)
from conceptnote.cli.show import end_with, show_build, show_problems
from conceptnote.diagnostics import DiagnosticError


def build_command(
    context: typer.Context,
    event: EventFile = USUAL_EVENT,
    output_dir: OutputDir = None,
    format_: Formats = None,
    document: Documents = None,
    paper: Paper = "a4",
    embed_fonts: EmbedFonts = True,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 4 where the files are not what the inputs give.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Build what is there already, and replace Word files that were edited.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Build the documents of an event.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme -o /tmp    the programme alone, elsewhere

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture, a font, a
    template or an acknowledgement fails, 4 when --check finds outdated files.
    """
    try:
        request = make_request(event, output_dir, format_, document, paper, embed_fonts=embed_fonts, force=force)
        press = Press(context.obj) if request.needs_press else None
        if check:
            check_built(request, press)
            done = None
        else:
            done = _with_progress(request, quiet, press)
    except DiagnosticError as error:
        end_with(error)
    if done is not None:
        show_problems(done.warnings)
    if not quiet:
        show_build(done) if done is not None else typer.echo("the files are what the inputs give")


def _with_progress(request: Request, quiet: bool, press: Press | None) -> Build:
    if quiet or not sys.stderr.isatty():
        return build(request, press=press)
    from rich.console import Console

    with Console(stderr=True).status("building") as status:
        return build(request, lambda name: status.update(f"{name} is done"), press)
