"""What a PDF/A must not have, and how its file is built (ISO 19005-2 and -3, 6.1 to 6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from conformance.pdf.document import Document
from conformance.pdf.objects import entries, get, items, key, name, names, numbers
from conformance.pdf.registry import UA2, A, checkpoint
from conformance.registry import Fault

_FILTERS = names(
    "ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode"
)
_ACTIONS = names("GoTo GoToR GoToE Thread URI Named SubmitForm")
_NAMED = names("NextPage PrevPage FirstPage LastPage")
_ANNOTATIONS = names(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp "
    "Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact"
)
_PRINT, _UNSEEN = 4, 1 | 2 | 32 | 256


@checkpoint(
    "PDF/A 6.1.2",
    "The file begins with the version (%PDF-1.0 to 1.7) and a line of bytes that are no text",
    source="ISO 19005-2 and -3, 6.1.2",
    standards=A,
)
def header(document: Document) -> Iterator[Fault]:
    """The four bytes keep mail programs from taking the file for text."""
    if not re.match(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}", document.data):
        yield Fault(f"the file begins with {document.data[:9]!r}")


@checkpoint("PDF/UA-2 6.1", "The file begins with the version %PDF-2.n", source="ISO 14289-2, 6.1", standards=UA2)
def header_2_0(document: Document) -> Iterator[Fault]:
    """PDF/UA-2 builds on ISO 32000-2."""
    if not re.match(rb"%PDF-2\.\d[\r\n]", document.data):
        yield Fault(f"the file begins with {document.data[:9]!r}")


@checkpoint(
    "PDF/A 6.1.3",
    "The trailer has an ID, the file is not encrypted, and nothing follows its end",
    source="ISO 19005-2 and -3, 6.1.3",
    standards=A,
)
def trailer(document: Document) -> Iterator[Fault]:
    """An archive must be able to name the file, and to open it for ever."""
    if not all(isinstance(one, pikepdf.String) and bytes(one) for one in items(get(document.pdf.trailer, "ID")) or [0]):
        yield Fault("the trailer has no ID")
    if get(document.pdf.trailer, "Encrypt") is not None:
        yield Fault("the file is encrypted")
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", document.data[-20:]):
        yield Fault("the file does not end with %%EOF")


@checkpoint(
    "PDF/A 6.1.7",
    "Streams stand in the file itself, and none is packed by LZW or by a filter of its own",
    source="ISO 19005-2 and -3, 6.1.7",
    standards=A,
)
def filters(document: Document) -> Iterator[Fault]:
    """Data that lie elsewhere get lost, and a filter that nobody knows cannot be undone."""
    for stream in document.pdf.objects:
        if isinstance(stream, pikepdf.Stream):
            for one in items(get(stream, "Filter")):
                identity = name(get((*items(get(stream, "DecodeParms")), None)[0], "Name")) == "Identity"
                if name(one) not in _FILTERS and not (name(one) == "Crypt" and identity):
                    yield Fault(f"a stream is packed by {name(one)}")
            if any(get(stream, outside) is not None for outside in ("F", "FFilter", "FDecodeParms")):
                yield Fault("a stream lies in another file")


@checkpoint(
    "PDF/A 6.1.13",
    "No string is longer than 32767 bytes, no name than 127; graphics states nest at most 28 deep; "
    "pages measure 3 to 14400 points",
    source="ISO 19005-2 and -3, 6.1.13",
    standards=A,
)
def limits(document: Document) -> Iterator[Fault]:
    """The limits of readers that an archive must count on."""
    waiting = list(document.pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.String) and len(bytes(one)) > 32767:
            yield Fault("a string is longer than 32767 bytes")
        elif isinstance(one, pikepdf.Name) and len(str(one).encode()) > 128:
            yield Fault("a name is longer than 127 bytes")
        inner = items(one) if isinstance(one, pikepdf.Array) else [value for _, value in entries(one)]
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and key(value) == (0, 0)]
    if document.painting.depth > 28:
        yield Fault(f"graphics states are stacked {document.painting.depth} deep")
    for place, page in enumerate(document.pages, 1):
        for box in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"):
            left, bottom, right, top = (*numbers(get(page, box)), 0, 0, 100, 100)[:4]
            if not all(3 <= abs(size) <= 14400 for size in (right - left, top - bottom)):
                yield Fault(f"the {box} is too small or too large", place)


@checkpoint(
    "PDF/A 6.2.2",
    "Content streams use the operators of ISO 32000-1 alone",
    source="ISO 19005-2 and -3, 6.2.2",
    standards=A,
)
def operators(document: Document) -> Iterator[Fault]:
    """What an operator of one's own paints, no other reader can tell."""
    for page, operator in sorted(document.painting.unknown):
        yield Fault(f"the content uses the operator {operator[:20]!r}", page)


@checkpoint(
    "PDF/A 6.2.8",
    "Pictures are not smoothed (Interpolate) and have no alternates and no OPI",
    source="ISO 19005-2 and -3, 6.2.8",
    standards=A,
)
def images(document: Document) -> Iterator[Fault]:
    """How a reader smooths is not laid down, so two readers would show two pictures."""
    for page, image in document.painting.images:
        if get(image, "Interpolate") is True or get(image, "I") is True:
            yield Fault("a picture is smoothed (Interpolate)", page, "set image-rendering: crisp-edges")
        if get(image, "Alternates") is not None or get(image, "OPI") is not None:
            yield Fault("a picture has alternates or OPI", page)


@checkpoint(
    "PDF/A 6.3.1",
    "Annotations are of the kinds of ISO 32000-1, and neither 3D, sound, film nor screen",
    source="ISO 19005-2 and -3, 6.3.1",
    standards=A,
)
def annotation_types(document: Document) -> Iterator[Fault]:
    """What needs a player is not archived."""
    for one in document.annotations:
        if one.kind not in _ANNOTATIONS:
            yield Fault(f"there is an annotation of the kind {one.kind or 'without a name'}", one.page)


@checkpoint(
    "PDF/A 6.3.2",
    "Annotations are printed, and none is hidden",
    source="ISO 19005-2 and -3, 6.3.2",
    standards=A,
)
def annotation_flags(document: Document) -> Iterator[Fault]:
    """The page shows the same on paper and on the screen."""
    for one in document.annotations:
        flags = get(one.obj, "F")
        if one.kind != "Popup" and (not isinstance(flags, int) or not flags & _PRINT or flags & _UNSEEN):
            yield Fault(f"a {one.kind or 'nameless'} annotation is not printed, or is hidden (F)", one.page)


@checkpoint(
    "PDF/A 6.3.3",
    "Annotations other than links bring their appearance",
    source="ISO 19005-2 and -3, 6.3.3",
    standards=A,
)
def appearances(document: Document) -> Iterator[Fault]:
    """Without one, each reader draws its own."""
    for one in document.annotations:
        left, bottom, right, top = (*numbers(get(one.obj, "Rect")), 0, 0, 1, 1)[:4]
        empty = left == right and bottom == top
        if one.kind not in ("Link", "Popup") and not empty and get(one.obj, "AP", "N") is None:
            yield Fault(f"a {one.kind or 'nameless'} annotation has no appearance (AP)", one.page)


def _actions(document: Document) -> Iterator[tuple[Any, int | None]]:
    """All actions of annotations, bookmarks and of the document, with what follows each."""
    waiting: list[tuple[Any, int | None]] = [(one.action, one.page) for one in document.annotations]
    waiting += [(get(one.obj, "A"), None) for one in document.bookmarks] + [(get(document.root, "OpenAction"), None)]
    met = set()
    while waiting:
        action, page = waiting.pop(0)
        if isinstance(action, pikepdf.Dictionary) and key(action) not in met:
            met |= {key(action)} - {(0, 0)}
            yield action, page
            waiting += [(then, page) for then in items(get(action, "Next"))]


@checkpoint(
    "PDF/A 6.5.1",
    "Actions lead somewhere: no script, launched program, sound, film or form",
    source="ISO 19005-2 and -3, 6.5.1",
    standards=A,
)
def actions(document: Document) -> Iterator[Fault]:
    """What a file does must not depend on when and where it is opened."""
    for action, page in _actions(document):
        kind = name(get(action, "S"))
        if kind not in _ACTIONS or (kind == "Named" and name(get(action, "N")) not in _NAMED):
            yield Fault(f"there is an action of the kind {kind or 'without a name'}", page)
    if get(document.root, "Names", "JavaScript") is not None:
        yield Fault("the document holds scripts (Names, JavaScript)")


@checkpoint(
    "PDF/A 6.5.2",
    "Neither the document nor a page nor an annotation does anything by itself (AA)",
    source="ISO 19005-2 and -3, 6.5.2 and 6.4.1",
    standards=A,
)
def additional_actions(document: Document) -> Iterator[Fault]:
    """As for actions."""
    if get(document.root, "AA") is not None:
        yield Fault("the document has additional actions (AA)")
    for place, page in enumerate(document.pages, 1):
        if get(page, "AA") is not None:
            yield Fault("the page has additional actions (AA)", place)
    for one in document.annotations:
        if get(one.obj, "AA") is not None:
            yield Fault("an annotation has additional actions (AA)", one.page)
