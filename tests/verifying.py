"""What the tests of finished files share: obligations of an event file, and editing PDF and DOCX as others do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from lxml import etree
from msgspec.structs import replace

from conceptnote.build.edition import Edition
from conceptnote.build.formats import paper_formats
from conceptnote.build.obligations import funders_obligations
from conceptnote.build.pool import Pool
from conceptnote.build.render import render
from conceptnote.build.request import Request
from conceptnote.check.obligation import Obligation
from conceptnote.source.load import load_event

FORMATS = paper_formats()

W, R, A, WP, PIC = (
    f"{{http://schemas.openxmlformats.org/{name}}}"
    for name in (
        "wordprocessingml/2006/main",
        "officeDocument/2006/relationships",
        "drawingml/2006/main",
        "drawingml/2006/wordprocessingDrawing",
        "drawingml/2006/picture",
    )
)
MM = 72 / 25.4


def promises_of(event_file: Path) -> tuple[Obligation, ...]:
    """What an event file promises, its logos read as a build reads pictures."""
    return funders_obligations(load_event(event_file))


def build_all(event_file: Path, folder: Path, documents: Sequence[str] = ()) -> dict[tuple[str, str], bytes]:
    """All formats of an event's documents, by document and format, as they are before anybody proves them."""
    edition = Edition.of(Request(event_file, folder, FORMATS, documents), load_event(event_file))
    with closing(Pool()) as pool:
        return {(file.record.document, file.record.format): file.data for file in render(edition, pool)}


@dataclass(frozen=True, slots=True)
class ClearSpace:
    """A clear space of so many millimetres whatever the height."""

    width: float

    def at(self, height_mm: float) -> float:
        return self.width


def marked(obligation: Obligation, **changes: object) -> Obligation:
    """The obligation with its marks changed."""
    return replace(obligation, marks=tuple(replace(mark, **changes) for mark in obligation.marks))


# PDF


def painted(data: bytes, page: int, content: str, font: bool = False) -> bytes:
    """A PDF with something painted over one of its pages, in points from the lower left."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if font:
            face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
            pdf.pages[page - 1].add_resource(face, pikepdf.Name.Font, pikepdf.Name.Planted)
        paint(pdf.pages[page - 1], content)
        return saved(pdf)


def paint(page: pikepdf.Page, content: str) -> None:
    """Paint over a page, whatever its own content has made of the canvas."""
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {content} Q".encode())


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF."""
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


# DOCX


class Docx:
    """A DOCX to be edited, part by part."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def bytes(self) -> bytes:
        """The package as it is now."""
        file = BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        return file.getvalue()

    def edit(self, name: str, change: Callable[[etree._Element], object]) -> Docx:
        """Change the XML of a part."""
        root = etree.fromstring(self.parts[name])
        change(root)
        self.parts[name] = etree.tostring(root, encoding="UTF-8", standalone=True)
        return self

    def relate(self, part: str, kind: str, target: str) -> str:
        """A further relationship of a part, by its id."""
        folder, _, name = part.rpartition("/")
        identifier = f"planted{len(self.parts)}"
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"

        def add(root: etree._Element) -> None:
            relationship = etree.SubElement(root, root[0].tag)
            relationship.attrib.update({"Id": identifier, "Type": kind, "Target": target})

        self.edit(f"{folder}/_rels/{name}.rels", add)
        return identifier


def element(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    """A WordprocessingML element with attributes of the same namespace."""
    made = etree.Element(f"{W}{tag}")
    for name, value in attributes.items():
        made.set(f"{W}{name}", value)
    made.extend(children)
    return made


def paragraph(text: str) -> etree._Element:
    """A paragraph of one run."""
    words = element("t")
    words.text = text
    return element("p", element("r", words))
