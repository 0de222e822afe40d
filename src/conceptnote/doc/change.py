"""Author and date of a change in a redline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: its kind, its author, and its date (ISO 8601); `label` is its text for screen readers."""

    kind: Literal["inserted", "deleted", "formatted"]
    author: str
    date: str
    label: str
