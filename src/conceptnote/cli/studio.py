"""`conceptnote studio`."""

from __future__ import annotations

import contextlib
import gc
from contextlib import closing
from typing import Annotated

import typer

from conceptnote.build.pool import Pool
from conceptnote.cli.options import USUAL_EVENT, EventFile
from conceptnote.cli.perform import perform
from conceptnote.diagnostics import DiagnosticError
from conceptnote.machine.distributions import missing_of_extra

Port = Annotated[
    int | None, typer.Option("--port", metavar="N", help="The port to listen on. [default: 4817, or a free one]")
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Print the address, and open no browser.")]


def studio_command(
    context: typer.Context, event: EventFile = USUAL_EVENT, port: Port = None, no_open: NoOpen = False
) -> None:
    """Change an event on its pages, in a browser.

    Shows the papers as they are printed. Click a text and change it: the event file and all pages change.
    Ctrl-C ends it. In a folder without an event it begins one.

    \b
    conceptnote studio                     data/event.yaml, in the usual browser
    conceptnote studio events/launch.yaml --no-open

    Only this machine can open the page, and only with the address that is printed.
    """
    with perform(event):
        if missing := missing_of_extra("studio"):
            raise DiagnosticError(missing)
        with contextlib.suppress(KeyboardInterrupt), closing(Pool(context.obj)) as pool:
            from conceptnote.studio.serve import serve

            gc.enable()
            serve(event, pool, port, lambda address: _ready(address, not no_open))


def _ready(address: str, opens: bool) -> None:
    typer.echo(f"studio: {address}")
    typer.echo("Ctrl-C ends it")
    if opens:
        import webbrowser

        webbrowser.open(address)
