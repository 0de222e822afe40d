"""What is published, and what became of it: the words that all targets share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conceptnote.publish.origin import History, Origin

State = Literal["published", "unchanged", "superseded"]


@dataclass(frozen=True, slots=True)
class Publication:
    """Files by their names, of an event with this title, and the commit that they were made of, where there is one.

    `history` knows which of two commits is the newer; with `over_newer` that is not asked. A site has `pages`, the
    folders of its events: what was published before of others stays, because somebody may have sent a link to it. In a
    `dry_run` the outcome is that of a real one, and nothing is published.
    """

    files: Mapping[str, bytes]
    title: str
    origin: Origin | None
    history: History
    over_newer: bool = False
    dry_run: bool = False
    pages: frozenset[str] | None = None

    def is_older_than(self, there: Origin | None) -> bool:
        """Whether what is published already was made of a newer commit. Where one is not known, nothing is older."""
        if self.over_newer or self.origin is None or there is None:
            return False
        return self.history.is_older(self.origin, there)

    def keeps(self, name: str) -> bool:
        """Whether a file that was published before stays, although it is none of these."""
        folder, slash, _ = name.partition("/")
        return bool(slash) and self.pages is not None and folder not in self.pages and name not in self.files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a publication at a place, such as `the branch papers of origin`; files by their names.

    `unchanged`: all of it was there already, byte for byte. `superseded`: what is there is of a newer commit.
    """

    place: str
    state: State
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
