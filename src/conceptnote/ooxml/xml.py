"""Elements of the Office Open XML vocabularies, always with their children in schema order."""

from __future__ import annotations

from functools import cache

from lxml import etree

from conceptnote.ooxml.order import ORDER

Element = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "op": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_QUALIFIED_ATTRIBUTES = frozenset({"w", "w14", "mc"})


@cache
def qualified(name: str) -> str:
    """The name in Clark notation, `{namespace}name`, for a prefixed one."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@cache
def _attribute(name: str, tag: str) -> str:
    """`r_id` becomes r:id; without a prefix an attribute has its element's if the schema qualifies it."""
    if name == "xml_space":
        return "{http://www.w3.org/XML/1998/namespace}space"
    prefix, _, local = name.rpartition("_")
    home = tag.split(":")[0]
    if prefix:
        return qualified(f"{prefix}:{local}")
    return qualified(f"{home}:{name}") if home in _QUALIFIED_ATTRIBUTES else name


@cache
def _rank(parent: str) -> dict[str, int]:
    return {qualified(name): place for place, name in enumerate(ORDER[parent])}


def element(
    tag: str,
    *children: Element | None,
    text: str | None = None,
    **attributes: str | int | None,
) -> Element:
    """An element with its children, in schema order if `ORDER` has one; None is left out."""
    made = etree.Element(qualified(tag), nsmap=_namespaces(tag, tuple(attributes)))
    for name, value in attributes.items():
        if value is not None:
            made.set(_attribute(name, tag), str(value))
    made.text = text
    present = [child for child in children if child is not None]
    if tag in ORDER:
        rank = _rank(tag)
        present.sort(key=lambda child: rank[str(child.tag)])
    made.extend(present)
    return made


@cache
def _namespaces(tag: str, attributes: tuple[str, ...]) -> dict[str, str]:
    named = {name.rpartition("_")[0] for name in attributes if not name.startswith("xml_")}
    return {prefix: NAMESPACES[prefix] for prefix in sorted({tag.split(":")[0], *named} - {""})}


def part_root(tag: str, *prefixes: str) -> Element:
    """The empty root of a part with its namespaces; readers may ignore those of Word 2010."""
    made = etree.Element(qualified(tag), nsmap={p: NAMESPACES[p] for p in (tag.split(":")[0], *prefixes)})
    if "w14" in prefixes:
        made.set(qualified("mc:Ignorable"), "w14")
    return made


def insert(parent: Element, child: Element, parent_tag: str) -> None:
    """Insert a child at its place in schema order, unless the parent has one of that name."""
    rank = _rank(parent_tag)
    if parent.find(str(child.tag)) is None:
        at = sum(rank[str(other.tag)] < rank[str(child.tag)] for other in parent)
        parent.insert(at, child)


def serialise(root: Element) -> bytes:
    """The bytes of an XML part: UTF-8, standalone."""
    return etree.tostring(root, encoding="UTF-8", standalone=True)
