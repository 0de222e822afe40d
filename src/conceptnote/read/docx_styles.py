"""The properties of a DOCX's paragraphs from its styles and its numbering."""

from __future__ import annotations

from msgspec import Struct

from conceptnote.ooxml.xml import Element, qualified
from conceptnote.read.manuscript import Kind
from conceptnote.read.package import Package
from conceptnote.read.properties import first, is_on, value

_DEEPEST = 20  # A longer chain of styles would be a circle.


class RunFormat(Struct, frozen=True):
    """The properties of a paragraph: its own, its style's, and those that the style is based on."""

    kind: Kind
    level: int
    numbering: str
    strong: bool
    emphasis: bool
    style: str = ""


class Styles:
    """The styles and the numbering of a DOCX."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Element] = {}
        self._default: Element | None = None
        self.language = ""
        """The one language that the texts are in by default; LibreOffice names one for each kind of script."""
        for root in _roots(package, "styles"):
            named = root.find(f"{qualified('w:docDefaults')}//{qualified('w:lang')}")
            if named is not None:
                given = {named.get(qualified(f"w:{kind}"), "") for kind in ("bidi", "eastAsia", "val")} - {""}
                self.language = given.pop() if len(given) == 1 else ""
            for style in root.iterfind(qualified("w:style")):
                if style.get(qualified("w:type")) == "paragraph":
                    self._styles[style.get(qualified("w:styleId"), "")] = style
                    if style.get(qualified("w:default")) in ("1", "true"):
                        self._default = style
        self._formats = _formats(package)
        self._counts: dict[str, list[int]] = {}

    def look(self, paragraph: Element) -> RunFormat:
        """The properties of a paragraph."""
        chain = [paragraph, *self._chain(value(paragraph, "w:pPr/w:pStyle"))]
        names = [(value(style, "w:name") or "").casefold() for style in chain[1:]]
        numbering = first(chain, "w:pPr/w:numPr/w:numId") or "0"
        depth = _number(first(chain, "w:pPr/w:numPr/w:ilvl"))
        kind, level = self._kind(names, first(chain, "w:pPr/w:outlineLvl"), numbering, depth)
        strong, emphasis = (is_on(chain[1:], f"w:rPr/w:{name}") for name in ("b", "i"))
        return RunFormat(kind, level, numbering, strong, emphasis, next(iter(names), ""))

    def _kind(self, names: list[str], outline: str | None, numbering: str, depth: int) -> tuple[Kind, int]:
        for name in names:
            if name in ("title", "subtitle"):
                return ("title" if name == "title" else "subtitle"), 0
            if name.startswith("heading "):
                return "heading", _number(name[8:]) or 1
        if outline is not None and _number(outline) < 9:  # 9 is body text (ISO/IEC 29500-1, 17.3.1.20)
            return "heading", _number(outline) + 1
        match self._formats.get((numbering, depth)):
            case None | "none":
                return "text", 0
            case "bullet":
                return "bullet", depth
        return "number", depth

    def count(self, look: RunFormat) -> str:
        """The number of the next item of a list."""
        counts = self._counts.setdefault(look.numbering, [])
        del counts[look.level + 1 :]
        counts += [0] * (look.level + 1 - len(counts))
        counts[look.level] += 1
        return f"{counts[look.level]}."

    def _chain(self, name: str | None) -> list[Element]:
        found: list[Element] = []
        style = self._styles.get(name) if name else self._default
        while style is not None and len(found) < _DEEPEST:
            found.append(style)
            style = self._styles.get(value(style, "w:basedOn") or "")
        return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


def _formats(package: Package) -> dict[tuple[str, int], str]:
    """The number format of each level of each list."""
    found: dict[tuple[str, int], str] = {}
    for root in _roots(package, "numbering"):
        abstract = {a.get(qualified("w:abstractNumId")): a for a in root.iterfind(qualified("w:abstractNum"))}
        for number in root.iterfind(qualified("w:num")):
            levels = abstract.get(value(number, "w:abstractNumId"))
            for level in levels.iterfind(qualified("w:lvl")) if levels is not None else ():
                depth = _number(level.get(qualified("w:ilvl")))
                found[number.get(qualified("w:numId"), ""), depth] = value(level, "w:numFmt") or "decimal"
    return found


def _roots(package: Package, kind: str) -> list[Element]:
    roots = [package.xml(part) for part in package.related(package.document, kind).values()]
    return [root for root in roots if root is not None]
