"""`conceptnote watch`."""

from __future__ import annotations

import contextlib
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import typer
from msgspec.structs import replace

from conceptnote.build.pool import Pool
from conceptnote.build.run import Build
from conceptnote.build.watch import watch
from conceptnote.cli import options
from conceptnote.cli.perform import perform
from conceptnote.cli.show import shown_build, tell
from conceptnote.diagnostics import DiagnosticError


def watch_command(
    context: typer.Context,
    event: options.EventFile = options.USUAL_EVENT,
    output_dir: options.OutputDir = None,
    format_: options.Formats = None,
    document: options.Documents = None,
    paper: options.Paper = None,
    orientation: options.Turned = None,
    impose: options.Impose = None,
    embed_fonts: options.EmbedFonts = True,
    set_: options.Values = None,
    set_file: options.ValueFiles = None,
    audience: options.Audience = None,
    language: options.Languages = None,
) -> None:
    """Build again whenever a file of the project is saved.

    Problems are shown at once, and the last good files stay. Ctrl-C ends it.

    \b
    conceptnote watch                        everything, into out/
    conceptnote watch -f pdf -d programme    one paper, beside a PDF viewer
    """
    with perform(event):
        request = replace(
            options.make_request(event, output_dir, format_, document, paper, orientation, impose),
            embed_fonts=embed_fonts, values=set_ or (), value_files=set_file or (), audience=audience,
            languages=options.known_languages(language),
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt), closing(Pool(context.obj)) as pool:
            watch(request, pool, partial(_show, event))


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
