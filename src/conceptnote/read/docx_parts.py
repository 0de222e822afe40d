"""The parts of a DOCX that a stranger sent: bounded, and parsed without entities or anything outside."""

from __future__ import annotations

import io
import zipfile
import zlib
from posixpath import dirname, join, normpath

from lxml import etree

from conceptnote.ooxml.xml import Element
from conceptnote.read.manuscript import ManuscriptError

_LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_PART = 16 * 1024 * 1024
_MOST_MEMBERS = 5000
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# ISO/IEC 29500 strict documents name the same relationships by other addresses.
_STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


class Parts:
    """Reads the parts of a package by their relationships.

    Raises ManuscriptError, here and from each method, for what is not a sound DOCX.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > _LARGEST_FILE:
            raise ManuscriptError("the file is larger than 64 MB", "take the pictures out, and save it again")
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise ManuscriptError(
                "this is a Word 97 file, or one with a password", "save it in Word as .docx, without a password"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError):
            raise ManuscriptError("this is not a DOCX file", "save it in Word as .docx") from None
        if len(self._zip.infolist()) > _MOST_MEMBERS:
            raise ManuscriptError(f"the file holds more than {_MOST_MEMBERS} parts", "is it a concept note?")
        found = self.related("", "officeDocument")
        if not found:
            raise ManuscriptError("this is not a Word document", "save it in Word as .docx")
        self.document = next(iter(found.values()))

    def related(self, part: str, kind: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relationship; those outside are left out."""
        folder = dirname(part)
        return {
            identifier: normpath(join(folder, target)) if not target.startswith("/") else target.lstrip("/")
            for identifier, target, mode in self._relationships(part, kind)
            if mode != "External"
        }

    def addresses(self, part: str) -> dict[str, str]:
        """The addresses outside that hyperlinks of a part lead to. Nothing here ever follows one."""
        return {i: target for i, target, mode in self._relationships(part, "hyperlink") if mode == "External"}

    def _relationships(self, part: str, kind: str) -> list[tuple[str, str, str]]:
        root = self.read(join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels"))
        return [
            (node.get("Id", ""), node.get("Target", ""), node.get("TargetMode", ""))
            for node in (root if root is not None else ())
            if node.tag == f"{_RELATIONSHIPS}Relationship" and node.get("Type") in (_TYPES + kind, _STRICT_TYPES + kind)
        ]

    def read(self, part: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        try:
            with self._zip.open(part) as member:
                data = member.read(_LARGEST_PART + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
            raise ManuscriptError(f"the file is damaged, or has a password: {part}", "save it again in Word") from None
        if len(data) > _LARGEST_PART:
            raise ManuscriptError(f"{part} is larger than 16 MB", "is it a concept note?")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            # No document of Office has a DOCTYPE; who writes one wants entities.
            root = None if b"<!DOCTYPE" in data else etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise ManuscriptError(f"the file is damaged: {part} is not XML", "save it again in Word") from None
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise ManuscriptError(f"{part} declares a document type, as no Word file does", "save it again in Word")
        return root
