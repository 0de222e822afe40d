"""From the values of a paper to the draft of an event: its slots, texts, sections and ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any

from conceptnote.datapath import DataPath, texts_in
from conceptnote.languages.known import Languages
from conceptnote.read.manuscript import Manuscript
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.ours.event import Branch, Naming
from conceptnote.recognise.ours.left import keep, lost_texts
from conceptnote.recognise.ours.paper import Reading
from conceptnote.recognise.ours.pieces import lines_of, plain
from conceptnote.recognise.ours.sections import funders, sections
from conceptnote.recognise.ours.slots import Ref
from conceptnote.recognise.ours.texts import USUAL_LEVEL, prepared, with_breaks, written
from conceptnote.recognise.ours.two import first_of, in_two, other_language
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.zones import find_zone
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
        self._slots()
        self._unplaced()
        self._texts()
        self._times()
        self.loose += sections(reading, tree)
        self.loose += funders(reading, tree)
        for number, roles in tree.party_roles.items():
            tree.below(("parties", number))["roles"] = list(roles)

    def _slots(self) -> None:
        for below, slots in self.reading.slots.items():
            taken = {slot.index for slot in slots} | set(self.tree.below(below))
            free = (at for at in count() if at not in taken)
            for slot in slots:
                index = slot.index if slot.index is not None else next(free)
                _merge(self.tree.below((*below, index)), slot.data)

    def _unplaced(self) -> None:
        """People whom the paper only lists stand on the panel, or the event would not know them."""
        there = set(_refs(self.tree.data))
        lost = [number for number in self.tree.data.get("people", {}) if Ref("people", number) not in there]
        panel = self.tree.below(("panel",)) if lost else {}
        for number in lost:
            panel[len(panel)] = {"person": Ref("people", number)}
        if lost:
            self.draft.likely("the original lists people, and does not say what each does", ("panel",))

    def _texts(self) -> None:
        for path, paragraphs in self.reading.texts.items():
            if "footnotes" in path:
                continue
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
                self.tree.set((*path[:-1], "footnotes", name), self._footnote(path[:-1], note))

    def _put(self, path: DataPath, text: str) -> None:
        if text.strip():
            self.tree.set(path, Prose(written(text)))

    def _footnote(self, section: DataPath, text: str) -> Any:
        """A note; the mark of one to be confirmed is a status."""
        marks = self.reading.said.papers.statuses.get("tbc", "")
        bracketed = self.reading.said.papers.brackets.replace("{text}", marks)
        bare = plain(text).rstrip()
        if marks and bare.endswith(bracketed):
            return {"text": written(bare[: -len(bracketed)].rstrip()), "status": "tbc"}
        return written(text)

    def _times(self) -> None:
        reading, tree = self.reading, self.tree
        for path, day, inferred, weekday in reading.times.dates(reading.today, reading.given.get("year", "")):
            record = path[:-1] if path[-1] == "day" else path
            value: Any = day
            if inferred and path[-1] == "day":
                value = Inline({"day": day, "year": "inferred"} | ({"weekday": weekday} if weekday else {}))
                hint = "write the right year, and remove “year: inferred”; until then the papers print none"
                self.draft.doubt(f"the original names no year: {day[:4]} is a placeholder", hint, record)
            tree.below(record[:-1])[record[-1]] = value
        for owner, time, minutes in reading.times.hours(reading.beside):
            if time:
                tree.set((*owner, "time"), time)
            if minutes:
                tree.set((*owner, "minutes"), minutes)
        for key, style in reading.times.styles():
            tree.set((key,), style)
        if "timezone" not in tree.data:
            zone = find_zone(" ".join(texts_in(tree.data.get("venue", {}))), reading.words)
            named = find_zone(str(tree.data.get("timezone_name", "")), reading.words)
            if zone or named:
                tree.set(("timezone",), named or zone)
                self.draft.likely("the zone is that of the place", ("timezone",))
        if sittings := tree.data.get("sittings", {}):
            # The date and the time of the event are those of its first sitting.
            opening = {key: tree.data.pop(key) for key in ("date", "time") if key in tree.data}
            for key, value in opening.items():
                sittings[min(sittings)].setdefault(key, value)
        for part in sittings.values():
            part.setdefault("date", "tbc")

    # Sections

    # Ids

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
            bare = self.reading.said.without_article(sentence)
            party.setdefault("name", bare or party.get("print_as") or party.get("acronym") or "")
            self.naming.name("parties", number, (first_of(party.get("acronym", "")), first_of(party["name"])))

    def _name(self, collection: str, field: str) -> None:
        for number, record in sorted(self.tree.data.get(collection, {}).items()):
            self.naming.name(collection, number, (first_of(record.get(field, "")),))

    def _pictures(self) -> None:
        """Pictures are not read: what is said of them is kept as text."""
        for figure in self.tree.data.pop("figures", {}).values():
            self.loose += texts_in(figure)


def _merge(there: Branch, data: Branch) -> None:
    for key, value in data.items():
        if isinstance(value, dict):
            _merge(there.setdefault(key, {}), value)
        else:
            there.setdefault(key, value)


def _refs(value: Any) -> Iterator[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _refs(one)
