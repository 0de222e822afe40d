"""The content that a layout draws: each line of text and each picture, with its HTML element.

WeasyPrint marks all content in the streams of its pages, and could build a structure tree. That tree follows its boxes:
an element on two pages, or beside the flow, is split, and the furniture of the pages is neither in a tree nor an
artifact. So only its marks are used here; the tree is made of the elements (tags.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from conceptnote.write.structure import Structure, declared, is_repeated
from conceptnote.write.tagged_pdf.form import Form

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

SPACES = " \t\n\r\f"
"""White space in HTML (section “ASCII whitespace”, without the no-break space)."""

_BLOCKS: frozenset[Structure] = frozenset(
    {"H1", "H2", "H3", "H4", "P", "BlockQuote", "LI", "Lbl", "LBody", "Caption", "TH", "TD"}
)

_FURNITURE = {"@top": "/Header", "@bottom": "/Footer"}


class Content(Struct, eq=False):
    """A piece that is drawn at once: a part of a line, or a picture.

    `box` is WeasyPrint's; `artifact` the properties of content outside the document (ISO 32000-1, 14.8.2.2.2), else
    None. `before` and `after` are white space that the layout has dropped; `mcid` is the number of its mark, None if
    nothing is drawn.
    """

    box: Any
    page: int
    artifact: Mapping[str, str] | None = None
    before: bool = False
    after: bool = False
    mcid: int | None = None

    @property
    def picture(self) -> bool:
        """Whether this is a picture, not text."""
        return not hasattr(self.box, "text")

    @property
    def text(self) -> str:
        """The text of the piece; empty for a picture."""
        text: str = getattr(self.box, "text", "")
        return text

    @property
    def spaced(self) -> str:
        """The same with the dropped spaces."""
        return " " * self.before + self.text + " " * self.after


class Node(Struct, eq=False):
    """An element, or its generated content (`pseudo`), with its content in reading order.

    `links` are the boxes that are active as a link, each with its page; `box` is the first of the element.
    """

    element: Element
    pseudo: str
    box: Any
    parent: Node | None = None
    items: list[Node | Content] = field(default_factory=list)
    links: list[tuple[Any, int]] = field(default_factory=list)


class DrawnPages:
    """A document about to be drawn, and then its drawn content.

    To be made before the document is written: it makes WeasyPrint mark all content, links the calls of footnotes with
    the notes, removes links outside the text, and draws each SVG picture once.
    """

    def __init__(self, document: Document) -> None:
        self.streams: list[Stream] = []
        self.contents: list[dict[Any, Content]] = []
        self._forms: dict[Any, Form] = {}
        root = document.pages[0]._page_box.children[0]
        self.root = Node(root.element, "", root)
        self._parents = {child: parent for parent in root.element.iter() for child in parent}
        self._nodes = {(root.element, ""): self.root}
        for number, page in enumerate(document.pages):
            self.contents.append({})
            self._notes: list[tuple[str, str, tuple[float, ...], Any]] = []
            for box in page._page_box.children:
                self._walk(box, number, None)
            page.links[:] = [link for link in page.links if self._is_link(link[3], number)] + self._notes
            page.paint = partial(self._paint, page.paint)

    def _paint(self, paint: Any, stream: Stream, scale: float = 1) -> None:
        stream._tags = {}
        self.streams.append(stream)
        paint(stream, scale)
        _prefer_plain_spaces(stream._fonts)

    def _walk(self, box: Any, page: int, artifact: Mapping[str, str] | None) -> None:
        from weasyprint.formatting_structure import boxes
        from weasyprint.images import SVGImage
        from weasyprint.layout.absolute import AbsolutePlaceholder

        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            artifact = {"Type": "/Pagination", "Subtype": _FURNITURE[box.at_keyword.partition("-")[0]]}
        elif getattr(box, "is_header", False) and (box.element, "") in self._nodes:
            # The header rows of a table that continues: they are read once, where the table begins.
            artifact = {"Type": "/Pagination"}
        elif is_repeated(box.element):
            artifact = {"Type": "/Layout"}
        node = self._node(box) if artifact is None and box.element is not None else None
        if isinstance(box, boxes.ReplacedBox) and isinstance(box.replacement, SVGImage):
            box.replacement = self._forms.setdefault(box.replacement, Form(box.replacement))
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            content = self.contents[page][box] = Content(box, page, artifact)
            if node is not None:
                node.items.append(content)
            return
        if node is not None and node.pseudo in ("footnote-call", "footnote-marker"):
            self._link_note(node, box, page)
        for child in box.children:
            self._walk(child, page, artifact)

    def _node(self, box: Any) -> Node:
        pseudo = box.element_tag.partition("::")[2]
        return self._nodes.get((box.element, pseudo)) or self._add(box.element, pseudo, box)

    def _add(self, element: Element, pseudo: str, box: Any) -> Node:
        """The node of a new element; a note's place is that of its call."""
        above = element if pseudo else self._parents[element]
        parent = self._nodes.get((above, "")) or self._add(above, "", box)
        node = self._nodes[element, pseudo] = Node(element, pseudo, box, parent)
        parent.items.append(node)
        return node

    def _link_note(self, node: Node, box: Any, page: int) -> None:
        note = node.element.get("id", "")
        target = note if node.pseudo == "footnote-call" else call_of(note)
        left, top, width, height = box.hit_area()
        self._notes.append(("internal", target, (left, top, left + width, top + height), box))
        node.links.append((box, page))

    def _is_link(self, box: Any, page: int) -> bool:
        """Whether a box is an active link: furniture is not, and inside a link only a picture is."""
        drawn = [content for b in box.descendants() if (content := self.contents[page].get(b))]
        if not drawn or any(content.artifact is not None for content in drawn):
            return False
        element = box.element
        if declared(element) != "Link":
            if declared(element) != "Image":
                return False
            while declared(element) != "Link":
                element = self._parents[element]
        self._nodes[element, ""].links.append((box, page))
        return True


def is_block(element: Element) -> bool:
    """Whether the text of an element is separate: none of it continues in the next."""
    return declared(element) in _BLOCKS


def is_note(element: Element) -> bool:
    """Whether an element is a footnote."""
    return declared(element) == "Note"


def call_of(note: str) -> str:
    """The name of a note's call: both are ids of the printed HTML."""
    return note.replace("note", "call", 1)


def _prefer_plain_spaces(fonts: Mapping[Any, Font]) -> None:
    """If one glyph serves for the space and the no-break space, it is copied as the plain one."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if text == "\u00a0":
                font.to_unicode[glyph] = " "
