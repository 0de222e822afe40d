"""From the values of a paper to the draft of an event: its slots, texts, sections and ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from conceptnote.datapath import DataPath, texts_in
from conceptnote.languages.known import Languages
from conceptnote.read.manuscript import Manuscript
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.ours.event import Naming
from conceptnote.recognise.ours.left import keep, lost_texts
from conceptnote.recognise.ours.paper import Reading
from conceptnote.recognise.ours.pieces import lines_of, plain
from conceptnote.recognise.ours.sections import funders, sections
from conceptnote.recognise.ours.slot_lists import fill, name_tracks, raise_rows, settle
from conceptnote.recognise.ours.texts import USUAL_LEVEL, prepared, with_breaks, written
from conceptnote.recognise.ours.two import first_of, in_two, other_language
from conceptnote.recognise.ours.when import put_times
from conceptnote.recognise.prose import ProseWriter
from conceptnote.yamldata import Inline, Prose

_LEVELS = {"description": 3, "invitation": 1, "internal": 1}
"""The level in Word of the highest heading in a text, by its field."""


def ours(manuscript: Manuscript, given: Mapping[str, str], today: date, languages: Languages) -> Draft:
    """The draft of the event whose values a paper of ours prints."""
    lines = list(lines_of(manuscript))
    first = Reading(manuscript, lines, given, today, languages)
    tag = other_language(lines, first.language, languages)
    if not tag:
        first.read()
        return Finish(first).draft_of_event()
    first.lines = [line for line in lines if line.language != tag]
    second = Reading(manuscript, [line for line in lines if line.language == tag], {"language": tag}, today, languages)
    first.read()
    second.read()
    return Finish(first).draft_of_event(Finish(second))


class Finish:
    """Completes the event of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.tree = reading, reading.tree
        self.draft: Draft = reading.tree.draft
        notes = {
            name: with_breaks([prepared(one, USUAL_LEVEL) for one in note])
            for name, note in reading.manuscript.notes.items()
        }
        self.writer = ProseWriter({name: tuple(note) for name, note in notes.items()}, exact=True)
        self.naming = Naming(self.draft)
        self.loose: list[str] = []
        """Values that have no record any more."""

    def draft_of_event(self, other: Finish | None = None) -> Draft:
        """The draft; the `other` is the same paper in a second language."""
        tree, language = self.tree, self.reading.language
        self._complete()
        if other is not None:
            other._complete()
            in_two(tree.data, other.tree.data, (language, other.reading.language))
        self._people()
        self._parties()
        self._name("tracks", "title")
        event = self.naming.plain(tree.data)
        given = self.reading.given
        spoken: Any = language if other is None else [language, other.reading.language]
        event = {"language": spoken, "status": "draft"} | event
        event |= {key: given[key] for key in ("title", "date", "time", "timezone", "venue") if key in given}
        self.draft.event = event
        both = [self] if other is None else [self, other]
        for one in both:
            one.loose += lost_texts(one.reading, self.draft, one.loose)
        uncalled = [note for note in both[-1].writer.uncalled if note in self.writer.uncalled]
        keep(
            self.draft,
            self.reading,
            [line.paragraph for one in both for line in one.reading.left],
            [text for one in both for text in one.loose],
            uncalled,
        )
        return self.draft

    def _complete(self) -> None:
        """Complete the tree."""
        reading, tree = self.reading, self.tree
        tree.read()
        self._pictures()
        fill(tree, reading.slots)
        settle(tree)
        name_tracks(tree)
        self._texts()
        put_times(reading, tree)
        raise_rows(tree)
        self.loose += sections(reading, tree)
        self.loose += funders(reading, tree)
        for number, roles in tree.party_roles.items():
            tree.below(("parties", number))["roles"] = list(roles)

    def _texts(self) -> None:
        for path, paragraphs in self.reading.texts.items():
            base = _LEVELS.get(str(path[-1]), USUAL_LEVEL)
            if path[0] == "practical" and "heading" in self.tree.below(path[:-1]):
                base += 1
            if len(path) == 3 and path[0] in ("sittings", "sub_events"):
                base += 1
            ready = with_breaks([prepared(one, base) for one in paragraphs])
            if path[0] not in ("sections", "annexes"):
                self._put(path, self.writer.prose(ready))
                continue
            text, notes = self.writer.section(ready)
            self._put(path, text)
            for name, (note, _) in notes.items():
                self.tree.set((*path[:-1], "footnotes", name), self._footnote(note))

    def _put(self, path: DataPath, text: str) -> None:
        if text.strip():
            self.tree.set(path, Prose(written(text)))

    def _footnote(self, text: str) -> Any:
        """A note; the mark of one to be confirmed is a status."""
        marks = self.reading.said.papers.statuses.get("tbc", "")
        bracketed = self.reading.said.papers.brackets.replace("{text}", marks)
        bare = plain(text).rstrip()
        if marks and bare.endswith(bracketed):
            return {"text": written(bare[: -len(bracketed)].rstrip()), "status": "tbc"}
        return written(text)

    def _people(self) -> None:
        for number, person in sorted(self.tree.data.get("people", {}).items()):
            name = person.get("name", "")
            if isinstance(name, dict):
                name = {key: name[key] for key in ("given", "family", "order") if key in name}
                words = (first_of(name.get("family", "")), first_of(name.get("given", "")))
                flat = all(isinstance(one, str) for one in name.values())
                person["name"] = (Inline(name) if flat else name) if len(name) > 1 else next(iter(name.values()), "")
            else:
                words = (str(name).rpartition(" ")[2], str(name))
            self.naming.name("people", number, words)

    def _parties(self) -> None:
        for number, party in sorted(self.tree.data.get("parties", {}).items()):
            sentence = first_of(party.get("in_sentence", ""))
            bare = self.reading.said.papers.named("", sentence).rest
            party.setdefault("name", bare or party.get("print_as") or party.get("acronym") or "")
            self.naming.name("parties", number, (first_of(party.get("acronym", "")), first_of(party["name"])))

    def _name(self, collection: str, field: str) -> None:
        for number, record in sorted(self.tree.data.get(collection, {}).items()):
            self.naming.name(collection, number, (first_of(record.get(field, "")),))

    def _pictures(self) -> None:
        """Pictures are not read: what is said of them is kept as text."""
        for figure in self.tree.data.pop("figures", {}).values():
            self.loose += texts_in(figure)
