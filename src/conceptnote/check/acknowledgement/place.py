"""Places of an acknowledgement, the same for all formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct

from conceptnote.check.obligation import Obligation, RequiredMark


class WordingFound(Struct, frozen=True):
    """Words found at a place; `seen` is false if the file has them but nobody can see them."""

    seen: bool = True


class Shown(Struct, frozen=True):
    """A mark as a place shows it: its size with margins in millimetres, if there is paper.

    `alt` is the alternative text for screen readers, or None if they skip it, as they skip the foot of a PDF page.
    """

    width: float | None
    height: float | None
    alt: str | None


class Rival(Struct, frozen=True):
    """Another mark at the same place, named so that people find it, with its size in millimetres."""

    name: str
    width: float
    height: float


class Region(Protocol):
    """A page of a PDF, the pages of a section in Word, the foot of an HTML page, or a body."""

    @property
    def where(self) -> str:
        """The place in words, empty if `page` says it."""

    @property
    def page(self) -> int | None:
        """The page of a paged file, from 1."""

    @property
    def every_page(self) -> bool:
        """Whether obligations for every page apply here."""

    @property
    def body(self) -> bool:
        """Whether this is the body, or a part of it."""

    def says(self, words: str) -> WordingFound | None:
        """The words, if the place has them."""

    def shows(self, mark: RequiredMark) -> Shown | None:
        """The mark, if it can be seen; the largest of several."""

    def beside(self, words: str, mark: RequiredMark) -> bool:
        """Whether the words and the mark, if both are here, are on one line."""

    def intruder(self, mark: RequiredMark, clear: float) -> str | None:
        """What is on the mark, or closer to it than this many millimetres."""

    def rivals(self, mark: RequiredMark) -> Iterator[Rival]:
        """The other marks at this place."""

    def credits(self, obligation: Obligation) -> bool:
        """Whether the body says the words with the party's name, for people who listen to it."""
