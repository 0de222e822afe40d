"""The package of anybody's Word file (ISO/IEC 29500-2): its parts and relationships.

Parts are read up to a limit, whatever size the package declares. Documents with a document type are refused, so there
are no entities to expand, and nothing outside the package is ever requested.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from lxml import etree

from conceptnote.ooxml.xml import Element
from conceptnote.read.unreadable import UnreadableFile

LARGEST_FILE = 100 * 1024 * 1024
LARGEST_PART = 32 * 1024 * 1024
MOST_PARTS, MOST_ELEMENTS = 5000, 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRANSITIONAL = "http://schemas.openxmlformats.org"
# The namespaces of the strict variant with those of the transitional one (29500-1 and -4, Annex A).
_STRICT = {
    f"http://purl.oclc.org/ooxml/{strict}".encode(): f"{_TRANSITIONAL}/{transitional}".encode()
    for strict, transitional in {
        "wordprocessingml/main": "wordprocessingml/2006/main",
        "officeDocument/relationships": "officeDocument/2006/relationships",
        "drawingml/": "drawingml/2006/",
    }.items()
}

_AGAIN, _SMALLER = "save it again in Word", "save it with smaller pictures"


class Relationship(NamedTuple):
    """A relationship: the last word of its type, and a part of the package or an external target."""

    id: str
    kind: str
    target: str
    outside: bool


def declares_a_type(root: Element) -> bool:
    """Whether an XML document has a document type declaration, which could define entities."""
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


class Package:
    """The parts of a package by name, which differ in more than case (ISO/IEC 29500-2 6.2.2.3).

    Raises UnreadableFile, as all its methods do. No address is ever followed.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise UnreadableFile("the Word file is larger than 100 MB", _SMALLER)
        if data.startswith(_OLE):
            message = "this is a Word file from before 2007, or one with a password"
            raise UnreadableFile(message, "save it in Word as .docx, without a password")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableFile("this is not a DOCX file, or it is damaged", "save it in Word as .docx") from None
        names = self._zip.namelist()
        self._names = {name.casefold(): name for name in names}
        self._left, self._elements = LARGEST_FILE, MOST_ELEMENTS
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        if len(names) > MOST_PARTS:
            raise UnreadableFile(f"the Word file has more than {MOST_PARTS} parts", _AGAIN)
        if len(self._names) < len(names):
            raise UnreadableFile("the Word file is damaged: it has two parts with the same name", _AGAIN)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, or None if there is no such part."""
        if name not in self:
            return None
        most = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(self._names[name.casefold()]) as part:
                content = part.read(most + 1)
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, NotImplementedError):
            raise UnreadableFile(f"the Word file is damaged, or has a password: {name}", _AGAIN) from None
        if len(content) > most:
            raise UnreadableFile(
                f"the Word file unpacks to more than the limit: 32 MB in {name}, or 100 MB in all", _SMALLER
            )
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """The root of a part without comments, its strict namespaces as transitional ones; None if it is missing."""
        content = self.bytes_of(name)
        if content is None:
            return None
        for strict, transitional in _STRICT.items():
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root: Element = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableFile(f"the Word file is damaged: {name} is not XML", _AGAIN) from None
        if declares_a_type(root):
            raise UnreadableFile(f"{name} declares a document type, which Word files never do", _AGAIN)
        self._elements -= int(cast(float, root.xpath("count(//*)")))
        if self._elements < 0:
            raise UnreadableFile(f"the Word file has more than {MOST_ELEMENTS:,} elements", "save it in parts")
        return root

    @property
    def document(self) -> str:
        """The name of the main part; empty without one, as in other packages."""
        return self.first("", "officeDocument")

    def first(self, part: str, kind: str) -> str:
        """The first related part of a type; empty without one."""
        return next(iter(self.related(part, kind).values()), "")

    def related(self, part: str, *kinds: str) -> dict[str, str]:
        """The related parts of these types, of a part or, with an empty name, of the package, by id."""
        return {one.id: one.target for one in self.relationships(part) if one.kind in kinds and not one.outside}

    def addresses(self, part: str) -> dict[str, str]:
        """The external targets of a part, by id."""
        return {one.id: one.target for one in self.relationships(part) if one.outside}

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """All relationships of a part."""
        if part not in self._relationships:
            self._relationships[part] = tuple(self._read_relationships(part))
        return self._relationships[part]

    def _read_relationships(self, part: str) -> Iterator[Relationship]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for each in root if root is not None else ():
            target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            yield Relationship(each.get("Id", ""), kind, target, outside)
