"""Pictures in a line of text (DrawingML)."""

from __future__ import annotations

from msgspec import Struct

from conceptnote.ooxml.xml import NAMESPACES, Element, element

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class Picture(Struct, frozen=True):
    """A picture to place: its relationship ids, its size in EMU and its alternative text."""

    number: int
    name: str
    alt: str
    bitmap: str
    vector: str | None
    width: int
    height: int


def inline_picture(picture: Picture) -> Element:
    """A picture on the baseline (ISO/IEC 29500-1 20.4.2.8)."""
    frame = element("wp:cNvGraphicFramePr", element("a:graphicFrameLocks", noChangeAspect=1))
    inline = element(
        "wp:inline",
        element("wp:extent", cx=picture.width, cy=picture.height),
        element("wp:docPr", id=picture.number, name=picture.name, descr=picture.alt),
        frame,
        element("a:graphic", element("a:graphicData", _pic(picture), uri=NAMESPACES["pic"])),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return element("w:drawing", inline)


def _pic(picture: Picture) -> Element:
    named = element("pic:cNvPr", id=picture.number, name=picture.name, descr=picture.alt)
    frame = element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", cx=picture.width, cy=picture.height))
    return element(
        "pic:pic",
        element("pic:nvPicPr", named, element("pic:cNvPicPr")),
        element("pic:blipFill", _blip(picture), element("a:stretch", element("a:fillRect"))),
        element("pic:spPr", frame, element("a:prstGeom", element("a:avLst"), prst="rect")),
    )


def _blip(picture: Picture) -> Element:
    """The bitmap, with the drawing that newer readers show instead ([MS-ODRAWXML] 2.3.5)."""
    vector = element("asvg:svgBlip", r_embed=picture.vector) if picture.vector else None
    extended = element("a:extLst", element("a:ext", vector, uri=_SVG_EXTENSION)) if picture.vector else None
    return element("a:blip", extended, r_embed=picture.bitmap)
