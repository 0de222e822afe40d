"""Subsets of the theme's fonts, for files whose readers may lack them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from conceptnote.doc.nodes import Doc, Text, walk

# What an editor of the file may type: Latin with its accents, punctuation, currencies.
_LATIN = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2040), *range(0x20A0, 0x20C0), 0x2122})
_RESTRICTED, _NO_SUBSETTING, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200


@lru_cache(maxsize=64)
def embeddable(font: Path, characters: frozenset[int]) -> bytes | None:
    """A font with the given characters and those of Latin text; None where its licence bits forbid it.

    The bits are `fsType` of the table OS/2 (OpenType 1.9).
    """
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(font)))
    bits = int.from_bytes(face.reference_table("OS/2").data[8:10], "big")
    if bits & (_RESTRICTED | _NO_SUBSETTING | _BITMAP_ONLY):
        return None
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(_LATIN | characters)
    data: bytes = hb.subset(face, wanted).blob.data
    return data


def characters_of(doc: Doc) -> frozenset[int]:
    """The code points of all texts of a document."""
    return frozenset(ord(character) for node in walk(doc) if isinstance(node, Text) for character in node.text)
