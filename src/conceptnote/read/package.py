"""An Office Open XML package from anybody (ISO/IEC 29500-2), opened with care.

Parts are read up to a limit, whatever the package says of their size. Documents that declare a type are refused, so
there are no entities to expand, and nothing outside of the package is ever asked for.
"""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from typing import Any, Literal, NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from lxml import etree

from conceptnote.ooxml.xml import Element

LARGEST_FILE = 100 * 1024 * 1024
LARGEST_PART = 32 * 1024 * 1024
MOST_PARTS, MOST_ELEMENTS = 5000, 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRANSITIONAL = "http://schemas.openxmlformats.org"
# The namespaces of the strict variant and those of the same names in the transitional one (29500-1 and -4, Annex A).
_STRICT = {
    f"http://purl.oclc.org/ooxml/{strict}".encode(): f"{_TRANSITIONAL}/{transitional}".encode()
    for strict, transitional in {
        "wordprocessingml/main": "wordprocessingml/2006/main",
        "officeDocument/relationships": "officeDocument/2006/relationships",
        "drawingml/": "drawingml/2006/",
    }.items()
}

Fault = Literal["large", "old", "no package", "unpacks", "many", "damaged", "no XML", "declares a type", "elements"]


class PackageFault(Exception):
    """What keeps a package, or a part of it, from being read. `old` is Word 97 to 2003, or a file with a password."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(f"{part}: {fault}" if part else fault)
        self.fault, self.part = fault, part


class Relationship(NamedTuple):
    """What a part refers to: the last word of its type, and a part of the package or what lies outside of it."""

    id: str
    kind: str
    target: str
    outside: bool


def declares_a_type(root: Element) -> bool:
    """Whether an XML document has a document type declaration, which could define entities."""
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


class OpenedPackage:
    """The parts of a package by name, which differ in more than case (ISO/IEC 29500-2 6.2.2.3).

    Raises PackageFault, as does each of its methods.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise PackageFault("large")
        if data.startswith(_OLE):
            raise PackageFault("old")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            raise PackageFault("no package") from None
        names = self._zip.namelist()
        self._names = {name.casefold(): name for name in names}
        self._left, self._elements = LARGEST_FILE, MOST_ELEMENTS
        if len(names) > MOST_PARTS:
            raise PackageFault("many")
        if len(self._names) < len(names):
            raise PackageFault("damaged")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, or None where there is no such part."""
        if name not in self:
            return None
        most = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(self._names[name.casefold()]) as part:
                content = part.read(most + 1)
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, NotImplementedError):
            raise PackageFault("damaged", name) from None
        if len(content) > most:
            raise PackageFault("unpacks", name)
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """The root of a part without comments, its strict namespaces as transitional ones; None where it is not."""
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
            raise PackageFault("no XML", name) from None
        if declares_a_type(root):
            raise PackageFault("declares a type", name)
        self._elements -= int(cast(float, root.xpath("count(//*)")))
        if self._elements < 0:
            raise PackageFault("elements", name)
        return root

    def relationships(self, part: str) -> list[Relationship]:
        """What a part refers to, or with an empty name the package itself. Nothing here ever follows an address."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for each in root if root is not None else ():
            target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            found.append(Relationship(each.get("Id", ""), kind, target, outside))
        return found
