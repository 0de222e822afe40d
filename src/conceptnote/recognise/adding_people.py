"""People of lines to those of the draft, each with their place in the panel or a row."""

from __future__ import annotations

from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.people import LONGEST_NAME, read_person
from conceptnote.recognise.same_person import known
from conceptnote.recognise.words import Words
from conceptnote.yamldata import Inline


def add_person(draft: Draft, line: str, words: Words, text: MentionedPerson | None = None) -> str | Data:
    """Add the person of a line, and return their slot; the line is kept beside it."""
    text = text or read_person(line, words)
    if text.office or text.group:
        slot: Data = {"office": text.office} if text.office else {"group": text.group}
        slot |= {"topic": text.topic} if text.topic else {}
        slot |= {"role": text.role} if text.role else {}
        return slot | ({"status": text.status} if text.status else {})
    identifier = known(draft, text) or _new(draft, text)
    _complete(draft, identifier, text)
    draft.quote(("people", identifier), line)
    return slot_of(identifier, text)


def slot_of(identifier: str, text: MentionedPerson) -> str | Data:
    """The place of a person in the panel or a row: their id, and what they do there."""
    more: Data = {"role": text.role} if text.role else {}
    more |= {"presence": "remote"} if text.remote else {}
    more |= {"topic": text.topic} if text.topic else {}
    return {"person": identifier} | more if more else identifier


def _complete(draft: Draft, identifier: str, text: MentionedPerson) -> None:
    """Add the other facts of a line about a known person."""
    person = draft.records("people")[identifier]
    if text.functions and "functions" not in person:
        person["functions"] = [one if isinstance(one, dict) else {"position": one} for one in text.functions]
    for key in ("honorific", "honorific_after", "status", "biography"):
        if getattr(text, key) and key not in person:
            person[key] = getattr(text, key)
    order = ("honorific", "name", "honorific_after", "functions", "status", "biography")
    draft.records("people")[identifier] = {key: person[key] for key in order if key in person}


def _new(draft: Draft, text: MentionedPerson) -> str:
    names = text.name.split()
    identifier = draft.new_id("people", text.family or names[-1 if len(names) <= LONGEST_NAME else 0])
    name: Data | str = Inline(given=text.given, family=text.family) if text.family else text.name
    draft.records("people")[identifier] = {"name": name}
    if len(names) > LONGEST_NAME:
        draft.doubt("it is unclear where the name ends", "separate the name from the position", ("people", identifier))
    return identifier
