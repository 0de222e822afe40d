"""The mark of what papers may leave out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreported:
    """Marks a public field that papers may leave out, and why. References, switches and choices need no mark."""

    reason: str
