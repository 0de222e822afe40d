"""What papers take from an organisation's Word template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree
from msgspec import Struct

from conceptnote.ooxml.xml import qualified


class Picture(Struct, frozen=True):
    """A picture in a header or footer: its relationship id, its format and its bytes."""

    id: str
    form: str
    data: bytes


class Furniture(Struct, frozen=True):
    """A header or footer: its pages (`default`, `first`, `even`), its XML, and its relationships."""

    kind: Literal["header", "footer"]
    pages: str
    xml: bytes
    pictures: tuple[Picture, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


class Facts(Struct, frozen=True):
    """What other formats can take from a template: page and margins in millimetres, families, size and colour."""

    size: tuple[float, float] | None = None
    margins: tuple[float, float, float, float] | None = None
    """Top, right, bottom, left."""
    text: str = ""
    headings: str = ""
    points: float | None = None
    accent: str = ""


class WordTemplate(Struct, frozen=True):
    """What a template gives to papers, as XML; empty if it has none."""

    styles: bytes
    numbering: bytes
    theme: bytes
    section: bytes
    furniture: tuple[Furniture, ...]
    even: bool
    facts: Facts = Facts()

    def style_names(self, kind: str = "paragraph") -> list[str]:
        """The names of its styles of one type."""
        found = etree.fromstring(self.styles).iterfind(qualified("w:style"))
        named = (style.find(qualified("w:name")) for style in found if style.get(qualified("w:type")) == kind)
        return [str(name.get(qualified("w:val"))) for name in named if name is not None]

    def furniture_texts(self) -> Iterator[str]:
        """The words of each paragraph of its headers and footers."""
        for one in self.furniture:
            for paragraph in etree.fromstring(one.xml).iter(qualified("w:p")):
                yield "".join(text.text or "" for text in paragraph.iter(qualified("w:t")))


def folded(name: str) -> str:
    """The name of a style for comparison, without case and with white space collapsed."""
    return " ".join(name.split()).casefold()
