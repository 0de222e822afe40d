"""Where an acknowledgement can stand, alike for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from conceptnote.check.obligation import Obligation, RequiredMark


@dataclass(frozen=True, slots=True)
class WordingFound:
    """Words that a place says; `seen` is false where they are in the file and nobody can see them."""

    seen: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as a place shows it: its size with its margins in millimetres, where there is paper.

    `alt` is what a screen reader says of it, or None where it meets none, as in the foot of a PDF page.
    """

    width: float | None
    height: float | None
    alt: str | None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another mark at the same place, for people to find, and its size in millimetres."""

    name: str
    width: float
    height: float


class Region(Protocol):
    """A page of a PDF, what stands on the pages of a section in Word, the foot of an HTML page, or a body."""

    @property
    def where(self) -> str:
        """The place in words, empty where `page` says it."""

    @property
    def page(self) -> int | None:
        """The page of a file that has pages of its own, from 1."""

    @property
    def every_page(self) -> bool:
        """Whether an obligation for every page holds here."""

    @property
    def body(self) -> bool:
        """Whether the body, or a part of it, is here."""

    def says(self, words: str) -> WordingFound | None:
        """The words, if the place says them."""

    def shows(self, mark: RequiredMark) -> Shown | None:
        """The mark, if it can be seen; the largest where there are several."""

    def beside(self, words: str, mark: RequiredMark) -> bool:
        """Whether the words and the mark, both there, stand on one line."""

    def intruder(self, mark: RequiredMark, clear: float) -> str | None:
        """What stands nearer to the mark, or on it, than so many millimetres."""

    def rivals(self, mark: RequiredMark) -> Iterator[Rival]:
        """The other marks that are shown here."""

    def tells(self, obligation: Obligation) -> bool:
        """Whether the body, for those who listen to it, says the words with the party's name."""
