"""Doc -> HTML: for the printer (WeasyPrint's input), and as one self-contained page for the screen."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, assert_never
from xml.etree.ElementTree import Element, SubElement, tostring

from conceptnote.doc.nodes import (
    Asset,
    Block,
    Cell,
    DefinitionList,
    Doc,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    List,
    NoteRef,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    Quote,
    Row,
    Section,
    Strong,
    Styled,
    Table,
    Text,
    Time,
)
from conceptnote.theme.css import rules

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme

Medium = Literal["print", "screen"]
Address = Callable[[Image], str]


def write_html(doc: Doc, theme: Theme, assets: Mapping[str, Asset]) -> bytes:
    """One self-contained page: pictures are in it, and it asks nobody for anything."""

    def address(image: Image) -> str:
        asset = assets[image.src]
        return f"data:{asset.media_type};base64,{base64.b64encode(asset.data).decode('ascii')}"

    tree = html_tree(doc, theme, address, "screen")
    style = SubElement(tree[0], "style")
    style.text = "\n".join([rules(theme), theme.stylesheet("common"), theme.stylesheet("screen")])
    page: bytes = tostring(tree, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + page + b"\n"


def html_tree(doc: Doc, theme: Theme, address: Address, medium: Medium) -> Element:
    """The document as an HTML tree without style sheets; `address` says where a picture is found."""
    html = Element("html", {"lang": doc.metadata.language})
    html.append(_head(doc))
    body = SubElement(html, "body")
    writer = _HtmlWriter(theme, address, medium)
    if medium == "print":
        # Running elements come first: they hold from the page on which they stand.
        if doc.page_header:
            body.set("class", "with-header")
            writer.blocks(SubElement(body, "header", {"role": "doc-pageheader"}), doc.page_header)
        writer.blocks(SubElement(body, "footer", {"role": "doc-pagefooter"}), doc.page_footer)
        writer.blocks(body, doc.blocks)
        SubElement(body, "span", {"id": "end"})
    else:
        main = SubElement(body, "main")
        writer.blocks(main, doc.blocks)
        writer.endnotes(main)
    return html


def footer_tree(doc: Doc, theme: Theme, address: Address) -> Element:
    """The page footer alone, in the flow, with an element `end` after it."""
    html = Element("html", {"lang": doc.metadata.language})
    footer = SubElement(SubElement(html, "body"), "footer", {"role": "doc-pagefooter", "class": "alone"})
    _HtmlWriter(theme, address, "print").blocks(footer, doc.page_footer)
    SubElement(html[0], "div", {"id": "end"})
    return html


def _head(doc: Doc) -> Element:
    head = Element("head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "title").text = doc.metadata.title
    for author in doc.metadata.authors:
        SubElement(head, "meta", {"name": "author", "content": author})
    if doc.metadata.subject:
        SubElement(head, "meta", {"name": "description", "content": doc.metadata.subject})
    if doc.metadata.keywords:
        SubElement(head, "meta", {"name": "keywords", "content": ", ".join(doc.metadata.keywords)})
    return head


def _text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _styled(style: str | None) -> dict[str, str]:
    return {"class": style} if style else {}


class _HtmlWriter:
    def __init__(self, theme: Theme, address: Address, medium: Medium) -> None:
        self._theme, self._address, self._medium = theme, address, medium
        self._notes: list[NoteRef] = []

    def blocks(self, parent: Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: Element, block: Block) -> None:
        match block:
            case Heading(level, children):
                self._inlines(SubElement(parent, f"h{level}"), children)
            case Paragraph(children, style):
                self._inlines(SubElement(parent, "p", _styled(style)), children)
            case List():
                self._list(parent, block)
            case DefinitionList(items, style):
                element = SubElement(parent, "dl", _styled(style))
                for item in items:
                    self._inlines(SubElement(element, "dt"), item.term)
                    self.blocks(SubElement(element, "dd"), item.details)
            case Table():
                self._table(parent, block)
            case Figure(image, caption):
                element = SubElement(parent, "figure")
                self._image(element, image)
                if caption:
                    self._inlines(SubElement(element, "figcaption"), caption)
            case Quote(blocks):
                self.blocks(SubElement(parent, "blockquote"), blocks)
            case PageBreak():
                SubElement(parent, "div", {"class": "page-break", "role": "doc-pagebreak"})
            case Section(blocks, role, style):
                element = SubElement(parent, "section", _styled(style) | ({"role": role} if role else {}))
                self.blocks(element, blocks)
            case _:
                assert_never(block)

    def _list(self, parent: Element, block: List) -> None:
        start = {"start": str(block.start)} if block.ordered and block.start != 1 else {}
        element = SubElement(parent, "ol" if block.ordered else "ul", _styled(block.style) | start)
        for item in block.items:
            self.blocks(SubElement(element, "li"), item)

    def _table(self, parent: Element, table: Table) -> None:
        element = SubElement(parent, "table", _styled(table.style))
        if table.caption:
            self._inlines(SubElement(element, "caption"), table.caption)
        for part, rows in (("thead", table.header), ("tbody", table.body)):
            if rows:
                self._rows(SubElement(element, part), rows)

    def _rows(self, parent: Element, rows: Iterable[Row]) -> None:
        for row in rows:
            element = SubElement(parent, "tr", _styled(row.style))
            for cell in row.cells:
                self.blocks(SubElement(element, "th" if cell.scope else "td", _cell(cell)), cell.blocks)

    def _inlines(self, parent: Element, inlines: Iterable[Inline]) -> None:
        for inline in inlines:
            self._inline(parent, inline)

    def _inline(self, parent: Element, inline: Inline) -> None:
        match inline:
            case Text(text):
                _text(parent, text)
            case Emphasis(children):
                self._inlines(SubElement(parent, "em"), children)
            case Strong(children):
                self._inlines(SubElement(parent, "strong"), children)
            case Link(href, children):
                self._inlines(SubElement(parent, "a", {"href": href}), children)
            case Time(datetime, children):
                self._inlines(SubElement(parent, "time", {"datetime": datetime} if datetime else {}), children)
            case LanguageSpan(language, children):
                self._inlines(SubElement(parent, "span", {"lang": language}), children)
            case Styled(style, children):
                self._inlines(SubElement(parent, "span", {"class": style}), children)
            case LineBreak():
                SubElement(parent, "br")
            case Image():
                self._image(parent, inline)
            case NoteRef():
                self._note(parent, inline)
            case PageNumber():
                SubElement(parent, "span", {"class": "page-number"})
            case PageCount():
                SubElement(parent, "span", {"class": "page-count"})
            case _:
                assert_never(inline)

    def _image(self, parent: Element, image: Image) -> None:
        attributes = {"src": self._address(image), "alt": image.alt}
        if image.min_height is None:
            attributes["class"] = "natural"
        else:
            height = max(self._theme.logo_height, image.min_height)
            attributes["style"] = f"height: {height:g}mm"
        SubElement(parent, "img", attributes)

    def _note(self, parent: Element, note: NoteRef) -> None:
        if self._medium == "print":
            # The printer compares where the two have come to stand.
            SubElement(parent, "span", {"id": f"call-{note.number}"})
            self.blocks(SubElement(parent, "span", {"class": "note", "id": f"note-{note.number}"}), note.blocks)
            return
        self._notes.append(note)
        attributes = {"class": "noteref", "role": "doc-noteref"}
        attributes |= {"id": f"noteref-{note.number}", "href": f"#note-{note.number}"}
        SubElement(parent, "a", attributes).text = str(note.number)

    def endnotes(self, parent: Element) -> None:
        """On the screen the notes stand together at the end, each with the way back to its call."""
        if not self._notes:
            return
        section = SubElement(parent, "section", {"class": "notes", "role": "doc-endnotes"})
        for note in self._notes:
            element = SubElement(section, "div", {"class": "note", "id": f"note-{note.number}"})
            self.blocks(element, note.blocks)
            back = Element("a", {"class": "noteref", "role": "doc-backlink", "href": f"#noteref-{note.number}"})
            back.text = str(note.number)
            first = element[0]
            back.tail, first.text = f"\u00a0{first.text or ''}", None
            first.insert(0, back)


def _cell(cell: Cell) -> dict[str, str]:
    attributes = _styled(cell.style)
    if cell.scope:
        attributes["scope"] = cell.scope
    for name, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
        if span > 1:
            attributes[name] = str(span)
    return attributes
