"""What is published and with which outcome: the words for all targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from conceptnote.publish.origin import History, Origin

State = Literal["published", "unchanged", "superseded"]


class Publication(Struct, frozen=True):
    """Files by name, the title of their event, and the commit that they were made of, if there is one.

    `history` knows which of two commits is newer; `over_newer` skips this question. A site has `pages`, the folders of
    its events: published pages of other events stay, because somebody may have sent a link to them. In a `dry_run` the
    outcome is that of a real one, and nothing is published.
    """

    files: Mapping[str, bytes]
    title: str
    origin: Origin | None
    history: History
    over_newer: bool = False
    dry_run: bool = False
    pages: frozenset[str] | None = None

    def is_older_than(self, there: Origin | None) -> bool:
        """Whether the published files were made of a newer commit; never if one of the commits is unknown."""
        if self.over_newer or self.origin is None or there is None:
            return False
        return self.history.is_older(self.origin, there)

    def keeps(self, name: str) -> bool:
        """Whether a published file stays although it is none of these."""
        folder, slash, _ = name.partition("/")
        return bool(slash) and self.pages is not None and folder not in self.pages and name not in self.files


class Outcome(Struct, frozen=True):
    """The outcome of a publication at a place, such as `the branch papers of origin`; files by name.

    `unchanged`: everything was there already, byte for byte. `superseded`: a newer commit is published.
    """

    place: str
    state: State
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
