"""Headings, and the bookmarks that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from conformance.pdf.document import Document
from conformance.pdf.registry import UA, UA1, UA2, checkpoint
from conformance.pdf.tree import HEADINGS
from conformance.registry import Fault


@checkpoint("14-002", "The first heading is of the first level", source="ISO 14289-1, 7.4.2", standards=UA1)
def first_heading(document: Document) -> Iterator[Fault]:
    """It is what the paper is called."""
    for heading in document.tree.headings[:1]:
        if heading.role != "H1":
            yield Fault(f"the first heading is {heading.role}, not H1", heading.page)


@checkpoint("14-003", "No level of headings is skipped on the way down", source="ISO 14289-1, 7.4.2", standards=UA1)
def no_skipped_level(document: Document) -> Iterator[Fault]:
    """One who jumps from heading to heading would look for the one between."""
    headings = document.tree.headings
    for before, heading in pairwise(headings):
        if int(heading.role[1]) > int(before.role[1]) + 1:
            yield Fault(f"{heading.role} follows {before.role}", heading.page)


@checkpoint("14-006", "No element holds two headings without a level", source="ISO 14289-1, 7.4.4", standards=UA1)
def one_plain_heading(document: Document) -> Iterator[Fault]:
    """H is the heading of what it stands in."""
    for element in document.tree.elements:
        if sum(child.role == "H" for child in element.children) > 1:
            yield Fault(f"{element} holds two headings without a level (H)", element.page)


@checkpoint(
    "14-007", "Headings have a level or have none, not now and then", source="ISO 14289-1, 7.4.4", standards=UA1
)
def one_kind_of_heading(document: Document) -> Iterator[Fault]:
    """A reader could not tell their order."""
    if document.tree.of_role("H") and document.tree.headings:
        yield Fault("there are headings with and without a level (H)")


@checkpoint("PDF/UA-2 8.2.5.12", "Headings have a level", source="ISO 14289-2, 8.2.5.12", standards=UA2)
def levelled_headings(document: Document) -> Iterator[Fault]:
    """PDF/UA-2 knows no H."""
    for heading in document.tree.of_role("H"):
        yield Fault("there is a heading without a level (H)", heading.page)


@checkpoint("heading-empty", "Every heading has words", source="WCAG 2.2, 2.4.6", standards=UA)
def headings_have_words(document: Document) -> Iterator[Fault]:
    """In a list of headings an empty one is a blank line."""
    for heading in document.tree.of_role("H", *HEADINGS):
        inside = list(heading.inside())
        words = any(mark in document.worded for element in inside for mark in element.marks)
        if not words and not any(element.says("ActualText", "Alt") for element in inside):
            yield Fault(f"an {heading.role} has no words", heading.page)


@checkpoint(
    "bookmarks",
    "A document of more than one heading has bookmarks, and each has a title",
    source="ISO 14289-1, 7.17; ISO 32000-1, 12.3.3",
    standards=UA,
)
def bookmarked(document: Document) -> Iterator[Fault]:
    """They are the table of contents of a screen reader."""
    if len(document.tree.of_role("H", *HEADINGS)) > 1 and not document.bookmarks:
        yield Fault("the document has headings but no bookmarks (Outlines)")
    for one in document.bookmarks:
        if not (one.title or b"").strip(b" \0\xfe\xff"):
            yield Fault("a bookmark has no title")
