"""The words of a place to a venue with its street, floor, room and city."""

from __future__ import annotations

import re

from conceptnote.recognise.draft import Data
from conceptnote.recognise.words import Words, any_of, fold
from conceptnote.recognise.zones import countries, find_zone, is_city

_HOUSE = r"\d{1,4}\s?\w?(?:[-–/]\d+)?"
"""The number of a house, which may stand after a comma."""
_CITY = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,6}\s+[^\W\d_].*")
"""A city with its code before it: “75007 Paris”."""
_NUMBER = re.compile(r"\d{1,4}[a-z]?|[ivxl]{1,6}|[a-z]\d{0,3}")
"""The number of a room."""
_LONGEST_ROOM = 5
_STATE = re.compile(r"[A-Z]{2}(?:\s+\d{5})?")
PARTS = re.compile(r"\s*(?:[,;，、،|·]|(?<=\w\w\w\w)\.(?=\s)|\s[–—-](?=\s))\s*")


def read_venue(text: str, words: Words) -> str | Data:
    """A venue; a bare text if it has one part only. Unknown parts stay with the name."""
    first, *parts = [one for part in PARTS.split(text.strip(" .,;")) if part for one in _apart(part, words)]
    parts = [bare if place_kind(bare := words.joint(part), words) == "city" else part for part in parts]
    parts = _with_countries(parts, words)
    first, *parts = _with_numbers([first, *_with_state(parts)], words)
    kinds = [place_kind(part, words) for part in (first, *parts)]
    if kinds[0] == "city" and kinds[1:2] == [None] and "city" not in kinds[1:] and not _is_country(parts[0], words):
        first, parts = parts[0], [*parts[1:], first]  # “Paris, Conference Centre, Room 9”
    venue: Data
    bare_street = bool(parts) and re.fullmatch(r"\D+\s\d{1,5}\w?", parts[0]) is not None  # “Mitre 123”
    building = bool(parts) and not bare_street and place_kind(parts[0], words) in (None, "room")
    if building and place_kind(first, words) in ("room", "floor"):
        first, parts = parts[0], [first, *parts[1:]]
    elif _names_room(first, words) and kinds[1:2] == [None] and (kinds[2:] or " " in parts[0]):
        first, parts = parts[0], [first, *parts[1:]]  # “Club Room, Hotel Aurora, Rome”
    venue, house = {"name": first}, rf"(?:{any_of(words.lists['houses'])}\.?\s*)?{_HOUSE}"
    for at, part in enumerate(parts):
        if re.fullmatch(house, part, re.IGNORECASE) and "street" in venue:
            venue["street"] += f", {part}"  # “ul. Sadowa, 5”
            continue
        kind = "room" if _names_room(part, words) and "room" not in venue else place_kind(part, words)
        country = part.rpartition(", ")[2]
        if kind is None and (_CITY.fullmatch(part) or (country != part and _is_country(country, words))):
            kind = "city"
        elif kind is None and re.search(r"\s\d{1,4}\s?\w?$", part) and _CITY.fullmatch("".join(parts[at + 1 : at + 2])):
            kind = "street"  # “Am Hang 3, 37000 Lindental”
        result = "street" in venue or ("room" in venue and len(part.split()) < 3)
        if kind is None and result and part is parts[-1] and re.fullmatch(r"[^\W\d][\w' -]{1,30}", part):
            kind = "city"
        if kind is None or kind in venue or (kind == "city" and part is not parts[-1]):
            kind = "street" if "street" in venue and set(venue) == {"name", "street"} else "name"
            venue[kind] += f", {part}"
        else:
            venue[kind] = part
    ordered = in_order(venue)
    return ordered if len(ordered) > 1 else str(ordered["name"])


def _with_numbers(parts: list[str], words: Words) -> list[str]:
    """The parts, with a number joined to the street after it: “12, avenue des Platanes”."""
    found: list[str] = []
    for part in parts:
        if found and found[-1].isdigit() and place_kind(part, words) == "street":
            part = f"{found.pop()}, {part}"
        found.append(part)
    return found


def _with_state(parts: list[str]) -> list[str]:
    """The parts, with a State and its code joined to the city before them: “New York, NY 10017”."""
    at = next((at for at, part in enumerate(parts) if at and _STATE.fullmatch(part)), 0)
    return [*parts[: at - 1], f"{parts[at - 1]}, {parts[at]}", *parts[at + 1 :]] if at else parts


def _apart(part: str, words: Words) -> list[str]:
    """A room parted from its building, “Room 8 at UN Headquarters”; in Chinese, the city and the room too."""
    bracket = re.fullmatch(r"(.*\S)\s*[(（]([^()（）]+)[)）]", part)
    if bracket and (place_kind(bracket[2], words) in ("room", "floor", "city") or _names_room(bracket[2], words)):
        return [*_apart(bracket[1], words), bracket[2]]  # “Ballroom (1st floor)”
    folded = fold(part, keep_length=True)
    for phrase in sorted(words.lists["at"], key=len, reverse=True):
        at = folded.find(f" {phrase} ")
        if at > 0 and place_kind(part[:at], words) in ("room", "floor") and part[at + len(phrase) + 2 :][:1].isupper():
            return [part[:at], part[at + len(phrase) + 2 :]]
    for phrase in words.lists["in"]:
        before, joint, after = part.rpartition(f" {phrase} ")
        if joint and " " in before and place_kind(after, words) == "city" and place_kind(before, words) is None:
            return [before, after]  # “King Fahd Palace in Dakar”
    numbered = any_of(words.unspaced("rooms"))
    floors = any_of(words.unspaced("floors"))
    ground = rf"(.{{2,}}?)([\d一二三四五六七八九十]+{floors})(\S+{numbered})?"
    room = re.fullmatch(ground, part) or re.fullmatch(rf"(.{{2,}}?)(第?[\d一二三四五六七八九十]+\S?{numbered})", part)
    name, rooms = (room[1], [one for one in room.groups()[1:] if one]) if room else (part, [])
    known = sorted((one for one in words.cities if one[0] > "\u2e80"), key=len, reverse=True)
    city = next((one for one in known if name.startswith(one) and name != one), "")
    end = len(city) + (name[len(city) :][:1] in words.lists["city-signs"] if city else 0)
    return [name[end:], *rooms, name[:end]] if city and name[end:] else [name, *rooms]


def _is_country(part: str, words: Words) -> bool:
    return fold(part) in countries(words.known)


def _names_room(part: str, words: Words) -> bool:
    tokens = fold(part).split()
    return bool(tokens) and len(tokens) < 4 and tokens[-1] in words.lists["rooms"]


def _with_countries(parts: list[str], words: Words) -> list[str]:
    """The parts, with a country at the end joined to the city before it."""
    last = parts[-1] if len(parts) > 1 else ""
    town = place_kind(parts[-2], words) if len(parts) > 1 else None
    body = any(words.has("bodies", token) for token in parts[-2].split()) if last else False
    named = (
        town is None
        and not body
        and re.fullmatch(r"[^\W\d][\w'’-]+(?: [^\W\d][\w'’-]+){0,2}", parts[-2] if last else "")
    )
    if last and _is_country(last, words) and place_kind(last, words) != "city" and (town == "city" or named):
        return [*parts[:-2], f"{parts[-2]}, {last}"]
    return parts


def place_kind(part: str, words: Words) -> str | None:
    """The part of a venue that some words are; None if they do not show it."""
    tokens = [token.strip(".,") for token in fold(part).split()]
    if any(token in words.lists["floors"] for token in tokens):
        return "floor"
    if re.fullmatch(rf"[\d一二三四五六七八九十]{{1,3}}{any_of(words.unspaced('floors'))}", part):
        return "floor"
    if not part.isascii() and part.endswith(words.unspaced("rooms")):
        return "room"
    if any(" ".join(tokens).startswith(room) for room in words.lists["rooms"]) or (
        any(room in tokens for room in words.lists["rooms"]) and bool(re.search(r"\d", part)) and len(tokens) <= 3
    ):
        return "room"
    named = (" ".join(tokens[at:-1]) for at in range(1, len(tokens) - 1))
    numbered = 1 < len(tokens) <= _LONGEST_ROOM and _NUMBER.fullmatch(tokens[-1])
    if numbered and any(one in words.lists["rooms"] for one in named):
        return "room"  # “OCHA Meeting Room 2”
    if any(token in words.lists["streets"] for token in tokens) and re.search(r"\d|^\w+\.? ", part):
        return "street"
    if re.search(r"\d", part) and any(token.endswith(tuple(words.lists["street-ends"])) for token in tokens):
        return "street"
    body = any(token in words.lists["bodies"] for token in tokens)
    if find_zone(part, words) and len(tokens) <= 4 and (not body or is_city(part, words)):
        return "city"
    return None


def looks_like_place(text: str, words: Words) -> bool:
    """Whether a line names a place: it has a street, a floor or a room, or ends with a city."""
    parts = [part for part in PARTS.split(text.strip(" .,;")) if part]
    if not parts or len(text) > 200 or text.rstrip().endswith(("?", ":")):
        return False
    if text.rstrip().endswith(".") and not any(_CITY.fullmatch(part) for part in parts[1:]):
        return False
    inner = ("room" if _names_room(part, words) else None for part in parts[1:])
    kinds = [place_kind(part, words) or room for part, room in zip(parts, (None, *inner), strict=True)]
    streets = [part for part, kind in zip(parts, kinds, strict=True) if kind == "street" and re.search(r"\d", part)]
    country = len(parts) > 1 and fold(parts[-1]) in countries(words.known)
    city = (len(parts) > 1 and kinds[-1] == "city") or (country and kinds[-2] == "city")
    room = (kinds[0] == "room" or "room" in kinds[1:]) and all(part[0].isupper() or part[0].isdigit() for part in parts)
    return bool(streets) or city or "floor" in kinds or (room and bool(re.search(r"\d|,", text)))


def may_be_place(text: str, words: Words) -> bool:
    """Whether words may begin a place: with a capital, or with a room, “salle des Actes”."""
    return text[0] not in "(（" and (not text[0].islower() or place_kind(text.split(",")[0], words) == "room")


def in_order(venue: Data) -> Data:
    """A venue with its parts in the order of the event file."""
    return {key: venue[key] for key in ("name", "street", "floor", "room", "city") if key in venue}


def is_evident(venue: str | Data, words: Words) -> bool:
    """Whether its parts show that some words are a place: a name, and a room, a street with a number or a city."""
    if isinstance(venue, str) or place_kind(venue["name"], words) is not None or "," in venue["name"]:
        return False
    street = re.search(r"\d", venue.get("street", ""))
    return bool(street) or any(place_kind(venue.get(key, ""), words) == key for key in ("room", "city"))


def named_place(venue: str | Data) -> str | Data:
    """A venue with a name: the street, the room or the city, if labels gave nothing else."""
    if isinstance(venue, str) or "name" in venue:
        return venue
    first = next(key for key in ("street", "room", "city", "floor") if key in venue)
    made = {"name": venue[first]} | {key: said for key, said in venue.items() if key != first}
    return made if len(made) > 1 else str(made["name"])
