"""The structure tree of a PDF on the marked content of a page (ISO 32000-1 14.7)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from conceptnote.read.unreadable import UnreadableFile

_DEEPEST, _MOST = 100, 200_000

Place = tuple[tuple[int, str], ...]
"""The place of an element in the structure tree: from the root, each position among siblings and type.

An element on several pages has the same place on all, and places sort in reading order.
"""


class Tagged(Struct, frozen=True):
    """Marked content for screen readers; `alt` if it is in a Figure, empty if that has none."""

    alt: str | None = None
    place: Place = ()
    actual: str = ""
    """The text that its element reads as, if it tells one (14.9.4)."""


def tags_of(page: Any) -> dict[int, Tagged]:
    """The marked content of a page in the structure tree, by its identifier."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    tags: dict[int, Tagged] = {}
    left = iter(range(_MOST))
    try:
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            _walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at), at, Tagged(), tags, left)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return tags


def _walk(element: Any, number: int, around: Tagged, tags: dict[int, Tagged], left: Iterator[int]) -> None:
    from pypdfium2 import raw

    if not element or len(around.place) > _DEEPEST:
        return
    if next(left, None) is None:
        raise UnreadableFile(f"the structure tree of the PDF has more than {_MOST} elements on a page; export it again")
    role = _string(raw.FPDF_StructElement_GetType, element)
    alt = _string(raw.FPDF_StructElement_GetAltText, element) if role == "Figure" else around.alt
    tagged = Tagged(alt, (*around.place, (number, role)), _string(raw.FPDF_StructElement_GetActualText, element))
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if mark >= 0:
            tags[mark] = tagged
        else:
            _walk(raw.FPDF_StructElement_GetChildAtIndex(element, at), at, tagged, tags, left)


def _string(get: Any, element: Any) -> str:
    size = get(element, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
