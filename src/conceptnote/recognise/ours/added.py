"""What somebody has typed into a Word file of ours: paragraphs, rows and people without names of values."""

from __future__ import annotations

from collections.abc import MutableMapping
from itertools import count

from conceptnote.datapath import DataPath
from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.ours.pieces import Line
from conceptnote.recognise.ours.relations import Relations
from conceptnote.recognise.ours.slots import Placed, Ref
from conceptnote.recognise.ours.styles import PEOPLE
from conceptnote.recognise.people import read_person
from conceptnote.recognise.positions import functions_of

_IN_TEXT = ("text", "bullet", "number")
_APART = 1000
"""Added items are between those of the paper: their numbers are thousandths more."""
_ITEMS = ("agenda-item", "agenda-subitem", "agenda-break")


class Added:
    """Puts added lines where their neighbours and styles tell."""

    def __init__(self, reading: Relations, texts: MutableMapping[DataPath, list[Paragraph]]) -> None:
        self._reading, self._texts = reading, texts
        self.prose: DataPath = ()
        """The text that the line before is of."""
        self._numbers = count(1)
        self._row: tuple[int, int] = (0, 0)
        self._time = ""
        self._person: int | None = None

    def take(self, line: Line) -> bool:
        """Whether an added line has its place."""
        paragraph = line.paragraph
        if paragraph.place != "body":
            return False
        if line.table:
            return self._in_row(line)
        if paragraph.kind == "heading" and paragraph.level == 1:
            return self._section(line)
        if line.style in (*PEOPLE, "function"):
            return self._in_panel(line)
        headed = self._reading.headed
        shows = headed and self._reading.tree.shows.get(headed)
        path = self.prose or ((*headed, "text") if headed and not shows else ())
        if path and paragraph.kind in (*_IN_TEXT, "heading"):
            self._texts.setdefault(path, []).append(paragraph)
            self.prose = path
            return True
        return False

    def _section(self, line: Line) -> bool:
        reading = self._reading
        last = max((step for step in reading.tree.printed_items("sections")), default=-1)
        headed: DataPath = ("sections", last + next(self._numbers) / _APART)  # type: ignore[assignment] # between
        reading.tree.set((*headed, "heading"), line.text)
        reading.headed, self.prose = headed, ()
        return True

    def _in_row(self, line: Line) -> bool:
        """A part of a row of the agenda."""
        reading = self._reading
        if not reading.row or not (line.style.startswith("agenda") or self._row == (line.table, line.row)):
            return False
        found = find_time(line.text, reading.words)
        if line.style == "agenda-time" and found:
            self._row, self._time = (line.table, line.row), found.written
            return True
        if line.style in _ITEMS:
            at = int(reading.row[-1]) + next(self._numbers) / _APART
            reading.row = (*reading.row[:-1], at)  # type: ignore[arg-type] # a number between
            reading.tree.set((*reading.row, "item"), line.text)
            if self._time and self._row == (line.table, line.row):
                reading.tree.set((*reading.row, "time"), self._time)
            self._row = line.table, line.row
            return True
        if line.style == "agenda-who":
            reading.slots.setdefault((*reading.row, "who"), []).append(Placed(None, {"office": line.text}))
            reading.tree.draft.likely(f"“{line.text}” was added by hand", ("agenda",))
            return True
        if line.style == "agenda-text" and self._row == (line.table, line.row):
            self._texts.setdefault((*reading.row, "text"), []).append(line.paragraph)
            return True
        return False

    def _in_panel(self, line: Line) -> bool:
        """Somebody who was added to the panel, or what they are."""
        reading = self._reading
        if line.style == "function":
            if self._person is None:
                return False
            person = reading.tree.below(("people", self._person))
            parts = functions_of(line.text, read_person("", reading.words), reading.words)
            person["functions"] = dict(enumerate(parts))
            self._person = None
            return True
        text = read_person(line.text, reading.words)
        if not text.name:
            return False
        number = 10_000 + next(self._numbers)
        person = reading.tree.below(("people", number))
        person["name"] = {"given": text.given, "family": text.family} if text.given else text.name
        for key in ("honorific", "honorific_after", "status"):
            if value := getattr(text, key):
                person[key] = value
        if text.functions:
            person["functions"] = dict(enumerate(text.functions))
        role = {"role": text.role} if text.role else {}
        slot = Placed(None, {"person": Ref("people", number)} | role)
        reading.slots.setdefault(("panel",), []).append(slot)
        reading.tree.draft.likely(f"“{line.text}” was added by hand", ("people",))
        self._person = number
        return True
