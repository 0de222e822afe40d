"""A line below a session of an agenda to a talk, and who gives it."""

from __future__ import annotations

import re

from conceptnote.recognise.items import Item, in_bracket, item_of
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.words import Words

_QUOTED = re.compile(r"[“«„\"]\s*(?P<topic>[^“”«»„\"]+?)\s*[”»“\"]\s*[,:–—-]\s*(?P<who>\S.*)")


def talk_in_bracket(text: str, words: Words) -> Item | None:
    """A talk with the name in brackets: `Group 1: Mud (Julia Fink)`."""
    return in_bracket(text, words, lambda name: False)


def talk_of(text: str, words: Words) -> Item | None:
    """A talk with the name after it: `What mud remembers. Julia Fink (Lake Institute)`; None if it is no talk."""
    quoted = _QUOTED.fullmatch(text.strip())
    if quoted and (looks_like_name(quoted["who"], words) or looks_like_person(quoted["who"], words)):
        return Item(quoted["topic"], [(None, quoted["who"])])
    found = item_of(text, words, lambda name: False)
    return found if found is not None and len(found.text.split()) > 1 else None
