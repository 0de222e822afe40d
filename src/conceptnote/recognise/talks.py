"""A line below a session of an agenda to a talk, and who gives it."""

from __future__ import annotations

from conceptnote.recognise.items import Item, in_bracket, item_of
from conceptnote.recognise.words import Words


def talk_in_bracket(text: str, words: Words) -> Item | None:
    """A talk with the name in brackets: `Group 1: Mud (Julia Fink)`."""
    return in_bracket(text, words, lambda name: False)


def talk_of(text: str, words: Words) -> Item | None:
    """A talk with the name after it: `What mud remembers. Julia Fink (Lake Institute)`; None if it is no talk."""
    found = item_of(text, words, lambda name: False)
    return found if found is not None and len(found.text.split()) > 1 else None
