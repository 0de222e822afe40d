"""The printed papers of an event, as checks of pages see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from conceptnote.datapath import DataPath
    from conceptnote.read.boxes import Box
    from conceptnote.read.tags import Place

HEADINGS = ("H1", "H2", "H3", "H4")
PARAGRAPHS = ("P", *HEADINGS)
_BLOCKS = (*PARAGRAPHS, "Lbl", "Caption")
_TOUCHING = 0.3  # Millimetres: pieces of a word that are closer have no space between them.
_QUOTED = 7  # This many words identify a paragraph.


class Word(Struct, frozen=True):
    """A word and its element; the page's furniture has none."""

    text: str
    box: Box
    place: Place = ()

    @property
    def middle(self) -> float:
        """The vertical middle of its line on the page."""
        return (self.box.top + self.box.bottom) / 2

    def beside(self, other: Word) -> bool:
        """Whether it is on the same line."""
        return other.box.top < self.middle < other.box.bottom


class Sheet(Struct, frozen=True):
    """A page: its text area, its words, its pictures, and the elements with something on it, in reading order."""

    number: int
    area: Box
    words: tuple[Word, ...]
    pictures: tuple[Box, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> Iterator[Word]:
        """The words without the page's furniture and the notes."""
        return (word for word in self.words if word.place and not in_note(word.place))

    def words_of(self, block: Place) -> list[Word]:
        """The words of a paragraph or heading, without those of a note in it."""
        return [word for word in self.words if block_of(word.place) == block]

    def lines_of(self, block: Place) -> int:
        """How many lines of a paragraph or heading are on this page."""
        words = self.words_of(block)
        return bool(words) + sum(not after.beside(before) for before, after in pairwise(words))

    def quote(self, place: Place) -> str:
        """How an element begins on this page, without its footnotes."""
        inside = ((word, word.place[len(place) :]) for word in self.words if word.place[: len(place)] == place)
        words = [word for word, below in inside if word.text and not within(below, "Reference", "Note")]
        text = words[0].text if words else ""
        for before, after in pairwise(words[:_QUOTED]):
            together = after.beside(before) and abs(after.box.left - before.box.right) < _TOUCHING
            text += after.text if together else f" {after.text}"
        return f"{text} …" if len(words) > _QUOTED else text


class PrintedPaper(Struct, frozen=True):
    """A printed document: the number of its words, its pages, and where its paragraphs come from.

    After an element in `closing` the document itself ends the page. `language` is that of its file name. Rules for
    running text do not apply to `cards`: labels, and lists to sign. A paper with `parts` begins a page for each reader.
    """

    document: str
    words: int
    sheets: tuple[Sheet, ...]
    origins: Mapping[Place, DataPath]
    closing: frozenset[Place] = frozenset()
    language: str | None = None
    cards: bool = False
    parts: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.document}.{self.language}" if self.language else self.document

    def origin(self, place: Place) -> DataPath:
        """The path of the first value printed in an element, or that of the event.

        A row comes from an item of a list, whichever of its values is first.
        """
        inside = (path for one, path in self.origins.items() if path and place and one[: len(place)] == place)
        path = next(inside, ())
        items = [at for at, step in enumerate(path) if isinstance(step, int)]
        return path[: items[-1] + 1] if items and within(place[-1:], "TR") else path

    def on(self, sheet: Sheet) -> str:
        """A page in messages."""
        return f"{self.name}, page {sheet.number}"


def within(place: Place, *roles: str) -> Place:
    """The innermost element of one of these types around a place, or the place itself; empty if there is none."""
    return next((place[:end] for end in range(len(place), 0, -1) if place[end - 1][1] in roles), ())


def block_of(place: Place) -> Place:
    """The paragraph, heading, label or caption around a place, or the place itself."""
    return within(place, *_BLOCKS)


def in_note(place: Place) -> bool:
    """Whether a place is in a footnote."""
    return bool(within(place, "Note"))
