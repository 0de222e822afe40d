"""From an existing concept note to the first event file of an event, and a list of what to check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from conceptnote.languages.known import Languages
from conceptnote.read.manuscript import Manuscript
from conceptnote.recognise import body, contacts, facts, front, funding, occasion, sentences, signature
from conceptnote.recognise.deadline import settle_deadline
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.making import Making
from conceptnote.recognise.ours.finish import ours
from conceptnote.recognise.ours.pieces import is_ours, without_values
from conceptnote.recognise.parts import parts_of
from conceptnote.recognise.passage import Passage
from conceptnote.recognise.plausibility import doubt_implausible
from conceptnote.recognise.timetable import is_agenda
from conceptnote.recognise.words import load_words

_TAKERS: dict[str, Callable[[Making, Passage], None]] = {
    "front": front.front,
    "paper": front.paper,
    "title": facts.text_field,
    "subtitle": facts.text_field,
    "theme": facts.text_field,
    "type": facts.text_field,
    "parent_event": facts.text_field,
    "registration": contacts.registration,
    "contacts": contacts.contacts,
    "date": occasion.when,
    "time": occasion.when,
    "venue": occasion.when,
    "when": occasion.when,
    "languages": facts.languages,
    "mode": facts.mode,
    "access": facts.mode,
    "role": body.parties,
    "panel": body.panel,
    "person": body.person,
    "structure": body.structure,
    "agenda": body.agenda,
    "questions": body.questions,
    "section": body.section,
    "funder": funding.funder,
    "loose": front.front,
    "margin": body.margin,
    "signature": signature.signature,
    "version": body.margin,
}


_PROSE = ("front", "loose", "section", "structure", "when", "venue", "date", "registration", "paper")
"""The parts whose sentences may have the time of the event and its registration."""


def draft_of(manuscript: Manuscript, given: Mapping[str, str], today: date, languages: Languages) -> Draft:
    """Make an event of a concept note in one of these languages.

    `given` are values that the note is not asked for: title, date, year, … Every word of the note is in the draft: in
    its place, in a comment beside its value, or in a section at the end. Required keys that the note does not give are
    left out.
    """
    if is_ours(manuscript):
        return ours(manuscript, given, today, languages)
    words = load_words(languages)
    making = Making(without_values(manuscript), words, given, today)
    parts = parts_of(without_values(manuscript), words, lambda table: is_agenda(table, words))
    making.days = sum(part.day for part in parts)
    for part in sorted(parts, key=lambda one: one.kind != "title"):  # a label is surer than the first line
        body.move_notes(part)
        _TAKERS[part.kind](making, part)
    every = [block for part in parts for block in part.paragraphs if block.place == "body"]
    rows = [block for part in parts if part.kind == "agenda" for block in part.paragraphs]
    sentences.people_of_sentences(making, [block for block in every if block not in rows])
    for part, section in making.waiting:
        body.fill_agenda(making, part, section)
    prose = [block for part in parts if part.kind in _PROSE for block in part.paragraphs if block.place == "body"]
    occasion.from_sentences(making, prose)
    facts.access_of_sentences(making, every)
    contacts.from_sentences(making, every)
    sentences.from_sentences(making, every)
    settle_deadline(making)
    draft = making.finish()
    doubt_implausible(draft, [paragraph.text for paragraph in manuscript.paragraphs()], words, given)
    return draft
