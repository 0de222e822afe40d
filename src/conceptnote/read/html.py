"""Self-contained HTML pages as a browser shows them: the body, and the foot of the page."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from lxml import etree

from conceptnote.ooxml.xml import Element
from conceptnote.read.story import Line, Picture, Story
from conceptnote.read.unreadable import UnreadableFile

_LARGEST = 50 * 1024 * 1024
_UNSAID = frozenset({"script", "style", "template", "head", "title", "noscript"})
_IN_LINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "img", "mark", "q", "s", "small", "span"})
_IN_LINE |= {"strong", "sub", "sup", "time", "u", "wbr"}
"""Elements that begin no line of their own."""


@dataclass(frozen=True, slots=True)
class HtmlFile:
    """What an HTML page says; the foot is the last `footer` that is part of the page and not of an article."""

    body: Story
    foot: Story


def read_html(data: bytes) -> HtmlFile:
    """Read an HTML page in UTF-8. Raises UnreadableFile where it is empty, too deep or too large."""
    if len(data) > _LARGEST:
        raise UnreadableFile("the HTML file is larger than 50 MB; use smaller pictures")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root: Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or (body := root.find("body")) is None:
        raise UnreadableFile("the HTML file is empty or damaged; build it again")
    foot = list(body.iterchildren("footer"))[-1:]
    return HtmlFile(_story([element for element in body if element not in foot]), _story(foot))


def _story(elements: list[Element]) -> Story:
    lines = [Line()]
    # Without recursion: a page from a stranger may be as deep as it likes.
    todo: list[tuple[Element, bool]] = [(element, True) for element in reversed(elements)]
    while todo:
        element, opening = todo.pop()
        tag = element.tag
        if not opening:
            if tag not in _IN_LINE:
                lines.append(Line())
        elif isinstance(tag, str) and tag not in _UNSAID and not _hidden(element):
            if tag not in _IN_LINE:
                lines.append(Line())
            if tag == "img":
                lines[-1].pictures.append(_picture(element))
            lines[-1].text += element.text or ""
            todo.append((element, False))
            todo.extend((child, True) for child in reversed(element))
            continue
        lines[-1].text += (element.tail or "") if element not in elements else ""
    return Story(tuple(line for line in lines if line.text.strip() or line.pictures))


def _hidden(element: Element) -> bool:
    style = "".join(element.get("style", "").split()).casefold()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _picture(element: Element) -> Picture:
    return Picture(element.get("alt", ""), (_data(element.get("src", "")),))


def _data(address: str) -> bytes | None:
    """The bytes of a data: address (RFC 2397); None of any other."""
    head, comma, rest = address.partition(",")
    if not comma or not head.startswith("data:"):
        return None
    data = unquote_to_bytes(rest)
    if not head.endswith(";base64"):
        return data
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError):
        return None
