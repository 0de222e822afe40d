"""The structure element of each node in a PDF (ISO 32000-1, 14.8.4).

The printed HTML declares it, because the structure must not depend on the elements that CSS needs. A new kind of node
fails type checking until it has a structure here, and a new structure until tagged_pdf/tags.py can write it.
"""

from __future__ import annotations

from typing import Literal, assert_never, get_args
from xml.etree.ElementTree import Element

from conceptnote.doc import nodes

Structure = Literal[
    "H1", "H2", "H3", "H4", "P", "L", "DL", "Table", "Figure", "BlockQuote", "Sect",
    "LI", "Lbl", "LBody", "Caption", "THead", "TBody", "TR", "TH", "TD",
    "Em", "Strong", "Link", "Span", "Image", "Note", "Change",
]  # fmt: skip
"""The standard types; and `DL` for a list of terms, `Image` for an inline picture or a figure, and `Change`."""

BREAK = "break-"
"""What the ids of forced page breaks begin with: the printer sees from them where each part of a paper ends."""

_ATTRIBUTE, _ARTIFACT = "data-structure", "data-artifact"
_KNOWN = frozenset(get_args(Structure))
_HEADINGS: tuple[Structure, ...] = ("H1", "H2", "H3", "H4")
_LAYOUT = frozenset({"html", "body", "div", "span"})
"""Elements that may surround others for layout only."""


def structure_of(node: nodes.Block | nodes.Inline) -> Structure | None:
    """The structure of a node; None if its content belongs to its parent."""
    match node:
        case nodes.Heading():
            return _HEADINGS[node.level - 1]
        case nodes.Paragraph():
            return "P"
        case nodes.List():
            return "L"
        case nodes.DefinitionList():
            return "DL"
        case nodes.Table():
            return "Table"
        case nodes.Figure():
            return "Figure"
        case nodes.Quote():
            return "BlockQuote"
        case nodes.Section():
            return "Sect"
        case nodes.Emphasis():
            return "Em"
        case nodes.Strong():
            return "Strong"
        case nodes.Link():
            return "Link"
        case nodes.LanguageSpan():
            return "Span"
        case nodes.Image():
            return "Image"
        case nodes.NoteRef():
            return "Note"
        case nodes.Changed():
            return "Change"
        case (
            nodes.Text()
            | nodes.Time()
            | nodes.Styled()
            | nodes.LineBreak()
            | nodes.PageBreak()
            | nodes.PageNumber()
            | nodes.PageCount()
        ):
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
