"""One paper in two languages: both documents side by side or one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby, zip_longest
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.doc import nodes
from conceptnote.doc.contents import numbered_notes, rebuilt

SIDES, AGENDA_SIDES = "side-by-side", "agenda-side-by-side"
"""The styles of tables with the same content in two languages; the second has the times in front."""
_LEADING = {"person", "kicker"}
_TERMS = {"agenda": "agenda-time", "biographies": "person"}
_TIME, _HEAD = "agenda-time", "agenda-head"


def one_after_the_other(first: nodes.Doc, second: nodes.Doc) -> nodes.Doc:
    """The first document, then the second on new pages; all pages have the furniture of the first."""
    blocks = (*first.blocks, nodes.PageBreak(), *in_language(second.blocks, second.metadata.language))
    return _together(first, second, blocks)


def side_by_side(first: nodes.Doc, second: nodes.Doc, names: tuple[str, str]) -> nodes.Doc:
    """Both documents in two columns, each block beside its translation, below the `names` of the languages.

    One template makes both from one event, so their blocks have the same types and order. If one has an extra block,
    the place beside it stays empty.
    """
    language = second.metadata.language
    columns = _Columns(names, language)
    return _together(first, second, tuple(columns.blocks(first.blocks, in_language(second.blocks, language))))


def in_language(blocks: Sequence[nodes.Block], language: str) -> tuple[nodes.Block, ...]:
    """Blocks with their language noted, unless they have one."""

    def made(node: Any) -> Any:
        own = isinstance(node, nodes.Block) and getattr(node, "language", "") is None
        return replace(node, language=language) if own else node

    return tuple(rebuilt(block, made) for block in blocks)


def _together(first: nodes.Doc, second: nodes.Doc, blocks: tuple[nodes.Block, ...]) -> nodes.Doc:
    titles = dict.fromkeys([first.metadata.title, second.metadata.title])
    metadata = replace(
        first.metadata, title=" / ".join(titles), origins=first.metadata.origins + second.metadata.origins
    )
    return replace(first, metadata=metadata, blocks=numbered_notes(blocks, count(1)))


class _Columns(Struct, frozen=True):
    """Makes two columns of blocks, with a head on every page."""

    names: tuple[str, str]
    language: str

    def blocks(self, first: Sequence[nodes.Block], second: Sequence[nodes.Block]) -> Iterator[nodes.Block]:
        header: tuple[nodes.Row, ...] = (self._head(),)
        for alone, pairs in groupby(_pairs(first, second), key=_stands_alone):
            if not alone:
                yield nodes.Table(header, tuple(_rows(pairs)), style=SIDES)
                header = ()
                continue
            for one, other in pairs:
                if isinstance(one, nodes.Table) and isinstance(other, nodes.Table) and len(one.body) == len(other.body):
                    yield self._table(one, other)
                else:
                    yield from (block for block in (one, other) if block is not None)

    def _head(self, *before: nodes.Cell) -> nodes.Row:
        named = (
            nodes.Paragraph((nodes.Text(self.names[0]),), _HEAD),
            nodes.Paragraph((nodes.Text(self.names[1]),), _HEAD, self.language),
        )
        return nodes.Row((*before, *(nodes.Cell((name,), scope="col") for name in named)))

    def _table(self, one: nodes.Table, other: nodes.Table) -> nodes.Table:
        timed = any(_is_timed(row) for row in one.body)
        head = one.header[0].cells[:1] if timed and one.header else ()
        rows = (self._row(mine, theirs, timed=timed) for mine, theirs in zip(one.body, other.body, strict=True))
        return nodes.Table((self._head(*head),), tuple(rows), style=AGENDA_SIDES if timed else SIDES)

    def _row(self, mine: nodes.Row, theirs: nodes.Row, *, timed: bool) -> nodes.Row:
        if not timed:
            return nodes.Row((_joined(mine.cells), _joined(theirs.cells)))
        if not _is_timed(mine):
            return nodes.Row((nodes.Cell(()), _joined(mine.cells), _joined(theirs.cells)))
        time, beside = mine.cells[0], theirs.cells[0].blocks
        if _text_of(time.blocks) == _text_of(beside):
            beside = ()
        return nodes.Row((time, _joined(mine.cells[1:]), _joined(theirs.cells[1:], beside)))


def _pairs(
    first: Sequence[nodes.Block], second: Sequence[nodes.Block]
) -> Iterator[tuple[nodes.Block | None, nodes.Block | None]]:
    """Each block with its translation: sections block by block, lists of terms term by term."""
    for one, other in zip_longest(first, second):
        match one, other:
            case nodes.Section(), nodes.Section():
                yield from _pairs(one.blocks, other.blocks)
            case nodes.DefinitionList(), nodes.DefinitionList():
                yield from zip_longest(_terms(one), _terms(other))
            case (nodes.Figure() | nodes.PageBreak(), _):
                yield one, None
            case _:
                yield one, other


def _terms(node: nodes.DefinitionList) -> Iterator[nodes.Block]:
    for item in node.items:
        yield nodes.Section(
            (nodes.Paragraph(item.term, _TERMS.get(node.style or "", _HEAD), node.language), *item.details)
        )


def _stands_alone(pair: tuple[nodes.Block | None, nodes.Block | None]) -> bool:
    return any(isinstance(one, nodes.Table | nodes.Figure | nodes.PageBreak) for one in pair)


def _rows(pairs: Iterator[tuple[nodes.Block | None, nodes.Block | None]]) -> Iterator[nodes.Row]:
    """A row for each pair; headings, and names of people, share the row of what follows, so that no page break
    separates them."""
    sides: tuple[list[nodes.Block], list[nodes.Block]] = ([], [])
    for pair in pairs:
        for side, block in zip(sides, pair, strict=True):
            side.extend(block.blocks if isinstance(block, nodes.Section) else () if block is None else (block,))
        if not _leads(pair[0]):
            yield nodes.Row((nodes.Cell(tuple(sides[0])), nodes.Cell(tuple(sides[1]))))
            sides = ([], [])
    if any(sides):
        yield nodes.Row((nodes.Cell(tuple(sides[0])), nodes.Cell(tuple(sides[1]))))


def _leads(block: nodes.Block | None) -> bool:
    return isinstance(block, nodes.Heading) or (isinstance(block, nodes.Paragraph) and block.style in _LEADING)


def _is_timed(row: nodes.Row) -> bool:
    first = row.cells[0].blocks[:1]
    return len(row.cells) > 1 and any(isinstance(one, nodes.Paragraph) and one.style == _TIME for one in first)


def _joined(cells: Sequence[nodes.Cell], before: tuple[nodes.Block, ...] = ()) -> nodes.Cell:
    """One cell made of several, one below the other."""
    return nodes.Cell((*before, *(block for cell in cells for block in cell.blocks)))


def _text_of(blocks: Sequence[nodes.Block]) -> str:
    return " ".join(
        nodes.plain_text(one.children) for one in blocks if isinstance(one, nodes.Heading | nodes.Paragraph)
    )
