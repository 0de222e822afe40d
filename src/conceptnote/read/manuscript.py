"""An existing concept note as paragraphs and tables: the result of reading DOCX, PDF, Markdown and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Kind = Literal["text", "title", "subtitle", "heading", "bullet", "number"]
Place = Literal["body", "header", "footer"]


MOST_PARAGRAPHS = 20_000
"""A file with more of them is not a note, and is not read to its end."""


class Run(Struct, frozen=True):
    """Characters in one style, or the call of a note, which has no text."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    note: str | None = None
    style: str = ""
    """The id of its character style in a Word file."""
    value: str = ""
    """The name of the bookmark around it that names a value, in a Word file of ours."""
    language: str = ""
    """The tag of its language in a Word file, where it is not that of the document."""


class Paragraph(Struct, frozen=True):
    """One paragraph; `line` is its line in a text file, its number in a DOCX, both from 1.

    `level` is the depth of a heading from 1 and of a list item from 0; `mark` is the number of an item as written.
    """

    runs: tuple[Run, ...]
    line: int
    kind: Kind = "text"
    level: int = 0
    mark: str = ""
    place: Place = "body"
    apart: bool = True
    """Whether it is separated from the paragraph before it, by an empty line or in another way."""
    style: str = ""
    """The name of its paragraph style in a Word file, in small letters."""

    @property
    def text(self) -> str:
        """The words, without markup."""
        return "".join(run.text for run in self.runs)

    @property
    def notes(self) -> list[str]:
        """The notes that it calls, in order."""
        return [run.note for run in self.runs if run.note is not None]

    def part(self, start: int, end: int | None = None) -> Paragraph:
        """The characters from `start` to `end`, white space at both ends trimmed, with the notes called there."""
        inside = self.text[start:end]
        first = start + len(inside) - len(inside.lstrip())
        last = first + len(inside.strip())
        runs, at = [], 0
        for run in self.runs:
            text = run.text[max(first - at, 0) : max(last - at, 0)]
            # A note belongs to the word before its call.
            called = run.note is not None and (start < at or at == 0 == start) and (end is None or at <= end)
            if text or called:
                runs.append(replace(run, text=text))
            at += len(run.text)
        return replace(self, runs=tuple(runs))


class Table(Struct, frozen=True):
    """A table: rows of cells, each with its paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    line: int


Block = Paragraph | Table


class Picture(Struct, frozen=True):
    """A picture, which is not read; `alt` is its alternative text."""

    alt: str
    line: int
    place: Place = "body"


class Manuscript(Struct, frozen=True):
    """A concept note as written; notes are by the id in their calls."""

    file: str
    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Paragraph, ...]]
    pictures: tuple[Picture, ...] = ()
    broken: bool = False
    """Whether a page end may have split paragraphs, as in text from a PDF."""
    language: str = ""
    """The tag of its language, where the file tells it."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs, in tables and notes too."""
        for block in self.blocks:
            yield from paragraphs_of(block)
        for note in self.notes.values():
            yield from note


def paragraphs_of(block: Block) -> Iterator[Paragraph]:
    """The paragraphs of a block; of a table, row by row."""
    if isinstance(block, Paragraph):
        yield block
    else:
        yield from (paragraph for row in block.rows for cell in row for paragraph in cell)


# Nothing that a paper cannot print, and no line end of YAML's but the plain one. The no-break spaces stay: they
# are part of what was written.
_SPACE = re.compile(r"[^\S\t\u00a0\u202f]+")
_TABS = re.compile(r" ?\t[ \t]*")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def clean(text: str) -> str:
    """Text with white space collapsed to one space, or one tab, and unprintable characters as spaces."""
    return _TABS.sub("\t", _SPACE.sub(" ", _UNPRINTABLE.sub(" ", text)))


def tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Clean runs: neighbours of one style joined, no space at the ends, never two together."""
    groups: list[tuple[Run, list[str]]] = []
    spaced = True
    for run in runs:
        text = clean(run.text)
        if spaced:
            text = text.lstrip(" \t")
        style = replace(run, text="")
        if groups and run.note is None and groups[-1][0] == style:
            groups[-1][1].append(text)
        elif text or run.note is not None:
            groups.append((style, [text]))
        spaced = text.endswith((" ", "\t")) if text else spaced
    done = [replace(style, text="".join(texts)) for style, texts in groups]
    while done and done[-1].note is None:
        last = done.pop()
        if stripped := last.text.rstrip(" \t"):
            done.append(replace(last, text=stripped))
            break
    return tuple(done)
