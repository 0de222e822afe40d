"""The document tree of all writers: frozen blocks and inlines. It knows nothing of events.

An `origin` is the path of a value in the event file; a `language` is a BCP 47 tag, or None if it is the document's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from conceptnote.clearspace import ClearSpace
from conceptnote.datapath import DataPath
from conceptnote.doc.asset import Asset as Asset
from conceptnote.doc.change import Change
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.origin import Maker


@dataclass(frozen=True, slots=True)
class Text:
    """Characters with one origin; without one, `made_by` says whose words they are."""

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
    """A passage in another language: a BCP 47 tag, or `zxx` for none. Its direction is that of the language."""

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

    Without `min_height` it has its own size, at most the width of the column. With it, it is a mark: it is on the
    baseline, as high as the theme's logos or `min_height`, whichever is larger; its `clear_space` stays empty, and with
    `beside` all words of its line stay on one line. A `portrait` is cropped to the theme's form and size. `alt_origin`
    is the path of the alternative text's value.
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
        """The name of the asset: the picture, or its cropped form."""
        return f"{PORTRAIT}{self.src}" if self.portrait else self.src


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of a footnote with its note; notes count from 1 in order of their calls."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Changed inlines of a redline; with a change of formatting, `former` has the same text."""

    children: tuple[Inline, ...]
    change: Change
    former: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of its page; empty in formats without pages."""


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number of pages; empty in formats without pages."""


Inline = (
    Text | Emphasis | Strong | Link | Time | LanguageSpan | Styled | LineBreak | Image
    | NoteRef | PageNumber | PageCount | Changed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the document's title) to 4; here and below, a `change` affects the whole block."""

    level: int
    children: tuple[Inline, ...]
    language: str | None = None
    change: Change | None = None
    style: str | None = None  # where it is not the usual one of its level
    continued: str = ""  # what pages say on which its part goes on; {what} is the heading


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
    """A term and its description."""

    term: tuple[Inline, ...]
    details: tuple[Block, ...]
    change: Change | None = None

    @property
    def portrait(self) -> Image | None:
        """The portrait at the beginning of the term."""
        first = self.term[0] if self.term else None
        return first if isinstance(first, Image) and first.portrait else None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    style: str | None = None
    language: str | None = None

    @property
    def portrayed(self) -> bool:
        """Whether any term begins with a portrait: then all leave room for one."""
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
    """A table; the rows of `header` are repeated on each of its pages."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    style: str | None = None
    language: str | None = None
    change: Change | None = None

    @property
    def columns(self) -> int:
        """The columns of the widest row."""
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
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
        elif (names := _fields(type(one))) is not None:  # type: ignore[arg-type] # classes are hashable
            yield one
            waiting.extend(getattr(one, name) for name in names)


@cache
def _fields(kind: type) -> list[str] | None:
    """The names of the fields of a kind of node, the last one first; None of what is no node."""
    return [field.name for field in dataclasses.fields(kind)][::-1] if dataclasses.is_dataclass(kind) else None


def plain_text(inlines: Iterable[Inline]) -> str:
    """The characters of inlines, without their notes."""
    return "".join(getattr(one, "text", "") or plain_text(getattr(one, "children", ())) for one in inlines)


@dataclass(frozen=True, slots=True)
class Doc:
    """A document: its body, and what every page has; the first no `running` header, and a `cover` no page number."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    page_header: tuple[Block, ...] = ()
    page_footer: tuple[Block, ...] = ()
    running: bool = False
    cover: bool = False

    @property
    def has_back(self) -> bool:
        """Whether its last page is the back of a booklet: it begins with a colophon, and nothing follows."""
        last = self.blocks[-2:]
        return len(last) == 2 and isinstance(last[0], PageBreak) and getattr(last[1], "role", "") == "doc-colophon"
