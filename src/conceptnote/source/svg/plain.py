"""A drawing of plain shapes, rewritten as paths with a colour, a transform, a clip path and an opacity.

Styles are resolved, references replaced and units converted to pixels, so that no reader has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from fontTools.misc.transform import Transform
from lxml.etree import _Element as Source

from conceptnote.source.svg.lengths import numbers, pixels
from conceptnote.source.svg.paint import opacity, painted
from conceptnote.source.svg.parse import SVG, href, local, references
from conceptnote.source.svg.shapes import NotPlain, decimal, outline
from conceptnote.source.svg.style import Styles, is_set
from conceptnote.source.svg.transforms import matrix, transform

_LARGEST = 400_000
"""Characters; each page is printed by code that reads them again, so a larger drawing becomes a bitmap."""

_DRAWS_NOTHING = frozenset(
    {"defs", "style", "title", "desc", "clipPath", "mask", "marker", "filter", "pattern", "symbol", "view"}
    | {"linearGradient", "radialGradient"}
)
_INITIAL = {
    "fill": "black",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "stroke": "none",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "color": "black",
    "visibility": "visible",
    "clip-rule": "nonzero",
}
"""Inherited properties with their initial values (SVG 2, appendix on properties)."""

_ONLY = {
    "mask": ("none",),
    "filter": ("none",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "mix-blend-mode": ("normal",),
    "isolation": ("auto",),
    "paint-order": ("normal",),
    "vector-effect": ("none",),
    "transform-origin": (),
    "transform-box": (),
    "color-interpolation": ("auto", "sRGB", "srgb"),
}
"""Properties that are plain only with these values."""


def plain_svg(root: Source, styles: Styles, width: float, height: float) -> bytes | None:
    """A checked drawing in plain form; None if it has anything else, such as a gradient or a mask.

    `width` and `height` are its size in pixels of 1/96 inch.
    """
    if not styles.simple:
        return None
    try:
        return _Writer(root, styles).written(width, height)
    except NotPlain:
        return None


class _Writer:
    def __init__(self, root: Source, styles: Styles) -> None:
        self._root, self._styles = root, styles
        self._named = {str(one.get("id")): one for one in reversed(list(root.iter())) if one.get("id")}
        self._clips = 0

    def written(self, width: float, height: float) -> bytes:
        size = {"width": decimal(width), "height": decimal(height)}
        made = Element("svg", {"xmlns": SVG, **size, "viewBox": f"0 0 {size['width']} {size['height']}"})
        made.extend(_grouped(list(self._content(self._root, _INITIAL)), _to_page(self._root, width, height)))
        data: bytes = tostring(made, encoding="utf-8", xml_declaration=False)
        if len(data) > _LARGEST:
            raise NotPlain
        return data

    def _content(self, element: Source, inherited: Mapping[str, str]) -> Iterator[Element]:
        """The content of an element, without its position."""
        own = self._styles.of(element)
        self._refuse_what_is_not_plain(element, own)
        if own.get("display", "").strip() == "none":
            return
        now = dict(inherited)
        now.update({name: own[name].strip() for name in _INITIAL if is_set(own, name, "inherit")})
        pale = opacity(own.get("opacity", "1"))
        parts = list(self._drawn(element, own, now))
        if pale < 1 and len(parts) > 1:
            group = Element("g")
            group.extend(parts)
            parts = [group]
        for part in parts:
            if pale < 1:
                part.set("opacity", decimal(pale * float(part.get("opacity", "1"))))
        clip = own.get("clip-path", "none").strip()
        yield from self._clipped(parts, clip) if parts and clip not in ("", "none") else parts

    def _placed(self, element: Source, inherited: Mapping[str, str]) -> Iterator[Element]:
        """The content of an element at its position."""
        moved = transform(element.get("transform"))
        if local(element) == "use":
            # SVG 2, 5.6: like a group, translated by x and y.
            x, y = (self._length(element.get(name)) for name in ("x", "y"))
            shift = Transform(1, 0, 0, 1, x, y)
            parts = list(self._content(element, inherited))
            parts = _grouped(parts, shift) if self._styles.of(element).get("clip-path") is None else _no(parts, shift)
        else:
            parts = list(self._content(element, inherited))
        yield from _grouped(parts, moved)

    def _length(self, text: str | None) -> float:
        length = 0.0 if text is None else pixels(text)
        if length is None:
            raise NotPlain
        return length

    def _drawn(self, element: Source, own: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Element]:
        kind = local(element)
        if kind in _DRAWS_NOTHING and element is not self._root:
            return
        if kind == "use":
            target = self._named.get((href(element) or "")[1:])
            if target is not None and local(target) in ("symbol", "svg"):
                raise NotPlain
            yield from self._placed(target, now) if target is not None else ()
        elif kind in ("g", "a") or element is self._root:
            for child in element:
                yield from self._placed(child, now)
        elif kind == "switch":
            first = next(iter(element), None)
            if first is None or {"systemLanguage", "requiredExtensions", "requiredFeatures"} & set(first.attrib):
                raise NotPlain
            yield from self._placed(first, now)
        elif kind in ("image", "svg"):
            raise NotPlain
        elif (shape := outline(kind, own)) is not None and shape and now["visibility"] == "visible":
            yield from painted(shape, now)

    def _refuse_what_is_not_plain(self, element: Source, own: Mapping[str, str]) -> None:
        declared = self._styles.declared(element)
        if "transform" in declared or ("var(" in str(declared)) or "all" in declared:
            raise NotPlain
        for name, plain in _ONLY.items():
            if is_set(own, name, *plain):
                raise NotPlain
        if any(own.get(name) in ("inherit", "initial", "unset") for name in ("opacity", "display", "clip-path")):
            raise NotPlain

    def _clipped(self, parts: list[Element], clip: str) -> Iterator[Element]:
        """Parts clipped by one outline; raises NotPlain for anything more."""
        target = self._named.get(next(references(clip), ""))
        if target is None:
            raise NotPlain
        self._clips += 1
        name = f"c{self._clips}"
        path = self._hole(target)
        group = Element("g", {"clip-path": f"url(#{name})"})
        SubElement(SubElement(group, "clipPath", {"id": name}), "path", {"d": path})
        group.extend(parts)
        yield group

    def _hole(self, target: Source) -> str:
        own = self._styles.of(target)
        shapes = [child for child in target if local(child) not in ("title", "desc")]
        units = target.get("clipPathUnits", "userSpaceOnUse")
        if local(target) != "clipPath" or units != "userSpaceOnUse" or len(shapes) != 1:
            raise NotPlain
        if is_set(own, "clip-path", "none"):
            raise NotPlain
        moved, shape = transform(target.get("transform")), shapes[0]
        rule = own.get("clip-rule", "nonzero")
        for _ in range(2):
            text = self._styles.of(shape)
            self._refuse_what_is_not_plain(shape, text)
            if is_set(text, "clip-path", "none") or text.get("display") == "none" or "visibility" in text:
                raise NotPlain
            rule = text.get("clip-rule", rule)
            moved = moved.transform(transform(shape.get("transform")))
            if local(shape) != "use":
                break
            moved = moved.translate(self._length(shape.get("x")), self._length(shape.get("y")))
            found = self._named.get((href(shape) or "")[1:])
            if found is None:
                raise NotPlain
            shape = found
        made = outline(local(shape), self._styles.of(shape))
        if not made or (rule != "nonzero" and made.parts > 1):
            raise NotPlain
        return made.written(moved)


def _no(parts: list[Element], shift: Transform) -> list[Element]:
    if shift != Transform():
        raise NotPlain
    return parts


def _grouped(parts: list[Element], moved: Transform) -> list[Element]:
    if moved == Transform() or not parts:
        return parts
    group = Element("g", {"transform": matrix(moved)})
    group.extend(parts)
    return [group]


def _to_page(root: Source, width: float, height: float) -> Transform:
    """The transform from the user space of a drawing to pixels, centred in its size (SVG 2, 8.2)."""
    box = numbers(root.get("viewBox") or "")
    if len(box) != 4:
        return Transform()
    across, down = width / box[2], height / box[3]
    keep = (root.get("preserveAspectRatio") or "").split() or ["xMidYMid"]
    if keep[0] != "none":
        if abs(across / down - 1) > 1e-3 and (keep[0] != "xMidYMid" or "slice" in keep):
            raise NotPlain
        across = down = min(across, down)
    x, y = (width - across * box[2]) / 2, (height - down * box[3]) / 2
    return Transform().translate(x, y).scale(across, down).translate(-box[0], -box[1])
