"""`conceptnote schema`."""

from __future__ import annotations

import typer

from conceptnote.build.editor_schema import schema_here
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic


def schema_command() -> None:
    """Print the JSON Schema of the event file.

    Editors complete and explain the keys by it, where it lies beside the event file, and that begins with

    \b
    # yaml-language-server: $schema=event.schema.json

    \b
    conceptnote schema > data/event.schema.json     after a new version of conceptnote
    """
    problems: list[Diagnostic] = []
    with collected(problems):
        typer.echo(schema_here(), nl=False)
    tell(problems, "text", None)
    end(problems)
