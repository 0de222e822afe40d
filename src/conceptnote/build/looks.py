"""The shipped looks, and their copies in a project."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.source.looks import LOOK_FILE
from conceptnote.source.project import find_project
from conceptnote.theme.look import describe, looks, starting_look


class Listed(Struct, frozen=True):
    """A look with its description."""

    name: str
    description: str

    def to_json(self) -> dict[str, str]:
        """The same for a script."""
        return {"name": self.name, "description": self.description}


def listed_looks() -> list[Listed]:
    """The shipped looks, the default first."""
    return [Listed(name, describe(name)) for name in looks()]


def copy_look(event_file: Path, name: str, *, dry_run: bool) -> Path:
    """Write a look as `look.yaml` into the project, with everything that can be changed; returns the file.

    A `dry_run` writes nothing. Raises DiagnosticError if there is no such look, or the file exists already.
    """
    from conceptnote.build.outputs import staged

    if name not in looks():
        hint = did_you_mean(name, looks(), listing="there are")
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"no look is called “{name}”", hint=hint))
    place = find_project(event_file).root / LOOK_FILE
    here = Path.cwd()
    seen = place.relative_to(here) if place.is_relative_to(here) else place
    if os.path.lexists(place):
        hint = f"change it, or remove it first: “like: {name}” is the line that chooses the look"
        message = "the project already has a look; nothing was changed"
        raise DiagnosticError(Diagnostic(Code.OUTPUT_NAME_TAKEN, message, Location(str(seen)), hint=hint))
    if not dry_run:
        with staged({place: starting_look(name).encode()}, new=True):
            pass
    return seen
