"""From a document then and now to a redline: the document now, with all differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, assert_never

from msgspec.structs import replace

from conceptnote.doc import nodes
from conceptnote.doc.contents import numbered_notes
from conceptnote.redline.alignment import Part, aligned
from conceptnote.redline.inlines import changed_inlines
from conceptnote.redline.marking import Marker, without_origins

_SAME_NOTE = 0.3
"""The least similarity of an edited note with its original, from 0 to 1."""


def redline(old: nodes.Doc, new: nodes.Doc, marker: Marker) -> nodes.Doc:
    """The new document with its differences from the old one marked; its properties are those of the new one.

    With all changes accepted it is the new one; with all rejected, the old one except its properties and page breaks.
    """
    was, comparing = without_origins(replace(old, metadata=new.metadata)), _Comparing(marker)
    made = replace(
        new,
        blocks=comparing.blocks(was.blocks, new.blocks),
        page_header=comparing.blocks(was.page_header, new.page_header),
        page_footer=comparing.blocks(was.page_footer, new.page_footer),
    )
    return replace(made, blocks=numbered_notes(made.blocks, count(1)))


class _Comparing:
    """Compares the parts of two documents."""

    def __init__(self, marker: Marker) -> None:
        self._marker = marker

    def blocks(self, old: Sequence[nodes.Block], new: Sequence[nodes.Block]) -> tuple[nodes.Block, ...]:
        """Blocks with their changes marked."""
        return tuple(self._blocks(old, new))

    def _blocks(self, old: Sequence[nodes.Block], new: Sequence[nodes.Block]) -> Iterator[nodes.Block]:
        for was, one in aligned(old, new, _compatible):
            if one is None:
                yield from self._marker.blocks([was], "deleted")
            elif was is None:
                yield from self._marker.blocks([one], "inserted")
            else:
                yield self._block(was, one)

    def _block(self, was: Any, one: nodes.Block) -> nodes.Block:
        """A block on both sides, of the same type."""
        match one:
            case nodes.Heading() | nodes.Paragraph():
                return replace(one, children=self._inlines(was.children, one.children))
            case nodes.List():
                return replace(one, items=tuple(self._items(was.items, one.items)))
            case nodes.DefinitionList():
                return replace(one, items=tuple(self._definitions(was.items, one.items)))
            case nodes.Table():
                return self._table(was, one)
            case nodes.Figure():
                return replace(one, caption=self._inlines(was.caption, one.caption))
            case nodes.Quote() | nodes.Section():
                return replace(one, blocks=self.blocks(was.blocks, one.blocks))
            case nodes.PageBreak():
                return one
            case _:
                assert_never(one)

    def _inlines(self, old: tuple[nodes.Inline, ...], new: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        return changed_inlines(old, new, self._marker, self._note)

    def _note(self, old: tuple[nodes.Block, ...], new: tuple[nodes.Block, ...]) -> tuple[nodes.Block, ...] | None:
        return self.blocks(old, new) if Part(old).likeness(Part(new)) >= _SAME_NOTE else None

    def _items(
        self, old: Sequence[Sequence[nodes.Block]], new: Sequence[Sequence[nodes.Block]]
    ) -> Iterator[tuple[nodes.Block, ...]]:
        for was, one in aligned(old, new, _same_beginning):
            if one is None:
                yield self._marker.blocks(was, "deleted")
            elif was is None:
                yield self._marker.blocks(one, "inserted")
            else:
                yield self._block(was[0], one[0]), *self.blocks(was[1:], one[1:])

    def _definitions(
        self, old: Sequence[nodes.Definition], new: Sequence[nodes.Definition]
    ) -> Iterator[nodes.Definition]:
        for was, one in aligned(old, new, _same_portrait):
            if one is None:
                yield self._marker.definition(was, "deleted")
            elif was is None:
                yield self._marker.definition(one, "inserted")
            else:
                yield nodes.Definition(self._inlines(was.term, one.term), self.blocks(was.details, one.details))

    def _table(self, was: nodes.Table, one: nodes.Table) -> nodes.Table:
        header, body = (
            tuple(self._rows(then, now, spanning=_spans(was) or _spans(one)))
            for then, now in ((was.header, one.header), (was.body, one.body))
        )
        return replace(one, header=header, body=body, caption=self._inlines(was.caption, one.caption))

    def _rows(self, old: Sequence[nodes.Row], new: Sequence[nodes.Row], *, spanning: bool) -> Iterator[nodes.Row]:
        # Cells that span rows are the same in both tables.
        for was, one in zip(old, new, strict=True) if spanning else aligned(old, new, _same_cells):
            if one is None:
                yield self._marker.row(was, "deleted")
            elif was is None:
                yield self._marker.row(one, "inserted")
            else:
                cells = zip(was.cells, one.cells, strict=True)
                yield nodes.Row(tuple(replace(now, blocks=self.blocks(then.blocks, now.blocks)) for then, now in cells))


def _compatible(was: Any, one: Any) -> bool:
    """Whether an old block can have become a new one: everything that no writer can mark is the same."""
    if type(was) is not type(one) or getattr(was, "language", None) != getattr(one, "language", None):
        return False
    match one:
        case nodes.Heading(level, style=style):
            return bool((was.level, was.style) == (level, style))
        case nodes.Paragraph(_, style):
            return bool(was.style == style)
        case nodes.List(_, ordered, start):
            return bool((was.ordered, was.start) == (ordered, start))
        case nodes.DefinitionList(_, style):
            return bool((was.style, was.portrayed) == (style, one.portrayed))
        case nodes.Section(_, role, style):
            return bool((was.role, was.style) == (role, style))
        case nodes.Figure(image):
            return bool(without_origins(image) == was.image)
        case nodes.Table():
            return _same_frame(was, one)
    return True


def _same_frame(was: nodes.Table, one: nodes.Table) -> bool:
    if (was.style, bool(was.header), bool(was.caption)) != (one.style, bool(one.header), bool(one.caption)):
        return False
    if not (was.header or was.body) or not (one.header or one.body) or was.columns != one.columns:
        return False
    return not (_spans(was) or _spans(one)) or _shape(was) == _shape(one)


def _spans(table: nodes.Table) -> bool:
    return any(cell.rowspan > 1 for row in (*table.header, *table.body) for cell in row.cells)


def _shape(table: nodes.Table) -> list[Any]:
    return [[_form(row) for row in rows] for rows in (table.header, table.body)]


def _form(row: nodes.Row) -> list[Any]:
    return [(cell.scope, cell.colspan, cell.rowspan) for cell in row.cells]


def _same_cells(was: nodes.Row, one: nodes.Row) -> bool:
    return _form(was) == _form(one)


def _same_portrait(was: nodes.Definition, one: nodes.Definition) -> bool:
    return was.portrait == (without_origins(one.portrait) if one.portrait else None)


def _same_beginning(was: Sequence[nodes.Block], one: Sequence[nodes.Block]) -> bool:
    """Whether two items begin with the same type of block, which has their mark."""
    return bool(was) and bool(one) and _compatible(was[0], one[0])
