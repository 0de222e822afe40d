"""A finished Word file, anybody's: its parts as XML, and the addresses that they refer to.

Nothing in the file is trusted (see read/package.py), and what cannot be read is told in `damage`, never raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conceptnote.ooxml.xml import NAMESPACES, Element
from conceptnote.read.package import Package
from conceptnote.read.unreadable import UnreadableFile

NAMES = NAMESPACES | {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
_STORIES = {
    "header": "the page header",
    "footer": "the page footer",
    "footnotes": "the footnotes",
    "endnotes": "the endnotes",
}


@dataclass(frozen=True, slots=True)
class Story:
    """A part with text in it: where that is, in words (nothing for the body), and its links by relationship."""

    place: str
    root: Element
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts that say how a document reads; `damage` is what kept them from being read."""

    stories: tuple[Story, ...] = ()
    styles: Element | None = None
    settings: Element | None = None
    properties: Element | None = None
    damage: tuple[str, ...] = ()


def open_word(data: bytes) -> WordFile:
    """Open a Word file; whatever it is that one is given, the answer is a WordFile."""
    try:
        return _read(Package(data))
    except UnreadableFile as damage:
        return WordFile(damage=(str(damage),))


def _part(package: Package, name: str) -> Element:
    """A part as XML, without what a reader of the document does not see."""
    root = package.xml(name)
    if root is None:
        raise UnreadableFile(f"the file lacks its part {name}")
    return _settled(root)


def _settled(root: Element) -> Element:
    """As it reads with all changes accepted, and with one of several forms of the same drawing."""
    gone = ("w:del", "w:moveFrom", "mc:Fallback")
    for each in list(root.iter(*(f"{{{NAMES[p]}}}{n}" for p, n in (name.split(":") for name in gone)))):
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    return root


def _read(package: Package) -> WordFile:
    main, properties = "", None
    for _, kind, target, outside in package.relationships(""):
        if kind == "officeDocument" and not outside:
            main = target
        elif kind == "core-properties" and target in package:
            properties = _part(package, target)
    if not main:
        raise UnreadableFile("the file is not a Word document: it names no main part")
    body = _part(package, main)
    if body.tag != f"{{{NAMES['w']}}}document":
        raise UnreadableFile("the file is an Office document, but not one of Word")
    stories = [Story("", body, package.addresses(main))]
    around: dict[str, Element] = {}
    for _, kind, target, outside in package.relationships(main):
        if outside:
            continue
        if kind in _STORIES:
            stories.append(Story(_STORIES[kind], _part(package, target), package.addresses(target)))
        elif kind in ("styles", "settings"):
            around[kind] = _part(package, target)
    return WordFile(tuple(stories), around.get("styles"), around.get("settings"), properties)
