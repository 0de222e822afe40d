"""`conceptnote schema`."""

from __future__ import annotations

from conceptnote.build.editor_schema import schema_here
from conceptnote.cli.perform import perform


def schema_command() -> None:
    """Print the JSON Schema of the event file.

    With it beside the event file, editors complete and explain the keys, if the file begins with

    \b
    # yaml-language-server: $schema=event.schema.json

    \b
    conceptnote schema > data/event.schema.json     after an update
    """
    with perform(None) as result:
        result.lines.append(schema_here().removesuffix("\n"))
