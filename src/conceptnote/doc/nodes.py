"""The document tree of all writers: frozen blocks and inlines. It knows nothing of events.

An `origin` is the path of a value in the event file; a `language` is a BCP 47 tag, or None if it is the document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from conceptnote.clearspace import ClearSpace
from conceptnote.datapath import DataPath
from conceptnote.doc.asset import Asset as Asset
from conceptnote.doc.change import Change
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.origin import Maker


class Text(Struct, frozen=True):
    """Characters with one origin; without one, `made_by` says whose words they are."""

    text: str
    origin: DataPath | None = None
    made_by: Maker = "template"


class Emphasis(Struct, frozen=True):
    children: tuple[Inline, ...]


class Strong(Struct, frozen=True):
    children: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """A hyperlink; `href` is an http, https, mailto or tel address."""

    href: str
    children: tuple[Inline, ...]


class Time(Struct, frozen=True):
    """A date or time; `datetime` is its machine form as in HTML's time element, or empty."""

    datetime: str
    children: tuple[Inline, ...]


class LanguageSpan(Struct, frozen=True):
    """A passage in another language: a BCP 47 tag, or `zxx` for none. Its direction is that of the language."""

    language: str
    children: tuple[Inline, ...]


class Styled(Struct, frozen=True):
    """Inlines in a character style of the theme, such as the status mark."""

    style: str
    children: tuple[Inline, ...]


class LineBreak(Struct, frozen=True):
    pass


PORTRAIT = "portrait:"  # No file of a project has a colon in its name.


class Image(Struct, frozen=True):
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


class NoteRef(Struct, frozen=True):
    """The call of a footnote with its note; notes count from 1 in order of their calls."""

    number: int
    blocks: tuple[Block, ...]


class Changed(Struct, frozen=True):
    """Changed inlines of a redline; with a change of formatting, `former` has the same text."""

    children: tuple[Inline, ...]
    change: Change
    former: tuple[Inline, ...] = ()


class PageNumber(Struct, frozen=True):
    """The number of its page; empty in formats without pages."""


class PageCount(Struct, frozen=True):
    """The number of pages; empty in formats without pages."""


Inline = (
    Text | Emphasis | Strong | Link | Time | LanguageSpan | Styled | LineBreak | Image
    | NoteRef | PageNumber | PageCount | Changed
)  # fmt: skip


class Heading(Struct, frozen=True):
    """A heading of level 1 (the document's title) to 4; here and below, a `change` affects the whole block."""

    level: int
    children: tuple[Inline, ...]
    language: str | None = None
    change: Change | None = None
    style: str | None = None  # where it is not the usual one of its level
    continued: str = ""  # what pages say on which its part goes on; {what} is the heading


class Paragraph(Struct, frozen=True):
    children: tuple[Inline, ...]
    style: str | None = None
    language: str | None = None
    change: Change | None = None


class List(Struct, frozen=True):
    """A list; `start` is the first number of an ordered one."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    language: str | None = None


class Definition(Struct, frozen=True):
    """A term and its description."""

    term: tuple[Inline, ...]
    details: tuple[Block, ...]
    change: Change | None = None

    @property
    def portrait(self) -> Image | None:
        """The portrait at the beginning of the term."""
        first = self.term[0] if self.term else None
        return first if isinstance(first, Image) and first.portrait else None


class DefinitionList(Struct, frozen=True):
    items: tuple[Definition, ...]
    style: str | None = None
    language: str | None = None

    @property
    def portrayed(self) -> bool:
        """Whether any term begins with a portrait: then all leave room for one."""
        return any(item.portrait for item in self.items)


class Cell(Struct, frozen=True):
    blocks: tuple[Block, ...]
    scope: Literal["col", "row"] | None = None
    colspan: int = 1
    rowspan: int = 1


class Row(Struct, frozen=True):
    cells: tuple[Cell, ...]
    change: Change | None = None


class Table(Struct, frozen=True):
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


class Figure(Struct, frozen=True):
    image: Image
    caption: tuple[Inline, ...] = ()
    change: Change | None = None


class Quote(Struct, frozen=True):
    blocks: tuple[Block, ...]


class PageBreak(Struct, frozen=True):
    pass


class Section(Struct, frozen=True):
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
def _fields(kind: type) -> tuple[str, ...] | None:
    """The names of the fields of a kind of node, the last one first; None of what is no node."""
    return kind.__struct_fields__[::-1] if issubclass(kind, Struct) else None


def plain_text(inlines: Iterable[Inline]) -> str:
    """The characters of inlines, without their notes."""
    return "".join(getattr(one, "text", "") or plain_text(getattr(one, "children", ())) for one in inlines)


class Doc(Struct, frozen=True):
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
