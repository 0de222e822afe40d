"""A PDF's claims about itself: its standards, its metadata and its attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from msgspec import Struct

from conceptnote.pdfstandard import PdfStandard

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_IDENTIFIERS = {
    PdfStandard.A3A_UA1: {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"},
    PdfStandard.A2A: {"pdfaid:part": "2", "pdfaid:conformance": "A"},
    PdfStandard.UA1: {"pdfuaid:part": "1"},
    PdfStandard.UA2: {"pdfuaid:part": "2", "pdfuaid:rev": "2024"},
    PdfStandard.NONE: {},
}
"""ISO 19005-3, 6.6.4; ISO 14289-1, 5; ISO 14289-2, 5."""

_NO_DATE = "D:19800101000000Z"
"""The date of something without one: the first of the ZIP format. A clock would change the file each time."""

# The packet by which software finds metadata in an unknown file (XMP specification, part 1, 7.3).
_BEGIN = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
_END = b'\n</x:xmpmeta>\n<?xpacket end="r"?>'


class Attachment(Struct, frozen=True):
    """A file that a PDF carries as its source; `description` is for people."""

    name: str
    media_type: str
    data: bytes
    description: str


def options(standard: PdfStandard) -> dict[str, Any]:
    """WeasyPrint's options for a standard.

    Not its `pdf_variant`, which allows only one, and would write its own tags and metadata.
    """
    return {
        "pdf_version": "2.0" if standard is PdfStandard.UA2 else "1.7",
        "pdf_identifier": True,
        "output_intent": "srgb" if standard.archival else None,
    }


def add_metadata(pdf: pydyf.PDF, document: Document, standard: PdfStandard) -> None:
    """Write XMP metadata with the identifiers of a standard, and its entries of the catalog."""
    import pydyf

    rdf = fromstring(document.metadata.generate_rdf_metadata("", None, None))  # noqa: S314 - WeasyPrint's own
    for prefix, address in _NAMESPACES.items():
        register_namespace(prefix, address)
    _identify(rdf, standard)
    packet = pydyf.Stream([_BEGIN + tostring(rdf, encoding="utf-8") + _END], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(packet)
    catalog = pdf.catalog
    catalog["Metadata"] = packet.reference
    catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true", "Suspects": "false"})
    catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    for intent in catalog.get("OutputIntents", ()):
        intent["S"] = "/GTS_PDFA1"
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = 4  # It is printed, and not hidden (ISO 19005-2, 6.3.2).
    if standard is PdfStandard.UA2:
        pdf.info.clear()  # Deprecated in PDF 2.0 in favour of XMP (ISO 32000-2, 14.3.3).


def _identify(rdf: Element, standard: PdfStandard) -> None:
    identifiers = _IDENTIFIERS[standard]
    for schema in ("pdfaid", "pdfuaid"):
        own = {name: value for name, value in identifiers.items() if name.startswith(f"{schema}:")}
        if own:
            _fill(rdf, "rdf:Description", {"rdf:about": ""} | own)
    if standard.archival and standard.accessible:
        _describe_ua(_fill(rdf, "rdf:Description", {"rdf:about": ""}))


def _describe_ua(description: Element) -> None:
    """The schema of the PDF/UA identifier, which PDF/A does not define (ISO 19005-3, 6.6.2.3.3)."""
    schemas = _fill(_fill(description, "pdfaExtension:schemas"), "rdf:Bag")
    schema = _fill(schemas, "rdf:li", {"rdf:parseType": "Resource"})
    _fill(schema, "pdfaSchema:schema").text = "PDF/UA identification schema"
    _fill(schema, "pdfaSchema:namespaceURI").text = _NAMESPACES["pdfuaid"]
    _fill(schema, "pdfaSchema:prefix").text = "pdfuaid"
    properties = _fill(_fill(schema, "pdfaSchema:property"), "rdf:Seq")
    part = _fill(properties, "rdf:li", {"rdf:parseType": "Resource"})
    _fill(part, "pdfaProperty:name").text = "part"
    _fill(part, "pdfaProperty:valueType").text = "Integer"
    _fill(part, "pdfaProperty:category").text = "internal"
    _fill(part, "pdfaProperty:description").text = "Part of ISO 14289 that the file follows"


def _fill(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    return SubElement(parent, _qualified(name), {_qualified(key): v for key, v in (attributes or {}).items()})


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def attach(pdf: pydyf.PDF, attachment: Attachment) -> None:
    """Attach the source of a document (ISO 19005-3, 6.8)."""
    import pydyf

    dates = {"CreationDate": pydyf.String(_NO_DATE), "ModDate": pydyf.String(_NO_DATE)}
    parameters = pydyf.Dictionary({"Size": len(attachment.data), **dates})
    subtype = pydyf.name(attachment.media_type)
    properties = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": parameters}
    file = pydyf.Stream([attachment.data], pydyf.Dictionary(properties), compress=True)
    pdf.add_object(file)
    plain = attachment.name.encode("ascii", "replace").decode()
    specification = pydyf.Dictionary({
        "Type": "/Filespec",
        "F": pydyf.String(plain),
        "UF": pydyf.String(attachment.name),
        "Desc": pydyf.String(attachment.description),
        "EF": pydyf.Dictionary({"F": file.reference, "UF": file.reference}),
        "AFRelationship": "/Source",
    })  # fmt: skip
    pdf.add_object(specification)
    pdf.catalog["AF"] = pydyf.Array([specification.reference])
    names = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    entries = pydyf.Array([pydyf.String(attachment.name), specification.reference])
    names["EmbeddedFiles"] = pydyf.Dictionary({"Names": entries})
