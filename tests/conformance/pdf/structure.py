"""The structure tree itself: that it is there, whole, of known types and tied to the content."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.objects import Key, entries, get, items, key, name, text, whole
from conformance.pdf.registry import TAGGED, UA, UA1, UA2, checkpoint
from conformance.pdf.tree import HEADINGS, PDF_1_7, PDF_2_0, STANDARD_TYPES, Mark, circular_types
from conformance.registry import Fault


@checkpoint(
    "tagged",
    "The document says that it is tagged (MarkInfo), and has a structure tree",
    source="ISO 14289-1, 6.2 and 7.1; ISO 14289-2, 6.2 and 8.2.1; ISO 19005-2 and -3, 6.7.2.2 and 6.7.3.3",
    standards=TAGGED,
)
def tagged(document: Document) -> Iterator[Fault]:
    """All else in this file builds on it."""
    if get(document.root, "MarkInfo", "Marked") is not True:
        yield Fault("the document does not say that it is tagged (MarkInfo, Marked)")
    if not document.tree.elements:
        yield Fault("the document has no structure tree")


@checkpoint("01-007", "The tagging is not called uncertain (Suspects)", source="ISO 14289-1, 7.1", standards=UA)
def no_suspects(document: Document) -> Iterator[Fault]:
    """Only tools that guess structure set it."""
    if get(document.root, "MarkInfo", "Suspects") is True:
        yield Fault("the document calls its own tagging uncertain (Suspects)")


@checkpoint(
    "02-001",
    "Every type of element is a standard one, or stands for one",
    source="ISO 14289-1, 7.1; ISO 14289-2, 8.2.4; ISO 19005-2 and -3, 6.7.3.4",
    standards=TAGGED,
)
def types_are_standard(document: Document) -> Iterator[Fault]:
    """A reader does not know any other."""
    for tag in sorted({one.tag for one in document.tree.elements if not one.role and not one.circular}):
        yield Fault(f"the element type {tag or 'without a name'} stands for no standard type (RoleMap)")


@checkpoint(
    "02-003",
    "No type of element stands for itself in a circle",
    source="ISO 14289-1, 7.1; ISO 14289-2, 8.2.4",
    standards=TAGGED,
)
def no_circles(document: Document) -> Iterator[Fault]:
    """A reader that follows it never ends."""
    used = {one.tag for one in document.tree.elements if one.circular}
    for tag in sorted(used.union(circular_types(document.tree.root))):
        yield Fault(f"the element type {tag} is mapped in a circle (RoleMap)")


@checkpoint(
    "02-004",
    "No standard type of element stands for another type",
    source="ISO 14289-1, 7.1; ISO 14289-2, 8.2.4",
    standards=TAGGED,
)
def standard_types_kept(document: Document) -> Iterator[Fault]:
    """A table would no longer be one."""
    for tag, target in entries(get(document.tree.root, "RoleMap")):
        if tag in STANDARD_TYPES[PDF_1_7] and name(target) != tag:
            yield Fault(f"the standard type {tag} is mapped to {name(target)} (RoleMap)")


@checkpoint(
    "structure-tree",
    "Every element stands in one place, and names the element that it stands in",
    source="ISO 32000-1, 14.7.2; ISO 14289-2, 8.2.1",
    standards=TAGGED,
)
def tree_is_whole(document: Document) -> Iterator[Fault]:
    """Readers walk the tree in both directions."""
    yield from document.tree.faults


@checkpoint(
    "structure-parents",
    "Content and annotations lead to the elements that have them, and these to nothing that is not there",
    source="ISO 32000-1, 14.7.4.4",
    standards=TAGGED,
)
def parents_are_right(document: Document) -> Iterator[Fault]:
    """A reader that is clicked at asks the parent tree what it stands on."""
    painting, tree = document.painting, document.tree
    for mark in painting.doubled:
        yield Fault(f"two pieces of content have the number {mark.mcid}", mark.page)
    for mark in sorted(painting.marks):
        if (owner := tree.of_mark.get(mark)) is None:
            yield Fault(f"the content {mark.mcid} belongs to no element of the structure", mark.page)
        elif _parent_of(document, mark) != key(owner.obj):
            yield Fault(f"the parent tree does not lead from the content {mark.mcid} to {owner}", mark.page)
    for mark in sorted(tree.of_mark.keys() - painting.marks):
        yield Fault(f"{tree.of_mark[mark]} has the content {mark.mcid}, which is not there", mark.page)
    for one in document.annotations:
        number = whole(get(one.obj, "StructParent"))
        owner = tree.of_reference.get(key(one.obj))
        led = key(tree.parents.get(number)) if number is not None else (0, 0)
        if led != (key(owner.obj) if owner else (0, 0)):
            yield Fault(f"the parent tree does not lead from a {one.kind} annotation to its element", one.page)
    present = {key(one.obj) for one in document.annotations}
    for reference, owner in tree.of_reference.items():
        if reference not in present and reference not in painting.drawn:
            yield Fault(f"{owner} has an annotation that is on no page", owner.page)


def _parent_of(document: Document, mark: Mark) -> Key:
    holder = document.painting.owners.get((mark.page, mark.form))
    number = whole(get(holder, "StructParents"))
    listed = items(document.tree.parents.get(number)) if number is not None else []
    return key(listed[mark.mcid]) if 0 <= mark.mcid < len(listed) else (0, 0)


@checkpoint(
    "structure-empty",
    "No element is empty, but for the cells of a table (and headings, which heading-empty is for)",
    source="WCAG 2.2, 1.3.1",
    standards=UA,
)
def no_empty_elements(document: Document) -> Iterator[Fault]:
    """A screen reader would stop at it and say nothing."""
    for element in document.tree.elements:
        if not element.kids and element.role not in ("TD", "TH", "H", *HEADINGS):
            yield Fault(f"{element} is empty", element.page)


@checkpoint(
    "PDF/UA-2 8.2.5.2",
    "The structure tree holds one Document, in the namespace of PDF 2.0, and nothing beside it",
    source="ISO 14289-2, 8.2.5.2",
    standards=UA2,
)
def one_document(document: Document) -> Iterator[Fault]:
    """It is what all else is part of."""
    tops = document.tree.top
    if [one.role for one in tops] != ["Document"]:
        yield Fault(f"the structure tree holds {', '.join(one.tag for one in tops) or 'nothing'}, not one Document")
    elif text(get(tops[0].obj, "NS", "NS")) != PDF_2_0:
        yield Fault("the Document is not of the namespace of PDF 2.0")


@checkpoint(
    "structure-root",
    "The structure tree holds one Document, and nothing beside it",
    source="ISO 32000-1, 14.8.4.2",
    standards=UA1,
)
def one_root(document: Document) -> Iterator[Fault]:
    """What lies beside it, such as a note at the end, is in no document."""
    tops = document.tree.top
    if tops and [one.role for one in tops] != ["Document"]:
        yield Fault(f"the structure tree holds {', '.join(one.tag for one in tops)}, not one Document")
