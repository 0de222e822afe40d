"""The words of a place -> a venue with its street, floor, room and city."""

from __future__ import annotations

import re

from conceptnote.recognise.draft import Data
from conceptnote.recognise.when import find_zone
from conceptnote.recognise.words import Words, fold

_PARTS = re.compile(r"\s*(?:[,;]|\.(?=\s)|\s[–—-](?=\s))\s*")


def read_venue(text: str, words: Words) -> str | Data:
    """A venue; a bare text where it has one part only. What is none of its other parts stays with the name."""
    first, *parts = [part for part in _PARTS.split(text.strip(" .,;")) if part]
    if parts and _kind(first, words) == "room" and _kind(parts[0], words) is None:
        first, parts = parts[0], [first, *parts[1:]]
    venue: Data = {"name": first}
    for part in parts:
        kind = _kind(part, words)
        if kind is None or kind in venue or (kind == "city" and part is not parts[-1]):
            kind = "street" if "street" in venue and set(venue) == {"name", "street"} else "name"
            venue[kind] += f", {part}"
        else:
            venue[kind] = part
    return venue if len(venue) > 1 else venue["name"]


def _kind(part: str, words: Words) -> str | None:
    tokens = [token.strip(".,") for token in fold(part).split()]
    if any(token in words.lists["floors"] for token in tokens):
        return "floor"
    if any(" ".join(tokens).startswith(room) for room in words.lists["rooms"]):
        return "room"
    if any(token in words.lists["streets"] for token in tokens) and re.search(r"\d|^\w+ ", part):
        return "street"
    if find_zone(part, words) and len(tokens) <= 3:
        return "city"
    return None
