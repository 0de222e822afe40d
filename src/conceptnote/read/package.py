"""The parts of an Office Open XML package from a stranger (ISO/IEC 29500-2), bounded and without entities."""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from conceptnote.ooxml.xml import Element
from conceptnote.read.unreadable import UnreadableFile

_LARGEST = 100 * 1024 * 1024
_LARGEST_PART = 32 * 1024 * 1024
_MOST_PARTS = 5000
_TRANSITIONAL = "http://schemas.openxmlformats.org"
# The namespaces of the strict variant and those of the same names in the transitional one (29500-1 and -4, Annex A).
_STRICT = (
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", f"{_TRANSITIONAL}/wordprocessingml/2006/main"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", f"{_TRANSITIONAL}/officeDocument/2006/relationships"),
    ("http://purl.oclc.org/ooxml/drawingml/", f"{_TRANSITIONAL}/drawingml/2006/"),
)
RELATIONSHIPS = f"{_TRANSITIONAL}/officeDocument/2006/relationships"

_DAMAGED = "the Word file is damaged and cannot be opened; save it again in Word"


def declares_a_type(root: Element) -> bool:
    """Whether an XML document has a document type declaration, which could define entities."""
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


class Package:
    """The parts of a package by name. Reading raises UnreadableFile for what is damaged or too large."""

    def __init__(self, data: bytes) -> None:
        if len(data) > _LARGEST:
            raise UnreadableFile("the Word file is larger than 100 MB; save it with smaller pictures")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableFile(_DAMAGED) from None
        names = self._zip.namelist()
        if len(names) > _MOST_PARTS or len(set(names)) < len(names):
            raise UnreadableFile(_DAMAGED)
        self._names, self._left = frozenset(names), _LARGEST

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, or None where there is no such part."""
        if name not in self._names:
            return None
        most = min(_LARGEST_PART, self._left)
        try:
            with self._zip.open(name) as part:
                content = part.read(most + 1)
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, NotImplementedError):
            raise UnreadableFile(_DAMAGED) from None
        self._left -= len(content)
        if len(content) > most:
            raise UnreadableFile("the Word file unpacks to more than a document can hold; it is not opened")
        return content

    def xml(self, name: str) -> Element | None:
        """The root of a part, its strict namespaces as transitional ones; None where there is no such part."""
        content = self.bytes_of(name)
        if content is None:
            return None
        for strict, transitional in _STRICT:
            content = content.replace(strict.encode(), transitional.encode())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root: Element = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableFile(_DAMAGED) from None
        if declares_a_type(root):
            raise UnreadableFile("the Word file declares a document type, which no Word file does; it is not opened")
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relationship of a part, by id; those that lead out of the package are left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in root if root is not None else ():
            if isinstance(each.tag, str) and each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target)
        return found
