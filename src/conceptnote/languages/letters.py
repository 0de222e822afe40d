"""Capitals and small letters of the scripts that have both, for regular expressions."""

from __future__ import annotations

import unicodedata
from itertools import groupby

_END = 0x590
"""Latin, Greek, Cyrillic and Armenian are before it (Unicode 16.0, chapter 7)."""


def _class(category: str) -> str:
    """The letters of a category, as the inside of a character class."""
    codes = [code for code in range(_END) if unicodedata.category(chr(code)) == category]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" if len(run) > 1 else chr(run[0]) for run in runs)


CAPITALS = _class("Lu")
SMALL = _class("Ll")
