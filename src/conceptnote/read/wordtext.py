"""The lines of a part of a Word file, with words and pictures (WordprocessingML, DrawingML and VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.ooxml.xml import NAMESPACES, Element
from conceptnote.read.package import Package
from conceptnote.read.properties import is_on, value
from conceptnote.read.story import Line, Picture, Story
from conceptnote.units import EMU_PER_MM, MILLIMETRES, TWIPS_PER_MM

_W, _R, _A, _WP, _PIC, _MC = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "r", "a", "wp", "pic", "mc"))
_V, _O = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
# Deleted content (17.13.5), and properties.
_UNSAID = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad"}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_DRAWINGS = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}


class _Place(Struct, frozen=True):
    """The reader's state: table row and cell, whether text is hidden, and the exact height of a line in millimetres."""

    row: int | None = None
    cell: int | None = None
    hidden: bool = False
    line_height: float | None = None


class WordText(Struct):
    """Reads the parts of one package."""

    package: Package
    styles: Element | None
    _hiding: frozenset[str] = frozenset()
    """The styles with hidden text."""
    _count: int = 0
    _images: dict[str, bytes | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = () if self.styles is None else self.styles.iter(f"{_W}style")
        named = {style.get(f"{_W}styleId", ""): style for style in found}
        self._hiding = _hiding(named)

    def story(self, root: Element | None, part: str) -> Story:
        """The lines of a part of the package, in reading order; none of a missing part."""
        if root is None:
            return Story()
        lines: list[Line] = []
        self._walk(root, lines, _Place(), self.package.related(part, "image"))
        return Story(tuple(lines))

    def _walk(self, parent: Element, lines: list[Line], at: _Place, shown: Mapping[str, str]) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in _UNSAID:
                continue
            if tag == f"{_W}p":
                lines.append(Line(at.row, at.cell))
                self._walk(child, lines, self._paragraph(child, at), shown)
            elif tag == f"{_W}r":
                self._walk(child, lines, self._run(child, at), shown)
            elif tag == f"{_W}t" or tag in _CHARACTERS:
                if not at.hidden and lines:
                    lines[-1].say(_CHARACTERS.get(tag, child.text or ""))
            elif tag in _BREAKS:
                lines.append(Line(at.row, at.cell))
            elif tag == f"{_W}tr":
                self._row(child, lines, at, shown)
            elif tag == f"{_MC}AlternateContent":
                # The same content for newer and for older readers (29500-3 10.2).
                choice = child.find(f"{_MC}Choice")
                self._walk(child if choice is None else choice, lines, at, shown)
            elif tag in _DRAWINGS:
                self._drawing(child, lines, at, shown)
            else:
                self._walk(child, lines, at, shown)

    def _paragraph(self, paragraph: Element, at: _Place) -> _Place:
        properties = paragraph.find(f"{_W}pPr")
        hidden = value(properties, "w:pStyle") in self._hiding
        spacing = None if properties is None else properties.find(f"{_W}spacing")
        exact = spacing is not None and spacing.get(f"{_W}lineRule") == "exact"
        height = _number(spacing.get(f"{_W}line")) / TWIPS_PER_MM if exact and spacing is not None else None
        return replace(at, hidden=hidden, line_height=height)

    def _run(self, run: Element, at: _Place) -> _Place:
        properties = run.find(f"{_W}rPr")
        if properties is not None and properties.find(f"{_W}vanish") is not None:
            return replace(at, hidden=is_on([properties], "w:vanish"))
        return replace(at, hidden=at.hidden or value(properties, "w:rStyle") in self._hiding)

    def _row(self, row: Element, lines: list[Line], at: _Place, shown: Mapping[str, str]) -> None:
        properties = row.find(f"{_W}trPr")
        if is_on([properties], "w:hidden") or (properties is not None and properties.find(f"{_W}del") is not None):
            return
        if at.row is not None:
            self._walk(row, lines, at, shown)
            return
        self._count += 1
        for number, cell in enumerate(row):
            self._walk(cell, lines, replace(at, row=self._count, cell=number), shown)

    def _drawing(self, drawing: Element, lines: list[Line], at: _Place, shown: Mapping[str, str]) -> None:
        old = next(_below(drawing, f"{_V}imagedata"), None) is not None
        found = _vml(drawing) if old else _drawingml(drawing)
        if lines:
            for each in found:
                cut = each.inline and at.line_height is not None and each.height > at.line_height + 0.2
                hidden = at.hidden or each.hidden or cut or each.width <= 0 or each.height <= 0
                images = tuple(self._image(shown.get(id)) for id in each.images)
                lines[-1].pictures.append(
                    Picture(each.alt, images, each.width, each.height, each.crop, hidden, each.altered)
                )
        inside: list[Line] = []
        self._walk(drawing, inside, replace(at, hidden=False, line_height=None), shown)
        # A text box precedes the rest of the paragraph that contains it.
        lines[-1:-1] = inside

    def _image(self, part: str | None) -> bytes | None:
        if part and part not in self._images:
            self._images[part] = self.package.bytes_of(part)
        return self._images[part] if part else None


def _hiding(styles: Mapping[str, Element]) -> frozenset[str]:
    """The styles that hide their text, by themselves or by their basis; each is examined once."""
    known: dict[str, bool] = {}
    for style in styles:
        chain, name, hides = [], style, False
        while name in styles and name not in known:
            known[name] = False  # which ends a circle of styles
            chain.append(name)
            properties = styles[name].find(f"{_W}rPr")
            if properties is not None and properties.find(f"{_W}vanish") is not None:
                hides = is_on([properties], "w:vanish")
                break
            name = value(styles[name], "w:basedOn") or ""
        else:
            hides = known.get(name, False)
        known.update(dict.fromkeys(chain, hides))
    return frozenset(name for name, hides in known.items() if hides)


class _Shown(Struct, frozen=True):
    """A picture as a drawing places it; `images` are relationships."""

    alt: str
    images: tuple[str, ...]
    width: float
    height: float
    crop: tuple[float, float, float, float]
    hidden: bool
    altered: bool
    inline: bool


def _drawingml(drawing: Element) -> Iterator[_Shown]:
    """The pictures of a drawing (20.4.2), each at the size of the whole."""
    for frame in drawing.iterchildren(f"{_WP}inline", f"{_WP}anchor"):
        named, extent = frame.find(f"{_WP}docPr"), frame.find(f"{_WP}extent")
        text = "" if named is None else named.get("descr", "")
        hidden = named is not None and named.get("hidden") in ("1", "true", "on")
        size = _size(extent)
        blips = list(_below(frame, f"{_A}blip"))
        inner = next((_size(e) for e in frame.iter(f"{_A}chExt")), size)
        held = cache(_held)
        for blip in blips:
            holder = next(blip.iterancestors(f"{_PIC}pic"), None)
            own, extended, turned = held(holder)
            width, height = size if len(blips) == 1 or holder is None else _grouped(extended, inner, size)
            images = [blip.get(f"{_R}embed", ""), *(e.get(f"{_R}embed", "") for e in blip.iter("{*}svgBlip"))]
            around = blip.getparent()
            source = None if around is None else around.find(f"{_A}srcRect")
            yield _Shown(
                own or text,
                tuple(image for image in images if image) or ("",),
                width,
                height,
                _crop({side: _number(source.get(side)) / 100_000 for side in "ltrb"} if source is not None else {}),
                hidden,
                turned or any(e.tag != f"{_A}extLst" and (len(e.attrib) or len(e)) for e in blip),
                frame.tag == f"{_WP}inline",
            )


def _held(holder: Element | None) -> tuple[str, tuple[float, float], bool]:
    """The alternative text of a picture, its size, and whether it is rotated."""
    if holder is None:
        return "", (0.0, 0.0), False
    text = next((e.get("descr", "") for e in holder.iter(f"{_PIC}cNvPr")), "")
    frames = list(holder.iter(f"{_A}xfrm"))
    extent = _size(frames[0].find(f"{_A}ext")) if frames else (0.0, 0.0)
    return text, extent, any(_number(e.get("rot")) or e.get("flipH") or e.get("flipV") for e in frames)


def _below(drawing: Element, *tags: str) -> Iterator[Element]:
    """The elements with these tags in a drawing, without those in its text boxes."""
    todo = list(reversed(drawing))
    while todo:
        element = todo.pop()
        if element.tag in tags:
            yield element
        if element.tag != f"{_W}txbxContent":
            todo.extend(reversed(element))


def _grouped(own: tuple[float, float], inner: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    """The size of a picture in a group, which has its own units (20.1.7.5)."""
    width, height = (o * s / i if i else 0.0 for o, s, i in zip(own, size, inner, strict=True))
    return width, height


def _size(extent: Element | None) -> tuple[float, float]:
    if extent is None:
        return 0.0, 0.0
    return _number(extent.get("cx")) / EMU_PER_MM, _number(extent.get("cy")) / EMU_PER_MM


def _vml(drawing: Element) -> Iterator[_Shown]:
    """The pictures of VML (29500-4 19.1), which older versions of Word write."""
    for data in _below(drawing, f"{_V}imagedata"):
        shape = data.getparent()
        assert shape is not None
        style = dict(part.partition(":")[::2] for part in shape.get("style", "").replace(" ", "").lower().split(";"))
        sides = (("l", "cropleft"), ("t", "croptop"), ("r", "cropright"), ("b", "cropbottom"))
        yield _Shown(
            shape.get("alt", ""),
            (data.get(f"{_R}id", "") or data.get(f"{_O}relid", ""),),
            _css_length(style.get("width", "")),
            _css_length(style.get("height", "")),
            _crop({side: _fraction(data.get(name)) for side, name in sides}),
            style.get("visibility") == "hidden" or style.get("display") == "none",
            any(data.get(name) for name in ("gain", "blacklevel", "gamma", "grayscale", "bilevel", "chromakey")),
            style.get("position", "static") == "static",
        )


def _crop(sides: Mapping[str, float]) -> tuple[float, float, float, float]:
    return sides.get("l", 0.0), sides.get("t", 0.0), sides.get("r", 0.0), sides.get("b", 0.0)


def _css_length(text: str) -> float:
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})([a-z]{0,2})", text)
    return float(match[1]) * MILLIMETRES.get(match[2] or "px", 0.0) if match else 0.0


def _fraction(text: str | None) -> float:
    """A share of the whole: in 65536ths with an f after it (19.1.2.11)."""
    return _number(text[:-1]) / 65536 if text and text.endswith("f") else _number(text)


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e12 else 0.0
