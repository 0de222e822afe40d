"""The metadata packet of a PDF (XMP, ISO 16684-1), as far as the standards ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST = 4_000_000

# The schemas that need no description (ISO 19005-2, 6.6.2.3.1: those of the XMP Specification and of PDF/A).
_KNOWN = {DC, XMP, PDF, PDFAID, _EXTENSION} | {
    f"{{http://ns.adobe.com/{name}}}"
    for name in (
        "xap/1.0/mm/",
        "xap/1.0/rights/",
        "xap/1.0/bj/",
        "xap/1.0/t/pg/",
        "xmp/1.0/DynamicMedia/",
        "photoshop/1.0/",
        "camera-raw-settings/1.0/",
        "tiff/1.0/",
        "exif/1.0/",
        "exif/1.0/aux/",
    )
}
_FIELDS = ("name", "valueType", "category", "description")

Element = etree._Element


class XmpError(Exception):
    """The packet cannot be read."""


@dataclass(slots=True)
class Xmp:
    """The properties by qualified name: the texts of each, with their languages."""

    properties: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    """The properties that an extension schema in the packet describes in full."""

    def value(self, name: str) -> str | None:
        """The first text of a property."""
        return self.properties[name][0][0] if self.properties.get(name) else None

    @property
    def undescribed(self) -> list[str]:
        """The properties of schemas that are not known, where they are not described."""
        unknown = (name for name in self.properties if f"{name.partition('}')[0]}}}" not in _KNOWN)
        return [name for name in unknown if name not in self.described]


def read_xmp(data: bytes) -> Xmp:
    """Read a packet; raises XmpError where it is no RDF in UTF-8, is huge or declares a document type."""
    if len(data) > _MOST:
        raise XmpError("it is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        data.decode("utf-8")
        root: Element = etree.fromstring(data, parser)
    except UnicodeDecodeError:
        raise XmpError("it is not in UTF-8") from None
    except etree.XMLSyntaxError as error:
        raise XmpError(error.msg) from None
    if _declared(root):
        raise XmpError("it declares a document type")
    rdf = next(root.iter(f"{RDF}RDF"), None)
    if rdf is None:
        raise XmpError("it holds no rdf:RDF")
    xmp = Xmp()
    for description in rdf.iterchildren(f"{RDF}Description"):
        for name, value in description.attrib.items():
            if not str(name).startswith((RDF, LANG)):
                xmp.properties.setdefault(str(name), []).append((str(value), None))
        for element in description.iterchildren(etree.Element):
            xmp.properties.setdefault(str(element.tag), []).extend(_texts(element))
    xmp.described = set(_described(rdf))
    return xmp


def _declared(root: Element) -> bool:
    document: Any = root.getroottree()  # its stubs lack the document's properties
    return document.docinfo.internalDTD is not None


def _texts(element: Element) -> Iterator[tuple[str, str | None]]:
    found = list(element.iter(f"{RDF}li")) or [element]
    for one in found:
        yield "".join(map(str, one.itertext())).strip(), one.get(LANG)


def _described(rdf: Element) -> Iterator[str]:
    for schema in (li for schemas in rdf.iter(f"{_EXTENSION}schemas") for li in schemas.iterfind(f"{RDF}Bag/{RDF}li")):
        space = _text(schema, f"{_SCHEMA}namespaceURI")
        complete = space and _text(schema, f"{_SCHEMA}prefix") and _text(schema, f"{_SCHEMA}schema")
        for one in schema.iterfind(f".//{_SCHEMA}property/{RDF}Seq/{RDF}li") if complete else ():
            fields = [_text(one, f"{_PROPERTY}{name}") for name in _FIELDS]
            if all(fields) and fields[2] in ("internal", "external"):
                yield f"{{{space}}}{fields[0]}"


def _text(element: Element, name: str) -> str:
    """A field of a structure, given as an element, an attribute, or either in a nested description."""
    for holder in (element, *element.iterchildren(f"{RDF}Description")):
        if (found := holder.findtext(name) or holder.get(name)) and found.strip():
            return found.strip()
    return ""
