"""Rules about tables, which a screen reader reads cell by cell, each with its header.

A table for layout is told from one of data as Word's own checker does it: it is in the style “Table
Normal”, Word's default. So are the facts and the footer's columns of our papers, which have no header row.
"""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.ooxml.xml import Element
from conformance.docx.look import HEADER_ROW, Styles, table_look
from conformance.docx.package import Story, WordFile
from conformance.docx.registry import MICROSOFT, Faults, checkpoint
from conformance.docx.xml import blocks, cells, find, is_on, number, q, quote, rows, text_of, value, where
from conformance.registry import Fault

_TABLE_NORMAL = "normal table"


def _data_tables(word: WordFile) -> Iterator[tuple[Story, Element]]:
    styles = Styles(word)
    for story in word.stories:
        for table in story.root.iter(q("w:tbl")):
            style = next(iter(styles.of_table(table)), None)
            if style is not None and (value(find(style, "w:name")) or "").casefold() != _TABLE_NORMAL:
                yield story, table


def _called(table: Element) -> str:
    """A table by the first words in it."""
    said = (text_of(p) for row in rows(table) for cell in cells(row) for p in cell.iter(q("w:p")))
    return f"the table that begins {quote(next((text for text in said if text.strip()), ''))}"


@checkpoint(
    "docx-table-header",
    "A table has a header row: its first row is repeated as one, and stands out as one",
    source=f"WCAG 2.1 1.3.1; {MICROSOFT}; ISO/IEC 29500-1 17.4.78, 17.4.56",
)
def table_header(word: WordFile) -> Faults:
    """Tables of data whose first row is not marked in both ways: one is for screen readers, one for Word's checker."""
    for story, table in _data_tables(word):
        first = next(rows(table), None)
        repeated = is_on(find(first, "w:trPr/w:tblHeader"))
        if not repeated or not table_look(table) & HEADER_ROW:
            missing = "is not repeated as a header" if not repeated else "does not stand out as a header"
            hint = "in Word: Table Design, Header Row; and Layout, Repeat Header Rows"
            yield Fault(f"{_called(table)}{where(story)}: its first row {missing}", hint=hint)


@checkpoint(
    "docx-table-simple",
    "A table is a simple grid: no cell is merged or split, and no table stands in another",
    source=f"WCAG 2.1 1.3.1; {MICROSOFT}",
)
def table_simple(word: WordFile) -> Faults:
    """Cells that span others, rows of unlike length, and tables in tables, whatever they are for."""
    hint = "make of it a table of one row of headers and one cell for each, or several tables"
    for story in word.stories:
        for table in story.root.iter(q("w:tbl")):
            if any(True for _ in table.iterancestors(q("w:tbl"))):
                yield Fault(f"{_called(table)}{where(story)} stands in another table", hint=hint)
    for story, table in _data_tables(word):
        if any(_spans(cell) for row in rows(table) for cell in cells(row)):
            yield Fault(f"{_called(table)}{where(story)} has merged cells", hint=hint)
        elif len({len(list(cells(row))) for row in rows(table)}) > 1:
            yield Fault(f"{_called(table)}{where(story)} has rows of unlike numbers of cells", hint=hint)


def _spans(cell: Element) -> bool:
    wide = number(value(find(cell, "w:tcPr/w:gridSpan"))) or 1
    return wide > 1 or any(find(cell, f"w:tcPr/w:{merge}") is not None for merge in ("vMerge", "hMerge"))


@checkpoint(
    "docx-table-blank",
    "No row and no column of a table is blank throughout",
    source=f"WCAG 2.1 1.3.1; {MICROSOFT}",
)
def table_blank(word: WordFile) -> Faults:
    """Rows and columns that are there for space, and make a listener think that the table has ended."""
    for story, table in _data_tables(word):
        filled = [[_holds(cell) for cell in cells(row)] for row in rows(table)]
        blank_row = any(not any(row) for row in filled)
        columns = {len(row) for row in filled}
        blank_column = len(columns) == 1 and any(not any(column) for column in zip(*filled, strict=True))
        if blank_row or blank_column:
            what = "row" if blank_row else "column"
            hint = f"delete the {what}, and give the others space in their style"
            yield Fault(f"{_called(table)}{where(story)} has a blank {what}", hint=hint)


def _holds(cell: Element) -> bool:
    drawn = next(cell.iter(q("w:drawing"), q("w:pict"), q("w:object")), None)
    return (
        drawn is not None
        or any(text_of(p).strip() for p in cell.iter(q("w:p")))
        or any(block.tag == q("w:tbl") for block in blocks(cell))
    )
