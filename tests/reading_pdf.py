"""Reading the tags of a PDF as assistive technology does: by its structure tree, not by its drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
import reading
from pikepdf import Array, Dictionary, Name, Page, Pdf, String

from conceptnote.doc.nodes import Doc, Heading, Image, Inline, LineBreak, NoteRef, Paragraph, Text, walk


@dataclass(slots=True)
class Mark:
    """One marked piece of a page: its tag, its number or None for an artifact, and its text."""

    tag: str
    mcid: int | None
    properties: dict[str, Any]
    text: str = ""
    shows: int = 0
    """How many operators draw something in it."""


@dataclass(slots=True)
class Tagged:
    """A structure element; `entries` is its dictionary, `annotations` those that it holds."""

    role: str
    entries: Dictionary
    kids: list[Tagged | Mark] = field(default_factory=list)
    annotations: list[Dictionary] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text, in reading order: what it says of itself, or else what is drawn in it."""
        return self.actual if self.actual is not None else "".join(kid.text for kid in self.kids)

    @property
    def actual(self) -> str | None:
        """The text that it says to be read in place of what is drawn (14.9.4)."""
        return str(self.entries.ActualText) if "/ActualText" in self.entries else None

    def all(self, *roles: str) -> Iterator[Tagged]:
        """The element and those in it, or those of some types, in reading order."""
        if not roles or self.role in roles:
            yield self
        for kid in self.kids:
            if isinstance(kid, Tagged):
                yield from kid.all(*roles)

    def attribute(self, key: str) -> Any:
        """An attribute, or None."""
        return self.entries.get("/A", Dictionary()).get(f"/{key}")


_DRAWS = {"Tj", "TJ", "'", '"', "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}


class TaggedPdf:
    """A PDF by its tags.

    Fails where tree and pages disagree: for content that is in no element or in two, or has no mark.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = Pdf.open(BytesIO(data))
        self.catalog = self.pdf.Root
        self.pages = [page_marks(page) for page in self.pdf.pages]
        self._numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self._unread = {
            (number, mark.mcid): mark
            for number, marks in enumerate(self.pages)
            for mark in marks
            if mark.mcid is not None
        }

    @cached_property
    def document(self) -> Tagged:
        """The tree."""
        root = self.catalog.StructTreeRoot
        tree = self._element(root.K, root)
        assert not self._unread, f"content that is in no element: {list(self._unread.values())[:3]}"
        return tree

    @property
    def artifacts(self) -> list[list[Mark]]:
        """The artifacts of each page."""
        return [[mark for mark in marks if mark.tag == "Artifact"] for marks in self.pages]

    def _element(self, entries: Dictionary, parent: Dictionary) -> Tagged:
        assert entries.P.objgen == parent.objgen
        element = Tagged(str(entries.S)[1:], entries)
        kids = entries.get("/K", Array())
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            page = kid.get("/Pg", entries.get("/Pg")) if isinstance(kid, Dictionary) else entries.get("/Pg")
            if isinstance(kid, int):
                element.kids.append(self._content(page, kid, entries))
            elif kid.get("/Type") == Name.MCR:
                element.kids.append(self._content(page, int(kid.MCID), entries))
            elif kid.get("/Type") == Name.OBJR:
                assert kid.Obj.objgen in [annotation.objgen for annotation in page.Annots]
                assert self.parent(int(kid.Obj.StructParent)).objgen == entries.objgen
                element.annotations.append(kid.Obj)
            else:
                element.kids.append(self._element(kid, entries))
        return element

    def _content(self, page: Dictionary, mcid: int, element: Dictionary) -> Mark:
        assert self.parent(int(page.StructParents))[mcid].objgen == element.objgen
        return self._unread.pop((self._numbers[page.objgen], mcid))

    def parent(self, key: int) -> Any:
        """What the parent tree has for a key."""
        nums = list(self.catalog.StructTreeRoot.ParentTree.Nums)
        return dict(zip(map(int, nums[::2]), nums[1::2], strict=True))[key]


def page_marks(page: Page) -> list[Mark]:
    """The marked pieces of a page in the order of drawing; nothing may be drawn outside of one, nor one in another."""
    fonts = {name: to_unicode(font) for name, font in page.Resources.Font.items()} if "/Font" in page.Resources else {}
    marks: list[Mark] = []
    depth, font = 0, {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in ("BDC", "BMC"):
            properties = dict(operands[1].items()) if operator == "BDC" else {}
            mcid = int(properties["/MCID"]) if "/MCID" in properties else None
            if depth:
                assert marks[-1].tag == "Artifact", "an artifact stands in tagged content"
                assert mcid is None, "tagged content stands in an artifact"
            else:
                marks.append(Mark(str(operands[0])[1:], mcid, properties))
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator in _DRAWS:
            assert depth, f"{operator} draws something that is neither tagged nor an artifact"
            marks[-1].shows += 1
            if operator in ("TJ", "Tj"):
                marks[-1].text += "".join(_decode(s, font) for s in _strings(operands[0]))
    assert depth == 0
    return marks


def _strings(operand: Any) -> list[String]:
    return [operand] if isinstance(operand, String) else [item for item in operand if isinstance(item, String)]


def _decode(string: String, font: dict[int, str]) -> str:
    raw = bytes(string)
    return "".join(font[int.from_bytes(raw[at : at + 2])] for at in range(0, len(raw), 2))


def to_unicode(font: Dictionary) -> dict[int, str]:
    """The characters of a font by two-byte codes, as its ToUnicode map has them."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def outline(pdf: Pdf) -> list[tuple[int, str]]:
    """The bookmarks, each with its level."""
    found: list[tuple[int, str]] = []

    def walk(item: Dictionary | None, level: int) -> None:
        while item is not None:
            found.append((level, str(item.Title)))
            walk(item.get("/First"), level + 1)
            item = item.get("/Next")

    walk(pdf.Root.Outlines.First, 1)
    return found


# The text in the order of the structure


def heard(pdf: TaggedPdf) -> str:
    """All text of a PDF in reading order without white space, each mark of a list item a bullet."""
    return reading.squeezed("".join(_heard(pdf.document)))


def _heard(element: Tagged) -> Iterator[str]:
    if element.actual is not None:
        yield element.actual
        return
    for kid in element.kids:
        if isinstance(kid, Mark):
            yield kid.text
        elif kid.role == "Lbl" and element.role == "LI" and re.fullmatch(r"[•–]\s*|(\d+|[a-z]+)\.\s*", kid.text):
            yield reading.BULLET
        else:
            yield from _heard(kid)


def said(doc: Doc) -> str:
    """The same of a document's tree: after its call each note, which begins with its number."""
    notes = reading.read_doc(doc).notes

    def spell(piece: reading.Piece) -> str:
        match piece:
            case reading.Call(number):
                return f"{number}{number}{notes[number]}"
            case reading.Mark():
                return reading.BULLET
            case _:
                return str(piece)

    return reading.shown(reading.doc_pieces(doc.blocks), spell)


def heard_lines(pdf: TaggedPdf) -> list[str]:
    """The paragraphs and headings of a PDF with the spaces that they have as characters, without calls and notes."""
    lines = (tag.kids for tag in pdf.document.all("P", "H1", "H2", "H3", "H4"))
    return [line for kids in lines if (line := _spaced(kids))]


def _spaced(kids: Iterable[Tagged | Mark]) -> str:
    return " ".join("".join(_without_notes(kids)).split())


def _without_notes(kids: Iterable[Tagged | Mark]) -> Iterator[str]:
    for kid in kids:
        if isinstance(kid, Mark):
            yield kid.text
        elif kid.actual is not None:
            yield kid.actual
        elif kid.role not in ("Reference", "Note"):
            yield from _without_notes(kid.kids)


def said_lines(doc: Doc) -> list[str]:
    """The same of a document's tree."""
    blocks = (node for node in walk(doc.blocks) if isinstance(node, Paragraph | Heading))
    return [line for block in blocks if (line := " ".join(_line(block.children).split()))]


def _line(inlines: Iterable[Inline]) -> str:
    text = ""
    for inline in inlines:
        match inline:
            case Text(own):
                text += own
            case LineBreak():
                text += "\n"
            case NoteRef() | Image():
                pass
            case _:
                text += _line(getattr(inline, "children", ()))
    return text
