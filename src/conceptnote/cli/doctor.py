"""`conceptnote doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conceptnote.cli.options import InJson, ResultForm, named_event, wants_json
from conceptnote.cli.perform import perform


def doctor_command(
    event: Annotated[
        Path | None,
        typer.Argument(
            metavar="EVENT",
            help="Also look at what this event needs. [default: data/event.yaml, if any]",
            parser=named_event,
        ),
    ] = None,
    output_format: ResultForm = "text",
    in_json: InJson = False,
) -> None:
    """Report what this machine is missing, and how to install it.

    \b
    conceptnote doctor                        in a project, or anywhere
    conceptnote doctor other/event.yaml       what another event needs

    Ends with 0 when a build would work, 2 when there is no such event file, 3 when something is missing.
    """
    with perform(event) as result:
        from conceptnote.doctor.command import doctor

        result.code = doctor(event, in_json=wants_json(output_format, in_json))
