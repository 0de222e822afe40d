"""An organisation's Word template: its styles, page set-up, headers and footers, as far as papers may have them.

Templates come from anybody. Anything that could fetch or act is refused: macros, linked pictures, embedded objects, and
fields that fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from conceptnote.ooxml.template import Facts, Furniture, Picture, WordTemplate
from conceptnote.ooxml.xml import Element, qualified, serialise
from conceptnote.read.package import Package
from conceptnote.read.properties import remove, value
from conceptnote.read.unreadable import UnreadableFile
from conceptnote.units import TWIPS_PER_MM

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFUSED = frozenset(map(qualified, ("w:object", "w:control", "w:altChunk", "w:subDoc")))
_FIELDS = frozenset(
    ["PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "AUTHOR", "DATE", "HYPERLINK"]
)
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_KINDS: tuple[Literal["header", "footer"], ...] = ("header", "footer")


def read_word_template(data: bytes) -> WordTemplate:
    """What a template gives to papers. Raises UnreadableFile for other files, and for forbidden parts."""
    package = Package(data)
    main = package.document
    document = package.xml(main) if main else None
    body = document.find(qualified("w:body")) if document is not None else None
    styles = package.xml(package.first(main, "styles")) if body is not None else None
    if body is None or styles is None:
        raise UnreadableFile("this is not a Word file with styles", "save the template in Word as .docx")
    if "word/vbaProject.bin" in package:
        raise UnreadableFile("the template has macros", "save it in Word as .docx, which has none")
    sections = list(body.iter(qualified("w:sectPr")))
    own = body.find(qualified("w:sectPr"))
    settings = package.first(main, "settings")
    root = package.xml(settings) if settings else None
    even = root is not None and root.find(qualified("w:evenAndOddHeaders")) is not None
    return WordTemplate(
        styles=serialise(styles),
        numbering=_numbering(package, main),
        theme=_theme(package, main),
        section=serialise(own) if own is not None else b"",
        furniture=tuple(_furniture(package, main, sections)),
        even=even,
        facts=_facts(package, main, styles, own),
    )


def _facts(package: Package, main: str, styles: Element, section: Element | None) -> Facts:
    """What other formats can take: from the page, the style “Normal” and “heading 1”."""
    size = section.find(qualified("w:pgSz")) if section is not None else None
    around = section.find(qualified("w:pgMar")) if section is not None else None
    page = _lengths(size, "w", "h") if size is not None else None
    margins = _lengths(around, "top", "right", "bottom", "left") if around is not None else None
    named = {(value(style, "w:name") or "").casefold(): style for style in styles.iterfind(qualified("w:style"))}
    defaults = styles.find("/".join(map(qualified, ("w:docDefaults", "w:rPrDefault"))))
    normal = [one for one in (named.get("normal"), defaults) if one is not None]
    heading = [one for one in (named.get("heading 1"), *normal) if one is not None]
    points = next((size for size in (value(one, "w:rPr/w:sz") or "" for one in normal) if size.isdecimal()), "")
    colour = (value(heading[0], "w:rPr/w:color") or "") if heading else ""
    families = _theme_families(package, main)
    return Facts(
        size=(page[0], page[1]) if page else None,
        margins=(margins[0], margins[1], margins[2], margins[3]) if margins else None,
        text=_family(normal, families),
        headings=_family(heading, families),
        points=int(points) / 2 if points else None,
        accent=f"#{colour.lower()}" if re.fullmatch("[0-9A-Fa-f]{6}", colour) else "",
    )


def _lengths(found: Element, *names: str) -> list[float] | None:
    parts = [found.get(qualified(f"w:{name}"), "") for name in names]
    return [int(one) / TWIPS_PER_MM for one in parts] if all(re.fullmatch(r"\d{1,5}", one) for one in parts) else None


def _family(styles: list[Element], families: Mapping[str, str]) -> str:
    for style in styles:
        fonts = style.find("/".join(map(qualified, ("w:rPr", "w:rFonts"))))
        if fonts is not None:
            named = families.get(fonts.get(qualified("w:asciiTheme"), "")[:5], "")
            if found := fonts.get(qualified("w:ascii"), "") or named:
                return found
    return ""


def _theme_families(package: Package, main: str) -> dict[str, str]:
    part = package.first(main, "theme")
    root = package.xml(part) if part else None
    found = {}
    for name, tag in (("major", "a:majorFont"), ("minor", "a:minorFont")):
        fonts = next(root.iter(qualified(tag)), None) if root is not None else None
        latin = fonts.find(qualified("a:latin")) if fonts is not None else None
        found[name] = latin.get("typeface", "") if latin is not None else ""
    return found


def _numbering(package: Package, main: str) -> bytes:
    part = package.first(main, "numbering")
    root = package.xml(part) if part else None
    if root is None:
        return b""
    for name in ("w:numPicBullet", "w:lvlPicBulletId"):  # Their pictures are separate parts.
        for found in list(root.iter(qualified(name))):
            remove(found)
    return serialise(root)


def _theme(package: Package, main: str) -> bytes:
    part = package.first(main, "theme")
    root = package.xml(part) if part and not package.relationships(part) else None
    return serialise(root) if root is not None else b""


def _furniture(package: Package, main: str, sections: list[Element]) -> Iterator[Furniture]:
    """The headers and footers of the last section: its own, or those of earlier sections."""
    effective: dict[tuple[Literal["header", "footer"], str], str] = {}
    for section in sections:
        for kind in _KINDS:
            parts = package.related(main, kind)
            for reference in section.iterfind(qualified(f"w:{kind}Reference")):
                part = parts.get(reference.get(f"{_R}id", ""))
                if part:
                    effective[kind, reference.get(qualified("w:type"), "default")] = part
    for (kind, which), part in effective.items():
        root = package.xml(part)
        if root is not None:
            yield _read(package, part, root, kind, which)


def _read(package: Package, part: str, root: Element, kind: Literal["header", "footer"], which: str) -> Furniture:
    for element in root.iter():
        if element.tag in _REFUSED:
            name = str(element.tag).rpartition("}")[2]
            raise UnreadableFile(f"a {kind} of the template has an embedded object ({name})", "remove it in Word")
        instruction = element.get(qualified("w:instr")) or (
            element.text if element.tag == qualified("w:instrText") else None
        )
        if instruction and (word := re.match(r"\s*([A-Za-z]+)", instruction)) and word[1].upper() not in _FIELDS:
            message = f"a {kind} of the template has a field {word[1].upper()}, which papers do not carry"
            raise UnreadableFile(message, "replace it by text in Word: Ctrl+Shift+F9")
    named = {text for element in root.iter() for name, text in element.attrib.items() if str(name).startswith(_R)}
    pictures, links = list[Picture](), list[tuple[str, str]]()
    for one in package.relationships(part):
        if one.id not in named:
            continue
        if one.kind == "hyperlink" and one.outside and re.match(r"(https?|mailto):", one.target):
            links.append((one.id, one.target))
        elif one.kind == "image" and not one.outside:
            pictures.append(_picture(package, one.id, one.target, kind))
        else:
            where = "outside of the file" if one.outside else f"a part of the kind “{one.kind}”"
            raise UnreadableFile(f"a {kind} of the template refers to {where}", "insert pictures into the file itself")
    return Furniture(kind, which, serialise(root), tuple(pictures), tuple(links))


def _picture(package: Package, name: str, part: str, kind: str) -> Picture:
    data = package.bytes_of(part) or b""
    form = next((form for start, form in _PICTURES.items() if data.startswith(start)), None)
    if form is None:
        raise UnreadableFile(f"a picture in a {kind} of the template is not PNG, JPEG or GIF", "insert it as PNG")
    return Picture(name, form, data)
