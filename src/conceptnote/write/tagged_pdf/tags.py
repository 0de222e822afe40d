"""The tags of a PDF in reading order (ISO 32000-1, 14.8.4).

They are made from the declarations of the document's elements (write/structure.py), not from their boxes: an element is
one tag, on whatever pages, and a footnote is at the place of its call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, assert_never
from xml.etree.ElementTree import Element

from conceptnote.write.structure import Structure, declared
from conceptnote.write.tagged_pdf.changed import changed_tag
from conceptnote.write.tagged_pdf.content import Content, Node, call_of, is_block, is_note
from conceptnote.write.tagged_pdf.tag import Tag, say_in_order

_NUMBERINGS = {"decimal": "/Decimal", "lower-alpha": "/LowerAlpha", "lower-roman": "/LowerRoman", "disc": "/Disc"}
_SCOPES = {"col": "/Column", "row": "/Row"}
_LONGEST = 100
"""The most characters of a text that describe it as the target of a link."""


Tags = list[Tag | Content]


def document_tag(root: Node) -> Tag:
    """The tag of a whole document."""
    document = Tag("Document", _inside(root.items))
    say_in_order(document)
    for number, table in enumerate(document.all("Table"), start=1):
        _relate_cells(table, f"table-{number}")
    return document


def _inside(items: Iterable[Node | Content]) -> Tags:
    tags: Tags = []
    for item in items:
        if isinstance(item, Node):
            tags += _tags(item)
        elif item.mcid is not None:
            tags.append(item)
    return tags


def _tags(node: Node) -> Tags:
    """The tags of an element: its own, or those inside it, or none if it is empty."""
    if node.pseudo:
        kids = _inside(node.items)
        return [Tag("Lbl", kids)] if kids and node.pseudo == "marker" else kids
    structure = declared(node.element)
    kids = _inside(node.items)
    # An empty cell keeps its place in the table.
    tags = _tagged(node, structure, kids) if kids or structure in ("TH", "TD") else []
    if structure and node.parent is not None and tags and isinstance(tags[0], Tag):
        tags[0].language = node.element.get("lang", "")
    return tags


def _tagged(node: Node, structure: Structure | None, kids: Tags) -> Tags:
    """The tag of an element with its content."""
    element = node.element
    match structure:
        case None:
            return kids
        case "TH" | "TD":
            return [Tag(structure, kids, attributes=_cell(element, structure))]
        case "L":
            marks = node.box.style["list_style_type"]
            bulleted = isinstance(marks, tuple) and "•" in marks[-1]
            return [Tag("L", kids, attributes=_numbering("/Disc" if bulleted else _NUMBERINGS.get(marks)))]
        case "LI":
            labels = [kid for kid in kids if isinstance(kid, Tag) and kid.role == "Lbl"]
            return [Tag("LI", [*labels, Tag("LBody", [kid for kid in kids if kid not in labels])])]
        case "DL":
            return [Tag("L", _terms(kids), attributes=_numbering("/Description"))]
        case "Link":
            return _link(node, kids)
        case "H1" | "H2" | "H3" | "H4":
            return _heading(structure, kids)
        case "Image":
            return [Tag("Figure", kids, alt=element.get("alt", ""))]
        case "Figure":
            return _figure(kids)
        case "Span":
            return [Tag("Span", kids)]
        case "P" | "Sect" | "BlockQuote" | "Table" | "THead" | "TBody" | "TR" | "Caption" | "Lbl" | "LBody":
            return [Tag(structure, kids)]
        case "Em" | "Strong":
            return [Tag(structure, kids)]
        case "Note":
            return _note(node)
        case "Change":
            return [changed_tag(element, kids)]
        case _:
            assert_never(structure)


def _numbering(value: str | None) -> dict[str, Any]:
    return {"O": "/List", "ListNumbering": value or "/Unordered"}


def _terms(kids: Tags) -> Tags:
    """A list of terms: each item has its term as its label (14.8.4.3.3)."""
    items: Tags = []
    for kid in kids:
        assert isinstance(kid, Tag)
        if kid.role == "Lbl":
            items.append(Tag("LI", [kid, Tag("LBody", [])]))
        else:
            item = items[-1]
            assert isinstance(item, Tag)
            body = item.kids[-1]
            assert isinstance(body, Tag)
            body.kids += kid.kids
    return items


def _figure(kids: Tags) -> Tags:
    """A picture with its caption inside, where it is read whatever the picture's alternative text."""
    picture = next(kid for kid in kids if isinstance(kid, Tag) and kid.role == "Figure")
    at = kids.index(picture)
    picture.kids[:0] = kids[:at]
    picture.kids += kids[at + 1 :]
    return [picture]


def _link(node: Node, kids: Tags) -> Tags:
    """A link; a footnote called inside follows it, because no link contains another."""
    words = _text_of(node.items) or " ".join(image.get("alt", "") for image in node.element.iter("img"))
    address = node.element.get("href", "").removeprefix("mailto:").removeprefix("tel:")
    description = words if address in words else f"{words} ({address})"
    link = Tag("Link", kids, links=node.links, description=description)
    notes = _lift(link, "Reference", "Note")
    return [link, *notes] if link.kids else notes


def _heading(role: str, kids: Tags) -> Tags:
    """A heading; the text of its notes follows it, because a list of headings has only their text."""
    heading = Tag(role, kids)
    return [heading, *_lift(heading, "Note")]


def _lift(tag: Tag, *roles: str) -> Tags:
    """Take tags of these types out of a tag, at any depth."""
    lifted: Tags = []
    for kid in _tags_in(tag):
        if kid.role in roles:
            lifted.append(kid)
        else:
            lifted += _lift(kid, *roles)
        if kid.role in roles or not kid.kids:
            tag.kids.remove(kid)
    return lifted


def _tags_in(tag: Tag) -> list[Tag]:
    return [kid for kid in tag.kids if isinstance(kid, Tag)]


def _text_of(items: Iterable[Node | Content]) -> str:
    """The text of elements, without their footnotes."""
    return " ".join("".join(_pieces(items)).split())


def _pieces(items: Iterable[Node | Content]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Content):
            yield item.spaced
        elif not is_note(item.element) or item.pseudo:
            yield from _pieces(item.items)
            yield " " * is_block(item.element)


# Footnotes


def _note(node: Node) -> Tags:
    """The call of a footnote and then the note, each with its link to the other.

    The target describes a link: the call is described by the note, the note's number by the words before its call.
    """
    name = node.element.get("id", "")
    ends = {item.pseudo: item for item in node.items if isinstance(item, Node) and item.pseudo}
    call, marker = ends["footnote-call"], ends["footnote-marker"]
    rest = [item for item in node.items if item not in ends.values()]
    number = _text_of(call.items)
    there = _link_to(call, f"{number}: {_beginning(_text_of(rest))}")
    there.name = call_of(name)
    back = _link_to(marker, f"{number}: {_ending(_text_before(node))}")
    return [Tag("Reference", [there]), Tag("Note", [Tag("Lbl", [back]), *_inside(rest)], name=name)]


def _link_to(node: Node, description: str) -> Tag:
    return Tag("Link", _inside(node.items), links=node.links, description=description)


def _text_before(node: Node) -> str:
    """The text before a call in its block."""
    parts: list[str] = []
    below, above = node, node.parent
    while above is not None and not is_block(below.element):
        parts.insert(0, "".join(_pieces(above.items[: above.items.index(below)])))
        below, above = above, above.parent
    return " ".join("".join(parts).split())


def _beginning(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"


def _ending(text: str) -> str:
    return text if len(text) <= _LONGEST else "… " + text[-_LONGEST:].partition(" ")[2]


# Tables


def _cell(element: Element, structure: Structure) -> dict[str, Any]:
    attributes: dict[str, Any] = {"O": "/Table"}
    if structure == "TH":
        attributes["Scope"] = _SCOPES[element.get("scope", "col")]
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if name in element.attrib:
            attributes[key] = int(element.get(name, "1"))
    return attributes


def _relate_cells(table: Tag, name: str) -> None:
    """Name the headers of each cell, if a header spans several rows or columns.

    In other tables the scope of the headers is enough (ISO 14289-1, 7.5).
    """
    cells = dict(_grid(table))
    headers = {place: cell for place, cell in cells.items() if cell.role == "TH"}
    if not any("ColSpan" in cell.attributes or "RowSpan" in cell.attributes for cell in headers.values()):
        return
    for (row, column), header in headers.items():
        header.name = header.name or f"{name}-{row + 1}-{column + 1}"
    for (row, column), cell in cells.items():
        known = cell.attributes.setdefault("Headers", [])
        for (above, beside), header in headers.items():
            down = header.attributes["Scope"] == "/Column" and above < row and beside == column
            along = header.attributes["Scope"] == "/Row" and above == row and beside < column
            if (down or along) and header is not cell and header.name not in known:
                known.append(header.name)
    for cell in cells.values():
        if not cell.attributes.get("Headers", True):
            del cell.attributes["Headers"]


def _grid(table: Tag) -> Iterator[tuple[tuple[int, int], Tag]]:
    """The cells of a table by row and column, spanning ones at each of their places."""
    taken: set[tuple[int, int]] = set()
    rows = (row for part in _tags_in(table) for row in _tags_in(part) if row.role == "TR")
    for row, line in enumerate(rows):
        column = 0
        for cell in _tags_in(line):
            while (row, column) in taken:
                column += 1
            width, height = (cell.attributes.get(key, 1) for key in ("ColSpan", "RowSpan"))
            for place in ((row + down, column + along) for down in range(height) for along in range(width)):
                taken.add(place)
                yield place, cell
            column += width
