"""The blocks below the heading of the speakers to people; the others are left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conceptnote.read.manuscript import Block, Paragraph, Run, Table
from conceptnote.recognise.adding_people import add_person
from conceptnote.recognise.continuing import LONGEST_FUNCTION, continues, without_status
from conceptnote.recognise.draft import Data
from conceptnote.recognise.making import Making
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.named import looks_like_name, looks_like_person, with_name_apart
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.people import read_person
from conceptnote.recognise.positions import functions_of, is_position_line, position_then_name
from conceptnote.recognise.several import in_roles, several_people
from conceptnote.recognise.speaking import is_loud
from conceptnote.recognise.words import fold

_LONGEST_PERSON = 400
_SHORTEST_BIOGRAPHY = 60
_STATUS = re.compile(r"[(（\[]([^()]*)[)）\]]\s*$")


class PanelReader:
    """Reads the people of one part, in order."""

    def __init__(self, making: Making, part: Passage) -> None:
        self._making, self._words, self._part = making, making.words, part
        self._role = part.role if part.kind == "person" else ""
        self._status = self._status_of_all()
        self._held: tuple[MentionedPerson, list[str], int] | None = None
        self._listed = self._loud = False
        """Whether the last person was in a list."""
        self._announced = False
        """Whether a label among the lines has announced people."""
        self._roles_apart = False
        """Whether a table has a column for roles besides that for positions."""
        self._told: list[Paragraph] = []
        """The biography of the last person so far."""

    def read(self) -> list[Block]:
        """Add the people; returns the blocks that name nobody."""
        result: list[Block] = []
        bulleted = [b for b in self._part.paragraphs if b.kind in ("bullet", "number")]
        lists_people = bool(bulleted) and not self._names_without_list()
        for block in self._part.body:
            if isinstance(block, Table):
                if not self._table(block):
                    result.append(block)
            elif not self._line(block, lists_people=lists_people, result=result):
                self._flush()
                result.append(block)
        self._flush()
        return result

    def _names_without_list(self) -> bool:
        """Whether people are in plain lines, so that list items are their topics."""
        plain = [b for b in self._part.paragraphs if b.kind == "text"]
        first = self._part.paragraphs[0] if self._part.paragraphs else None
        return (
            first is not None
            and first.kind == "text"
            and bool(plain)
            and (looks_like_person(first.text, self._words) or looks_like_name(first.text, self._words))
        )

    def _status_of_all(self) -> str:
        """The status in the heading: “Speakers (to be confirmed)”."""
        bracket = _STATUS.search(self._part.heading.text) if self._part.heading is not None else None
        return self._words.statuses.get(fold(bracket[1]), "") if bracket else ""

    # Lines

    def _line(self, block: Paragraph, *, lists_people: bool, result: list[Block]) -> bool:
        text, words = block.text, self._words
        listed = block.kind in ("bullet", "number")
        if (label := words.label(text)) and label.kind in ("person", "panel"):
            self._flush()
            self._role = label.role if label.kind == "person" else ""
            self._announced = True
            self._making.draft.quote(("panel",), text)
            return True
        if self._held is not None and self._is_biography(block):
            self._told.append(block)
            return True
        if (
            self._held is not None
            and not listed
            and continues(block, self._held[0], self._held[1], self._words, loud=self._loud)
        ):
            return True
        wording = read_person(text, words)
        if wording.told:
            self._start(block)
            self._told.append(block)
            return True
        text = with_name_apart(block, words)
        topic = text[0].islower() and not (wording.status or wording.name)  # of the one before it
        names = lists_people or (self._announced and looks_like_name(text, words))
        if listed and names and not text.endswith(("?", "？", "؟")) and len(text) <= _LONGEST_PERSON and not topic:
            self._start(block)
            return True
        if listed:
            return False
        person = looks_like_person(text, words) or looks_like_name(text, words) or self._lists_people(text)
        person = (person or position_then_name(text, words)) and not text.endswith(("?", "？", "؟"))
        if person and len(text) <= _LONGEST_PERSON and (not result or not text.rstrip().endswith(".")):
            self._start(block)
            return True
        if self._part.kind == "person" and not result and self._held is None and len(text) <= LONGEST_FUNCTION:
            self._start(block)
            return True
        return False

    def _lists_people(self, text: str) -> bool:
        """Whether a line names several people, after their role or none."""
        return any(several_people(part, self._words) for _, part in in_roles(text, self._words))

    def _is_biography(self, block: Paragraph) -> bool:
        """Whether sentences go on about the person before them, whom they name again or a biography began with."""
        assert self._held is not None
        text, name = block.text, self._held[0].name
        if len(text) < _SHORTEST_BIOGRAPHY or not text.rstrip().endswith((".", "。")) or not name:
            return False
        again = fold(name.split()[-1]) in fold(text[:_SHORTEST_BIOGRAPHY]).split()
        return again or (bool(self._told) and not read_person(text, self._words).told)

    def _start(self, block: Paragraph) -> None:
        self._flush()
        text = with_name_apart(block, self._words)
        if self._part.kind == "person" and self._part.heading is not None and not self._listed:
            self._making.draft.quote(("panel",), heading_text(self._part.heading))
        parts = in_roles(text, self._words)
        people = [
            (self._role if label is None else label.role if label.kind == "person" else "", one)
            for label, part in parts
            for one in several_people(part, self._words) or [part]
        ]
        if len(people) > 1:
            self._making.draft.quote(("panel",), text)
        for role, one in people[:-1]:
            person = read_person(one, self._words)
            person.role = person.role or role
            self.add(person, one, block.line)
        labelled = len(people) == 1 and parts[0][0] is not None
        role, last = people[-1]
        wording = read_person(text if labelled else last, self._words)
        wording.role = wording.role or role
        if parts[0][0] is None:  # “Panellists (tbc)” does not speak of the moderator below them
            wording.status = wording.status or (self._status if not wording.group else "")
        self._held = (wording, [text if labelled else last], block.line)
        self._listed = block.kind in ("bullet", "number")
        self._loud = is_loud(block)

    def add(self, wording: MentionedPerson, text: str, line: int) -> None:
        """Add somebody of whom a text says this."""
        self._held = (wording, [text], line)
        self._flush()

    def _flush(self) -> None:
        if self._held is None:
            return
        text, lines, line = self._held
        self._held = None
        if self._told:
            text.biography = self._making.writer.prose(self._told)
            self._told = []
        if text.role in ("panellist", "speaker"):
            text.role = ""
        if text.office and fold(text.office).strip("()") in self._words.statuses:
            # “Moderator: TBC”: nobody is named yet.
            note = Paragraph((Run("; ".join(lines)),), line)
            self._making.keep([note], "nobody is named here yet")
            return
        slot = add_person(self._making.draft, "; ".join(lines), self._words, text)
        if text.told and (identifier := _person_of(slot)):
            self._making.draft.likely("a sentence tells what they are", ("people", identifier), line)
        slots = self._making.event.setdefault("panel", [])
        same = [one for one in slots if _person_of(one) == _person_of(slot) and _person_of(slot)]
        if same and isinstance(slot, str):
            return
        if same:
            held = same[0] if isinstance(same[0], dict) else {}
            slots[slots.index(same[0])] = slot | held if isinstance(slot, dict) else slot
            return
        slots.append(slot)
        if isinstance(slot, dict) and "person" not in slot:
            self._making.draft.quote(("panel", len(slots) - 1), "; ".join(lines))

    # Tables

    def _table(self, table: Table) -> bool:
        """People as rows: their columns named at the head, otherwise name, position, organisation."""
        columns: dict[str, int] = {}
        people: list[tuple[str, MentionedPerson]] = []
        words = self._words
        for number, row in enumerate(table.rows):
            texts = [text_of(cell) for cell in row]
            if not any(texts):
                continue
            named = [words.people_columns.get(fold(text)) for text in texts]
            if number == 0 and sum(one is not None for one in named) * 2 >= len(texts) and "name" in named:
                columns = {name: at for at, name in reversed(list(enumerate(named))) if name}
                self._roles_apart = named.count("position") > 1
                people.append((" | ".join(texts), MentionedPerson()))
                continue
            wording = self._row(texts, columns)
            if wording is None:
                return False
            people.append((" | ".join(filter(None, texts)), wording))
        for line, wording in people:
            if wording.name or wording.office or wording.group:
                wording.role = wording.role or self._role
                self._held = (wording, [line], table.line)
                self._flush()
            else:
                self._making.draft.quote(("panel",), line)
        return bool(people)

    def _row(self, texts: Sequence[str], columns: dict[str, int]) -> MentionedPerson | None:
        words = self._words
        name = texts[columns["name"]] if columns else texts[0]
        wording = read_person(name, words)
        label = words.label(texts[0])
        if not columns and label is not None and label.kind in ("person", "panel") and len(texts) > 1:
            wording = read_person(", ".join(filter(None, texts[1:])), words)
            wording.role = label.role
            return wording
        if not wording.name and not columns:
            return None
        cells = [self._without_role(without_status(text, wording, words), wording) for text in texts]
        if columns:
            position, organisation = (cells[columns[c]] if c in columns else "" for c in ("position", "organisation"))
            if status := columns.get("status"):
                wording.status = wording.status or words.statuses.get(fold(texts[status]), "")
            further = [c for at, c in enumerate(cells) if at not in columns.values()]
        else:
            position, organisation, further = "", "", cells[1:]
            if len(further) == 2 and all(further) and "," not in further[0]:
                (position, organisation), further = further, []
        wording.functions += self._functions(position, organisation, further, wording)
        return wording

    def _without_role(self, cell: str, wording: MentionedPerson) -> str:
        """A cell; nothing if it is the role of somebody, “Panellist”, which is taken."""
        label = self._words.label(cell)
        if label is None or label.kind not in ("person", "panel") or (label.role == "chair" and not self._roles_apart):
            return cell  # “président” is what somebody is, too
        wording.role = label.role if label.kind == "person" else wording.role
        return ""

    def _functions(
        self, position: str, organisation: str, further: list[str], text: MentionedPerson
    ) -> list[str | Data]:
        found: list[str | Data] = []
        if position and organisation:
            found.append({"position": position, "organisation": organisation})
        elif position:
            found += functions_of(position, text, self._words)
        elif organisation:
            # “Head of Research, Data for Good Institute” under “Affiliation”
            begins = is_position_line(organisation.split(",")[0], self._words)
            found += functions_of(organisation, text, self._words) if begins else [organisation]
        rest = ", ".join(filter(None, further))
        return found + (functions_of(rest, text, self._words) if rest else [])


def _person_of(slot: str | Data) -> str:
    return slot if isinstance(slot, str) else str(slot.get("person", ""))
