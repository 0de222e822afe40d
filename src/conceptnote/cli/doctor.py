"""`conceptnote doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.cli.options import named_event
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic, ExitCode


def doctor_command(
    event: Annotated[
        Path | None,
        typer.Argument(
            help="An event file, to look at what it needs. [default: data/event.yaml, if any]", parser=named_event
        ),
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Say what this machine has and lacks, and the command that mends it.

    \b
    conceptnote doctor                        in a project, or anywhere
    conceptnote doctor other/event.yaml       what another event needs

    Ends with 0 when a build would work, 2 when there is no such event file, 3 when something is lacking.
    """
    from conceptnote.doctor.command import doctor

    problems: list[Diagnostic] = []
    code = ExitCode.BUILT
    with collected(problems):
        code = doctor(event, in_json=in_json)
    tell(problems, "text", event or ())
    end(problems)
    raise typer.Exit(code)
