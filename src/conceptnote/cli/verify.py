"""`conceptnote verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.build.verify import built_to_be_proven, verify, verify_events
from conceptnote.cli.options import USUAL_EVENT, OutputFormat, Quiet, Report, named_event, one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


def verify_command(
    files: Annotated[
        list[Path],
        typer.Argument(help="PDF, DOCX or HTML files, the folder of a build, or event files."),
    ],
    event: Annotated[
        Path, typer.Option("-e", "--event", help="The event of files and folders.", parser=named_event)
    ] = USUAL_EVENT,
    output_format: OutputFormat = "text",
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Check that files show the acknowledgement that the event's funders are promised.

    \b
    conceptnote verify out                       what was built, but papers that owe no acknowledgement
    conceptnote verify returned/note-final.docx  what a partner sent back
    conceptnote verify events/*.yaml             what was built of each event, and the overview of them

    Ends with 0 when all is there, 3 when something is missing: it says what, and on which page; 4 when nothing
    was built of an event.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    proven: list[str] = []
    events: list[Path] = []
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        events = [path for path in files if path.suffix in (".yaml", ".yml") and not path.is_dir()]
        named = [built_to_be_proven(path) if path.is_dir() else [path] for path in files if path not in events]
        if events:
            proven, wrong = verify_events(events)
            problems += wrong
        if named or not events:
            proven += verify(event, [path for paths in named for path in paths])
    tell(problems, form, [*events, event], report=report)
    if not quiet and form not in FOR_MACHINES:
        for line in proven:
            typer.echo(line)
    end(problems)
