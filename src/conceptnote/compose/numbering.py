"""Numbers before the headings of a document's sections."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from msgspec.structs import replace

from conceptnote.doc.nodes import Block, Doc, Heading, Section, Text
from conceptnote.languages.locale import Locale

_UNNUMBERED = frozenset({"doc-acknowledgments", "doc-appendix", "doc-colophon"})
"""Parts that are not counted; annexes have their own numbers."""


def numbered(doc: Doc, locale: Locale) -> Doc:
    """The document with a number before each heading of level 2 that begins a section."""
    numbers = count(1)
    return replace(doc, blocks=tuple(_numbered(doc.blocks, locale, numbers)))


def _numbered(blocks: tuple[Block, ...], locale: Locale, numbers: Iterator[int]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section) and block.role not in _UNNUMBERED:
            yield replace(block, blocks=tuple(_numbered(block.blocks, locale, numbers)))
        elif isinstance(block, Heading) and block.level == 2:
            number = locale.numbered(str(next(numbers)))
            before, _, after = locale.numbered_heading.format(number=number, heading="\0").partition("\0")
            words = (Text(text, made_by="locale") for text in (before, after))
            first, last = (((one,) if one.text else ()) for one in words)
            yield replace(block, children=(*first, *block.children, *last))
        else:
            yield block
