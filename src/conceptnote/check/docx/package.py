"""A finished Word file, anybody's, opened with care: its parts as XML, and the addresses that they refer to.

Nothing in the file is trusted: parts are read up to a limit, documents with a DOCTYPE are refused
(so there are no entities to expand), and what cannot be read is told in `damage`, never raised.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from conceptnote.ooxml.xml import NAMESPACES, Element

NAMES = NAMESPACES | {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
_STORIES = {
    "header": "the page header",
    "footer": "the page footer",
    "footnotes": "the footnotes",
    "endnotes": "the endnotes",
}
# ISO/IEC 29500 Strict has namespaces of its own for the same vocabularies.
_STRICT = {
    f"http://purl.oclc.org/ooxml/{strict}".encode(): NAMESPACES[prefix].encode()
    for prefix, strict in {
        "w": "wordprocessingml/main",
        "r": "officeDocument/relationships",
        "wp": "drawingml/wordprocessingDrawing",
        "a": "drawingml/main",
        "pic": "drawingml/picture",
    }.items()
}
_LARGEST_PART = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Story:
    """A part with text in it: where that is, in words (nothing for the body), and its links by relationship."""

    place: str
    root: Element
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts that say how a document reads; `damage` is what kept them from being read."""

    stories: tuple[Story, ...] = ()
    styles: Element | None = None
    settings: Element | None = None
    properties: Element | None = None
    damage: tuple[str, ...] = ()


class _Damaged(Exception):
    """A part is missing or cannot be read; the message is for a person."""


def open_word(data: bytes) -> WordFile:
    """Open a Word file; whatever it is that one is given, the answer is a WordFile."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(_Parts(archive))
    except _Damaged as damage:
        return WordFile(damage=(str(damage),))
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        if data.startswith(_OLE):
            return WordFile(damage=("the file is protected by a password, or of a Word before 2007",))
        return WordFile(damage=("the file is not a Word document, or damaged",))


class _Parts:
    """The parts of a package by name, which differ in more than case (ISO/IEC 29500-2 6.2.2.3)."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def xml(self, name: str) -> Element:
        """A part as XML, without what a reader of the document does not see."""
        if name not in self:
            raise _Damaged(f"the file lacks its part {name}")
        try:
            with self._archive.open(self._names[name.casefold()]) as part:
                data = part.read(_LARGEST_PART + 1)
        except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error):
            raise _Damaged(f"the part {name} is damaged or locked") from None
        if len(data) > _LARGEST_PART:
            raise _Damaged(f"the part {name} is larger than 64 MB")
        return _settled(_parsed(name, data))

    def relations(self, name: str) -> Iterator[tuple[str, str, str, bool]]:
        """The relationships of a part: id, last word of the type, target, and whether that is outside."""
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return
        for each in self.xml(rels):
            target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target, outside


def _parsed(name: str, data: bytes) -> Element:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise _Damaged(f"the part {name} has a DOCTYPE, which no Word document has")
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _Damaged(f"the part {name} is not well-formed XML") from None


def _settled(root: Element) -> Element:
    """As it reads with all changes accepted, and with one of several forms of the same drawing."""
    gone = ("w:del", "w:moveFrom", "mc:Fallback")
    for each in list(root.iter(*(f"{{{NAMES[p]}}}{n}" for p, n in (name.split(":") for name in gone)))):
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    return root


def _read(parts: _Parts) -> WordFile:
    main, properties = "", None
    for _, kind, target, outside in parts.relations(""):
        if kind == "officeDocument" and not outside:
            main = target
        elif kind == "core-properties" and target in parts:
            properties = parts.xml(target)
    if not main:
        raise _Damaged("the file is not a Word document: it names no main part")
    body = parts.xml(main)
    if body.tag != f"{{{NAMES['w']}}}document":
        raise _Damaged("the file is an Office document, but not one of Word")
    stories = [Story("", body, _links(parts, main))]
    around: dict[str, Element] = {}
    for _, kind, target, outside in parts.relations(main):
        if outside:
            continue
        if kind in _STORIES:
            stories.append(Story(_STORIES[kind], parts.xml(target), _links(parts, target)))
        elif kind in ("styles", "settings"):
            around[kind] = parts.xml(target)
    return WordFile(tuple(stories), around.get("styles"), around.get("settings"), properties)


def _links(parts: _Parts, name: str) -> dict[str, str]:
    return {number: target for number, _, target, outside in parts.relations(name) if outside}
