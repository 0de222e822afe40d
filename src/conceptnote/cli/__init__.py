"""Arguments in, diagnostics out; no logic. One module for each command."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote import __version__
from conceptnote.cli.panels import Panels

app = typer.Typer(
    cls=Panels,
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
    """Turn an event's facts into its concept note and printed programme.

    \b
    conceptnote init my-event      starts an event file
    conceptnote build              makes its papers, in a folder that has data/event.yaml
    conceptnote build --help       explains one command, with examples
    """
