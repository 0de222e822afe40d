"""The words of a place -> a venue with its street, floor, room and city."""

from __future__ import annotations

import re

from conceptnote.recognise.draft import Data
from conceptnote.recognise.when import countries, find_zone
from conceptnote.recognise.words import Words, fold

_PARTS = re.compile(r"\s*(?:[,;，、،|·]|\.(?=\s)|\s[–—-](?=\s))\s*")


def read_venue(text: str, words: Words) -> str | Data:
    """A venue; a bare text where it has one part only. What is none of its other parts stays with the name."""
    first, *parts = [part for part in _PARTS.split(text.strip(" .,;")) if part]
    parts = _with_countries(parts, words)
    venue: Data
    if parts and place_kind(first, words) in ("room", "floor") and place_kind(parts[0], words) in (None, "room"):
        first, parts = parts[0], [first, *parts[1:]]
    elif _names_room(first, words) and [place_kind(part, words) for part in parts] == [None, "city"]:
        first, parts = parts[0], [first, parts[1]]  # “Club Room, Hotel Aurora, Rome”
    venue = {"name": first}
    for part in parts:
        kind = "room" if _names_room(part, words) and "room" not in venue else place_kind(part, words)
        if kind is None and "street" in venue and part is parts[-1] and re.fullmatch(r"[^\W\d][\w' -]{1,30}", part):
            kind = "city"
        if kind is None or kind in venue or (kind == "city" and part is not parts[-1]):
            kind = "street" if "street" in venue and set(venue) == {"name", "street"} else "name"
            venue[kind] += f", {part}"
        else:
            venue[kind] = part
    ordered: Data = {key: venue[key] for key in ("name", "street", "floor", "room", "city") if key in venue}
    return ordered if len(ordered) > 1 else str(ordered["name"])


def _names_room(part: str, words: Words) -> bool:
    tokens = fold(part).split()
    return bool(tokens) and len(tokens) < 4 and tokens[-1] in words.lists["rooms"]


def _with_countries(parts: list[str], words: Words) -> list[str]:
    """The parts, with a country at the end joined to the city before it."""
    last = parts[-1] if len(parts) > 1 else ""
    if last and fold(last) in countries(words.known) and place_kind(parts[-2], words) == "city":
        return [*parts[:-2], f"{parts[-2]}, {last}"]
    return parts


def place_kind(part: str, words: Words) -> str | None:
    """Which part of a venue some words are; None where they do not show it."""
    tokens = [token.strip(".,") for token in fold(part).split()]
    if any(token in words.lists["floors"] for token in tokens):
        return "floor"
    if any(" ".join(tokens).startswith(room) for room in words.lists["rooms"]) or (
        any(room in tokens for room in words.lists["rooms"]) and bool(re.search(r"\d", part)) and len(tokens) <= 3
    ):
        return "room"
    if any(token in words.lists["streets"] for token in tokens) and re.search(r"\d|^\w+ ", part):
        return "street"
    if find_zone(part, words) and len(tokens) <= 4 and not any(token in words.lists["bodies"] for token in tokens):
        return "city"
    return None


def looks_like_place(text: str, words: Words) -> bool:
    """Whether a line names a place: a part of it is a street, a floor or a room, or it ends with a city."""
    parts = [part for part in _PARTS.split(text.strip(" .,;")) if part]
    if not parts or len(text) > 200 or text.rstrip().endswith((".", "?", ":")):
        return False
    kinds = [place_kind(part, words) for part in parts]
    streets = [part for part, kind in zip(parts, kinds, strict=True) if kind == "street" and re.search(r"\d", part)]
    country = len(parts) > 1 and fold(parts[-1]) in countries(words.known)
    city = (len(parts) > 1 and kinds[-1] == "city") or (country and kinds[-2] == "city")
    room = (kinds[0] == "room" or "room" in kinds[1:]) and all(part[0].isupper() or part[0].isdigit() for part in parts)
    return bool(streets) or city or "floor" in kinds or (room and bool(re.search(r"\d|,", text)))
