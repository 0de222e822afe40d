"""`conceptnote doctor`, without the command line: it must run without the library that parses this."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from conceptnote.diagnostics import ExitCode
from conceptnote.doctor.checks import examine
from conceptnote.doctor.show import as_json, as_text, ready
from conceptnote.report.colour import wants_colour

_USUAL = Path("data/event.yaml")


def doctor(event_file: Path | None, *, in_json: bool) -> ExitCode:
    """Print what this machine has and is missing; ASSET if a build would fail.

    Raises DiagnosticError if the event file is missing.
    """
    if event_file is None and _USUAL.is_file():
        event_file = _USUAL
    results = list(examine(event_file))
    print(as_json(results) if in_json else as_text(results, colour=wants_colour(sys.stdout, os.environ)))
    return ExitCode.BUILT if ready(results) else ExitCode.ASSET
