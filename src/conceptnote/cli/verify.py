"""`conceptnote verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.build.verify import built_to_be_proven, verify
from conceptnote.cli.options import USUAL_EVENT, OutputFormat, Quiet, Report, one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


def verify_command(
    files: Annotated[list[Path], typer.Argument(help="PDF, DOCX or HTML files, or the folder of a build.")],
    event: Annotated[Path, typer.Option("-e", "--event", help="The event file.")] = USUAL_EVENT,
    output_format: OutputFormat = "text",
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Check that files show the acknowledgement that the event's funders are promised.

    \b
    conceptnote verify out                       what was built, but papers that owe no acknowledgement
    conceptnote verify returned/note-final.docx  what a partner sent back

    Ends with 0 when all is there, 3 when something is missing: it says what, and on which page.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    proven: list[str] = []
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        named = [built_to_be_proven(path) if path.is_dir() else [path] for path in files]
        proven = verify(event, [path for paths in named for path in paths])
    tell(problems, form, event, report=report)
    if not quiet and form not in FOR_MACHINES:
        for line in proven:
            typer.echo(line)
    end(problems)
