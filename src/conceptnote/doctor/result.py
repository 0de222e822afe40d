"""The result of a check of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """A build fails if something is missing; it works with notes."""

    OK = "ok"
    LACKING = "lacking"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Result:
    """One check: what was found (version and place), what is required, and the command that installs it."""

    name: str
    state: State
    found: str = ""
    wanted: str | None = None
    mend: str | None = None
