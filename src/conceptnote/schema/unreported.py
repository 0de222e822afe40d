"""The marks of what papers may leave out."""

from __future__ import annotations

from msgspec import Struct


class Unreported(Struct, frozen=True):
    """Marks a public field that papers may leave out, and why. References and switches need no mark."""

    reason: str


class Wordless(Struct, frozen=True):
    """Marks the choices of a field for which papers have no word, such as `confirmed`."""

    choices: tuple[str, ...]
