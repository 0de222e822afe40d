"""A line about somebody who speaks in a row of the agenda, to their place in that row."""

from __future__ import annotations

from conceptnote.recognise.adding_people import add_person, slot_of
from conceptnote.recognise.bare_name import may_be_name
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.named import looks_like_person
from conceptnote.recognise.people import read_person
from conceptnote.recognise.same_person import by_initials, known
from conceptnote.recognise.words import Words


def slot_of_line(line: str, draft: Draft, words: Words) -> str | Data:
    """The person of a line, who may be new, or else the office that it names: “Youth speaker, TBC”."""
    text = read_person(line, words)
    if text.name and (identifier := known(draft, text) or by_initials(draft, text.name)):
        add_person(draft, line, words, text) if known(draft, text) else None
        return slot_of(identifier, text)
    if looks_like_person(line, words) or (text.name and (text.functions or len(text.name.split()) > 1)):
        return add_person(draft, line, words)
    nobody = bool(text.office and text.status)  # “N. N., Water Trust”
    if named := not nobody and may_be_name(line, words):
        text.name, text.office = line, ""
    return add_person(draft, line, words, text) if nobody or named else {"office": line}
