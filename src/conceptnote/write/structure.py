"""The structure element of each node in a PDF (ISO 32000-1, 14.8.4).

The printed HTML declares it, because the structure must not depend on the elements that CSS needs. A new kind of node
fails type checking until it has a structure here, and a new structure until tagged_pdf/tags.py can write it.
"""

from __future__ import annotations

from typing import Literal, assert_never, get_args
from xml.etree.ElementTree import Element

from conceptnote.doc.nodes import (
    Block,
    Changed,
    DefinitionList,
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
    Section,
    Strong,
    Styled,
    Table,
    Text,
    Time,
)

Structure = Literal[
    "H1", "H2", "H3", "H4", "P", "L", "DL", "Table", "Figure", "BlockQuote", "Sect",
    "LI", "Lbl", "LBody", "Caption", "THead", "TBody", "TR", "TH", "TD",
    "Em", "Strong", "Link", "Span", "Image", "Note", "Change",
]  # fmt: skip
"""The standard types; and `DL` for a list of terms, `Image` for an inline picture or a figure, and `Change`."""

_ATTRIBUTE, _ARTIFACT = "data-structure", "data-artifact"
_KNOWN = frozenset(get_args(Structure))
_HEADINGS: tuple[Structure, ...] = ("H1", "H2", "H3", "H4")
_LAYOUT = frozenset({"html", "body", "div", "span"})
"""Elements that may surround others for layout only."""


def structure_of(node: Block | Inline) -> Structure | None:
    """The structure of a node; None if its content belongs to its parent."""
    match node:
        case Heading():
            return _HEADINGS[node.level - 1]
        case Paragraph():
            return "P"
        case List():
            return "L"
        case DefinitionList():
            return "DL"
        case Table():
            return "Table"
        case Figure():
            return "Figure"
        case Quote():
            return "BlockQuote"
        case Section():
            return "Sect"
        case Emphasis():
            return "Em"
        case Strong():
            return "Strong"
        case Link():
            return "Link"
        case LanguageSpan():
            return "Span"
        case Image():
            return "Image"
        case NoteRef():
            return "Note"
        case Changed():
            return "Change"
        case Text() | Time() | Styled() | LineBreak() | PageBreak() | PageNumber() | PageCount():
            return None
        case _:
            assert_never(node)


def declare(element: Element, structure: Structure | None) -> None:
    """Declare the structure of an element of the printed HTML."""
    element.set(_ATTRIBUTE, structure or "")


def declared(element: Element) -> Structure | None:
    """The declared structure of an element, None if its content belongs to its parent.

    Raises ValueError for an undeclared one: its content would be read as a part of something else.
    """
    text = element.get(_ATTRIBUTE)
    if (text is None and element.tag not in _LAYOUT) or (text and text not in _KNOWN):
        raise ValueError(f"the structure of <{element.tag}> is not known: {text}")
    return text or None  # type: ignore[return-value]  # it is among the known


def repeat(element: Element) -> None:
    """Declare that an element only repeats another, and is not read (ISO 14289-1, 7.1)."""
    element.set(_ARTIFACT, "repeated")


def is_repeated(element: Element | None) -> bool:
    """Whether an element only repeats another."""
    return element is not None and element.get(_ARTIFACT) is not None
