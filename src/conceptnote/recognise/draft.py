"""The draft of an event file: its data, the note's words, and what to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.textfolding import slug

Data = dict[str, Any]
Weight = Literal["doubt", "likely", "unplaced"]
"""The weight of a finding: a value may be wrong; it is likely right, by its place or its look; words have no field."""


class Finding(Struct, frozen=True):
    """Something to check; `line` is its line in the note, 0 if it is in none."""

    line: int
    message: str
    hint: str
    path: DataPath = ()
    weight: Weight = "doubt"


class Draft(Struct):
    """An event, with its keys in any order, and the note's words behind its values."""

    event: Data = field(default_factory=dict)
    wording: dict[DataPath, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    text: str | None = None
    """The complete event file, if the note has one attached."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Files that the event names and the note lacks, with their descriptions."""

    def quote(self, path: DataPath, words: str) -> None:
        """Keep the note's words beside their value."""
        text = self.wording.setdefault(path, [])
        if words not in text:
            text.append(words)

    def find(self, line: int, message: str, hint: str, path: DataPath = (), weight: Weight = "doubt") -> None:
        """List something to check."""
        if not any(one.message == message and one.path == path for one in self.findings):
            self.findings.append(Finding(line, message, hint, path, weight))

    def doubt(self, message: str, hint: str, path: DataPath, line: int = 0) -> None:
        """List a value that may be wrong."""
        self.find(line, message, hint, path)

    def likely(self, message: str, path: DataPath, line: int = 0) -> None:
        """List a value that only its place or its look shows."""
        self.find(line, message, "compare it with the original", path, "likely")

    def records(self, name: str) -> Data:
        """A mapping of records by id."""
        found: Data = self.event.setdefault(name, {})
        return found

    def new_id(self, name: str, words: str) -> str:
        """A new id for the mapping, made of words: small letters, digits and hyphens."""
        made = _identifier(words) or name[:-1].replace("ie", "y")
        taken = self.records(name)
        return next(i for i in (made, *(f"{made}-{n}" for n in range(2, 10_000))) if i not in taken)


def _identifier(words: str) -> str:
    """Words as an id; empty without Latin letters."""
    return slug(words).lstrip("0123456789-")
