"""A Word package in memory: parts and relationships, saved as the same bytes in each run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.opc.pkgwriter import PackageWriter
from docx.package import Package

from conceptnote.ooxml.xml import Element, serialise

_OBFUSCATED_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_KINDS = {
    "document": (CONTENT_TYPE.WML_DOCUMENT_MAIN, RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "footer-first": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "custom": (CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
    "core": (CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES),
}


class Part(OpcPart):
    """A part whose bytes are made when the package is saved."""

    def __init__(self, name: str, content_type: str, content: Callable[[], bytes], package: Package) -> None:
        super().__init__(PackURI(name), content_type, package=package)
        self._content = content

    @property
    def blob(self) -> bytes:
        """The part's bytes."""
        return self._content()

    def link(self, address: str) -> str:
        """The id of a relationship to an external address."""
        return self.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def show(self, picture: Part) -> str:
        """The id of a relationship to a picture."""
        return self.relate_to(picture, RELATIONSHIP_TYPE.IMAGE)


class _Members:
    """Receives the files that python-docx writes into a package, by name."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        """Receive a file."""
        self.contents[pack_uri.membername] = blob


class WordPackage:
    """The parts of a new document (ISO/IEC 29500-2: Open Packaging Conventions), without a template."""

    def __init__(self, document: Element) -> None:
        self._package = Package()
        self._fonts: dict[str, bytes] = {}
        content_type, relationship = _KINDS["document"]
        self.document = self._part("/word/document.xml", content_type, partial(serialise, document))
        self._package.relate_to(self.document, relationship)

    def add_properties(self, kind: str, root: Element) -> None:
        """Add the core properties, or custom ones, which belong to the package."""
        content_type, relationship = _KINDS[kind]
        part = self._part(f"/docProps/{kind}.xml", content_type, partial(serialise, root))
        self._package.relate_to(part, relationship)

    def add(self, kind: str, root: Element) -> tuple[Part, str]:
        """Add a part of the main document and return its relationship id."""
        content_type, relationship = _KINDS[kind]
        part = self._part(f"/word/{kind}.xml", content_type, partial(serialise, root))
        return part, self.document.relate_to(part, relationship)

    def add_picture(self, name: str, media_type: str, content: Callable[[], bytes]) -> Part:
        """Add a picture for parts to show."""
        return self._part(f"/word/media/{name}", media_type, content)

    def add_font(self, table: Part, font: bytes) -> str:
        """Add an obfuscated font and return its relationship id in the font table."""
        name = f"word/fonts/font{len(self._fonts) + 1}.odttf"
        self._fonts[name] = font
        part = self._part(f"/{name}", _OBFUSCATED_FONT, bytes)
        return table.relate_to(part, RELATIONSHIP_TYPE.FONT)

    def save(self) -> bytes:
        """The file, with the earliest time of the ZIP format on each member."""
        members, final = _Members(), BytesIO()
        # Its `save` would use the clock, and a ZIP has no time before 1980 or after 2107.
        writer: Any = PackageWriter
        writer._write_content_types_stream(members, self._package.parts)
        writer._write_pkg_rels(members, self._package.rels)
        writer._write_parts(members, self._package.parts)
        with ZipFile(final, "w") as target:
            for name, content in members.contents.items():
                # Fonts are most of the file: they are compressed at a fast level.
                font = self._fonts.get(name)
                data, level = (content, None) if font is None else (font, 2)
                target.writestr(ZipInfo(name, _EPOCH), data, ZIP_DEFLATED, level)
        return final.getvalue()

    def _part(self, name: str, content_type: str, content: Callable[[], bytes]) -> Part:
        return Part(name, content_type, content, self._package)
