"""The structure tree of a PDF, read once into elements (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from conformance.pdf.objects import Key, entries, get, items, key, name, names, text, tree_pairs, whole
from conformance.registry import Fault

PDF_1_7 = "http://iso.org/pdf/ssn"
PDF_2_0 = "http://iso.org/pdf2/ssn"
MATHML = "http://www.w3.org/1998/Math/MathML"

_SHARED = names(
    "Document Part Sect Div Caption NonStruct P H L LI Lbl LBody Table TR TH TD THead TBody TFoot Span "
    "Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form H1 H2 H3 H4 H5 H6"
)
# ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4 and Annex L.
STANDARD_TYPES: Mapping[str, frozenset[str]] = {
    PDF_1_7: _SHARED | names("Art BlockQuote TOC TOCI Index Private Quote Note Reference BibEntry Code"),
    PDF_2_0: _SHARED | names("DocumentFragment Aside Title Sub Em Strong FENote Artifact"),
}
MOST_ELEMENTS = 50_000
DEEPEST = 200
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


class Mark(NamedTuple):
    """A piece of marked content: its page (from 1), the form XObject that it stands in, its number there."""

    page: int
    form: Key
    mcid: int


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; `role` is the standard type that its own stands for, or empty."""

    tag: str
    role: str
    obj: Any
    parent: Element | None
    page: int | None
    circular: bool = False
    """Whether its type is mapped in a circle."""
    kids: list[Element | Mark | Any] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements right inside this one."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def marks(self) -> list[Mark]:
        """The pieces of content right inside this element."""
        return [kid for kid in self.kids if isinstance(kid, Mark)]

    @property
    def references(self) -> list[Any]:
        """The annotations and XObjects right inside this element."""
        return [kid for kid in self.kids if not isinstance(kid, Element | Mark)]

    def inside(self) -> Iterator[Element]:
        """This element and all elements within, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    def around(self) -> Iterator[Element]:
        """This element, and what it stands in, outwards."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def attribute(self, owner: str, wanted: str) -> Any:
        """The value of a structure attribute, or None."""
        for held in items(get(self.obj, "A")):
            if name(get(held, "O")) == owner and (value := get(held, wanted)) is not None:
                return value
        return None

    def says(self, *wanted: str) -> bool:
        """Whether it has any of these texts (`Alt`, `ActualText`), not blank."""
        return any((text(get(self.obj, one)) or "").strip() for one in wanted)

    def __str__(self) -> str:
        return f"a {self.tag}" if self.tag else "an element without a type"


@dataclass(slots=True)
class Tree:
    """All elements in reading order, and where content and annotations stand among them."""

    root: Any
    top: list[Element] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    by_key: dict[Key, Element] = field(default_factory=dict)
    of_mark: dict[Mark, Element] = field(default_factory=dict)
    of_reference: dict[Key, Element] = field(default_factory=dict)
    parents: dict[int, Any] = field(default_factory=dict)
    """The parent tree: what stands under each number."""

    def of_role(self, *roles: str) -> list[Element]:
        """The elements that stand for one of these standard types."""
        return [element for element in self.elements if element.role in roles]

    @property
    def headings(self) -> list[Element]:
        """The numbered headings."""
        return self.of_role(*HEADINGS)


def read_tree(root: Any, page_numbers: Mapping[Key, int]) -> Tree:
    """Read a structure tree; an element that comes up again is told and not entered, so that cycles end.

    A tree that is larger than any paper's is told, and read so far.
    """
    tree = Tree(root)
    tree.parents = {n: value for n, value in tree_pairs(get(root, "ParentTree"), "Nums") if isinstance(n, int)}
    waiting: list[tuple[Any, Element | None, int]] = [(kid, None, 0) for kid in reversed(items(get(root, "K")))]
    while waiting:
        kid, parent, deep = waiting.pop()
        if parent is not None and _is_content(kid):
            _add_content(tree, kid, parent, page_numbers)
            continue
        if (met := tree.by_key.get(key(kid))) is not None:
            tree.faults.append(Fault(f"{met} stands in the structure tree twice", met.page))
            continue
        if not isinstance(kid, pikepdf.Dictionary):
            tree.faults.append(Fault("something stands in the structure tree that is no element"))
            continue
        if deep > DEEPEST or len(tree.elements) >= MOST_ELEMENTS:
            tree.faults.append(Fault(f"the structure tree has more than {DEEPEST} levels or {MOST_ELEMENTS} elements"))
            break
        element = _element(kid, parent, root, page_numbers)
        if key(get(kid, "P")) != key(parent.obj if parent else root) or key(get(kid, "P")) == (0, 0):
            tree.faults.append(Fault(f"{element} does not name the element that it stands in", element.page))
        (parent.kids if parent else tree.top).append(element)
        tree.elements.append(element)
        if key(kid) != (0, 0):
            tree.by_key[key(kid)] = element
        waiting += [(inner, element, deep + 1) for inner in reversed(items(get(kid, "K")))]
    return tree


def _is_content(kid: Any) -> bool:
    return isinstance(kid, int) or name(get(kid, "Type")) in ("MCR", "OBJR")


def _element(obj: Any, parent: Element | None, root: Any, page_numbers: Mapping[Key, int]) -> Element:
    role, circular = _resolve_role(obj, root)
    return Element(name(get(obj, "S")), role, obj, parent, page_numbers.get(key(get(obj, "Pg"))), circular)


def _add_content(tree: Tree, kid: Any, parent: Element, page_numbers: Mapping[Key, int]) -> None:
    if name(get(kid, "Type")) == "OBJR":
        target = get(kid, "Obj")
        parent.kids.append(target)
        if key(target) != (0, 0):
            tree.of_reference[key(target)] = parent
        return
    mcid = kid if isinstance(kid, int) else whole(get(kid, "MCID"))
    page = parent.page if isinstance(kid, int) else page_numbers.get(key(get(kid, "Pg")), parent.page)
    if page is None or mcid is None:
        tree.faults.append(Fault(f"{parent} has content of which the page is not known"))
        return
    mark = Mark(page, (0, 0) if isinstance(kid, int) else key(get(kid, "Stm")), mcid)
    if mark in tree.of_mark:
        tree.faults.append(Fault(f"{parent} has content that another element has too", page))
    parent.kids.append(mark)
    tree.of_mark[mark] = parent


def _resolve_role(obj: Any, root: Any) -> tuple[str, bool]:
    """The standard type that an element's type is mapped to, or an empty one; and whether it goes in a circle."""
    kind, space = get(obj, "S"), get(obj, "NS")
    met = set()
    while True:
        where = text(get(space, "NS")) or PDF_1_7
        if where == MATHML or name(kind) in STANDARD_TYPES.get(where, ()):
            return name(kind), False
        if (where, name(kind)) in met:
            return "", True
        met.add((where, name(kind)))
        mapped = get(root if space is None else space, "RoleMap" if space is None else "RoleMapNS", name(kind) or "?")
        kind, space = (*items(mapped), None, None)[:2]
        if kind is None:
            return "", False


def circular_types(root: Any) -> list[str]:
    """The types of the role map that are mapped in a circle, used or not."""
    steps = {kind: name(target) for kind, target in entries(get(root, "RoleMap"))}
    found = []
    for kind in steps:
        met, at = {kind}, steps[kind]
        while at in steps and at not in met:
            met.add(at)
            at = steps[at]
        if at == kind:
            found.append(kind)
    return found
