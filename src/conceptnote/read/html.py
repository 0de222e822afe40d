"""Self-contained HTML pages as a browser shows them: the body, and the foot of the page."""

from __future__ import annotations

import re
from binascii import a2b_base64
from urllib.parse import unquote_to_bytes

from lxml import etree
from msgspec import Struct

from conceptnote.ooxml.xml import Element
from conceptnote.read.story import Line, Picture, Story
from conceptnote.read.unreadable import UnreadableFile

_LARGEST, _MOST_ELEMENTS = 50 * 1024 * 1024, 500_000
_UNSAID = frozenset({"script", "style", "template", "head", "title", "noscript"})
_IN_LINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "img", "mark", "q", "s", "small", "span"})
_IN_LINE |= {"strong", "sub", "sup", "time", "u", "wbr"}
"""Elements that begin no line of their own."""
_WHITE, _BASE64 = re.compile(rb"[\t\n\f\r ]+"), re.compile(rb"[A-Za-z0-9+/]*")


class HtmlFile(Struct, frozen=True):
    """The content of an HTML page; the foot is the last `footer` of the page, not of an article."""

    body: Story
    foot: Story


def read_html(data: bytes) -> HtmlFile:
    """Read an HTML page in UTF-8. Raises UnreadableFile if it is empty, too deep or too large."""
    if len(data) > _LARGEST:
        raise UnreadableFile("the HTML file is larger than 50 MB; use smaller pictures")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root: Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or (body := root.find("body")) is None:
        raise UnreadableFile("the HTML file is empty or damaged; build it again")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise UnreadableFile(f"the HTML file has more than {_MOST_ELEMENTS:,} elements; save it in parts")
    foot = list(body.iterchildren("footer"))[-1:]
    return HtmlFile(_story([element for element in body if element not in foot]), _story(foot))


def _story(elements: list[Element]) -> Story:
    lines = [Line()]
    # Without recursion: a stranger's page may be very deep.
    todo: list[tuple[Element, bool, bool]] = [(element, True, True) for element in reversed(elements)]
    while todo:
        element, opening, outermost = todo.pop()
        tag = element.tag
        if not opening:
            if tag not in _IN_LINE:
                lines.append(Line())
        elif isinstance(tag, str) and tag not in _UNSAID and not _hidden(element):
            if tag not in _IN_LINE:
                lines.append(Line())
            if tag == "img":
                lines[-1].pictures.append(Picture(element.get("alt", ""), (_data(element.get("src", "")),)))
            lines[-1].say(element.text or "")
            todo.append((element, False, outermost))
            todo.extend((child, True, False) for child in reversed(element))
            continue
        lines[-1].say((element.tail or "") if not outermost else "")
    return Story(tuple(line for line in lines if line.text.strip() or line.pictures))


def _hidden(element: Element) -> bool:
    style = "".join(element.get("style", "").split()).casefold()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _data(address: str) -> bytes | None:
    """The picture of a data: address (RFC 2397) as browsers read one; None if they show none."""
    head, comma, rest = address.partition("#")[0].partition(",")
    kind, *parameters = (part.strip().lower() for part in head.split(";"))
    if not comma or not kind.startswith("data:"):
        return None
    data: bytes | None = unquote_to_bytes(rest)
    if parameters[-1:] == ["base64"]:
        data = _from_base64(data or b"")
    # An SVG is only displayed as such, and a bitmap never is (MIME Sniffing Standard, 5).
    drawn = data is not None and data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return data if drawn == (kind == "data:image/svg+xml") else None


def _from_base64(data: bytes) -> bytes | None:
    """Decoded Base64; None if a browser refuses it (Infra Standard, “forgiving-base64 decode”)."""
    data = _WHITE.sub(b"", data)
    if len(data) % 4 == 0:
        data = data.removesuffix(b"=").removesuffix(b"=")
    if len(data) % 4 == 1 or not _BASE64.fullmatch(data):
        return None
    return a2b_base64(data + b"=" * (-len(data) % 4))
