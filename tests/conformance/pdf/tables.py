"""Tables, lists and tables of contents: what may stand in what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.objects import get, items, name, text, whole
from conformance.pdf.registry import UA, UA2, checkpoint
from conformance.pdf.tree import Element
from conformance.registry import Fault

_PARTS = r"(THead )?(TBody )+(TFoot )?"
# The children of an element, as a line of words: ISO 32000-1, Tables 333, 336 and 337.
_CHILDREN = {
    "Table": rf"(Caption )?((TR )*|{_PARTS})|((TR )*|{_PARTS})(Caption )?",
    "THead": r"(TR )*",
    "TBody": r"(TR )*",
    "TFoot": r"(TR )*",
    "TR": r"((TH|TD) )*",
    "L": r"(Caption )?((LI|L) )*",
    "LI": r"((Lbl|LBody) )*",
    "TOC": r"(Caption )?((TOCI|TOC) )*",
}
_PARENTS = {
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "TH": ("TR",),
    "TD": ("TR",),
    "LI": ("L",),
    "LBody": ("LI",),
    "TOCI": ("TOC",),
}
_WIDEST = 500
_MOST_PLACES = 1_000_000


def _misplaced(document: Document, *roles: str) -> Iterator[Fault]:
    for element in document.tree.of_role(*roles):
        children = "".join(f"{child.role or child.tag} " for child in element.children)
        allowed = _CHILDREN.get(element.role)
        if allowed is not None and not re.fullmatch(allowed, children):
            yield Fault(f"a {element.role} holds {children[:200].strip().replace(' ', ', ')}", element.page)
        if allowed is not None and element.marks:
            yield Fault(f"a {element.role} holds content itself, not in its parts", element.page)
        around = element.parent.role if element.parent else "nothing"
        if element.role in _PARENTS and around not in _PARENTS[element.role]:
            yield Fault(f"a {element.role} stands in {around or 'an unknown element'}", element.page)


@checkpoint(
    "09-004",
    "The parts of a table stand in each other as they should",
    source="ISO 14289-1, 7.2; ISO 32000-1, Table 337",
    standards=UA,
)
def table_parts(document: Document) -> Iterator[Fault]:
    """A cell outside a row has no row."""
    return _misplaced(document, "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD")


@checkpoint(
    "09-005",
    "The parts of a list stand in each other as they should",
    source="ISO 14289-1, 7.2; ISO 32000-1, Table 336",
    standards=UA,
)
def list_parts(document: Document) -> Iterator[Fault]:
    """A screen reader says how many items there are."""
    return _misplaced(document, "L", "LI", "LBody")


@checkpoint(
    "09-006",
    "The parts of a table of contents stand in each other as they should",
    source="ISO 14289-1, 7.2; ISO 32000-1, Table 333",
    standards=UA,
)
def contents_parts(document: Document) -> Iterator[Fault]:
    """As for lists."""
    return _misplaced(document, "TOC", "TOCI")


def _cells(table: Element) -> list[Element]:
    return [element for element in table.inside() if element.role in ("TH", "TD")]


def _headers(cell: Element) -> list[bytes]:
    return [bytes(one) for one in items(cell.attribute("Table", "Headers"))]


@checkpoint(
    "15-003",
    "A header cell says what it is the header of, or the other cells say which are theirs",
    source="ISO 14289-1, 7.5; ISO 14289-2, 8.2.5.26",
    standards=UA,
)
def headers_known(document: Document) -> Iterator[Fault]:
    """With each cell, a screen reader says its headers."""
    for table in document.tree.of_role("Table"):
        cells = _cells(table)
        known = {bytes(get(cell.obj, "ID")) for cell in cells if text(get(cell.obj, "ID"))}
        if named := {one for cell in cells for one in _headers(cell)}:
            if named - known:
                yield Fault("a cell names a header that is not in the table (Headers)", table.page)
            continue
        for cell in cells:
            if cell.role == "TH" and name(cell.attribute("Table", "Scope")) not in ("Row", "Column", "Both"):
                yield Fault("a header cell does not say what it is the header of (Scope)", cell.page or table.page)


def _span(cell: Element, which: str) -> int:
    return min(max(whole(cell.attribute("Table", which)) or 1, 1), _WIDEST)


def _irregular(rows: list[Element]) -> str | None:
    """What is uneven in the rows of one part of a table."""
    taken: list[set[int]] = [set() for _ in rows]
    places = 0
    for place, row in enumerate(rows):
        column = 0
        for cell in (child for child in row.children if child.role in ("TH", "TD")):
            while column in taken[place]:
                column += 1
            across = range(column, column + _span(cell, "ColSpan"))
            down = range(place, place + _span(cell, "RowSpan"))
            places += len(across) * len(down)
            if places > _MOST_PLACES:
                return "it is too large to be checked"
            if down.stop > len(rows):
                return "a cell reaches over the last row"
            for line in down:
                if taken[line].intersection(across):
                    return "two cells lie on each other"
                taken[line].update(across)
    widths = [len(one) for one in taken]
    return f"the rows have {min(widths)} to {max(widths)} columns" if len(set(widths)) > 1 else None


@checkpoint(
    "table-regular",
    "All rows of a table have the same number of columns, spans counted",
    source="ISO 14289-1, 7.2; ISO 14289-2, 8.2.5.26",
    standards=UA,
)
def regular(document: Document) -> Iterator[Fault]:
    """Otherwise a cell is read with the header of another column."""
    for table in document.tree.of_role("Table"):
        parts = [part for part in table.children if part.role in ("THead", "TBody", "TFoot")] or [table]
        rows = [[row for row in part.children if row.role == "TR"] for part in parts]
        uneven = next(filter(None, map(_irregular, rows)), None)
        # Parts that are even in themselves can still differ from each other.
        first = [part[0] for part in rows if part]
        widths = {sum(_span(cell, "ColSpan") for cell in row.children if cell.role in ("TH", "TD")) for row in first}
        if uneven is None and len(widths) > 1:
            uneven = f"its parts have {min(widths)} to {max(widths)} columns"
        if uneven:
            yield Fault(f"a table is not regular: {uneven}", table.page)


@checkpoint(
    "PDF/UA-2 8.2.5.25",
    "A list whose items have marks says of which kind they are",
    source="ISO 14289-2, 8.2.5.25",
    standards=UA2,
)
def list_numbering(document: Document) -> Iterator[Fault]:
    """So a reader can say “item c” where the page shows a letter."""
    for one in document.tree.of_role("L"):
        marked = any(part.role == "Lbl" for item in one.children for part in item.children)
        if marked and name(one.attribute("List", "ListNumbering")) in ("", "None"):
            yield Fault("a list does not say how its items are marked (ListNumbering)", one.page)


@checkpoint(
    "PDF/UA-2 8.2.5.27",
    "A caption is the first or last part of what it belongs to",
    source="ISO 14289-2, 8.2.5.27",
    standards=UA2,
)
def captions(document: Document) -> Iterator[Fault]:
    """Tables and lists are held to it by 09-004 and 09-005."""
    for element in document.tree.elements:
        roles = [child.role for child in element.children]
        if element.role not in ("Table", "L", "TOC") and "Caption" in roles[1:-1]:
            yield Fault(f"the caption of {element} stands in its middle", element.page)
