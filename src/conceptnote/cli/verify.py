"""`conceptnote verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.build.verify import verify
from conceptnote.cli.options import USUAL_EVENT, Quiet
from conceptnote.cli.show import end_with
from conceptnote.diagnostics import DiagnosticError


def verify_command(
    files: Annotated[list[Path], typer.Argument(help="PDF, DOCX or HTML files, from anywhere.")],
    event: Annotated[Path, typer.Option("-e", "--event", help="The event file.")] = USUAL_EVENT,
    quiet: Quiet = False,
) -> None:
    """Check that files show the acknowledgement that the event's funders are promised.

    \b
    conceptnote verify out/*.pdf                 what was built
    conceptnote verify returned/note-final.docx  what a partner sent back

    Ends with 0 when all is there, 3 when something is missing: it says what, and on which page.
    """
    try:
        proven = verify(event, files)
    except DiagnosticError as error:
        end_with(error)
    if not quiet:
        for line in proven:
            typer.echo(line)
