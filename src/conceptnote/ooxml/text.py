"""Paragraphs and what stands in a line of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable

from conceptnote.ooxml.tracked import settle_last
from conceptnote.ooxml.xml import Element, element, insert, qualified
from conceptnote.scripts import NO_LANGUAGE, Direction, direction, script_of_language

_EAST_ASIAN = frozenset({"Hani", "Kana", "Kore"})
_TABLE, _PARAGRAPH = qualified("w:tbl"), qualified("w:p")
_MARKS: dict[Direction, str] = {"ltr": "\N{LEFT-TO-RIGHT MARK}", "rtl": "\N{RIGHT-TO-LEFT MARK}"}
_NO_MARKS = dict.fromkeys(map(ord, _MARKS.values()))


def flag(name: str, on: bool = True) -> Element:
    """A property that is on or off (ISO/IEC 29500-1 17.17.4)."""
    return element(name, val=None if on else 0)


def valued(name: str, value: str | int | None) -> Element | None:
    """An element with a `w:val`, or nothing where there is no value."""
    return None if value is None else element(name, val=value)


def paragraph(properties: Iterable[Element | None], content: Iterable[Element] = ()) -> Element:
    """A paragraph (17.3.1.22); without properties it has none of its own."""
    present = [p for p in properties if p is not None]
    return element("w:p", element("w:pPr", *present) if present else None, *content)


def run(properties: Iterable[Element | None], *content: Element) -> Element:
    """A run (17.3.2.25); without properties it has none of its own."""
    present = [p for p in properties if p is not None]
    return element("w:r", element("w:rPr", *present) if present else None, *content)


def text(characters: str) -> Element:
    """Characters, kept as they are (17.3.3.31); white space at an edge needs to be said."""
    edged = characters != characters.strip() or "  " in characters
    return element("w:t", text=characters, xml_space="preserve" if edged else None)


def field(instruction: str, shown: Element) -> Element:
    """A field that Word works out, with what it shows until then (17.16.19)."""
    return element("w:fldSimple", shown, instr=instruction)


def hyperlink(relationship: str, content: Iterable[Element]) -> Element:
    """A link to an address outside of the document (17.16.22)."""
    return element("w:hyperlink", *content, r_id=relationship, history=1)


def bookmark(name: str, number: int) -> list[Element]:
    """A bookmark around nothing, at the beginning of a paragraph (17.13.6); ids differ, names have 40 characters."""
    return [element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)]


def language(tag: str) -> Element:
    """The language of a run (17.3.2.20), or that it is in none, and is not to be proofed (17.3.2.21)."""
    if tag == NO_LANGUAGE:
        return element("w:noProof")
    if direction(tag) == "rtl":
        return element("w:lang", bidi=tag)
    return element("w:lang", val=tag, eastAsia=tag if script_of_language(tag).code in _EAST_ASIAN else None)


def isolate(runs: list[Element], way: Direction) -> None:
    """Let runs keep their own order among others that run the other way.

    A mark of direction stands at both ends (UAX 9, 2.6): LibreOffice knows no `w:rtl` of runs, nor Word the isolates of
    Unicode.
    """
    mark = _MARKS[way]
    texts = [each for one in runs for each in one.iter(qualified("w:t"))]
    if texts:
        texts[0].text = mark + (texts[0].text or "")
        texts[-1].text = (texts[-1].text or "") + mark


def without_marks(characters: str) -> str:
    """Characters without the marks of direction that stand around runs."""
    return characters.translate(_NO_MARKS)


def family(name: str, complex_script: str | None = None) -> Element:
    """The type family of a run, and that of its complex scripts where it is another (17.3.2.26)."""
    return element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=complex_script or name)


def keep_together(blocks: list[Element]) -> list[Element]:
    """The same blocks, each but the last kept on the page of the next (17.3.1.15)."""
    for block in blocks[:-1]:
        keep_with_next(block)
    return blocks


def keep_with_next(block: Element) -> None:
    """Keep every paragraph of a block on the page of what follows it."""
    for each in block.iter(_PARAGRAPH):
        insert(_own_properties(each), element("w:keepNext"), "w:pPr")


def space_before(block: Element, twips: int) -> None:
    """Space before a paragraph besides what it has of its own (17.3.1.33)."""
    properties = _own_properties(block)
    insert(properties, element("w:spacing"), "w:pPr")
    for spacing in properties.iterfind(qualified("w:spacing")):
        own = int(spacing.get(qualified("w:before"), "0"))
        spacing.set(qualified("w:before"), str(own + twips))


def indent(block: Element, *, start: int | None = None, end: int | None = None) -> None:
    """Let the lines of a paragraph begin after the room does, and end before it, in twips (17.3.1.12)."""
    properties = _own_properties(block)
    insert(properties, element("w:ind"), "w:pPr")
    for given in properties.iterfind(qualified("w:ind")):
        if end is not None:
            given.set(qualified("w:right"), str(end))
        if start is not None:
            given.set(qualified("w:left"), str(start))


def _own_properties(block: Element) -> Element:
    properties = block.find(qualified("w:pPr"))
    if properties is None:
        properties = element("w:pPr")
        block.insert(0, properties)
    return properties


def restyle(blocks: Iterable[Element], style: str) -> None:
    """Give every paragraph without a style this one (17.3.1.27)."""
    for block in blocks:
        for each in block.iter(_PARAGRAPH):
            insert(_own_properties(each), element("w:pStyle", val=style), "w:pPr")


def anchor(style: str) -> Element:
    """The paragraph without height that Word demands where a document has none."""
    return paragraph([element("w:pStyle", val=style)])


def closed(blocks: list[Element], style: str) -> list[Element]:
    """Blocks as a cell, story or body may hold them: the last one is a paragraph (17.4.65)."""
    settle_last(blocks)
    if not blocks or blocks[-1].tag == _TABLE:
        return [*blocks, anchor(style)]
    return blocks


def joined(groups: Iterable[list[Element]], style: str) -> list[Element]:
    """All blocks in a row; two tables that meet would become one, so an anchor stands between them."""
    blocks: list[Element] = []
    for group in groups:
        if blocks and group and blocks[-1].tag == group[0].tag == _TABLE:
            blocks.append(anchor(style))
        blocks.extend(group)
    return blocks
