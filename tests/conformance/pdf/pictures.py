"""Figures and formulas."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.pdf.document import Document
from conformance.pdf.geometry import Box, overlap, union
from conformance.pdf.objects import get, numbers
from conformance.pdf.registry import UA, checkpoint
from conformance.pdf.tree import Element
from conformance.registry import Fault


@checkpoint(
    "13-004",
    "A figure has an alternative or replacement text",
    source="ISO 14289-1, 7.3; ISO 14289-2, 8.2.5.28.2",
    standards=UA,
)
def figures_described(document: Document) -> Iterator[Fault]:
    """It is all that a blind reader has of the picture."""
    for element in document.tree.of_role("Figure"):
        if not element.says("Alt", "ActualText"):
            yield Fault("a figure has no alternative text", element.page, "give the picture an `alt`")


@checkpoint("17-002", "A formula has an alternative text", source="ISO 14289-1, 7.7", standards=UA)
def formulas_described(document: Document) -> Iterator[Fault]:
    """As for figures."""
    for element in document.tree.of_role("Formula"):
        if not element.says("Alt", "ActualText"):
            yield Fault("a formula has no alternative text", element.page)


@checkpoint(
    "figure-bbox",
    "A figure says where on its page it is (BBox), and is there",
    source="ISO 32000-1, Table 344; ISO 14289-2, 8.2.5.28",
    standards=UA,
)
def figures_placed(document: Document) -> Iterator[Fault]:
    """A magnifier goes there; the numbers are points from the lower left, not pixels from the upper."""
    painted: dict[Element, list[Box]] = {}
    for one in document.painting.paints:
        if one.mark and one.box and (owner := document.tree.of_mark.get(one.mark)):
            painted.setdefault(owner, []).append(one.box)
    for figure in document.tree.of_role("Figure"):
        stated = numbers(figure.attribute("Layout", "BBox"))
        if len(stated) != 4:
            yield Fault("a figure does not say where it is (BBox)", figure.page)
            continue
        box = (stated[0], stated[1], stated[2], stated[3])
        place = figure.page or next((mark.page for mark in figure.marks), None)
        media = numbers(get(document.pages[place - 1], "MediaBox")) if place else []
        outside = len(media) == 4 and not overlap(box, (media[0], media[1], media[2], media[3]))
        around = union([box for inner in figure.inside() for box in painted.get(inner, ())])
        if outside or (around and not overlap(box, around, slack=1.0)):
            yield Fault("a figure is not where it says (BBox)", place)
