"""The event file that is being made of a note: its data, what the note said, and what to look at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.textfolding import slug

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at again; `line` is where the note has it, 0 where in none of its lines."""

    line: int
    message: str
    hint: str
    path: DataPath = ()
    placed: bool = True
    """False for words that found no place of their own."""


@dataclass(slots=True)
class Draft:
    """An event, with its keys in any order, and the note's own words for what was turned into something else."""

    event: Data = field(default_factory=dict)
    wording: dict[DataPath, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def quote(self, path: DataPath, words: str) -> None:
        """Keep the note's words beside what they have become."""
        said = self.wording.setdefault(path, [])
        if words not in said:
            said.append(words)

    def find(self, line: int, message: str, hint: str, path: DataPath = (), *, placed: bool = True) -> None:
        """List something to look at again."""
        self.findings.append(Finding(line, message, hint, path, placed))

    def records(self, name: str) -> Data:
        """A mapping of records by id."""
        found: Data = self.event.setdefault(name, {})
        return found

    def new_id(self, name: str, words: str) -> str:
        """An id that no record of the mapping has, made of words: small letters, digits and hyphens."""
        made = _identifier(words) or name[:-1].replace("ie", "y")
        taken = self.records(name)
        return next(i for i in (made, *(f"{made}-{n}" for n in range(2, 10_000))) if i not in taken)


def _identifier(words: str) -> str:
    """Words as an id; empty where they hold no letter of the Latin alphabet."""
    return slug(words).lstrip("0123456789-")
