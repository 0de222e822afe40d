"""`conceptnote verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.api import open_project
from conceptnote.build.verify import built_to_be_proven, verify, verify_events
from conceptnote.cli.options import USUAL_EVENT, EventOption, OutputFormat, Quiet, Report, Reported
from conceptnote.cli.perform import perform


def verify_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="PDF, DOCX or HTML files, the folder of a build, or event files."),
    ],
    event: EventOption = USUAL_EVENT,
    output_format: OutputFormat = "text",
    report: Report = None,
    reported: Reported = None,
    quiet: Quiet = False,
) -> None:
    """Check that files acknowledge the funders as they must.

    \b
    conceptnote verify out                       what was built
    conceptnote verify returned/note-final.docx  what a partner sent back
    conceptnote verify events/*.yaml             what was built of each event

    Ends with 0 when nothing is missing, 3 when something is, and says on which page; 4 when nothing was built of
    an event.
    """
    events = [path for path in files if path.suffix in (".yaml", ".yml") and not path.is_dir()]
    with perform([*events, event], output_format, report=report, reported=reported, quiet=quiet) as result:
        named = [built_to_be_proven(path) if path.is_dir() else [path] for path in files if path not in events]
        if events:
            proven, wrong = verify_events(result.opened(events))
            result.lines += proven
            result.problems += wrong
        if named or not events:
            project = open_project(event)
            result.projects.append(project)
            result.lines += verify(project, [path for paths in named for path in paths])
