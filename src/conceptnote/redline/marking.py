"""Mark whole blocks as inserted or deleted: their words, paragraph marks, rows and notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.doc import nodes
from conceptnote.doc.change import Change
from conceptnote.doc.contents import rebuilt

FORMER = "former/"
"""The prefix for the name of a picture whose file has changed."""
Kind = Literal["inserted", "deleted", "formatted"]


class Marker(Struct, frozen=True):
    """Marks changes of one author at one time (ISO 8601); `labels` are those of each kind of change."""

    author: str
    date: str
    labels: dict[Kind, str]

    def change(self, kind: Kind) -> Change:
        """A change of a kind."""
        return Change(kind, self.author, self.date, self.labels[kind])

    def inlines(self, inlines: tuple[nodes.Inline, ...], kind: Kind) -> tuple[nodes.Inline, ...]:
        """Inserted or deleted inlines with the notes that they call."""
        if not inlines:
            return ()
        return (nodes.Changed(tuple(self._noted(one, kind) for one in inlines), self.change(kind)),)

    def _noted(self, one: Any, kind: Kind) -> Any:
        if isinstance(one, nodes.NoteRef):
            return replace(one, blocks=self.note(one.blocks, kind))
        if hasattr(one, "children"):
            return replace(one, children=tuple(self._noted(child, kind) for child in one.children))
        return one

    def note(self, blocks: tuple[nodes.Block, ...], kind: Kind) -> tuple[nodes.Block, ...]:
        """The text of a note; its paragraphs change with its call."""
        return tuple(_unmarked(one) for one in self.blocks(blocks, kind))

    def blocks(self, blocks: Iterable[nodes.Block], kind: Kind) -> tuple[nodes.Block, ...]:
        """Inserted or deleted blocks; a page break before deleted ones is dropped."""
        return tuple(self._blocks(blocks, kind))

    def _blocks(self, blocks: Iterable[nodes.Block], kind: Kind) -> Iterator[nodes.Block]:
        change = self.change(kind)
        for block in blocks:
            match block:
                case nodes.Heading() | nodes.Paragraph():
                    yield replace(block, children=self.inlines(block.children, kind), change=change)
                case nodes.List(items):
                    yield replace(block, items=tuple(self.blocks(item, kind) for item in items))
                case nodes.DefinitionList(items):
                    yield replace(block, items=tuple(self.definition(item, kind) for item in items))
                case nodes.Table():
                    yield self._table(block, kind)
                case nodes.Figure(_, caption):
                    yield replace(block, caption=self.inlines(caption, kind), change=change)
                case nodes.Quote(within) | nodes.Section(within):
                    yield replace(block, blocks=self.blocks(within, kind))
                case nodes.PageBreak():
                    if kind == "inserted":
                        yield block
                case _:
                    assert_never(block)

    def _table(self, table: nodes.Table, kind: Kind) -> nodes.Table:
        header, body = (tuple(self.row(row, kind) for row in rows) for rows in (table.header, table.body))
        caption = self.inlines(table.caption, kind)
        return replace(table, header=header, body=body, caption=caption, change=self.change(kind))

    def row(self, row: nodes.Row, kind: Kind) -> nodes.Row:
        """An inserted or deleted row."""
        cells = tuple(replace(cell, blocks=self.blocks(cell.blocks, kind)) for cell in row.cells)
        return nodes.Row(cells, self.change(kind))

    def definition(self, item: nodes.Definition, kind: Kind) -> nodes.Definition:
        """An inserted or deleted term with its description."""
        # A portrait is beside the whole item, which is marked.
        portrait = (item.portrait,) if item.portrait else ()
        term = (*portrait, *self.inlines(item.term[len(portrait) :], kind))
        return nodes.Definition(term, self.blocks(item.details, kind), self.change(kind))


def _unmarked(block: Any) -> Any:
    return replace(block, change=None) if isinstance(block, nodes.Paragraph | nodes.Heading) else block


def without_origins(node: Any) -> Any:
    """A node without origins, because those of an older version are not in today's event."""

    def made(one: Any) -> Any:
        if isinstance(one, nodes.Image):
            return replace(one, origin=None, alt_origin=None)
        return replace(one, origin=None) if isinstance(one, nodes.Text) else one

    return rebuilt(node, made)


def with_pictures(node: Any, former: Collection[str]) -> Any:
    """A node whose pictures with these asset names have another name, because their files have changed."""

    def made(one: Any) -> Any:
        return replace(one, src=FORMER + one.src) if isinstance(one, nodes.Image) and one.asset in former else one

    return rebuilt(node, made) if former else node
