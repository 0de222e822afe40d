"""The id of the paper in a Word file that a build has written, while the file has it."""

from __future__ import annotations

from conceptnote.ooxml.parts import ID_PROPERTY
from conceptnote.ooxml.xml import NAMESPACES, Element
from conceptnote.read.package import Package

_LONGEST = 64

PRINTED = 8
"""The digits of an id in small print."""


def paper_id(package: Package) -> str:
    """The id in our custom property, or the identifier of the file; empty without one."""
    custom = _part(package, "custom-properties")
    for each in custom if custom is not None else ():
        if each.get("name") == ID_PROPERTY:
            return _text("".join(str(text) for text in each.itertext()))
    core = _part(package, "core-properties")
    named = core.find(f"{{{NAMESPACES['dc']}}}identifier") if core is not None else None
    return _text(named.text or "") if named is not None else ""


def _part(package: Package, kind: str) -> Element | None:
    name = package.first("", kind)
    return package.xml(name) if name else None


def _text(text: str) -> str:
    id = text.strip()
    return id if id.isascii() and id.isalnum() and len(id) <= _LONGEST else ""
