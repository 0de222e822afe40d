"""Mark whole blocks as inserted or deleted: their words, paragraph marks, rows and notes."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never

from conceptnote.doc.change import Change
from conceptnote.doc.nodes import (
    Block,
    Changed,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Image,
    Inline,
    List,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    Text,
)

FORMER = "former/"
"""The prefix for the name of a picture whose file has changed."""
Kind = Literal["inserted", "deleted", "formatted"]


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks changes of one author at one time (ISO 8601); `labels` are those of each kind of change."""

    author: str
    date: str
    labels: dict[Kind, str]

    def change(self, kind: Kind) -> Change:
        """A change of a kind."""
        return Change(kind, self.author, self.date, self.labels[kind])

    def inlines(self, inlines: tuple[Inline, ...], kind: Kind) -> tuple[Inline, ...]:
        """Inserted or deleted inlines with the notes that they call."""
        if not inlines:
            return ()
        return (Changed(tuple(self._noted(one, kind) for one in inlines), self.change(kind)),)

    def _noted(self, one: Any, kind: Kind) -> Any:
        if isinstance(one, NoteRef):
            return replace(one, blocks=self.note(one.blocks, kind))
        if hasattr(one, "children"):
            return replace(one, children=tuple(self._noted(child, kind) for child in one.children))
        return one

    def note(self, blocks: tuple[Block, ...], kind: Kind) -> tuple[Block, ...]:
        """The text of a note; its paragraphs change with its call."""
        return tuple(_unmarked(one) for one in self.blocks(blocks, kind))

    def blocks(self, blocks: Iterable[Block], kind: Kind) -> tuple[Block, ...]:
        """Inserted or deleted blocks; a page break before deleted ones is dropped."""
        return tuple(self._blocks(blocks, kind))

    def _blocks(self, blocks: Iterable[Block], kind: Kind) -> Iterator[Block]:
        change = self.change(kind)
        for block in blocks:
            match block:
                case Heading() | Paragraph():
                    yield replace(block, children=self.inlines(block.children, kind), change=change)
                case List(items):
                    yield replace(block, items=tuple(self.blocks(item, kind) for item in items))
                case DefinitionList(items):
                    yield replace(block, items=tuple(self.definition(item, kind) for item in items))
                case Table():
                    yield self._table(block, kind)
                case Figure(_, caption):
                    yield replace(block, caption=self.inlines(caption, kind), change=change)
                case Quote(within) | Section(within):
                    yield replace(block, blocks=self.blocks(within, kind))
                case PageBreak():
                    if kind == "inserted":
                        yield block
                case _:
                    assert_never(block)

    def _table(self, table: Table, kind: Kind) -> Table:
        header, body = (tuple(self.row(row, kind) for row in rows) for rows in (table.header, table.body))
        caption = self.inlines(table.caption, kind)
        return replace(table, header=header, body=body, caption=caption, change=self.change(kind))

    def row(self, row: Row, kind: Kind) -> Row:
        """An inserted or deleted row."""
        cells = tuple(replace(cell, blocks=self.blocks(cell.blocks, kind)) for cell in row.cells)
        return Row(cells, self.change(kind))

    def definition(self, item: Definition, kind: Kind) -> Definition:
        """An inserted or deleted term with its description."""
        # A portrait is beside the whole item, which is marked.
        portrait = (item.portrait,) if item.portrait else ()
        term = (*portrait, *self.inlines(item.term[len(portrait) :], kind))
        return Definition(term, self.blocks(item.details, kind), self.change(kind))


def _unmarked(block: Any) -> Any:
    return replace(block, change=None) if isinstance(block, Paragraph | Heading) else block


def without_origins(node: Any) -> Any:
    """A node without origins, because those of an older version are not in today's event."""
    if isinstance(node, tuple):
        return tuple(without_origins(one) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    made = {field.name: without_origins(getattr(node, field.name)) for field in dataclasses.fields(node)}
    if isinstance(node, Text):
        made["origin"] = None
    if isinstance(node, Image):
        made |= {"origin": None, "alt_origin": None}
    return replace(node, **made)


def numbered_notes(node: Any, count: Iterator[int]) -> Any:
    """A node with notes numbered in the order of their calls."""
    if isinstance(node, tuple):
        return tuple(numbered_notes(one, count) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type | Change):
        return node
    if isinstance(node, NoteRef):
        return NoteRef(next(count), numbered_notes(node.blocks, count))
    names = sorted((field.name for field in dataclasses.fields(node)), key=lambda name: name != "caption")
    return replace(node, **{name: numbered_notes(getattr(node, name), count) for name in names})


def with_pictures(node: Any, former: Collection[str]) -> Any:
    """A node whose pictures with these asset names have another name, because their files have changed."""
    if isinstance(node, tuple):
        return tuple(with_pictures(one, former) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type) or not former:
        return node
    if isinstance(node, Image):
        return replace(node, src=FORMER + node.src) if node.asset in former else node
    fields = dataclasses.fields(node)
    return replace(node, **{one.name: with_pictures(getattr(node, one.name), former) for one in fields})
