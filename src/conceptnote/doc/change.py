"""Who has changed what stands in a redline, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: what was done, by whom, and when (ISO 8601); `said` is what a screen reader says before it."""

    kind: Literal["inserted", "deleted", "formatted"]
    author: str
    date: str
    said: str
