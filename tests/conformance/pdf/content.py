"""What stands on the pages: content of the structure, or decoration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.objects import get
from conformance.pdf.registry import TAGGED, UA, checkpoint
from conformance.registry import Fault

_HINT = "mark it as an Artifact, or as the content of a structure element"


@checkpoint("01-003", "No decoration (Artifact) stands inside content", source="ISO 14289-1, 7.1", standards=TAGGED)
def decoration_in_content(document: Document) -> Iterator[Fault]:
    """A reader could not tell whether to read it."""
    for page, outside in dict.fromkeys(document.painting.nested):
        if outside:
            yield Fault("something marked as an Artifact stands inside content", page)


@checkpoint("01-004", "No content stands inside decoration (Artifact)", source="ISO 14289-1, 7.1", standards=TAGGED)
def content_in_decoration(document: Document) -> Iterator[Fault]:
    """As above."""
    for page, outside in dict.fromkeys(document.painting.nested):
        if not outside:
            yield Fault("content stands inside something marked as an Artifact", page)


@checkpoint(
    "01-005",
    "All that is painted is either content or decoration (Artifact)",
    source="ISO 14289-1, 7.1; ISO 14289-2, 8.2.2",
    standards=TAGGED,
)
def neither(document: Document) -> Iterator[Fault]:
    """What is neither is lost to a screen reader, or read where it should not be."""
    unmarked = (one for one in document.painting.paints if not one.artifact and one.mark is None)
    for (page, kind), count in sorted(Counter((one.page, one.kind) for one in unmarked).items()):
        what = {"text": "texts", "path": "drawings", "image": "pictures", "shading": "shadings"}[kind]
        yield Fault(f"{count} {what} are neither content nor Artifact", page, _HINT)


@checkpoint(
    "30-001",
    "No picture is a page of another file (Ref)",
    source="ISO 14289-1, 7.20; ISO 19005-2 and -3, 6.2.9",
    standards=TAGGED,
)
def reference_xobjects(document: Document) -> Iterator[Fault]:
    """The other file may not be there."""
    if any(get(form, "Ref") is not None for form in document.painting.forms.values()):
        yield Fault("there is a reference XObject (Ref)")


@checkpoint(
    "30-002",
    "A form XObject that holds content of the structure is drawn once",
    source="ISO 14289-1, 7.20",
    standards=UA,
)
def content_drawn_once(document: Document) -> Iterator[Fault]:
    """A second time, its content would stand in two places of the page and one of the structure."""
    for form in sorted({mark.form for mark in document.painting.marks if mark.form != (0, 0)}):
        if document.painting.drawn[form] > 1:
            yield Fault(f"a form with tagged content is drawn {document.painting.drawn[form]} times")
