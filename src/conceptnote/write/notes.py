"""Keep footnotes on the page of their call.

WeasyPrint decides where a paragraph breaks before it knows whether the notes called in it fit, and sometimes moves a
note to the next page. So calls and notes are compared after the layout, and the paragraph of the first misplaced note
gets more freedom, or less, until all notes are in place.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from weasyprint import Document

# Without the rule and space above the notes, which WeasyPrint does not count, most of them fit.
BARE = "@page { @footnote { margin: 0; padding: 0; border: 0 } }"
# In order of harm: a single line alone, a paragraph kept together, a page begun with it.
_REMEDIES = ("orphans: 1; widows: 1", "break-inside: avoid", "break-before: page")
_MOST_LAYOUTS = 60


Remedies = tuple[tuple[int, int], ...]
"""Numbers of notes, each with the remedy of the paragraph of its call; none if bare notes were enough."""


def lay_out_with_notes(
    tree: Element, render: Callable[[Element, str], Document], known: Remedies | None = None
) -> tuple[Document, int | None, Remedies | None]:
    """Lay a document out; return also the number of a note that no remedy has brought to its call, and the remedies.

    `render` lays a tree out with additional rules. `known` remedies are applied at once.
    """
    if known is None:
        document = render(tree, "")
        if _first_astray(document) is None:
            return document, None, None
    tree = deepcopy(tree)
    parents = {child: parent for parent in tree.iter() for child in parent}
    calls = {
        number: _paragraph_of(tree, parents, number) for number, _ in known or () if _call(tree, number) is not None
    }
    tried = {calls[number]: remedy for number, remedy in known or () if number in calls}
    for paragraph, remedy in tried.items():
        paragraph.set("style", _REMEDIES[remedy])
    remedies = dict(known or ())
    astray = None
    for _ in range(_MOST_LAYOUTS):
        document = render(tree, BARE)
        if (astray := _first_astray(document)) is None:
            return document, None, tuple(remedies.items())
        paragraph = _paragraph_of(tree, parents, astray)
        remedy = tried.get(paragraph, -1) + 1
        if remedy == len(_REMEDIES):
            break
        tried[paragraph] = remedies[astray] = remedy
        paragraph.set("style", _REMEDIES[remedy])
    return document, astray, tuple(remedies.items())


def _first_astray(document: Document) -> int | None:
    """The number of the first note on another page than its call."""
    pages = {anchor: number for number, page in enumerate(document.pages) for anchor in page.anchors}
    calls = sorted(int(anchor.removeprefix("call-")) for anchor in pages if anchor.startswith("call-"))
    return next((n for n in calls if pages[f"call-{n}"] != pages.get(f"note-{n}")), None)


def _paragraph_of(tree: Element, parents: dict[Element, Element], note: int) -> Element:
    element = _call(tree, note)
    assert element is not None
    while element.tag in ("span", "a", "em", "strong", "time", "ins", "del"):
        element = parents[element]
    # The mark of an item precedes its first paragraph, which so cannot begin a page by itself.
    while parents[element].tag == "li" and parents[element][0] is element:
        element = parents[element]
    return element


def _call(tree: Element, note: int) -> Element | None:
    return next((element for element in tree.iter("span") if element.get("id") == f"call-{note}"), None)
