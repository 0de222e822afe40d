"""What has been read of the front of a note: its title, its facts."""

from __future__ import annotations

from collections.abc import Sequence

from conceptnote.recognise.passage import FIELDS, Passage
from conceptnote.recognise.titling import invites, is_letterhead
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import Words, fold, starts_with

FRONT = {*FIELDS, "front", "paper", "loose", "role", "margin", "funder", "version"}
_LONGEST_VERSION = 8


def is_version(text: str, words: Words) -> bool:
    """Whether a line is about the note, not the event: “Draft – not for distribution”, “Version of 12 January”."""
    rest = text[starts_with(text, words.lists["versions"]) :]
    named = fold(text) in words.lists["papers"] or words.labelled(text) is not None
    told = not rest.strip() or not rest.lstrip()[0].isalpha() or find_day(rest, words) is not None
    return rest != text and told and not named and len(text.split()) <= _LONGEST_VERSION and not text.endswith(".")


def in_front(parts: Sequence[Passage]) -> bool:
    """Whether only a title and facts have been read."""
    return all(part.kind in FRONT for part in parts)


def titled(parts: Sequence[Passage], words: Words) -> bool:
    """Whether a line has been read that may be the title."""
    known = words.lists["papers"] | words.lists["types"]
    held = (one for part in parts if part.kind in ("front", "paper", "title") for one in part.paragraphs)
    lines = [one.text for one in held]
    return any(not (fold(one) in known or names_kind(one, words) or invites(one, words)) for one in lines)


def names_kind(text: str, words: Words) -> bool:
    """Whether a line has a kind of event and the event around it: “Side event in the margins of COP 35”."""
    rest = text[starts_with(text, words.lists["types"]) :].strip(" :–—-")
    return rest != text and bool(starts_with(rest, words.lists["relations"]))


def before_title(parts: Sequence[Passage], words: Words) -> bool:
    """Whether the front has no title yet: only who organises, what the paper is and what kind of event."""
    known = words.lists["papers"] | words.lists["types"]
    read = [one for part in parts if part.kind == "front" for one in part.paragraphs]
    lines = [one for one in read if fold(one.text) not in known and not names_kind(one.text, words)]
    alone = all(part.kind in ("front", "role", "paper", "margin", "version") for part in parts)
    return alone and all(is_letterhead(one.text, words) for one in lines)


def has_facts(parts: Sequence[Passage], words: Words) -> bool:
    """Whether the day, the time or another fact has been read, so that the title is complete."""
    held = [one for part in parts if part.kind in ("front", "paper", "loose") for one in part.paragraphs]
    front = max(at for at, part in enumerate(parts) if part.kind in ("front", "paper"))
    later = parts[front + 1 :]
    labelled = any(part.kind not in ("title", "margin", "funder") for part in later)
    return labelled or any(find_day(one.text, words) for one in held[1:])
