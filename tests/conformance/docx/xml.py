"""Finding one's way in WordprocessingML that somebody else has written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from conceptnote.ooxml.xml import Element
from conformance.docx.package import NAMES, Story

_LONGEST_QUOTE = 48


@cache
def q(name: str) -> str:
    """The name with its namespace in braces, of a prefixed one."""
    prefix, local = name.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def find(element: Element | None, path: str) -> Element | None:
    """The first descendant at a path of prefixed names."""
    return None if element is None else element.find(path, NAMES)


def findall(element: Element | None, path: str) -> list[Element]:
    """All descendants at a path of prefixed names."""
    return [] if element is None else element.findall(path, NAMES)


def value(element: Element | None, name: str = "w:val") -> str | None:
    """An attribute of an element, if both are there."""
    return None if element is None else element.get(q(name))


def number(text: str | None, base: int = 10) -> int | None:
    """A whole number, if the text is one."""
    try:
        return int(text or "", base)
    except ValueError:
        return None


def is_on(element: Element | None) -> bool:
    """Whether a property is there and not turned off (ISO/IEC 29500-1 17.17.4)."""
    return element is not None and value(element) not in ("0", "false", "off")


def own(element: Element) -> Iterator[Element]:
    """The descendants of a paragraph, without what stands in text boxes, which have paragraphs of their own."""
    for child in element:
        if child.tag != q("w:txbxContent"):
            yield child
            yield from own(child)


def text_of(element: Element) -> str:
    """The characters of a paragraph, or of a part of one."""
    said = {q("w:tab"): "\t", q("w:ptab"): "\t", q("w:br"): "\n", q("w:cr"): "\n", q("w:noBreakHyphen"): "-"}
    runs = (each for each in own(element) if each.getparent() is not None and _in_run(each))
    return "".join(each.text or "" if each.tag == q("w:t") else said.get(str(each.tag), "") for each in runs)


def _in_run(element: Element) -> bool:
    """Whether an element is what a run holds: a `w:tab` may also be a tab stop of a paragraph."""
    return cast(Element, element.getparent()).tag == q("w:r")


_HOLDERS = tuple(f"w:{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def _inside(container: Element, *names: str) -> Iterator[Element]:
    """The children of some kinds, whatever controls and marks of changes are around them."""
    wanted, holders = {q(name) for name in names}, {q(name) for name in _HOLDERS}
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag in holders:
            yield from _inside(child, *names)


def blocks(container: Element) -> Iterator[Element]:
    """The paragraphs and tables right in a body, cell or note."""
    return _inside(container, "w:p", "w:tbl")


def rows(table: Element) -> Iterator[Element]:
    """The rows of a table, without those of tables in it."""
    return _inside(table, "w:tr")


def cells(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return _inside(row, "w:tc")


def containers(story: Story) -> Iterator[Element]:
    """All that holds blocks in a story: itself, its notes, its cells and its text boxes."""
    holding = [q(f"w:{name}") for name in ("body", "hdr", "ftr", "footnote", "endnote", "tc", "txbxContent")]
    for each in story.root.iter(*holding):
        if value(each, "w:type") is None:  # else a rule that parts notes from text
            yield each


def quote(text: str) -> str:
    """A text between quotation marks, its beginning where it is long."""
    words = " ".join(text.split())
    return f"“{words[:_LONGEST_QUOTE].rstrip()}…”" if len(words) > _LONGEST_QUOTE else f"“{words}”"


def where(story: Story) -> str:
    """Where in the document, to follow on a message."""
    return f" in {story.place}" if story.place else ""
