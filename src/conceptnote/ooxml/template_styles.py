"""The styles and lists of a written Word file inside a template: under the template's names if it has them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from conceptnote.ooxml.template import WordTemplate, folded
from conceptnote.ooxml.xml import Element, qualified

_REFERENCES = {"w:pStyle": "paragraph", "w:rStyle": "character", "w:tblStyle": "table"}
_LISTS = {"w:abstractNum": "w:abstractNumId", "w:num": "w:numId"}
_VAL, _ID, _TYPE, _LINE = (qualified(f"w:{name}") for name in ("val", "styleId", "type", "line"))
_PROPERTIES, _SPACING, _BEFORE = (qualified(f"w:{name}") for name in ("pPr", "spacing", "before"))
_SINGLE = 240
_OURS, _USUAL = 1.44, 1.2
"""The natural height of a line in our typefaces and in those of most templates, in ems: leading is a multiple of it."""


class StyleMap(Struct, frozen=True):
    """The template's styles with the missing ones added, our names there, and the offset of list numbers."""

    root: Element
    renamed: Mapping[tuple[str, str], str]
    moved: int

    @classmethod
    def of(cls, template: WordTemplate, names: Mapping[str, str], ours: Element) -> StyleMap:
        """Map our styles to the template's by name, and add missing ones."""
        root: Element = etree.fromstring(template.styles)
        theirs = {
            (str(style.get(_TYPE)), folded(_value_at(style, "w:name"))): str(style.get(_ID))
            for style in root.iterfind(qualified("w:style"))
        }
        taken, renamed, missing = set(theirs.values()), dict[tuple[str, str], str](), []
        for style in ours.iterfind(qualified("w:style")):
            kind, identifier = str(style.get(_TYPE)), str(style.get(_ID))
            name = names.get(identifier) or _value_at(style, "w:name")
            if (known := theirs.get((kind, folded(name)))) is not None:
                renamed[kind, identifier] = known
                continue
            renamed[kind, identifier] = new = identifier if identifier not in taken else f"paper-{identifier}"
            taken.add(new)
            missing.append(style)
        made = cls(root, renamed, _first_free(template))
        for style in missing:
            root.append(made._own(deepcopy(style)))
        return made

    def numbering(self, template: WordTemplate, ours: Element | None) -> Element | None:
        """The template's lists followed by ours; None without any."""
        root: Element | None = etree.fromstring(template.numbering) if template.numbering else None
        for one in list(ours) if ours is not None else ():
            for tag, name in _LISTS.items():
                if one.tag == qualified(tag):
                    one.set(qualified(name), str(int(one.get(qualified(name), 0)) + self.moved))
            link = one.find(qualified("w:abstractNumId"))
            if link is not None:
                link.set(_VAL, str(int(link.get(_VAL, 0)) + self.moved))
            for style in one.iter(qualified("w:pStyle")):
                style.set(_VAL, self.renamed.get(("paragraph", str(style.get(_VAL))), str(style.get(_VAL))))
            if root is not None:
                last = len(root.findall(qualified("w:abstractNum")))
                root.insert(last if one.tag == qualified("w:abstractNum") else len(root), one)
        return root if root is not None else ours

    def refer(self, root: Element) -> None:
        """Make a part of ours refer to the template's styles and the renumbered lists."""
        for tag, kind in _REFERENCES.items():
            for one in root.iter(qualified(tag)):
                one.set(_VAL, self.renamed.get((kind, str(one.get(_VAL))), str(one.get(_VAL))))
        self._move(root)
        self._keep_apart(root)

    def _keep_apart(self, root: Element) -> None:
        """Leave the space above paragraphs to the template's styles where theirs is larger."""
        above = {
            str(style.get(_ID)): int(spacing.get(_BEFORE, 0))
            for style in self.root.iterfind(qualified("w:style"))
            if (spacing := style.find(f"{_PROPERTIES}/{_SPACING}")) is not None and spacing.get(_BEFORE, "").isdecimal()
        }
        for properties in root.iter(_PROPERTIES):
            style, spacing = _value_at(properties, "w:pStyle"), properties.find(_SPACING)
            if spacing is not None and int(spacing.get(_BEFORE, 0)) < above.get(style, 0):
                if _BEFORE in spacing.attrib:
                    del spacing.attrib[_BEFORE]
                if not spacing.attrib:
                    properties.remove(spacing)

    def _own(self, style: Element) -> Element:
        """A style of ours in the template: in its typefaces, based on its styles."""
        kind = str(style.get(_TYPE))
        style.set(_ID, self.renamed[kind, str(style.get(_ID))])
        if style.get(qualified("w:default")):
            del style.attrib[qualified("w:default")]
        for tag in ("w:basedOn", "w:next", "w:link"):
            for one in style.iterfind(qualified(tag)):
                known = (self.renamed.get((each, str(one.get(_VAL)))) for each in (kind, "paragraph", "character"))
                one.set(_VAL, next((name for name in known if name), str(one.get(_VAL))))
        for fonts in list(style.iter(qualified("w:rFonts"))):
            above = fonts.getparent()
            if above is not None:
                above.remove(fonts)
        for spacing in style.iter(_SPACING):
            high = int(spacing.get(_LINE, _SINGLE))
            if spacing.get(qualified("w:lineRule")) == "auto" and high != _SINGLE:
                spacing.set(_LINE, str(round(high * _OURS / _USUAL)))
        self._move(style)
        return style

    def _move(self, root: Element) -> None:
        for one in root.iter(qualified("w:numId")):
            if (number := int(one.get(_VAL, 0))) > 0:
                one.set(_VAL, str(number + self.moved))


def _first_free(template: WordTemplate) -> int:
    """The offset that keeps our list numbers different from the template's."""
    root: Element | None = etree.fromstring(template.numbering) if template.numbering else None
    if root is None:
        return 0
    found = (one.get(qualified(name), "0") for tag, name in _LISTS.items() for one in root.iterfind(qualified(tag)))
    return 1 + max((int(number) for number in found if number.isdecimal()), default=0)


def _value_at(parent: Element, path: str) -> str:
    found = parent.find(qualified(path))
    return "" if found is None else str(found.get(_VAL))
