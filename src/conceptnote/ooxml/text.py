"""Paragraphs and their content in WordprocessingML."""

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
    """A Boolean property (ISO/IEC 29500-1 17.17.4)."""
    return element(name, val=None if on else 0)


def valued(name: str, value: str | int | None) -> Element | None:
    """An element with a `w:val`, or nothing without a value."""
    return None if value is None else element(name, val=value)


def paragraph(properties: Iterable[Element | None], content: Iterable[Element] = ()) -> Element:
    """A paragraph (17.3.1.22); without properties it has no `w:pPr`."""
    present = [p for p in properties if p is not None]
    return element("w:p", element("w:pPr", *present) if present else None, *content)


def run(properties: Iterable[Element | None], *content: Element) -> Element:
    """A run (17.3.2.25); without properties it has no `w:rPr`."""
    present = [p for p in properties if p is not None]
    return element("w:r", element("w:rPr", *present) if present else None, *content)


def text(characters: str) -> Element:
    """Characters (17.3.3.31), with white space at the ends preserved."""
    edged = characters != characters.strip() or "  " in characters
    return element("w:t", text=characters, xml_space="preserve" if edged else None)


def field(instruction: str, shown: Element) -> Element:
    """A field that Word computes, with its cached result (17.16.19)."""
    return element("w:fldSimple", shown, instr=instruction)


def hyperlink(relationship: str, content: Iterable[Element]) -> Element:
    """A hyperlink to an external address (17.16.22)."""
    return element("w:hyperlink", *content, r_id=relationship, history=1)


def bookmark(name: str, number: int) -> list[Element]:
    """The start and the end of a bookmark (17.13.6); ids are unique, names have up to 40 characters."""
    return [element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)]


def language(tag: str) -> Element:
    """The language of a run (17.3.2.20); without one it is not proofed (17.3.2.21)."""
    if tag == NO_LANGUAGE:
        return element("w:noProof")
    if direction(tag) == "rtl":
        return element("w:lang", bidi=tag)
    return element("w:lang", val=tag, eastAsia=tag if script_of_language(tag).code in _EAST_ASIAN else None)


def isolate(runs: list[Element], way: Direction) -> None:
    """Let runs keep their order among others of the other direction.

    A mark of direction is at both ends (UAX 9, 2.6): LibreOffice ignores `w:rtl` of runs, and Word the isolates of
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
    """The type family of a run, and that of its complex scripts if different (17.3.2.26)."""
    return element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=complex_script or name)


def keep_together(blocks: list[Element]) -> list[Element]:
    """The blocks, each except the last kept on the page of the next (17.3.1.15)."""
    for block in blocks[:-1]:
        keep_with_next(block)
    return blocks


def keep_with_next(block: Element) -> None:
    """Keep each paragraph of a block on the page of what follows it."""
    for each in block.iter(_PARAGRAPH):
        insert(_own_properties(each), element("w:keepNext"), "w:pPr")


def space_before(block: Element, twips: int) -> None:
    """Additional space before a paragraph (17.3.1.33)."""
    properties = _own_properties(block)
    insert(properties, element("w:spacing"), "w:pPr")
    for spacing in properties.iterfind(qualified("w:spacing")):
        own = int(spacing.get(qualified("w:before"), "0"))
        spacing.set(qualified("w:before"), str(own + twips))


def space_after(block: Element, twips: int) -> None:
    """The space after a paragraph (17.3.1.33)."""
    properties = _own_properties(block)
    insert(properties, element("w:spacing"), "w:pPr")
    for spacing in properties.iterfind(qualified("w:spacing")):
        spacing.set(qualified("w:after"), str(twips))


def indent(block: Element, *, start: int | None = None, end: int | None = None) -> None:
    """Indent the lines of a paragraph at both ends, in twips (17.3.1.12)."""
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
    """Give this style to each paragraph without one (17.3.1.27)."""
    for block in blocks:
        for each in block.iter(_PARAGRAPH):
            insert(_own_properties(each), element("w:pStyle", val=style), "w:pPr")


def anchor(style: str) -> Element:
    """The paragraph without height that Word requires in some places."""
    return paragraph([element("w:pStyle", val=style)])


def closed(blocks: list[Element], style: str) -> list[Element]:
    """Blocks for a cell, story or body: the last one is a paragraph (17.4.65)."""
    settle_last(blocks)
    if not blocks or blocks[-1].tag == _TABLE:
        return [*blocks, anchor(style)]
    return blocks


def joined(groups: Iterable[list[Element]], style: str) -> list[Element]:
    """All blocks; between two adjacent tables, which Word would join, is an empty paragraph."""
    blocks: list[Element] = []
    for group in groups:
        if blocks and group and blocks[-1].tag == group[0].tag == _TABLE:
            blocks.append(anchor(style))
        blocks.extend(group)
    return blocks
