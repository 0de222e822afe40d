"""A structure element of a PDF, and its replacement text where the glyphs do not tell it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from conceptnote.scripts import script_of
from conceptnote.write.tagged_pdf.content import Content


class Tag(Struct, eq=False):
    """A structure element: its type, and its content.

    `name` is unique in the document, and empty if nothing refers to the element; `attributes` are those of one owner
    (14.8.5). `links` are boxes with an annotation, each with its page.
    """

    role: str
    kids: list[Tag | Content]
    name: str = ""
    language: str = ""
    alt: str = ""
    actual: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[Any, int]] = field(default_factory=list)
    description: str = ""

    def all(self, role: str = "") -> Iterator[Tag]:
        """The tag and all inside it, in reading order, or those of one type."""
        if role in ("", self.role):
            yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.all(role)


def say_in_order(document: Tag) -> None:
    """Give each piece with letters of a right-to-left script its replacement text (14.9.4).

    Glyphs are drawn from left to right, one can stand for several letters, and a bracket is the glyph of its mirror
    image there: so they do not tell the text. PDFium, and so browsers, reverse the replacement text of marked content.
    """
    own = (tag for tag in document.all() if not tag.actual)
    places = [(tag, at, kid) for tag in own for at, kid in enumerate(tag.kids) if isinstance(kid, Content)]
    turned = [kid for _, _, kid in places if _is_turned(kid)]
    for tag, at, kid in places if turned else ():
        if _is_turned(kid) or any(map(unicodedata.mirrored, kid.text)):
            tag.kids[at] = Tag("Span", [kid], actual=kid.spaced)


def _is_turned(content: Content) -> bool:
    if content.picture:
        return False
    letters = map(script_of, content.text)
    return content.box.style["direction"] == "rtl" or any(one is not None and one.right_to_left for one in letters)
