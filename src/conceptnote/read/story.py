"""Flowing text in any format: lines with their words and pictures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from msgspec import Struct, field


class Picture(Struct, frozen=True):
    """A picture in a line: its alternative text, its size in millimetres on paper, and its content.

    `images` are the files of which a reader shows one: a bitmap, and the drawing that newer readers prefer. None is an
    external one. `crop` is the cropped share at the left, top, right and bottom; `altered` says that the reader
    recolours or rotates it.
    """

    alt: str
    images: tuple[bytes | None, ...]
    width: float | None = None
    height: float | None = None
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    hidden: bool = False
    altered: bool = False


class Line(Struct, eq=False):
    """A part of a paragraph between two line breaks; `row` and `cell` are of the outermost table."""

    row: int | None = None
    cell: int | None = None
    pictures: list[Picture] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Append words."""
        self._parts.append(text)

    @property
    def text(self) -> str:
        """The words of the line."""
        if len(self._parts) != 1:
            self._parts = ["".join(self._parts)]  # once: a line may have a million runs
        return self._parts[0]

    def beside(self, other: Line) -> bool:
        """Whether the other is the same line, or in another cell of the same row."""
        return self is other or (self.row is not None and self.row == other.row and self.cell != other.cell)


class Story(Struct, frozen=True, dict=True):
    """A text with a beginning and an end: a body, a page header, a page footer."""

    lines: tuple[Line, ...] = ()

    @cached_property
    def text(self) -> str:
        """The text of all lines, one after the other."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in `text`."""
        return list(accumulate((len(line.text) + 1 for line in self.lines[:-1]), initial=0))

    def between(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines with characters of `text` from one up to another."""
        return self.lines[max(0, bisect_right(self._starts, start) - 1) : bisect_left(self._starts, end)]

    def pictures(self) -> Iterator[tuple[Line, Picture]]:
        """All pictures, each with its line."""
        for line in self.lines:
            for picture in line.pictures:
                yield line, picture

    def __add__(self, other: Story) -> Story:
        return Story(self.lines + other.lines)
