"""The marks of what papers may leave out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreported:
    """Marks a public field that papers may leave out, and why. References and switches need no mark."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """Marks the choices of a field for which papers have no word, such as `confirmed`."""

    choices: tuple[str, ...]
