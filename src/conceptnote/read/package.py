"""The parts of a Word file from a stranger, and what is said of one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from conceptnote.ooxml.opened import MOST_ELEMENTS, Fault, OpenedPackage, PackageFault
from conceptnote.ooxml.xml import Element
from conceptnote.read.unreadable import UnreadableFile

_DAMAGED = "the Word file is damaged and cannot be opened; save it again in Word"
_SAID: Mapping[Fault, str] = {
    "large": "the Word file is larger than 100 MB; save it with smaller pictures",
    "unpacks": "the Word file unpacks to more than a document can hold; it is not opened",
    "elements": f"the Word file has more than {MOST_ELEMENTS:,} elements; save it in parts",
    "declares a type": "the Word file declares a document type, which no Word file does; it is not opened",
}


class Package:
    """The parts of a package by name. Reading raises UnreadableFile for what is damaged or too large."""

    def __init__(self, data: bytes) -> None:
        with _said():
            self._opened = OpenedPackage(data)

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, or None where there is no such part."""
        with _said():
            return self._opened.bytes_of(name)

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        with _said():
            return self._opened.xml(name)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relationship of a part, by id; those that lead out of the package are left out."""
        with _said():
            return {one.id: (one.kind, one.target) for one in self._opened.relationships(part) if not one.outside}


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except PackageFault as error:
        raise UnreadableFile(_SAID.get(error.fault, _DAMAGED)) from None
