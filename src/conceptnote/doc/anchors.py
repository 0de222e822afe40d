"""Names of paragraphs, by which a returned Word file is aligned. They are hints, because anybody may remove them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from conceptnote.datapath import DataPath, format_path
from conceptnote.doc.nodes import Inline, NoteRef, Text

PREFIX = "_cn_"
"""Word hides bookmarks that begin with an underscore."""
_DIGITS = 12


def first_origin(inlines: Iterable[Inline]) -> DataPath | None:
    """The path of the first value that inlines print, without their notes."""
    for one in inlines:
        if isinstance(one, Text) and one.origin is not None:
            return one.origin
        if not isinstance(one, NoteRef) and (found := first_origin(getattr(one, "children", ()))) is not None:
            return found
    return None


class Anchors:
    """Names the paragraphs of a document, asked for in the order of writing."""

    def __init__(self) -> None:
        self._seen: Counter[DataPath] = Counter()

    def of(self, inlines: Iterable[Inline]) -> str | None:
        """The name of a paragraph: a hash of the path of its first value, and of how often that came before."""
        path = first_origin(inlines)
        if path is None:
            return None
        self._seen[path] += 1
        text = f"{format_path(path)}#{self._seen[path]}"
        return PREFIX + hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
