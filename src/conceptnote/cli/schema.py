"""`conceptnote schema`."""

from __future__ import annotations

from conceptnote.build.editor_schema import schema_here
from conceptnote.cli.perform import perform


def schema_command() -> None:
    """Print the JSON Schema of the event file.

    Editors complete and explain the keys by it, where it lies beside the event file, and that begins with

    \b
    # yaml-language-server: $schema=event.schema.json

    \b
    conceptnote schema > data/event.schema.json     after a new version of conceptnote
    """
    with perform(None) as result:
        result.lines.append(schema_here().removesuffix("\n"))
