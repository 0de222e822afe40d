"""`conceptnote check`."""

from __future__ import annotations

from datetime import date

from conceptnote.build.examine import examine
from conceptnote.cli.options import (
    USUAL_EVENT,
    Audience,
    EventFile,
    OutputFormat,
    Report,
    Strict,
    ValueFiles,
    Values,
    one_of,
)
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FORMS, Form


def check_command(
    event: EventFile = USUAL_EVENT,
    set_: Values = None,
    set_file: ValueFiles = None,
    audience: Audience = None,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
) -> None:
    """Read an event as an experienced colleague would, and say all that seems wrong.

    \b
    conceptnote check                         data/event.yaml
    conceptnote check other/event.yaml        another event
    conceptnote check --strict                before printing: warnings fail, too

    Nothing is rendered. Ends with 0 when there are no errors, 1 when the data is wrong, 2 for wrong
    usage, 3 when a picture fails. docs/checks.md explains every check, and how to silence one.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    summary: str | None = None
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        found = examine(event, date.today(), set_ or (), set_file or (), audience)
        problems += found.diagnostics
        summary = found.summary(event)
    tell(problems, form, event, summary, report)
    end(problems, strict=strict)
