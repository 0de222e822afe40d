"""A finding about a finished file."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One thing that is wrong with a finished file.

    `page` counts from 1, and is None if the file as a whole is wrong. `rule` names what it breaks: a checkpoint of the
    Matterhorn Protocol (`13-004`), a success criterion of WCAG (`WCAG 1.1.1`), or an obligation to a funder
    (`mark-height`).
    """

    rule: str
    message: str
    page: int | None = None
    hint: str | None = None

    def __str__(self) -> str:
        page = f"page {self.page}: " if self.page else ""
        return f"{page}{self.message} ({self.rule})"


class Proven(Struct, frozen=True):
    """What was found in a file with these bytes."""

    sha256: str
    findings: tuple[Finding, ...]
