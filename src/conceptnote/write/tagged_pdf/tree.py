"""Tags to the structure tree of a PDF (ISO 32000-1, 14.7), with WeasyPrint's own objects (pydyf)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from conceptnote.write.tagged_pdf.content import Content, call_of
from conceptnote.write.tagged_pdf.tag import Tag

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

_ROLE_MAP = {"Em": "Span", "Strong": "Span"}
"""Types of PDF 2.0 by their equivalents in PDF 1.7."""

_NUMBERINGS = {"/Unordered": "/None", "/Description": "/None"}
_TYPES_2 = {"Note": "FENote"}
_ONLY_1 = frozenset({"BlockQuote"})
"""Types that PDF 2.0 leaves to the namespace of PDF 1.7, the default one."""


class StructureTree:
    """Writes a document's structure tree into its PDF, with the types of PDF 2.0 if `second`."""

    def __init__(self, pdf: pydyf.PDF, document: Document, marked: Sequence[Sequence[Content]], second: bool) -> None:
        self._pdf, self._pages, self._second = pdf, pdf.page_references, second
        self._heights = [page.height for page in document.pages]
        self._parents: list[list[bytes]] = [[b"null"] * len(contents) for contents in marked]
        self._annotated: list[bytes] = []
        self._named: dict[str, pydyf.Dictionary] = {}
        self._headings: list[pydyf.Dictionary] = []
        self._namespace: bytes = b""

    def write(self, tag: Tag) -> None:
        """Write the tree of a document's tag, and refer to it from the catalog."""
        import pydyf

        root = self._add({"Type": "/StructTreeRoot"})
        if self._second:
            space = self._add({"Type": "/Namespace", "NS": pydyf.String("http://iso.org/pdf2/ssn")})
            self._namespace = space.reference
            root["Namespaces"] = pydyf.Array([self._namespace])
        root["K"] = self._element(tag, root.reference).reference
        nums = pydyf.Array()
        for number, parents in enumerate(self._parents):
            nums += [number, self._add(pydyf.Array(parents)).reference]
        for number, parent in enumerate(self._annotated, start=len(self._pages)):
            nums += [number, parent]
        root["ParentTree"] = self._add({"Nums": nums}).reference
        root["ParentTreeNextKey"] = len(self._pages) + len(self._annotated)
        if self._named:
            # A name tree is sorted by the bytes of its names (7.9.6).
            names = [item for name in sorted(self._named) for item in (pydyf.String(name), self._named[name].reference)]
            root["IDTree"] = self._add({"Names": pydyf.Array(names)}).reference
        used = {kid.role for kid in tag.all()} & _ROLE_MAP.keys()
        if used and not self._second:
            root["RoleMap"] = pydyf.Dictionary({role: f"/{_ROLE_MAP[role]}" for role in sorted(used)})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        for number, page in enumerate(self._page_objects()):
            page["StructParents"], page["Tabs"] = number, "/S"
        if self._second:
            self._lead_to_elements()

    def _add(self, made: Any) -> Any:
        import pydyf

        added = pydyf.Dictionary(made) if type(made) is dict else made
        self._pdf.add_object(added)
        return added

    def _page_objects(self) -> list[pydyf.Dictionary]:
        return [self._pdf.objects[number] for number in self._pdf.pages["Kids"][::3]]

    def _element(self, tag: Tag, parent: bytes) -> pydyf.Dictionary:
        import pydyf

        if self._second and tag.role == "Reference":
            (only,) = tag.kids
            assert isinstance(only, Tag)
            return self._element(only, parent)
        role = _TYPES_2.get(tag.role, tag.role) if self._second else tag.role
        element = self._add({"Type": "/StructElem", "S": f"/{role}", "P": parent})
        if self._second and role not in _ONLY_1:
            element["NS"] = self._namespace
        for key, text in (("ID", tag.name), ("Lang", tag.language), ("Alt", tag.alt), ("ActualText", tag.actual)):
            if text:
                element[key] = pydyf.String(text)
        if tag.name:
            self._named[tag.name] = element
        if role[0] == "H" and role[1:].isdigit():
            self._headings.append(element)
        if attributes := self._attributes(tag):
            element["A"] = attributes
        if kids := self._kids(tag, element):
            element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        return element

    def _kids(self, tag: Tag, element: pydyf.Dictionary) -> list[Any]:
        import pydyf

        places = [kid.page for kid in tag.kids if isinstance(kid, Content)] + [page for _, page in tag.links]
        if places:
            element["Pg"] = self._pages[places[0]]
        kids: list[Any] = []
        for kid in tag.kids:
            if isinstance(kid, Tag):
                kids.append(self._element(kid, element.reference).reference)
                continue
            assert kid.mcid is not None
            self._parents[kid.page][kid.mcid] = element.reference
            here = {"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.mcid}
            kids.append(kid.mcid if kid.page == places[0] else pydyf.Dictionary(here))
        for box, page in tag.links:
            annotation = box.link_annotation
            annotation["StructParent"] = len(self._pages) + len(self._annotated)
            annotation["Contents"] = pydyf.String(tag.description)
            self._annotated.append(element.reference)
            reference = {"Type": "/OBJR", "Pg": self._pages[page], "Obj": annotation.reference}
            kids.append(pydyf.Dictionary(reference))
        return kids

    def _attributes(self, tag: Tag) -> pydyf.Dictionary | None:
        import pydyf

        attributes = dict(tag.attributes)
        if not self._second and "ListNumbering" in attributes:
            attributes["ListNumbering"] = _NUMBERINGS.get(attributes["ListNumbering"], attributes["ListNumbering"])
        if "Headers" in attributes:
            attributes["Headers"] = pydyf.Array(pydyf.String(name) for name in attributes["Headers"])
        if tag.role == "Figure":
            (picture,) = (kid for kid in tag.kids if isinstance(kid, Content))
            attributes = {"O": "/Layout", "BBox": pydyf.Array(self._rectangle(picture))}
        return pydyf.Dictionary(attributes) if len(attributes) > 1 else None

    def _rectangle(self, picture: Content) -> list[float]:
        """The rectangle of a picture, in points from the lower left corner of its page."""
        box, height = picture.box, self._heights[picture.page]
        left, top = box.content_box_x(), box.content_box_y()
        edges = left, height - top - box.height, left + box.width, height - top
        return [round(edge * 0.75, 3) for edge in edges]

    def _lead_to_elements(self) -> None:
        """Let notes and calls refer to each other, and bookmarks and links lead to elements (ISO 14289-2, 8.8)."""
        import pydyf

        for note, call in ((name, call_of(name)) for name in self._named if call_of(name) != name):
            for one, other in ((note, call), (call, note)):
                self._named[one]["Ref"] = pydyf.Array([self._named[other].reference])
        for item in self._pdf.objects:
            if not isinstance(item, dict) or "Dest" not in item:
                continue
            place = item["Dest"]
            # Each heading has its bookmark.
            element = self._headings.pop(0) if "Title" in item else self._named[place.string]
            there = pydyf.Array([element.reference, "/Fit"])
            del item["Dest"]
            item["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": place, "SD": there})
