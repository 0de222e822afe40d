"""DOCX files as Word shows them: the body, and the furniture of each section.

Nothing here trusts the file: see read/package.py. Tracked deletions are gone, and insertions are there. Line ends and
overlaps are unknown without a layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from conceptnote.ooxml.xml import Element, qualified
from conceptnote.read.package import Package
from conceptnote.read.properties import is_on
from conceptnote.read.story import Story
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.read.wordtext import WordText

Kind = Literal["default", "first", "even"]

_MOST_LINES = 200_000
"""The most lines of all headers and footers: each pair of them is read as one."""


class Furniture(Struct, frozen=True):
    """Header and footer for one kind of page in a section; `section` counts from 1.

    `parts` names their parts in the package, empty if the pages have none.
    """

    section: int
    kind: Kind
    parts: tuple[str, str]
    story: Story


class WordFile(Struct, frozen=True):
    """The content of a Word file: its body, and its furniture for every section and kind of page."""

    body: Story
    furniture: tuple[Furniture, ...]


def read_docx(data: bytes) -> WordFile:
    """Read a DOCX. Raises UnreadableFile if it is damaged, locked, too large or not a Word file."""
    package = Package(data)
    main = package.document
    document = package.xml(main)
    body = None if document is None else document.find(qualified("w:body"))
    if document is None or body is None:
        raise UnreadableFile("the file has no Word document in it; save it as .docx")
    styles, settings = (package.xml(package.first(main, kind)) for kind in ("styles", "settings"))
    named = package.related(main, "header", "footer")
    text = WordText(package, styles)
    stories = {"": Story()}
    furniture = []
    both: dict[tuple[str, str], Story] = {}
    left = _MOST_LINES
    for section, kind, parts in _kinds(document, named, is_on([settings], "w:evenAndOddHeaders")):
        for part in parts:
            if part not in stories:
                stories[part] = text.story(package.xml(part), part)
        if parts not in both:
            left -= sum(len(stories[part].lines) for part in parts)
            if left < 0:
                raise UnreadableFile(
                    f"its headers and footers together have more than {_MOST_LINES} lines; shorten them"
                )
            both[parts] = stories[parts[0]] + stories[parts[1]]
        furniture.append(Furniture(section, kind, parts, both[parts]))
    return WordFile(text.story(body, main), tuple(furniture))


def _kinds(document: Element, related: dict[str, str], even: bool) -> Iterator[tuple[int, Kind, tuple[str, str]]]:
    """The header and footer of each section's pages; a section without its own has the previous one's.

    ISO/IEC 29500-1 17.10.1, 17.10.5 and 17.10.6; missing ones of the first section are blank.
    """
    named: dict[tuple[str, str], str] = {}
    number = 0
    for section in document.iter(qualified("w:sectPr")):
        if next(section.iterancestors(qualified("w:sectPrChange")), None) is not None:
            continue  # the section's former properties, before a tracked change
        number += 1
        for place in ("header", "footer"):
            for reference in section.iterchildren(qualified(f"w:{place}Reference")):
                kind = reference.get(qualified("w:type"), "default")
                named[place, kind] = related.get(reference.get(qualified("r:id"), ""), "")
        kinds: list[Kind] = ["default"]
        kinds += ["first"] if is_on([section], "w:titlePg") else []
        kinds += ["even"] if even else []
        for each in kinds:
            yield number, each, (named.get(("header", each), ""), named.get(("footer", each), ""))
