"""The parts around the text: settings, numbering, footnotes, fonts and properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from conceptnote.ooxml.fonts import Family, obfuscate
from conceptnote.ooxml.package import WordPackage
from conceptnote.ooxml.text import flag, paragraph, run, text
from conceptnote.ooxml.xml import Element, element, part_root, qualified
from conceptnote.scripts import direction

_COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
    "useWord2013TrackBottomHyphenation": 0,
}
_WORD = "http://schemas.microsoft.com/office/word"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_SEPARATORS = {-1: "separator", 0: "continuationSeparator"}


def settings(language: str, *, footnotes: bool, fonts: bool) -> Element:
    """The settings of Word 2013 and later, without anything that a document changes by itself (17.15)."""
    modes = (element("w:compatSetting", name=name, uri=_WORD, val=value) for name, value in _COMPATIBILITY.items())
    separators = (element("w:footnote", id=number) for number in _SEPARATORS)
    root = part_root("w:settings")
    root.extend(
        element(
            "w:settings",
            element("w:zoom", percent=100),
            flag("w:displayBackgroundShape", False),
            flag("w:embedTrueTypeFonts") if fonts else None,
            flag("w:saveSubsetFonts") if fonts else None,
            element("w:defaultTabStop", val=720),
            flag("w:autoHyphenation", False),
            element("w:characterSpacingControl", val="doNotCompress"),
            flag("w:updateFields", False),
            element("w:footnotePr", *separators) if footnotes else None,
            element("w:compat", *modes),
            element("w:themeFontLang", **{"bidi" if direction(language) == "rtl" else "val": language}),
            element("w:decimalSymbol", val="."),
            element("w:listSeparator", val=","),
        )
    )
    return root


class Level(Struct, frozen=True):
    """A level of a list: its mark, the position of its text in twips, and the style of its paragraphs."""

    format: str
    mark: str
    indent: int
    hanging: int
    style: str
    colour: str


class Numbered(Struct, frozen=True):
    """One list: its definition, and the level that restarts with its first number."""

    definition: int
    level: int = 0
    start: int | None = None


def numbering(definitions: Sequence[Sequence[Level]], lists: Iterable[Numbered]) -> Element:
    """Definitions of lists, and the lists, numbered from 1 (17.9)."""
    root = part_root("w:numbering")
    for number, levels in enumerate(definitions):
        root.append(
            element(
                "w:abstractNum",
                element("w:multiLevelType", val="multilevel"),
                *(_level(at, level) for at, level in enumerate(levels)),
                abstractNumId=number,
            )
        )
    for number, one in enumerate(lists, start=1):
        restart = (
            element("w:lvlOverride", element("w:startOverride", val=one.start), ilvl=one.level)
            if one.start is not None
            else None
        )
        root.append(element("w:num", element("w:abstractNumId", val=one.definition), restart, numId=number))
    return root


def _level(at: int, level: Level) -> Element:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=level.format),
        element("w:pStyle", val=level.style),
        element("w:lvlText", val=level.mark),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left=level.indent, hanging=level.hanging)),
        element("w:rPr", element("w:color", val=level.colour)),
        ilvl=at,
    )


def footnotes(separator_style: str) -> Element:
    """The part of the footnotes, with its separators (17.11.10)."""
    root = part_root("w:footnotes", "r", "wp", "a", "pic", "asvg")
    for number, kind in _SEPARATORS.items():
        rule = paragraph([element("w:pStyle", val=separator_style)], [run([], element(f"w:{kind}"))])
        root.append(element("w:footnote", rule, type=kind, id=number))
    return root


def footnote(number: int, blocks: list[Element], reference_style: str) -> Element:
    """A note; its first paragraph begins with its number and a space (17.11.10, 17.11.13)."""
    first = blocks[0]
    at = 1 if first.find(qualified("w:pPr")) is not None else 0
    first.insert(at, run([element("w:rStyle", val=reference_style)], element("w:footnoteRef")))
    first.insert(at + 1, run([], text(" ")))
    return element("w:footnote", *blocks, id=number)


def font_table(families: Iterable[Family], package: WordPackage) -> None:
    """Add the used families, with their embedded faces (17.8.3), to a package."""
    root = part_root("w:fonts", "r")
    part, _ = package.add("fontTable", root)
    for family in families:
        kind = element("w:family", val="auto" if family.serif is None else "roman" if family.serif else "swiss")
        font = element("w:font", kind, element("w:pitch", val="variable"), name=family.name)
        for face, data in family.faces.items():
            hidden, key = obfuscate(data)
            carried = element(f"w:{face}", fontKey=key)
            carried.set(qualified("r:id"), package.add_font(part, hidden))
            font.append(carried)
        root.append(font)


def core_properties(
    *, title: str, subject: str, creator: str, keywords: str, language: str, identifier: str
) -> Element:
    """The core properties (ISO/IEC 29500-2 11); no dates, so they are the same in each run."""
    root = part_root("cp:coreProperties", "dc")
    values = {
        "dc:title": title,
        "dc:subject": subject,
        "dc:creator": creator,
        "cp:keywords": keywords,
        "dc:language": language,
        "dc:identifier": identifier,
    }
    root.extend(element(name, text=value) for name, value in values.items() if value)
    return root


ID_PROPERTY = "conceptnote"
"""The custom property with the id of a paper."""


def custom_properties(wording: Mapping[str, str]) -> Element:
    """Custom properties (ISO/IEC 29500-1 22.3); their ids begin at 2."""
    root = part_root("op:Properties", "vt")
    for number, (name, value) in enumerate(wording.items(), start=2):
        root.append(element("op:property", element("vt:lpwstr", text=value), fmtid=_FORMAT, pid=number, name=name))
    return root
