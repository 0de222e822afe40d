"""The document tree that every writer is given: frozen blocks and inlines, each saying what it is.

Nothing here knows what an event is. An inline's `origin` is the path of the value in the event file that it was printed
from, or None where it was from none. A block's `language` is a BCP 47 tag, or None where it is the document's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from conceptnote.clearspace import ClearSpace
from conceptnote.datapath import DataPath
from conceptnote.doc.change import Change
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.origin import Maker


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters from one origin; from no value, they are the words of whom it is `made_by`."""

    text: str
    origin: DataPath | None = None
    made_by: Maker = "template"


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; `href` is an http, https, mailto or tel address."""

    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """A date or time; `datetime` is its machine form as in HTML's time element, or empty."""

    datetime: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A passage in another language: a BCP 47 tag, or `zxx` for none. Its lines run as the language does."""

    language: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Styled:
    """Inlines in a character style of the theme, such as the status mark."""

    style: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


PORTRAIT = "portrait:"  # No file of a project has a colon in its name.


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `src` names an asset, heights are millimetres on paper.

    Without `min_height` it has its own size, at most the width of the column; with it, it is a mark: it stands on the
    baseline at the theme's logo height or `min_height`, the larger, nothing comes into its `clear_space`, and with
    `beside` all words of its line stand on one. A `portrait` is cropped to the theme's form and size. `alt_origin` is
    the path of what the alt text was made from.
    """

    src: str
    alt: str
    min_height: float | None = None
    origin: DataPath | None = None
    clear_space: ClearSpace | None = None
    beside: bool = False
    portrait: bool = False
    alt_origin: DataPath | None = None

    @property
    def asset(self) -> str:
        """The name of what is shown: that of the picture, or of what was cropped from it."""
        return f"{PORTRAIT}{self.src}" if self.portrait else self.src


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of a footnote, which carries its note; notes count from 1 in order of their calls."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Inlines of a redline that were changed; those that are formatted anew say the same as the `former` ones."""

    children: tuple[Inline, ...]
    change: Change
    former: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of the page it stands on; empty where there are no pages."""


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number of pages; empty where there are none."""


Inline = (
    Text | Emphasis | Strong | Link | Time | LanguageSpan | Styled | LineBreak | Image
    | NoteRef | PageNumber | PageCount | Changed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the document's title) to 4; a `change` is that of the whole, as everywhere below."""

    level: int
    children: tuple[Inline, ...]
    language: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    style: str | None = None
    language: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list; `start` is the first number of an ordered one."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said of it."""

    term: tuple[Inline, ...]
    details: tuple[Block, ...]
    change: Change | None = None

    @property
    def portrait(self) -> Image | None:
        """The portrait that the term begins with."""
        first = self.term[0] if self.term else None
        return first if isinstance(first, Image) and first.portrait else None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    style: str | None = None
    language: str | None = None

    @property
    def portrayed(self) -> bool:
        """Whether any of its terms begins with a portrait: then all leave room for one."""
        return any(item.portrait for item in self.items)


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: tuple[Block, ...]
    scope: Literal["col", "row"] | None = None
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the rows of `header` are repeated on every page that it reaches."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    style: str | None = None
    language: str | None = None
    change: Change | None = None

    @property
    def columns(self) -> int:
        """How many columns the widest row spans."""
        return max(sum(cell.colspan for cell in row.cells) for row in self.header + self.body)


@dataclass(frozen=True, slots=True)
class Figure:
    image: Image
    caption: tuple[Inline, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document; `role` is a DPUB-ARIA role such as doc-acknowledgments."""

    blocks: tuple[Block, ...]
    role: str | None = None
    style: str | None = None


Block = Heading | Paragraph | List | DefinitionList | Table | Figure | Quote | PageBreak | Section


def walk(node: object) -> Iterator[object]:
    """A node and all nodes in it, in reading order."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif dataclasses.is_dataclass(node):
        yield node
        for field in dataclasses.fields(node):
            yield from walk(getattr(node, field.name))


def plain_text(inlines: Iterable[Inline]) -> str:
    """The characters of inlines, without their notes."""
    return "".join(getattr(one, "text", "") or plain_text(getattr(one, "children", ())) for one in inlines)


@dataclass(frozen=True, slots=True)
class Doc:
    """A document: its body, and the furniture that stands on every page; a `running` header on all but the first."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    page_header: tuple[Block, ...] = ()
    page_footer: tuple[Block, ...] = ()
    running: bool = False

    @property
    def has_back(self) -> bool:
        """Whether its last page is the back of a booklet: a colophon that a page begins with, and nothing after it."""
        match self.blocks:
            case (*_, PageBreak(), Section(role="doc-colophon")):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture that a document shows, read and checked; one that goes by several names has the `src` of the first.

    `width` and `height` are its own, in pixels of 1/96 inch, with a dot each, or `density` in a drawing made a bitmap.
    """

    src: str
    media_type: Literal["image/svg+xml", "image/png", "image/jpeg"]
    data: bytes
    width: float
    height: float
    density: float | None = None
