"""Footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from conformance.pdf.document import Annotation, Document, Place
from conformance.pdf.geometry import Box, union
from conformance.pdf.objects import Key, get, items, key, name, numbers, text
from conformance.pdf.registry import UA, UA1, UA2, checkpoint
from conformance.pdf.tree import Element
from conformance.registry import Fault

# How far above the first baseline of a text a destination to it may lie, and how far below the last: in points.
_ABOVE, _BELOW = 30.0, 4.0


@checkpoint("19-003", "A note has an ID", source="ISO 14289-1, 7.9", standards=UA1)
def notes_have_ids(document: Document) -> Iterator[Fault]:
    """Its call can then name it."""
    for note in document.tree.of_role("Note"):
        if not text(get(note.obj, "ID")):
            yield Fault("a note has no ID", note.page)


@checkpoint("19-004", "No two notes have the same ID", source="ISO 14289-1, 7.9", standards=UA1)
def note_ids_differ(document: Document) -> Iterator[Fault]:
    """As above."""
    ids = Counter(bytes(get(note.obj, "ID")) for note in document.tree.of_role("Note") if text(get(note.obj, "ID")))
    for label, count in ids.items():
        if count > 1:
            yield Fault(f"{count} notes have the ID {label[:40].decode('latin-1')}")


@checkpoint(
    "note-links",
    "A link leads to each note, and one in the note leads back to it",
    source="ISO 14289-1, 7.9; WCAG 2.2, 2.4.5",
    standards=UA,
)
def notes_are_linked(document: Document) -> Iterator[Fault]:
    """One who cannot glance at the foot of the page must be able to go there and return."""
    notes = document.tree.of_role("Note", "FENote")
    inside = {element: note for note in notes for element in note.inside()}
    calls: list[tuple[Annotation, Place]] = []
    returns: dict[Element, list[Place]] = {}
    for link in document.links:
        owner, place = document.tree.of_reference.get(key(link.obj)), document.place(link.target)
        if owner in inside and place:
            returns.setdefault(inside[owner], []).append(place)
        elif place:
            calls.append((link, place))
    boxes = _boxes(document, inside)
    for note in notes:
        leading = [link for link, place in calls if _reaches_note(document, place, note, boxes)]
        if not leading:
            yield Fault("no link leads to a note", note.page)
        elif not any(_reaches_link(document, place, link) for place in returns.get(note, ()) for link in leading):
            yield Fault("no link leads back from a note to its call", note.page)


def _boxes(document: Document, inside: dict[Element, Element]) -> dict[tuple[Element, int], Box]:
    """Where each note stands on each page."""
    parts: dict[tuple[Element, int], list[Box]] = {}
    for one in document.painting.paints:
        owner = document.tree.of_mark.get(one.mark) if one.mark else None
        if owner in inside and one.box:
            parts.setdefault((inside[owner], one.page), []).append(one.box)
    return {where: box for where, found in parts.items() if (box := union(found))}


def _reaches_note(document: Document, place: Place, note: Element, boxes: dict[tuple[Element, int], Box]) -> bool:
    if place.element != (0, 0):
        return note in document.tree.by_key[place.element].around()
    around = boxes.get((note, place.page or 0))
    return around is not None and _at(place, around[1], around[3])


def _reaches_link(document: Document, place: Place, link: Annotation) -> bool:
    if place.element != (0, 0):
        owner = document.tree.of_reference.get(key(link.obj))
        return owner is not None and document.tree.by_key[place.element] in owner.around()
    box = numbers(get(link.obj, "Rect"))
    return place.page == link.page and len(box) == 4 and _at(place, min(box[1::2]), max(box[1::2]))


def _at(place: Place, low: float, high: float) -> bool:
    return place.top is None or low - _BELOW <= place.top <= high + _ABOVE


def _references(element: Element) -> set[Key]:
    return {key(one) for one in items(get(element.obj, "Ref"))} - {(0, 0)}


@checkpoint(
    "PDF/UA-2 8.2.5.14",
    "A note is an FENote of a known kind; it and its calls name each other (Ref)",
    source="ISO 14289-2, 8.2.5.14",
    standards=UA2,
)
def notes_of_2_0(document: Document) -> Iterator[Fault]:
    """The Note of PDF 1.7 says neither."""
    for note in document.tree.of_role("Note"):
        yield Fault("a note is a Note, not an FENote", note.page)
    referring = {key(element.obj): _references(element) for element in document.tree.elements}
    for note in document.tree.of_role("FENote"):
        if name(note.attribute("FENote", "NoteType")) not in ("Footnote", "Endnote", "None", ""):
            yield Fault("a note is of a kind that is not known (NoteType)", note.page)
        calls = {one for one, named in referring.items() if key(note.obj) in named and one != key(note.obj)}
        if not calls or calls != _references(note):
            yield Fault("a note and its calls do not name each other (Ref)", note.page)
