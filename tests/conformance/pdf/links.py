"""Links and other annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.pdf.document import Annotation, Document
from conformance.pdf.objects import get, key, name, names, text
from conformance.pdf.registry import UA, UA1, UA2, checkpoint
from conformance.pdf.tree import Element
from conformance.registry import Fault

# ISO 32000-1, Table 169, and what ISO 32000-2 adds.
_KNOWN = names(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp "
    "Caret Ink Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact "
    "Projection RichMedia"
)


def _around(document: Document, one: Annotation) -> Element | None:
    return document.tree.of_reference.get(key(one.obj)) if key(one.obj) != (0, 0) else None


def _role(document: Document, one: Annotation) -> str:
    around = _around(document, one)
    return around.role if around else ""


@checkpoint(
    "28-002",
    "An annotation other than a link, field or printer's mark stands in an Annot element",
    source="ISO 14289-1, 7.18.1; ISO 14289-2, 8.9.2.3",
    standards=UA,
)
def in_annot(document: Document) -> Iterator[Fault]:
    """Otherwise it has no place in the order of reading."""
    for one in document.annotations:
        other = one.kind not in ("Link", "Widget", "PrinterMark", "Popup", "TrapNet") and one.kind in _KNOWN
        if other and _role(document, one) != "Annot":
            yield Fault(f"a {one.kind} annotation does not stand in an Annot element", one.page)


@checkpoint(
    "28-004",
    "An annotation is described, by its own Contents or by the Alt of its element",
    source="ISO 14289-1, 7.18.1",
    standards=UA1,
)
def described(document: Document) -> Iterator[Fault]:
    """Links are held to more by 28-012."""
    for one in document.annotations:
        if one.kind in ("Link", "Widget", "Popup", "PrinterMark"):
            continue
        around = _around(document, one)
        if not (text(get(one.obj, "Contents")) or "").strip() and not (around and around.says("Alt")):
            yield Fault(f"a {one.kind or 'nameless'} annotation has no description", one.page)


@checkpoint("28-006", "Annotations are of the kinds that PDF knows", source="ISO 14289-1, 7.18.2", standards=UA)
def known(document: Document) -> Iterator[Fault]:
    """A reader passes over what it does not know."""
    for one in document.annotations:
        if one.kind not in _KNOWN:
            yield Fault(f"there is an annotation of the kind {one.kind or 'without a name'}", one.page)


@checkpoint("28-007", "There are no trap network annotations", source="ISO 14289-1, 7.18.2", standards=UA)
def no_trap_network(document: Document) -> Iterator[Fault]:
    """They are for the press."""
    for one in document.annotations:
        if one.kind == "TrapNet":
            yield Fault("there is a TrapNet annotation", one.page)


def _tabs(document: Document) -> Iterator[tuple[int, str]]:
    for page in dict.fromkeys(one.page for one in document.annotations):
        yield page, name(get(document.pages[page - 1], "Tabs"))


@checkpoint(
    "28-008",
    "A page with links says in what order one tabs through them",
    source="ISO 14289-1, 7.18.3; ISO 14289-2, 8.9.3.3",
    standards=UA,
)
def tab_order(document: Document) -> Iterator[Fault]:
    """The order in which they were written is none."""
    for page, tabs in _tabs(document):
        if not tabs:
            yield Fault("the page has annotations but no order of them (Tabs)", page)


@checkpoint(
    "28-009",
    "One tabs through the links of a page in the order of the structure",
    source="ISO 14289-1, 7.18.3",
    standards=UA1,
)
def tab_order_of_structure(document: Document) -> Iterator[Fault]:
    """That is the order of reading."""
    for page, tabs in _tabs(document):
        if tabs not in ("", "S"):
            yield Fault(f"the order of annotations (Tabs) is {tabs}, not S", page)


@checkpoint(
    "PDF/UA-2 8.9.3.3",
    "One tabs through the links of a page in the order of the structure, of the list or of the widgets",
    source="ISO 14289-2, 8.9.3.3",
    standards=UA2,
)
def tab_order_known(document: Document) -> Iterator[Fault]:
    """PDF/UA-2 takes A and W too."""
    for page, tabs in _tabs(document):
        if tabs not in ("", "A", "W", "S"):
            yield Fault(f"the order of annotations (Tabs) is {tabs}, not A, W or S", page)


@checkpoint(
    "28-011",
    "A link stands in a Link element",
    source="ISO 14289-1, 7.18.5; ISO 14289-2, 8.2.5.20",
    standards=UA,
)
def in_link(document: Document) -> Iterator[Fault]:
    """So it is met where its words are read. PDF/UA-2 takes a Reference too."""
    roles = {"Link", "Reference"} if document.standard in UA2 else {"Link"}
    for one in document.links:
        if _role(document, one) not in roles:
            yield Fault("a link does not stand in a Link element", one.page)


@checkpoint("28-012", "A link says in its Contents where it leads", source="ISO 14289-1, 7.18.5", standards=UA1)
def link_described(document: Document) -> Iterator[Fault]:
    """A list of all links is no use if each is called “here”."""
    for one in document.links:
        if not (text(get(one.obj, "Contents")) or "").strip():
            yield Fault("a link has no description (Contents)", one.page)


@checkpoint("28-017", "Printer's marks are not part of the structure", source="ISO 14289-1, 7.18.8", standards=UA)
def no_printers_marks(document: Document) -> Iterator[Fault]:
    """They are nothing to read."""
    for one in document.annotations:
        if one.kind == "PrinterMark" and (_around(document, one) or get(one.obj, "StructParent") is not None):
            yield Fault("a printer's mark stands in the structure", one.page)


@checkpoint(
    "PDF/UA-2 8.2.5.20",
    "Links to different places stand in different elements",
    source="ISO 14289-2, 8.2.5.20",
    standards=UA2,
)
def one_target(document: Document) -> Iterator[Fault]:
    """An element with two targets cannot be followed."""
    targets: dict[int, tuple[object, object]] = {}
    for one in document.links:
        around = _around(document, one)
        address = text(get(one.action, "URI"))
        place = (address, None) if address else (None, document.place(one.target))
        if around and targets.setdefault(id(around), place) != place:
            yield Fault("an element has links to two places", one.page)


@checkpoint(
    "PDF/UA-2 8.9.4.2",
    "Where a link and its element both describe it, they say the same",
    source="ISO 14289-2, 8.9.4.2",
    standards=UA2,
)
def one_description(document: Document) -> Iterator[Fault]:
    """Readers differ in which they read out."""
    for one in document.annotations:
        around, contents = _around(document, one), text(get(one.obj, "Contents"))
        alternative = text(get(around.obj, "Alt")) if around else None
        if contents is not None and alternative is not None and contents != alternative:
            yield Fault(f"a {one.kind} annotation and its element are described differently", one.page)


@checkpoint(
    "PDF/UA-2 8.8",
    "Links and bookmarks within the document lead to structure elements",
    source="ISO 14289-2, 8.8",
    standards=UA2,
)
def structure_destinations(document: Document) -> Iterator[Fault]:
    """A place on a page means nothing once the text is reflowed."""
    targets: list[tuple[str, int | None, Any]] = [("a link", one.page, one.target) for one in document.links]
    targets += [("a bookmark", None, one.target) for one in document.bookmarks]
    for what, page, target in targets:
        place = document.place(target)
        if place is not None and place.element == (0, 0):
            yield Fault(f"{what} leads to a place on a page, not to an element", page)


@checkpoint(
    "link-target",
    "Links and bookmarks within the document lead somewhere",
    source="ISO 32000-1, 12.3.2",
    standards=UA,
)
def targets_exist(document: Document) -> Iterator[Fault]:
    """One that leads nowhere does nothing when it is clicked."""
    for one in document.links:
        if one.target is not None and document.place(one.target) is None:
            yield Fault("a link leads to a place that does not exist", one.page)
    for entry in document.bookmarks:
        if document.place(entry.target) is None and get(entry.obj, "A", "URI") is None:
            yield Fault("a bookmark leads to a place that does not exist")
