"""Author and date of a change in a redline."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Change(Struct, frozen=True):
    """A tracked change: its kind, its author, and its date (ISO 8601); `label` is its text for screen readers."""

    kind: Literal["inserted", "deleted", "formatted"]
    author: str
    date: str
    label: str
