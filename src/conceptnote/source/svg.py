"""SVG pictures from strangers: only drawings pass, nothing that runs or fetches."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

_FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "animate", "set"})
_TEXT = frozenset({"text", "tspan", "textPath", "tref"})
_URL = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|mm|cm|in|pt|pc)?\s*")
_PIXELS = {None: 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}


class SvgError(Exception):
    """The picture cannot be used; `refers` says that it points outside of itself."""

    def __init__(self, message: str, *, refers: bool = False) -> None:
        super().__init__(message)
        self.refers = refers


def check_svg(data: bytes) -> tuple[float, float]:
    """The size of an SVG picture in pixels of 1/96 inch.

    Raises SvgError for what is not SVG or has no size, for entities, for style sheets that it
    pulls in, for scripts and embedded documents, and for references to anything but itself.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SvgError(f"this is not SVG: {error.msg}") from None
    document: Any = root.getroottree()
    declared = document.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SvgError("the SVG declares entities, which could pull in other files", refers=True)
    if _local(root) != "svg":
        raise SvgError(f"this is not SVG: its root is <{_local(root)}>")
    for element in (*root.itersiblings(preceding=True), *root.iter()):
        if isinstance(element.tag, str):
            _check_element(element)
        elif element.tag is etree.ProcessingInstruction or element.tag is etree.Entity:
            raise SvgError("the SVG holds a processing instruction or an entity", refers=True)
    return _size(root)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _check_element(element: Element) -> None:
    name = _local(element)
    if name in _FORBIDDEN or name.startswith("animate"):
        raise SvgError(f"the SVG holds <{name}>, which is not a drawing", refers=True)
    if name in _TEXT:
        raise SvgError("the SVG holds live text, which looks different on each machine: turn text into paths")
    for attribute, value in ((str(name), str(text)) for name, text in element.attrib.items()):
        local = attribute.rpartition("}")[2]
        if local.startswith("on"):
            raise SvgError(f"the SVG runs a script: {local}", refers=True)
        if local == "href" and not _inside(value):
            raise SvgError(f"the SVG refers to “{value[:60]}”", refers=True)
        if local in ("src", "base"):
            raise SvgError(f"the SVG refers to “{value[:60]}”", refers=True)
        _check_css(value)
    if name == "style":
        _check_css(element.text or "", sheet=True)


def _inside(address: str) -> bool:
    return address.startswith(("#", "data:image/png;", "data:image/jpeg;"))


def _check_css(text: str, *, sheet: bool = False) -> None:
    # Escapes could spell url( or @import so that this search would miss them.
    if sheet and ("\\" in text or "@import" in text.casefold()):
        raise SvgError("the SVG's style sheet imports or escapes", refers=True)
    for match in _URL.finditer(text):
        if not _inside(match[1].strip()):
            raise SvgError(f"the SVG refers to “{match[1][:60]}”", refers=True)


def _size(root: Element) -> tuple[float, float]:
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?", root.get("viewBox", ""))]
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        if width is None and height is None:
            width, height = box[2], box[3]
        width = width if width is not None else (height or 0) * ratio
        height = height if height is not None else width / ratio
    if not width or not height:
        raise SvgError("the SVG has no size: it needs a viewBox, or width and height")
    return width, height


def _pixels(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _PIXELS[match[2]] if match else None
