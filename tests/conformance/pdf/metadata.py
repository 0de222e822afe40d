"""What the file says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.pdfstandard import PdfStandard
from conformance.pdf.document import Document
from conformance.pdf.objects import get, name, text
from conformance.pdf.registry import UA, UA2, A, checkpoint
from conformance.pdf.xmp import DC, PDF, PDFAID, PDFUAID, XMP, Xmp, XmpError
from conformance.registry import Fault

_PARTS = {PdfStandard.A3A_UA1: "3", PdfStandard.A2A: "2"}
_LISTS = {"Author": f"{DC}creator"}
_INFO = {
    "Title": f"{DC}title",
    "Subject": f"{DC}description",
    "Keywords": f"{PDF}Keywords",
    "Creator": f"{XMP}CreatorTool",
    "Producer": f"{PDF}Producer",
}
_DATE = re.compile(
    r"(?:D:)?(\d{4})(?:-?(\d\d))?(?:-?(\d\d))?T?(?:(\d\d))?(?::?(\d\d))?(?::?(\d\d))?(?:\.\d+)?"
    r"(Z|[+-]\d\d[:']?(?:\d\d)?)?"
)
_DATES = {"CreationDate": f"{XMP}CreateDate", "ModDate": f"{XMP}ModifyDate"}


@checkpoint("06-001", "The document has metadata (XMP)", source="ISO 14289-1, 7.1; ISO 14289-2, 8.11.1", standards=UA)
def has_metadata(document: Document) -> Iterator[Fault]:
    """A claim to a standard is made there."""
    if not isinstance(document.xmp, Xmp):
        yield Fault(f"the metadata cannot be read: {document.xmp}" if document.xmp else "the document has no metadata")


@checkpoint("06-002", "The metadata claim PDF/UA", source="ISO 14289-1, 5; ISO 14289-2, 5", standards=UA)
def claims_accessibility(document: Document) -> Iterator[Fault]:
    """Readers ask for it."""
    part = "2" if document.standard is PdfStandard.UA2 else "1"
    found = document.metadata.value(f"{PDFUAID}part")
    if isinstance(document.xmp, Xmp) and found != part:
        yield Fault(f"the metadata claim {f'PDF/UA-{found[:20]}' if found else 'no PDF/UA'}, not PDF/UA-{part}")


@checkpoint("PDF/UA-2 5", "The metadata name the edition of PDF/UA-2", source="ISO 14289-2, 5", standards=UA2)
def names_edition(document: Document) -> Iterator[Fault]:
    """The year of ISO 14289-2."""
    if isinstance(document.xmp, Xmp) and document.metadata.value(f"{PDFUAID}rev") != "2024":
        yield Fault("the metadata do not name the edition of PDF/UA-2 (pdfuaid:rev 2024)")


@checkpoint("06-003", "The metadata have a title", source="ISO 14289-1, 7.1; ISO 14289-2, 8.11.1", standards=UA)
def has_title(document: Document) -> Iterator[Fault]:
    """It is read out when the document is opened."""
    if isinstance(document.xmp, Xmp) and not (document.metadata.value(f"{DC}title") or "").strip():
        yield Fault("the metadata have no title (dc:title)")


def _shows_title(document: Document) -> object:
    return get(document.root, "ViewerPreferences", "DisplayDocTitle")


@checkpoint("07-001", "A viewer is told what to show as its title", source="ISO 14289-1, 7.1", standards=UA)
def says_what_to_show(document: Document) -> Iterator[Fault]:
    """ISO 14289-2, 8.11.2, says the same."""
    if not isinstance(_shows_title(document), bool):
        yield Fault("the viewer is not told to show the title (ViewerPreferences, DisplayDocTitle)")


@checkpoint("07-002", "A viewer shows the title, not the name of the file", source="ISO 14289-1, 7.1", standards=UA)
def shows_title(document: Document) -> Iterator[Fault]:
    """As above."""
    if _shows_title(document) is False:
        yield Fault("the viewer is told to show the file's name (DisplayDocTitle is false)")


@checkpoint(
    "PDF/A 6.6.2.1",
    "The document has metadata, in XMP that can be read",
    source="ISO 19005-2 and -3, 6.6.2.1",
    standards=A,
)
def metadata_are_readable(document: Document) -> Iterator[Fault]:
    """They must be found by one who does not know PDF."""
    if document.xmp is None:
        yield Fault("the document has no metadata (Metadata)")
    elif isinstance(document.xmp, XmpError):
        yield Fault(f"the metadata cannot be read: {document.xmp}")
    stream = get(document.root, "Metadata")
    if document.xmp is not None and (name(get(stream, "Type")), name(get(stream, "Subtype"))) != ("Metadata", "XML"):
        yield Fault("the metadata stream is not called Metadata and XML (Type, Subtype)")


@checkpoint(
    "PDF/A 6.6.2.3",
    "Metadata of other schemas than those of XMP and PDF/A are described by an extension schema",
    source="ISO 19005-2 and -3, 6.6.2.3",
    standards=A,
)
def metadata_are_described(document: Document) -> Iterator[Fault]:
    """The identifier of PDF/UA is of such a schema."""
    for one in document.metadata.undescribed:
        yield Fault(f"the metadata do not describe {one.rpartition('}')[2][:40]} of {one.rpartition('}')[0][1:100]}")


@checkpoint("PDF/A 6.6.4", "The metadata claim PDF/A", source="ISO 19005-2 and -3, 6.6.4", standards=A)
def claims_archive(document: Document) -> Iterator[Fault]:
    """Part and level; all of ours are of level A."""
    found = (document.metadata.value(f"{PDFAID}part"), document.metadata.value(f"{PDFAID}conformance"))
    if isinstance(document.xmp, Xmp) and found != (part := _PARTS[document.standard], "A"):
        yield Fault(f"the metadata do not claim PDF/A-{part}a (pdfaid:part and pdfaid:conformance)")


@checkpoint(
    "metadata-agrees",
    "The document information says what the metadata say",
    source="ISO 19005-2 and -3, 6.6.3",
    standards=A,
)
def metadata_agree(document: Document) -> Iterator[Fault]:
    """Old readers show the one, new readers the other."""
    info = get(document.pdf.trailer, "Info") if isinstance(document.xmp, Xmp) else None
    for entry, schema_name in _INFO.items():
        said = text(get(info, entry))
        if said is not None and said != document.metadata.value(schema_name):
            yield Fault(f"{entry} in the document information is not what the metadata say")
    for entry, schema_name in _LISTS.items():
        said = text(get(info, entry))
        listed = [one for one, _ in document.metadata.properties.get(schema_name, [])]
        if said is not None and said not in (", ".join(listed), "; ".join(listed)):
            yield Fault(f"{entry} in the document information is not what the metadata say")
    for entry, schema_name in _DATES.items():
        said = text(get(info, entry))
        if said is not None and _instant(said) != _instant(document.metadata.value(schema_name) or ""):
            yield Fault(f"{entry} in the document information is not what the metadata say")


def _instant(date: str) -> tuple[str, ...]:
    """The parts of a date as PDF (ISO 32000-1, 7.9.4) or XMP writes it; empty for anything else."""
    found = _DATE.match(date)
    if not found:
        return ()
    *parts, zone = (part or "" for part in found.groups())
    offset = re.sub(r"[:']", "", zone)
    return (*parts, "Z" if offset in ("+0000", "-0000", "+00", "-00") else offset)
