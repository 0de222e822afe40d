"""What a check of this machine says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """A build needs what is lacking; it does without what is noted."""

    OK = "ok"
    LACKING = "lacking"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Result:
    """One check: what was found (version and place), what is wanted, and the command that mends it."""

    name: str
    state: State
    found: str = ""
    wanted: str | None = None
    mend: str | None = None
