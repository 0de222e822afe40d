"""Rows of an agenda that a page has next to each other, parted again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from conceptnote.read.manuscript import Block, Table
from conceptnote.recognise.words import Words, fold

_ROW = re.compile(
    r"(?P<word>[^\W\d_][^\s\d]*|\([^()]*\))\s+(?=\d{1,2}[:.h]\d{2}\s*(?:[–—-]\s*\d{1,2}[:.h]\d{2}\s*)?[A-ZÀ-Þ“«¿¡])"
)
"""A time before a capital, inside a paragraph."""


def rows_apart(blocks: Iterable[Block], words: Words) -> Iterator[Block]:
    """The blocks, with rows of an agenda parted that a page has next to each other: “… (Union) 11:00 Coffee”."""
    for block in blocks:
        if isinstance(block, Table) or block.kind not in ("text", "bullet"):
            yield block
            continue
        small = [words.lists[name] for name in ("unfinished", "before", "until", "ranges", "ands")]
        found = (one for one in _ROW.finditer(block.text) if not any(fold(one["word"]) in name for name in small))
        hours = words.lists["hours"]  # “… ore 10.30”
        cuts = (one.start() if fold(one["word"]) in hours else one.end() for one in found)
        for start, end in pairwise([0, *cuts, len(block.text)]):
            yield block.part(start, end)
