"""Tables of WordprocessingML: fixed columns, and rows that may break across pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from conceptnote.ooxml.text import valued
from conceptnote.ooxml.xml import Element, element, insert, qualified


class TableCell(Struct, frozen=True):
    """A cell with its blocks; `merge` says whether it begins or continues a vertical merge.

    `turned` lines run down or up; `middle` centres its content vertically.
    """

    blocks: list[Element]
    span: int = 1
    merge: Literal["restart", "continue"] | None = None
    turned: Literal["tbRl", "btLr"] | None = None
    middle: bool = False


class TableRow(Struct, frozen=True):
    """A row; header rows are repeated on each page of the table.

    `height` is in twips, at least. A row that `breaks` may be split by a page. A `tracked` row was inserted or deleted
    as a whole (17.13.5.16).
    """

    cells: Sequence[TableCell]
    header: bool = False
    height: int | None = None
    exact: bool = False
    breaks: bool = False
    tracked: Element | None = None


class TableLook(Struct, frozen=True):
    """The look of a table: its style, the column widths in twips, and the highlighted parts.

    Without a style it is in Word's “Table Normal”, with the properties in `own`. With `right_to_left` the first column
    is the rightmost.
    """

    style: str | None
    widths: Sequence[int]
    indent: int = 0
    first_row: bool = False
    first_column: bool = False
    own: Sequence[Element] = ()
    banded: bool = False
    right_to_left: bool = False


def table(rows: Sequence[TableRow], look: TableLook, description: str = "") -> Element:
    """A table (ISO/IEC 29500-1 17.4.37) of fixed layout; its description is for screen readers."""
    properties = _properties(look, description)
    return element(
        "w:tbl",
        mirror(properties) if look.right_to_left else properties,
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in look.widths)),
        *(_row(row, look.widths) for row in rows),
    )


def _properties(look: TableLook, description: str) -> Element:
    text = description or None
    return element(
        "w:tblPr",
        valued("w:tblStyle", look.style),
        element("w:bidiVisual") if look.right_to_left else None,
        element("w:tblW", w=sum(look.widths), type="dxa"),
        element("w:tblInd", w=look.indent, type="dxa") if look.indent else None,
        *look.own,
        element("w:tblLayout", type="fixed"),
        element(
            "w:tblLook",
            val=f"{_shown(look):04X}",
            firstRow=int(look.first_row),
            lastRow=0,
            firstColumn=int(look.first_column),
            lastColumn=0,
            noHBand=int(not look.banded),
            noVBand=1,
        ),
        element("w:tblCaption", val=text) if text else None,
        element("w:tblDescription", val=text) if text else None,
    )


def _shown(look: TableLook) -> int:
    """The highlighted parts of a table style as bits (17.4.55): no vertical bands, horizontal ones if there are any."""
    bands = 0x0400 if look.banded else 0x0600
    return bands | (0x20 if look.first_row else 0) | (0x80 if look.first_column else 0)


def _row(row: TableRow, widths: Sequence[int]) -> Element:
    cells: list[Element] = []
    column = 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(widths[column : column + cell.span])))
        column += cell.span
    rule = "exact" if row.exact else "atLeast"
    height = element("w:trHeight", val=row.height, hRule=rule) if row.height else None
    header = element("w:tblHeader") if row.header else None
    properties = None if row.breaks else element("w:cantSplit"), height, header, row.tracked
    return element("w:tr", element("w:trPr", *properties), *cells)


def _cell(cell: TableCell, width: int) -> Element:
    properties = element(
        "w:tcPr",
        element("w:tcW", w=width, type="dxa"),
        element("w:gridSpan", val=cell.span) if cell.span > 1 else None,
        element("w:vMerge", val=cell.merge) if cell.merge else None,
        valued("w:textDirection", cell.turned),
        element("w:vAlign", val="center") if cell.middle else None,
    )
    return element("w:tc", properties, *cell.blocks)


def mirror(properties: Element) -> Element:
    """The same properties with the left and right margins of cells exchanged: they do not mirror (17.4.12)."""
    left, right = qualified("w:left"), qualified("w:right")
    for kind in ("w:tblCellMar", "w:tcMar"):
        for margins in properties.iter(qualified(kind)):
            for edge in margins:
                edge.tag = {left: right, right: left}.get(str(edge.tag), str(edge.tag))
            margins[:] = sorted(margins, key=lambda edge: _EDGES.index(str(edge.tag).rpartition("}")[2]))
    return properties


_EDGES = ("top", "left", "bottom", "right")


def pad(table: Element, above: int, below: int) -> None:
    """Leave space above the first row of a table and below its last (17.4.68)."""
    rows = table.findall(qualified("w:tr"))
    for row in {0, len(rows) - 1}:
        margins = (("top", above, row == 0), ("bottom", below, row == len(rows) - 1))
        for properties in rows[row].iter(qualified("w:tcPr")):
            edges = (element(f"w:{edge}", w=width, type="dxa") for edge, width, here in margins if here)
            insert(properties, element("w:tcMar", *edges), "w:tcPr")


def set_apart(row: Element, gap: int, *, right_to_left: bool) -> None:
    """Leave a gap after each cell of a row except the last (17.4.42)."""
    for cell in row.findall(qualified("w:tc"))[:-1]:
        edge = element("w:left" if right_to_left else "w:right", w=gap, type="dxa")
        insert(cell[0], element("w:tcMar", edge), "w:tcPr")


def set_at_foot(row: Element) -> None:
    """Align the content of a row's last cell to the bottom (17.4.83)."""
    properties = row.findall(qualified("w:tc"))[-1][0]
    insert(properties, element("w:vAlign", val="bottom"), "w:tcPr")
