"""Doc to HTML pages: one self-contained page for the screen, and trees for the printer (WeasyPrint)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from conceptnote.doc.nodes import Asset, Block, Doc, Heading, PageCount, PageNumber, Paragraph, Styled, walk
from conceptnote.scripts import direction
from conceptnote.theme.css import screen_rules
from conceptnote.write.html import HtmlWriter
from conceptnote.write.small_print import STYLE

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme
    from conceptnote.write.places import Sources


def write_html(doc: Doc, theme: Theme, assets: Mapping[str, Asset], linked_data: str = "") -> bytes:
    """One self-contained page with its pictures, which fetches nothing.

    `linked_data` is JSON-LD for machines, escaped so that nothing is markup.
    """
    html = _html(doc)
    if linked_data:
        SubElement(html[0], "script", {"type": "application/ld+json"}).text = linked_data
    body = SubElement(html, "body")
    main = SubElement(body, "main")
    writer = HtmlWriter(theme, assets, "screen", language=doc.metadata.language)
    if not any(isinstance(node, Heading) for node in walk(doc.blocks)):
        SubElement(main, "h1", {"class": "heard"}).text = doc.metadata.title
    writer.blocks(main, doc.blocks)
    writer.endnotes(main)
    # The page has one foot: the funders with their marks, without a page number.
    foot = [shown for block in doc.page_footer if (shown := _without_number(block))]
    if foot:
        writer.blocks(SubElement(body, "footer"), foot)
    style = SubElement(html[0], "style")
    style.text = "\n".join([screen_rules(theme), theme.stylesheet("common"), theme.stylesheet("screen")])
    page: bytes = tostring(html, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + page + b"\n"


def _without_number(block: Block) -> Block | None:
    """A part of the foot without the number of the page: of a line that has one, the id of the paper is left."""
    if not any(isinstance(one, PageNumber | PageCount) for one in walk(block)):
        return block
    id = tuple(one for one in walk(block) if isinstance(one, Styled) and one.style == STYLE)
    return Paragraph(id, block.style) if id and isinstance(block, Paragraph) else None


def print_tree(
    doc: Doc, theme: Theme, assets: Mapping[str, Asset], room: float, sources: Sources | None = None
) -> Element:
    """The document as an HTML tree for WeasyPrint, with pictures at `asset:` addresses.

    `room` is the width of the text in millimetres. An element `end` follows the last block. With `sources` the elements
    have the origins of their texts.
    """
    html = _html(doc)
    body = SubElement(html, "body")
    writer = HtmlWriter(theme, assets, "print", room, sources, language=doc.metadata.language)
    # Running elements come first: they apply from their page on.
    if doc.page_header:
        body.set("class", "with-running-header" if doc.running else "with-header")
        writer.blocks(SubElement(body, "header", {"role": "doc-pageheader"}), doc.page_header)
    writer.footer(body, doc.page_footer, room)
    writer.blocks(body, doc.blocks)
    SubElement(body, "span", {"id": "end"})
    return html


def footer_tree(doc: Doc, theme: Theme, assets: Mapping[str, Asset], room: float) -> Element:
    """The page footer alone, in the flow, with an element `end` after it."""
    html = _root(doc)
    body = SubElement(html, "body")
    HtmlWriter(theme, assets, "print", language=doc.metadata.language).footer(body, doc.page_footer, room)
    body[0].set("class", "alone")
    SubElement(body, "div", {"id": "end"})
    return html


def _html(doc: Doc) -> Element:
    html = _root(doc)
    html.append(_head(doc))
    return html


def _root(doc: Doc) -> Element:
    language = doc.metadata.language
    return Element("html", {"lang": language} | ({"dir": "rtl"} if direction(language) == "rtl" else {}))


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
