"""Labels for one part of the place, “Room: XX”, “City: Geneva”, to that part of the venue."""

from __future__ import annotations

from conceptnote.recognise.clock import find_time
from conceptnote.recognise.draft import Data
from conceptnote.recognise.facts import without_modes
from conceptnote.recognise.making import Making
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.place import PARTS, in_order, place_kind, read_venue
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import fold


def part_of_place(making: Making, part: Passage, text: str) -> bool:
    """Take what stands after such a label; False without one, or if it is a whole place."""
    words = making.words
    if part.kind != "venue" or part.heading is None or find_day(text, words) or find_time(text, words):
        return False
    field = words.place_parts.get(fold(heading_text(part.heading)), "")
    venue = making.event.get("venue")
    known: Data = {"name": venue} if isinstance(venue, str) else dict(venue or {})
    if making.guessed(("venue",)) or (not field and not (known and _adds(making, text, known))):
        return False
    pieces = [one for one in PARTS.split(text.strip(" .,;")) if one]
    if field in ("room", "floor") and pieces:
        first, rest = text, ""
        if len(pieces) > 1:
            first, rest = pieces[0], text[text.index(pieces[0]) + len(pieces[0]) :].lstrip(" ,;–—-|·")
        if rest and (place_kind(rest, words) in ("room", "floor") or rest[0].islower() or rest[0].isdigit()):
            first, rest = text, ""  # “Room: XX, 3rd floor”
        found = _record(making, rest) | ({"floor": first} if field == "floor" else {"room": first})
    elif field == "city" and len(pieces) < 3:
        found = {"city": text.strip(" .")}
    else:
        name = str(known.get("name", ""))
        read = _record(making, f"{name}, {text}") if name else {field or "name": text}
        found = {key: said for key, said in read.items() if key != "name"}
        if name and (read.get("name") != name or not found):
            found = {field: text} if field and field not in known else {}
    if not found or any(known.get(key, said) != said for key, said in found.items()):
        return False
    making.event["venue"] = in_order(known | found)
    making.quote(part, ("venue",), text)
    return True


def _adds(making: Making, text: str, known: Data) -> bool:
    """Whether a second place is a part of the first that is still missing: its room, its street or its city."""
    kind = place_kind(text, making.words)
    return kind is not None and kind not in known


def _record(making: Making, text: str) -> Data:
    if not text:
        return {}
    venue = read_venue(without_modes(making, text), making.words)
    return {"name": venue} if isinstance(venue, str) else venue
