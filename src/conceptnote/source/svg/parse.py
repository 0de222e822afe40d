"""The bytes of an SVG file to a tree with nothing but a drawing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from conceptnote.source.bitmap import MOST_PIXELS, BitmapError, read_bitmap
from conceptnote.source.svg.error import SvgError
from conceptnote.source.svg.lengths import NUMBER, numbers

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"

_FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "animate", "set"})
_TEXT = frozenset({"text", "tspan", "textPath", "tref"})
_URL = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_DATA = re.compile(r"data:image/(png|jpe?g)\s*;\s*base64\s*,", re.IGNORECASE)

_NUMBERS = re.compile(rf"(?<![\w#.]){NUMBER}")
_LISTS = frozenset({"d", "points", "transform", "gradientTransform", "patternTransform"})
_NAMES = frozenset({"id", "class", "href", "lang", "name"})
_LARGEST = 1e7
"""The largest number in a picture; with larger ones some engines do not end."""

_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[<>]*\[(.*?)\]\s*>", re.DOTALL)
_ENTITY = re.compile(rb"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>""")
_MOST_ENTITIES, _LONGEST_ENTITY = 100, 200
"""Illustrator declares about a dozen, each the address of a namespace."""


def parse_svg(data: bytes) -> Element:
    """The tree of an SVG picture, without the data of editors.

    Raises SvgError for anything but SVG, for entities other than short texts, imported style sheets, scripts, embedded
    documents and live text, and for references to anything but itself and its embedded pictures.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root: Element = etree.fromstring(_without_entities(data), parser)
    except etree.XMLSyntaxError as error:
        raise SvgError(f"this is not SVG: {error.msg}") from None
    document: Any = root.getroottree()
    declared = document.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SvgError("the SVG declares entities, which could load other files", refers=True)
    if local(root) != "svg":
        raise SvgError(f"this is not SVG: its root is <{local(root)}>")
    if not str(root.tag).startswith(f"{{{SVG}}}"):
        raise SvgError(f'this is not SVG: its root has no xmlns="{SVG}"')
    if any(not isinstance(one.tag, str) for one in root.itersiblings(preceding=True)):
        raise SvgError("the SVG contains a processing instruction, which could load a style sheet", refers=True)
    _take_out_what_editors_keep(root)
    pixels = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            raise SvgError("the SVG contains a processing instruction or an entity", refers=True)
        pixels += _check_element(element)
        if pixels > MOST_PIXELS:
            raise SvgError("the bitmaps in the SVG are too large together", hint="scale them down")
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(name: str) -> str:
    """The namespace of an element's or attribute's name; empty where it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def href(element: Element) -> str | None:
    """The target of an element's reference, in either spelling (SVG 2, 16.1.6); that of SVG 2 comes first."""
    found = element.get("href", element.get(f"{{{XLINK}}}href"))
    return None if found is None else found.strip()


def _without_entities(data: bytes) -> bytes:
    """The file with short entities replaced and without their declarations; other files unchanged.

    What is not understood here is refused after parsing.
    """
    found = _DOCTYPE.search(data[:65536])
    if found is None:
        return data
    values = {name: one or other for name, one, other in _ENTITY.findall(found[1])}
    rest = _ENTITY.sub(b"", found[1]).strip()
    if rest or not values or len(values) > _MOST_ENTITIES or max(map(len, values.values())) > _LONGEST_ENTITY:
        return data
    text = data[: found.start()] + data[found.end() :]
    return re.sub(rb"&([A-Za-z_][\w.-]*);", lambda match: values.get(match[1], match[0]), text)


def _take_out_what_editors_keep(root: Element) -> None:
    """Remove elements and attributes of foreign namespaces: no renderer draws them, and some identify their author."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        name, own = local(element), namespace(str(element.tag))
        # Illustrator keeps an empty one.
        idle = name == "foreignObject" and len(element) == 0 and not (element.text or "").strip()
        if name == "metadata" or idle or own not in (SVG, _XHTML, ""):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for attribute in list(element.attrib):
            if namespace(str(attribute)) not in ("", SVG, XLINK, _XML):
                del element.attrib[attribute]


def _check_element(element: Element) -> int:
    """Check one element, and return the pixels of its embedded picture."""
    name = local(element)
    if name in _FORBIDDEN or name.startswith("animate"):
        raise SvgError(f"the SVG contains <{name}>, which is not a drawing", refers=True)
    if name in _TEXT:
        raise SvgError("the SVG contains live text, which looks different on each machine: turn text into paths")
    pixels = 0
    for attribute, value in ((str(name), str(text)) for name, text in element.attrib.items()):
        short = attribute.rpartition("}")[2]
        if short.startswith("on"):
            raise SvgError(f"the SVG runs a script: {short}", refers=True)
        if short == "href" and not value.strip().startswith("#"):
            pixels += _embedded(value, name)
        elif short in ("src", "base"):
            raise _refers(value)
        else:
            _check_css(value, escaped=short == "style")
            _check_numbers(numbers(value) if short in _LISTS else _NUMBERS.findall(value), short)
    if name == "style":
        _check_css(element.text or "", escaped=True)
        _check_numbers(_NUMBERS.findall(element.text or ""), "style")
    return pixels


def _check_numbers(found: Iterable[float | str], where: str) -> None:
    for number in found if where not in _NAMES and not where.startswith("data-") else ():
        if abs(float(number)) > _LARGEST:
            raise SvgError(f"the SVG has the number {float(number):g} in “{where}”, too large for a drawing")


def _refers(address: str) -> SvgError:
    return SvgError(f"the SVG refers to “{address[:60]}”", refers=True)


def _embedded(address: str, name: str) -> int:
    """The pixels of a bitmap embedded in an <image>."""
    found = _DATA.match(address.strip())
    if found is None or name not in ("image", "feImage"):
        raise _refers(address)
    try:
        data = base64.b64decode("".join(address.strip()[found.end() :].split()), validate=True)
        bitmap = read_bitmap(data)
    except (binascii.Error, ValueError):
        raise SvgError("a bitmap in the SVG is damaged: it is not base64") from None
    except BitmapError as error:
        raise SvgError(f"a bitmap in the SVG cannot be used: {error}") from None
    return bitmap.width * bitmap.height


def _check_css(text: str, *, escaped: bool = False) -> None:
    # Escapes could hide url( or @import from this search.
    if escaped and ("\\" in text or "@import" in text.casefold()):
        raise SvgError("the SVG's style sheet imports or escapes", refers=True)
    for match in _URL.finditer(text):
        if not match[1].strip().startswith("#"):
            raise _refers(match[1])


def references(value: str) -> Iterator[str]:
    """The identifiers in a value's url(#…) references."""
    return (match[1].strip()[1:].strip() for match in _URL.finditer(value))
