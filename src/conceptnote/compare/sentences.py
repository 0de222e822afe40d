"""From a difference between two versions to a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import cast

from msgspec import Struct

from conceptnote.compare.differences import OCCUPANT, SLOTS, Difference, Kind, differences
from conceptnote.compare.wording import Version
from conceptnote.datapath import DataPath
from conceptnote.export.plain import plain
from conceptnote.languages.change_words import Label
from conceptnote.schema.agenda import AgendaRow
from conceptnote.schema.people import Slot
from conceptnote.schema.when import TimeSpan

_EXCERPT = 12
"""The most words of a text in a sentence."""
_BESIDE = 2
"""The words shown before new ones."""
_LONGEST = 300
"""The most characters of a value in a sentence."""


class Change(Struct, frozen=True):
    """A difference with its sentence; `old` and `new` are empty if they cannot be written in words."""

    kind: Kind
    path: DataPath
    old: str
    new: str
    sentence: str


def changes(old: Version, new: Version) -> list[Change]:
    """The changes between two versions, each once; changes with the same sentence are reported once."""
    result = (_Sentence(one, old, new).change() for one in differences(old.data, new.data))
    return list({change.sentence: change for change in reversed(list(result))}.values())[::-1]


class _Sentence(Struct, frozen=True):
    difference: Difference
    before: Version
    after: Version

    def change(self) -> Change:
        one = self.difference
        old = _short(self.before.say(one.old)) if one.old is not None and one.kind != "order" else ""
        new = _short(self.after.say(one.new)) if one.new is not None and one.kind != "order" else ""
        around = [self.before.name(self.before.at(path)) for path, _ in one.around]
        if self._is_of_name():
            around = around[:-1]
        where = ", ".join(name for name in around if name)
        text = self._attendance() or self._move() or self._prose() or self._plain(old, new)
        # A question, or a last word that ends with a full stop, ends the sentence.
        text = text[:-1] if text.endswith(("..", "?.", "!.", "….")) else text
        colon = self.after.wording.words.colon
        return Change(one.kind, one.path, old, new, f"{where}{colon}{text}" if where else text)

    def _is_of_name(self) -> bool:
        """Whether the sentence itself names the innermost record."""
        path = self.difference.path
        return path[-1] == OCCUPANT or (self._attendance() or self._move()) is not None

    def _label(self) -> str:
        path = self.difference.path
        if path[-1] == OCCUPANT:
            slot = self.after.at(path)
            if isinstance(slot, Slot) and slot.role:
                return self.after.wording.role(slot.role)
        labels = self.after.changes.labels
        keys = [step for step in path if isinstance(step, str) and step != OCCUPANT]
        if path[0] == "parties" and len(path) == 2:
            return labels["parties"]
        return labels.get(cast(Label, keys[-1]), labels["layout"])

    def _plain(self, old: str, new: str) -> str:
        words, label, one = self.after.changes, self._label(), self.difference
        if one.kind == "order":
            return words.order.format(label=label)
        if one.path[-1] == OCCUPANT:
            old, new = (self._who(self.before, one.old), self._who(self.after, one.new))
        if label == words.labels["layout"]:
            return words.unsaid.format(label=label)
        if new and not old:
            return words.added.format(label=label, new=new)
        if old and not new:
            return words.removed.format(label=label, old=old)
        if old == new:
            return words.unsaid.format(label=label)
        if all(text.startswith(f"{label} ") for text in (old, new)):
            # “Room XX instead of XIX”, and not “Room: Room XX instead of Room XIX”.
            return words.replaced.format(new=new, old=old.removeprefix(f"{label} "))
        return words.changed.format(label=label, new=new, old=old)

    def _who(self, version: Version, path: DataPath | None) -> str:
        slot = version.at(path) if path is not None else None
        return version.wording.occupant(slot) if isinstance(slot, Slot) else ""

    def _attendance(self) -> str | None:
        """The sentence about a person who is now known to come, or not to come."""
        path, new = self.difference.path, self.after
        if path[0] == "people" and path[-1] == "status" and len(path) == 3:
            person = new.event.people[str(path[1])]
            status, who = person.status, new.wording.name(person)
            role = next(_roles(new, str(path[1])), None)
            who = f"{new.wording.role(role)}{new.wording.words.colon}{who}" if role else who
        elif len(path) > 2 and path[-3] in SLOTS and path[-1] == "status":
            assert self.difference.new is not None
            slot = new.at(self.difference.new[:-1])
            status = slot.status or (new.event.people[slot.person].status if slot.person else "confirmed")
            label = new.wording.role(slot.role) if slot.role else new.changes.labels[cast(Label, path[-3])]
            who = f"{label}{new.wording.words.colon}{new.wording.occupant(slot)}"
        else:
            return None
        return new.changes.attendance[status].format(who=who) if status in new.changes.attendance else None

    def _move(self) -> str | None:
        """The sentence about a row that begins at another time with the same length."""
        one = self.difference
        if one.kind != "changed" or one.path[-1] != "time" or one.old is None or one.new is None:
            return None
        old, new, row = self.before.at(one.old), self.after.at(one.new), self.before.at(one.old[:-1])
        if not isinstance(row, AgendaRow) or _length(old) != _length(new) or old.start == new.start:
            return None
        from_, to = (side.hours(TimeSpan(start=span.start)) for side, span in ((self.before, old), (self.after, new)))
        return self.after.changes.moved.format(what=row.item, old=from_, new=to)

    def _prose(self) -> str | None:
        """The sentence about a longer text: the number of new or removed words, and the first of them."""
        one = self.difference
        if one.new is None or one.kind == "order" or not self.after.is_prose(one.new):
            return None
        old = plain(self.before.at(one.old)).split() if one.old is not None else []
        new = plain(self.after.at(one.new)).split()
        parts = [part for part in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if part[0] != "equal"]
        if not parts:
            return None
        first = max(parts[0][3] - _BESIDE, 0)
        shown = new[first : first + _EXCERPT]
        ends = ("… " if first else "", " …" if first + _EXCERPT < len(new) else "")
        quotes = self.after.wording.words.quotes
        excerpt = f"{quotes[0]}{ends[0]}{' '.join(shown)}{ends[1]}{quotes[1]}"
        added = sum(end - begin for _, _, _, begin, end in parts)
        removed = sum(last - start for _, start, last, _, _ in parts)
        return self.after.changes.prose.format(label=self._label(), added=added, removed=removed, excerpt=excerpt)


def _roles(version: Version, person: str) -> Iterator[str]:
    """The roles of a person in the panel and in the agenda."""
    event = version.event
    waiting = [event.panel, *(row.who for row in _rows(event.agenda))]
    waiting += [row.who for sitting in event.sittings for row in _rows(sitting.agenda)]
    for slots in waiting:
        yield from (slot.role for slot in slots if slot.person == person and slot.role)


def _rows(rows: list[AgendaRow]) -> Iterator[AgendaRow]:
    for row in rows:
        yield row
        yield from _rows(row.rows)


def _length(span: TimeSpan) -> timedelta | bool:
    if span.end is None:
        return span.open_end
    return datetime.combine(date.min, span.end) - datetime.combine(date.min, span.start)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
