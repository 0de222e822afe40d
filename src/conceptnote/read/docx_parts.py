"""The parts of a DOCX that is to be read as a manuscript, and what is said of one that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from conceptnote.ooxml.opened import MOST_ELEMENTS, MOST_PARTS, Fault, OpenedPackage, PackageFault
from conceptnote.ooxml.xml import Element
from conceptnote.read.manuscript import ManuscriptError

_AGAIN, _A_NOTE = "save it again in Word", "is it a concept note?"
_SAID: Mapping[Fault, tuple[str, str]] = {
    "large": ("the file is larger than 100 MB", "take the pictures out, and save it again"),
    "old": ("this is a Word 97 file, or one with a password", "save it in Word as .docx, without a password"),
    "no package": ("this is not a DOCX file", "save it in Word as .docx"),
    "many": (f"the file holds more than {MOST_PARTS} parts", _A_NOTE),
    "unpacks": ("{part} is larger than 32 MB, or the file than 100", _A_NOTE),
    "elements": (f"the file has more than {MOST_ELEMENTS:,} elements", _A_NOTE),
    "damaged": ("the file is damaged, or has a password: {part}", _AGAIN),
    "no XML": ("the file is damaged: {part} is not XML", _AGAIN),
    "declares a type": ("{part} declares a document type, as no Word file does", _AGAIN),
}


class Parts:
    """Reads the parts of a package by their relationships.

    Raises ManuscriptError, here and from each method, for what is not a sound DOCX.
    """

    def __init__(self, data: bytes) -> None:
        with _said():
            self._opened = OpenedPackage(data)
        found = self.related("", "officeDocument")
        if not found:
            raise ManuscriptError("this is not a Word document", "save it in Word as .docx")
        self.document = next(iter(found.values()))

    def related(self, part: str, kind: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relationship; those outside are left out."""
        return self._targets(part, kind, outside=False)

    def addresses(self, part: str) -> dict[str, str]:
        """The addresses outside that hyperlinks of a part lead to. Nothing here ever follows one."""
        return self._targets(part, "hyperlink", outside=True)

    def read(self, part: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        with _said():
            return self._opened.xml(part)

    def _targets(self, part: str, kind: str, *, outside: bool) -> dict[str, str]:
        with _said():
            found = self._opened.relationships(part)
        return {one.id: one.target for one in found if (one.kind, one.outside) == (kind, outside)}


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except PackageFault as error:
        message, hint = _SAID[error.fault]
        raise ManuscriptError(message.format(part=error.part), hint) from None
