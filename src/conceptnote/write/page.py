"""Doc to HTML pages: one self-contained page for the screen, and trees for the printer (WeasyPrint)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from conceptnote.doc.nodes import Asset, Doc, Heading, walk
from conceptnote.scripts import direction
from conceptnote.theme.css import screen_rules
from conceptnote.write.html import HtmlWriter
from conceptnote.write.small_print import unnumbered
from conceptnote.write.typefaces import Typefaces
from conceptnote.write.webfonts import used_faces, web_fonts

if TYPE_CHECKING:
    from conceptnote.theme.theme import Theme
    from conceptnote.write.places import Sources


def write_html(
    doc: Doc, theme: Theme, assets: Mapping[str, Asset], typefaces: Typefaces, linked_data: str = ""
) -> bytes:
    """One self-contained page with its pictures and fonts, which fetches nothing.

    `linked_data` is JSON-LD for machines, escaped so that nothing is markup.
    """
    html = _html(doc)
    if linked_data:
        SubElement(html[0], "script", {"type": "application/ld+json"}).text = linked_data
    body = SubElement(html, "body")
    main = SubElement(body, "main")
    writer = HtmlWriter(theme, assets, "screen", language=doc.metadata.language, digits=doc.metadata.digits)
    if not any(isinstance(node, Heading) for node in walk(doc.blocks)):
        SubElement(main, "h1", {"class": "heard"}).text = doc.metadata.title
    writer.blocks(main, doc.blocks)
    writer.endnotes(main)
    # The page has one foot: the funders with their marks, without a page number.
    if foot := unnumbered(doc.page_footer):
        writer.blocks(SubElement(body, "footer"), foot)
    style = SubElement(html[0], "style")
    faces, families = web_fonts(used_faces(body, theme), typefaces)
    sheets = [screen_rules(theme, families), theme.stylesheet("common"), theme.stylesheet("screen"), *faces]
    style.text = "\n".join(sheets)
    page: bytes = tostring(html, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + page + b"\n"


def print_tree(
    doc: Doc, theme: Theme, assets: Mapping[str, Asset], room: float, sources: Sources | None = None
) -> Element:
    """The document as an HTML tree for WeasyPrint, with pictures at `asset:` addresses.

    `room` is the width of the text in millimetres. An element `end` follows the last block. With `sources` the elements
    have the origins of their texts.
    """
    html = _html(doc)
    _say_digits(html[0], doc)
    body = SubElement(html, "body")
    writer = HtmlWriter(
        theme, assets, "print", room, sources, language=doc.metadata.language, digits=doc.metadata.digits
    )
    # Running elements come first: they apply from their page on.
    kinds = ["with-running-header" if doc.running else "with-header"] if doc.page_header else []
    if kinds := [*kinds, *(["with-cover"] if doc.cover else [])]:
        body.set("class", " ".join(kinds))
    if doc.page_header:
        writer.blocks(SubElement(body, "header", {"role": "doc-pageheader"}), doc.page_header)
    if doc.cover:
        writer.footer(body, unnumbered(doc.page_footer), room)
        body[-1].set("class", "of-cover")
    writer.footer(body, doc.page_footer, room)
    writer.blocks(body, doc.blocks)
    SubElement(body, "span", {"id": "end"})
    return html


def footer_tree(doc: Doc, theme: Theme, assets: Mapping[str, Asset], room: float) -> Element:
    """The page footer alone, in the flow, with an element `end` after it."""
    html = _root(doc)
    _say_digits(html, doc)
    body = SubElement(html, "body")
    HtmlWriter(theme, assets, "print", language=doc.metadata.language, digits=doc.metadata.digits).footer(
        body, doc.page_footer, room
    )
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


def _say_digits(parent: Element, doc: Doc) -> None:
    """Define the style of counters that `print.css` names; without a definition they are decimal."""
    if doc.metadata.digits:
        symbols = " ".join(f'"{digit}"' for digit in doc.metadata.digits)
        SubElement(parent, "style").text = f"@counter-style digits {{ system: numeric; symbols: {symbols} }}"


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
