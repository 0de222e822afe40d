"""`conceptnote watch`."""

from __future__ import annotations

import contextlib
import sys
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import typer

from conceptnote.build.pool import Pool
from conceptnote.build.run import Build
from conceptnote.build.watch import watch
from conceptnote.cli.options import (
    USUAL_EVENT,
    Audience,
    Documents,
    EmbedFonts,
    EventFile,
    Formats,
    Impose,
    Languages,
    OutputDir,
    Paper,
    Turned,
    ValueFiles,
    Values,
    known_languages,
    make_request,
)
from conceptnote.cli.perform import Result, perform
from conceptnote.cli.show import shown_build, tell
from conceptnote.diagnostics import DiagnosticError


def watch_command(
    context: typer.Context,
    event: EventFile = USUAL_EVENT,
    output_dir: OutputDir = None,
    format_: Formats = None,
    document: Documents = None,
    paper: Paper = None,
    orientation: Turned = None,
    impose: Impose = None,
    embed_fonts: EmbedFonts = True,
    set_: Values = None,
    set_file: ValueFiles = None,
    audience: Audience = None,
    language: Languages = None,
) -> None:
    """Build again whenever a file of the project is saved.

    What is wrong is shown in place, and the last good files stay. Ctrl-C ends it.

    \b
    conceptnote watch                        everything, into out/
    conceptnote watch -f pdf -d programme    one paper, beside a PDF viewer
    """

    def work(_: Result) -> None:
        request = make_request(event, output_dir, format_, document, paper, orientation, impose)
        request = replace(request, embed_fonts=embed_fonts)
        request = replace(request, values=set_ or (), value_files=set_file or (), audience=audience)
        request = replace(request, languages=known_languages(language))
        with contextlib.suppress(KeyboardInterrupt), closing(Pool(context.obj)) as pool:
            watch(request, pool, partial(_show, event))

    perform(work, event)


def _show(event: Path, outcome: Build | DiagnosticError) -> None:
    if sys.stdout.isatty():
        typer.echo("\x1b[2J\x1b[H", nl=False)
    typer.echo(f"{time.strftime('%H:%M:%S')}  watching; Ctrl-C ends it")
    if isinstance(outcome, Build):
        tell(outcome.warnings, "text", event)
        typer.echo("\n".join(shown_build(outcome)))
    else:
        tell(outcome.diagnostics, "text", event)
    sys.stdout.flush()
