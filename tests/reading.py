"""Reading finished files as a user's tools do: pdftotext for PDF, the XML for DOCX, the tags for HTML.

Every format is read into a `Reading`: the body with the calls of its notes and the marks of its lists,
the notes, and what stands on each page. In all texts white space is taken out, for it is the one thing
in which the formats may differ.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import assert_never
from zipfile import ZipFile

from lxml import etree, html

from conceptnote.doc.nodes import (
    Block,
    DefinitionList,
    Doc,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    List,
    NoteRef,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BULLETS = "•◦▪–"
BULLET = "•"


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


# What the texts are made of


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a note."""

    number: int

    def __str__(self) -> str:
        return f"[^{self.number}]"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a list item: its number, or None for a bullet."""

    number: int | None

    def __str__(self) -> str:
        return BULLET if self.number is None else f"{self.number}."


@dataclass(frozen=True, slots=True)
class Rows:
    """The place where the rows of a table begin, with the text of its header; `end` where they end."""

    header: str
    end: bool = False

    def __str__(self) -> str:
        return ""


Piece = str | Call | Mark | Rows


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF: its part of the body, and its notes by number."""

    body: str
    notes: dict[int, str]


@dataclass(slots=True)
class Reading:
    """What a reader of a file reads; `footer` is the same on every page but for its two numbers."""

    body: str
    notes: dict[int, str]
    footer: str = ""
    header: str = ""
    pages: list[Page] = field(default_factory=list)


NUMBER, COUNT = "\N{SYMBOL FOR START OF HEADING}", "\N{SYMBOL FOR END OF TEXT}"
"""Stand in a footer for the number of the page and of all pages."""


# Doc


def doc_pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """The text of blocks, in pieces."""
    for block in blocks:
        match block:
            case Heading(_, children) | Paragraph(children):
                yield from _inline_pieces(children)
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    yield Mark(number if ordered else None)
                    yield from doc_pieces(item)
            case DefinitionList(items):
                for item in items:
                    yield from _inline_pieces(item.term)
                    yield from doc_pieces(item.details)
            case Table(header, body, caption):
                yield from _inline_pieces(caption)
                head = [p for row in header for cell in row.cells for p in doc_pieces(cell.blocks)]
                yield from head
                rows = Rows(squeezed("".join(map(str, head))))
                yield rows
                yield from (p for row in body for cell in row.cells for p in doc_pieces(cell.blocks))
                yield Rows(rows.header, end=True)
            case Figure(_, caption):
                yield from _inline_pieces(caption)
            case Quote(inner) | Section(inner):
                yield from doc_pieces(inner)
            case PageBreak():
                pass
            case _:
                assert_never(block)


def _inline_pieces(inlines: Iterable[Inline]) -> Iterator[Piece]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield text
            case LineBreak():
                yield "\n"
            case Image():
                pass
            case NoteRef(number):
                yield Call(number)
            case PageNumber():
                yield NUMBER
            case PageCount():
                yield COUNT
            case _:
                yield from _inline_pieces(inline.children)


def doc_notes(node: object) -> Iterator[NoteRef]:
    """The notes in blocks, in the order of their calls."""
    if isinstance(node, NoteRef):
        yield node
    if isinstance(node, tuple):
        for one in node:
            yield from doc_notes(one)
    elif hasattr(node, "__slots__"):
        for name in node.__slots__:
            yield from doc_notes(getattr(node, name))


def shown(pieces: Iterable[Piece], spell: Callable[[Piece], str] = str) -> str:
    """Pieces as one text without white space."""
    return squeezed("".join(spell(piece) for piece in pieces))


def read_doc(doc: Doc) -> Reading:
    """The text of a document tree."""
    notes = {note.number: shown(doc_pieces(note.blocks)) for note in doc_notes(doc.blocks)}
    return Reading(
        shown(doc_pieces(doc.blocks)),
        notes,
        footer=shown(doc_pieces(doc.page_footer)),
        header=shown(doc_pieces(doc.page_header)),
    )


# PDF


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and the box that it takes up, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def beside(self, other: Word) -> bool:
        """Whether both stand on one line."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.6 * min(self.bottom - self.top, other.bottom - other.top)


def pdf_words(data: bytes) -> list[list[Word]]:
    """The words of each page, in the order in which they are drawn."""
    command = ["pdftotext", "-raw", "-bbox", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    tree = html.fromstring(done.stdout, parser=html.HTMLParser(encoding="utf-8"))
    return [
        [Word(w.text or "", *(float(w.get(edge)) for edge in ("xmin", "ymin", "xmax", "ymax"))) for w in page.iter("word")]
        for page in tree.iter("page")
    ]


def pdf_texts(data: bytes) -> list[str]:
    """The text of each page as pdftotext prints it."""
    command = ["pdftotext", "-raw", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """A page's words with those that stand beside the flow put where they are read.

    The terms of a definition list are drawn before everything else, and the marks of list items
    after it. Either belongs before the word on its right.
    """
    first = next((at for at, word in enumerate(words) if word.bottom < words[0].top), 0)
    aside, flow = list(words[:first]), list(words[first:])
    marks: list[Word] = []
    end = len(flow)
    while end and _is_mark(flow[end - 1]) and any(_leads(flow[end - 1], word) for word in flow[: end - 1]):
        end -= 1
        marks.insert(0, flow[end])
    ordered: list[Word] = list(flow[:end])
    for word in sorted([*aside, *marks], key=lambda word: -word.left):
        right = [(other.left, at) for at, other in enumerate(ordered) if _leads(word, other)]
        assert right, f"“{word.text}” stands beside nothing"
        ordered.insert(min(right)[1], word)
    return ordered


def _is_mark(word: Word) -> bool:
    return bool(re.fullmatch(rf"[{_BULLETS}]|\d+\.", word.text))


def _leads(word: Word, other: Word) -> bool:
    return word.beside(other) and word.right <= other.left + 1
