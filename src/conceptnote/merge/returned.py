"""From a returned Word file to its paragraphs, comments and pictures. It is a stranger's: see read/package.py."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from conceptnote.merge.blocks import SMALL_PRINT, Line
from conceptnote.merge.revisions import Accepts, Revision
from conceptnote.merge.wordlines import Comment, WordLines
from conceptnote.ooxml.xml import qualified
from conceptnote.read.docx_styles import Styles
from conceptnote.read.package import Package
from conceptnote.read.paper_id import paper_id
from conceptnote.read.properties import value
from conceptnote.read.unreadable import UnreadableFile


class Returned(Struct, frozen=True):
    """The content of a returned file, with its tracked changes resolved."""

    id: str
    """The id of its paper, or the printed first digits; empty without one."""
    lines: tuple[Line, ...]
    comments: tuple[Comment, ...] = ()
    pictures: frozenset[str] = frozenset()
    """Hashes of its pictures."""
    revisions: frozenset[Revision] = frozenset()
    """Its tracked changes."""
    macros: bool = False
    marks: tuple[tuple[str, str], ...] = ()
    """What a reader may mean for the author and no text says: strikes, highlights, symbols; each with its words."""


def read_returned(data: bytes, accepts: Accepts) -> Returned:
    """Read a file, with the tracked changes that `accepts` accepts, and without the others.

    Raises UnreadableFile if it is not a sound Word file, or too large.
    """
    package = Package(data)
    main = package.document
    root = package.xml(main) if main else None
    if root is None or root.find(qualified("w:body")) is None:
        raise UnreadableFile("this is not a Word document", "save it in Word as .docx")
    reader = WordLines(package, Styles(package), _style_names(package), accepts)
    lines = reader.part(root, main, "body")
    for kind in ("footnotes", "endnotes"):
        if (part := package.first(main, kind)) and (notes := package.xml(part)) is not None:
            lines += reader.notes(notes, part, kind)
    for story in ("header", "footer"):
        for part in sorted(set(package.related(main, story).values())):
            if (found := package.xml(part)) is not None:
                lines += reader.part(found, part, "header" if story == "header" else "footer")
    id = paper_id(package) or _printed_id(lines)
    return Returned(
        id, tuple(lines), reader.commented(package.xml(package.first(main, "comments"))),
        frozenset(reader.pictures), frozenset(reader.revisions), "word/vbaProject.bin" in package, tuple(reader.marks),
    )  # fmt: skip


def _printed_id(lines: Iterable[Line]) -> str:
    """The id in the small print of a page footer."""
    return next((found[1] for line in lines if line.story == "footer" and (found := SMALL_PRINT.match(line.text))), "")


def _style_names(package: Package) -> dict[str, str]:
    """The names of styles by their ids, which LibreOffice changes."""
    named = package.first(package.document, "styles")
    root = package.xml(named) if named else None
    styles = root.iterfind(qualified("w:style")) if root is not None else ()
    return {one.get(qualified("w:styleId"), ""): (value(one, "w:name") or "").casefold() for one in styles}
