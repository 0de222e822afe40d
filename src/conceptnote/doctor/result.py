"""The result of a check of this machine."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class State(Enum):
    """A build fails if something is missing; it works with notes."""

    OK = "ok"
    LACKING = "lacking"
    NOTE = "note"


class Result(Struct, frozen=True):
    """One check: what was found (version and place), what is required, and the command that installs it."""

    name: str
    state: State
    found: str = ""
    wanted: str | None = None
    mend: str | None = None
