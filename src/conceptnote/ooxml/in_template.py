"""Put a written Word file into an organisation's template: its styles, page and furniture around our body.

Styles match by name: those of the template are used, and missing ones are added. The template's headers and footers
stay, followed by ours.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from msgspec import Struct, field

from conceptnote.ooxml.template import Furniture, WordTemplate
from conceptnote.ooxml.template_styles import StyleMap
from conceptnote.ooxml.xml import Element, element, insert, qualified, serialise

_EPOCH = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_R_ID = f"{{{_OFFICE}}}id"


def in_template(written: bytes, template: WordTemplate, names: Mapping[str, str]) -> bytes:
    """A file of ours in a template; `names` are the template's styles by the ids of ours."""
    with ZipFile(BytesIO(written)) as source:
        parts = {name: source.read(name) for name in source.namelist() if "/fonts/" not in name}
    styles = StyleMap.of(template, names, etree.fromstring(parts["word/styles.xml"]))
    return _Merging(template, parts, styles).file()


class _Merging(Struct):
    template: WordTemplate
    parts: dict[str, bytes]
    styles: StyleMap
    added: list[tuple[str, str]] = field(default_factory=list)
    """The added parts, each with its content type."""

    def file(self) -> bytes:
        """The merged package, the same bytes each time."""
        styles = self.styles
        self.parts["word/styles.xml"] = serialise(styles.root)
        ours = self._parsed("word/numbering.xml") if "word/numbering.xml" in self.parts else None
        if (lists := styles.numbering(self.template, ours)) is not None:
            if ours is None:
                self._relate_document("numbering", "numbering.xml")
                self.added.append(("word/numbering.xml", f"{_TYPES}.wordprocessingml.numbering+xml"))
            self.parts["word/numbering.xml"] = serialise(lists)
        document = self._parsed("word/document.xml")
        relations = self._parsed("word/_rels/document.xml.rels")
        section = document.find(f"{qualified('w:body')}/{qualified('w:sectPr')}")
        assert section is not None
        self._page(section, relations)
        for name in [name for name in self.parts if name.startswith("word/footnotes")]:
            root = self._parsed(name)
            styles.refer(root)
            self.parts[name] = serialise(root)
        styles.refer(document)
        self._unembed()
        if self.template.theme:
            self._relate(relations, "theme", "theme/theme1.xml")
            self._add("word/theme/theme1.xml", f"{_TYPES}.theme+xml", self.template.theme)
        self.parts["word/document.xml"] = serialise(document)
        self.parts["word/_rels/document.xml.rels"] = serialise(relations)
        self._content_types()
        made = BytesIO()
        with ZipFile(made, "w") as target:
            for name, content in self.parts.items():
                target.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
        return made.getvalue()

    def _parsed(self, name: str) -> Element:
        root: Element = etree.fromstring(self.parts[name])
        return root

    # The page, and its furniture

    def _page(self, ours: Element, relations: Element) -> None:
        """The page set-up of the template, with its furniture followed by ours."""
        own: dict[tuple[str, str], str] = {}
        for kind in ("header", "footer"):
            for one in list(ours.iterfind(qualified(f"w:{kind}Reference"))):
                own[kind, str(one.get(qualified("w:type")))] = str(one.get(_R_ID))
        section: Element = etree.fromstring(self.template.section) if self.template.section else deepcopy(ours)
        for one in list(section):
            if str(one.tag) in map(qualified, ("w:headerReference", "w:footerReference", "w:printerSettings")):
                section.remove(one)
        section.attrib.clear()
        ours.getparent().replace(ours, section)  # type: ignore[union-attr] # it is in the body
        # A cover has a foot of its own; a first page that only lacks a running head has not.
        cover = own.get(("footer", "first"), own.get(("footer", "default"))) != own.get(("footer", "default"))
        first = "first" if section.find(qualified("w:titlePg")) is not None else "default"
        if cover and first == "default":
            insert(section, element("w:titlePg"), "w:sectPr")
        targets = {one.get("Id"): str(one.get("Target")) for one in relations}
        pages = ["default"]
        pages += ["first"] if section.find(qualified("w:titlePg")) is not None else []
        pages += ["even"] if self.template.even else []
        references = []
        for kind in ("header", "footer"):
            for number, which in enumerate(pages, start=1):
                usual = own.get((kind, "default")) if kind == "footer" or which == "default" else None
                mine = own.get((kind, which), usual)
                written = posixpath.join("word", targets[mine]) if mine else ""
                name = self._furniture(kind, first if which == "first" else which, number, written)
                if name:
                    identifier = self._relate(relations, kind, posixpath.basename(name))
                    references.append(element(f"w:{kind}Reference", type=which, r_id=identifier))
        for one in reversed(references):
            section.insert(0, one)
        for one in [one for one in relations if one.get("Id") in own.values()]:
            relations.remove(one)
        for identifier in dict.fromkeys(own.values()):
            old = posixpath.join("word", targets[identifier])
            for name in (old, _relations_of(old)):
                self.parts.pop(name, None)
        _deepen(section, ours)

    def _furniture(self, kind: str, which: str, number: int, written: str) -> str:
        """A header or footer of the template followed by ours; empty if there is neither."""
        theirs = next((one for one in self.template.furniture if (one.kind, one.pages) == (kind, which)), None)
        if theirs is None and not written:
            return ""
        name = f"word/{kind}{number}.xml"
        relations: Element = etree.fromstring(f'<Relationships xmlns="{_PACKAGE}/relationships"/>')
        own = self._parsed(written) if written else None
        if theirs is not None:
            root: Element = etree.fromstring(theirs.xml)
            self._carry(theirs, root, relations, f"{kind}{number}")
        else:
            assert own is not None
            root = deepcopy(own)
            root[:] = []
        if own is not None:
            self.styles.refer(own)
            if _relations_of(written) in self.parts:
                relations.extend(deepcopy(list(self._parsed(_relations_of(written)))))
            root.extend(list(own))
        if len(relations):
            self.parts[_relations_of(name)] = serialise(relations)
        self._add(name, f"{_TYPES}.wordprocessingml.{kind}+xml", serialise(root))
        return name

    def _carry(self, theirs: Furniture, root: Element, relations: Element, stem: str) -> None:
        """Copy the pictures and links of a template's furniture, under ids that ours do not use."""
        ids = {}
        for at, one in enumerate(theirs.pictures, start=1):
            ids[one.id] = f"template{at}"
            part = f"media/{stem}-{at}.{one.form}"
            self.parts[f"word/{part}"] = one.data
            relations.append(_relation(f"template{at}", "image", part))
        for at, (identifier, address) in enumerate(theirs.links, start=len(theirs.pictures) + 1):
            ids[identifier] = f"template{at}"
            relations.append(_relation(f"template{at}", "hyperlink", address, outside=True))
        for each in root.iter():
            for key, value in each.attrib.items():
                if str(key).startswith(f"{{{_OFFICE}}}") and value in ids:
                    each.set(key, ids[str(value)])

    # The package

    def _unembed(self) -> None:
        """Remove our embedded fonts: the text is in the template's."""
        settings = self._parsed("word/settings.xml")
        for name in ("w:embedTrueTypeFonts", "w:saveSubsetFonts"):
            for one in settings.findall(qualified(name)):
                settings.remove(one)
        if self.template.even:
            insert(settings, element("w:evenAndOddHeaders"), "w:settings")
        self.parts["word/settings.xml"] = serialise(settings)
        table = self._parsed("word/fontTable.xml")
        for font in table:
            for one in [one for one in font if "embed" in str(one.tag)]:
                font.remove(one)
        self.parts["word/fontTable.xml"] = serialise(table)
        self.parts.pop("word/_rels/fontTable.xml.rels", None)

    def _relate_document(self, kind: str, target: str) -> None:
        relations = self._parsed("word/_rels/document.xml.rels")
        self._relate(relations, kind, target)
        self.parts["word/_rels/document.xml.rels"] = serialise(relations)

    def _relate(self, relations: Element, kind: str, target: str) -> str:
        taken = {one.get("Id") for one in relations}
        identifier = next(name for number in count(1) if (name := f"template{number}") not in taken)
        relations.append(_relation(identifier, kind, target))
        return identifier

    def _add(self, name: str, content_type: str, content: bytes) -> None:
        self.parts[name] = content
        self.added.append((name, content_type))

    def _content_types(self) -> None:
        root = self._parsed("[Content_Types].xml")
        for one in list(root):
            name = str(one.get("PartName", "")).lstrip("/")
            if name and name not in self.parts:
                root.remove(one)
        space = f"{{{_PACKAGE}/content-types}}"
        known = {str(one.get("PartName", "")).lstrip("/") for one in root}
        for name, content_type in self.added:
            if name not in known:
                etree.SubElement(root, f"{space}Override", PartName=f"/{name}", ContentType=content_type)
        endings = {str(one.get("Extension", "")).lower() for one in root}
        for form in ("png", "jpeg", "gif"):
            if form not in endings and any(name.endswith(f".{form}") for name in self.parts):
                etree.SubElement(root, f"{space}Default", Extension=form, ContentType=f"image/{form}")
        self.parts["[Content_Types].xml"] = serialise(root)


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return f"{folder}/_rels/{base}.rels"


def _relation(identifier: str, kind: str, target: str, *, outside: bool = False) -> Element:
    made: Element = etree.Element(f"{{{_PACKAGE}/relationships}}Relationship")
    for key, value in (("Id", identifier), ("Type", f"{_OFFICE}/{kind}"), ("Target", target)):
        made.set(key, value)
    if outside:
        made.set("TargetMode", "External")
    return made


def _deepen(section: Element, ours: Element) -> None:
    """Leave at least the space below the text that our footer needs."""
    bottom = qualified("w:bottom")
    margins, own = section.find(qualified("w:pgMar")), ours.find(qualified("w:pgMar"))
    if margins is not None and own is not None:
        margins.set(bottom, str(max(int(margins.get(bottom, 0)), int(own.get(bottom, 0)))))
