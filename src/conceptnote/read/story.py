"""What flows in a text: lines with their words and pictures, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a line: its alt text, its size in millimetres where paper is meant, and what it shows.

    `images` are the files of which a reader shows one: a bitmap, and the drawing that newer readers prefer.
    None stands for one that the file only refers to. `crop` is what is cut off, as parts of the whole, at the
    left, top, right and bottom; `altered` says that the reader recolours or turns it.
    """

    alt: str
    images: tuple[bytes | None, ...]
    width: float | None = None
    height: float | None = None
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    hidden: bool = False
    altered: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """What stands in a paragraph between two forced line breaks; `row` and `cell` are of the outermost table."""

    row: int | None = None
    cell: int | None = None
    text: str = ""
    pictures: list[Picture] = field(default_factory=list)

    def beside(self, other: Line) -> bool:
        """Whether the other is the same line, or stands in another cell of the same row."""
        return self is other or (self.row is not None and self.row == other.row and self.cell != other.cell)


@dataclass(frozen=True, slots=True)
class Story:
    """A text with a beginning and an end: a body, a page header, a page footer."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The text of all lines, one after the other."""
        return "\n".join(line.text for line in self.lines)

    def between(self, start: int, end: int) -> Iterator[Line]:
        """The lines that hold characters of `text` from one up to another."""
        at = 0
        for line in self.lines:
            if start < at + len(line.text) and at < end:
                yield line
            at += len(line.text) + 1

    def pictures(self) -> Iterator[tuple[Line, Picture]]:
        """Every picture, with its line."""
        for line in self.lines:
            for picture in line.pictures:
                yield line, picture

    def __add__(self, other: Story) -> Story:
        return Story(self.lines + other.lines)
