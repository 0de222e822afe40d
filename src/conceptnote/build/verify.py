"""Files from anywhere, held against what the event's funders are promised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conceptnote.build.proof import prove
from conceptnote.diagnostics import DiagnosticError


def built_to_be_proven(folder: Path) -> list[Path]:
    """The files in an output folder of which its manifest says that they were proven."""
    from conceptnote.build.manifest import Manifest

    entries = Manifest.read(folder).entries.values()
    return [folder / entry.file for entry in entries if entry.acknowledgement.startswith("proven")]


def verify(event_file: Path, files: Sequence[Path]) -> list[str]:
    """A line for each file that shows all that the funders of an event are promised.

    Raises DiagnosticError with what is missing, page by page, and with all that is wrong with the event.
    """
    from conceptnote.build.render import funders_promises
    from conceptnote.source.load import load_event

    promised = funders_promises(load_event(event_file))
    if problems := prove({path: path for path in files}, promised):
        raise DiagnosticError(*problems)
    whom = ", ".join(promise.party for promise in promised)
    said = f"acknowledges {whom}" if whom else "this event has no funder to acknowledge"
    return [f"{path}: {said}" for path in files]
