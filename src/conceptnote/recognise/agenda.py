"""Timed lines, or tables with a column of times, to rows of the agenda, in one sitting or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.mentioned import is_capital
from conceptnote.recognise.named import looks_like_name, looks_like_person, several_people
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.people import add_person, known, read_person, slot_of, titles_of
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.speaking import each_named, is_headline, is_office, may_be_name, says_what
from conceptnote.recognise.timetable import columns_of, is_agenda, on_24_hours, time_of
from conceptnote.recognise.when import find_time
from conceptnote.recognise.words import Words, fold, starts_with

_LONGEST_TIME = 100
_AROUND = " \t,;:.–—|-\u00a0"
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")
_LONGEST_PROSE = 90

Cell = tuple[Paragraph, ...]


@dataclass(slots=True)
class _Row:
    data: Data
    text: list[Paragraph] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    """The note's words behind other values."""


class AgendaReader:
    """Reads the rows of one sitting, or of the event; `place` is their path in the event file."""

    def __init__(self, draft: Draft, words: Words, writer: ProseWriter, rows: list[Data], place: tuple[str | int, ...]):
        self._draft, self._words, self._writer = draft, words, writer
        self._rows, self._place = rows, place
        self._latest: _Row | None = None
        self._listing = ""
        self._made: list[tuple[int, _Row]] = []

    def read(self, body: Sequence[Block]) -> list[Block]:
        """Read the blocks below the heading of an agenda; returns those that are not rows."""
        strays: list[Block] = []
        timed = [isinstance(block, Paragraph) and self._timed(block) is not None for block in body]
        for at, block in enumerate(body):
            if isinstance(block, Table):
                strays += [] if is_agenda(block, self._words) and self._table(block) else [block]
            elif found := self._timed(block):
                self._start(found[0], found[1], block.text)
            elif self._latest is not None and is_headline(block) and at + 1 < len(body) and timed[at + 1]:
                self._start({}, block, "")
            elif self._latest is None or (not any(timed[at:]) and self._ends(block)):
                strays.append(block)
                self._latest = None
            else:
                self._further(block)
        self._finish()
        return strays

    def _ends(self, block: Paragraph) -> bool:
        """Whether prose after the last row belongs to none."""
        return block.text.endswith(".") and len(block.text) > _LONGEST_PROSE // 2 and block.apart

    # Lines

    def _timed(self, paragraph: Paragraph) -> tuple[Data, Paragraph] | None:
        """The beginning of a row, and the text after its time."""
        text = paragraph.text[:_LONGEST_TIME]
        time = find_time(text, self._words)
        if time is None or text[: time.start].strip(_AROUND + "("):
            return None
        rest = paragraph.part(time.end)
        skipped = len(rest.text) - len(rest.text.lstrip(_AROUND + ")"))
        return {"time": time.written}, rest.part(skipped)

    def _start(self, data: Data, item: Paragraph, words: str) -> None:
        row = self._add(data, item.text or words, words)
        self._name_speakers(row)

    def _further(self, block: Paragraph) -> None:
        """A line below a row: its speaker, or its description."""
        row = self._latest
        assert row is not None
        text, words = block.text, self._words
        labelled = words.labelled(text)
        if labelled and labelled[0].kind in ("person", "panel"):
            self._listing = labelled[0].role or "panellist"
            if text[labelled[2] :].strip():
                self._who(row, text if labelled[0].kind == "person" else text[labelled[2] :], text)
            else:
                row.quotes.append(text)
        elif (label := words.label(text)) and label.kind in ("person", "panel"):
            self._listing = label.role or "panellist"
            row.quotes.append(text)
        elif not block.notes and self._speakers(row, text):
            return
        elif (
            looks_like_person(text, words)
            or (not block.notes and looks_like_name(text, words) and len(text) < 160 and self._is_speaker(block))
            or (not block.notes and is_office(text, words))
        ):
            self._who(row, text, text)
        elif "item" in row.data and not row.data["item"].strip(_AROUND):
            row.data["item"] = text
        else:
            row.text.append(block)

    def _speakers(self, row: _Row, text: str) -> bool:
        """Take people out of a line below a row: “with A (Union) and B (Trust)”, “moderated by C”."""
        words, person = self._words, read_person(text, self._words)
        length = starts_with(text, words.lists["by"])
        people = several_people(text[length:].strip() if length else text, words)
        if people or (person.role and person.name and len(text) <= _LONGEST_PROSE):
            for one in people or [text]:
                self._who(row, one, text)
            return True
        return False

    def _is_speaker(self, block: Paragraph) -> bool:
        """Whether a name without a title is a speaker: in a list of them, or with functions."""
        return bool(self._listing) or bool(read_person(block.text, self._words).functions)

    # Tables

    def _table(self, table: Table) -> bool:
        columns = {"time": 0, "item": 1, "who": 2}
        tracks: dict[int, str] = {}
        for row in table.rows:
            if named := columns_of(row, self._words):
                columns = named if "item" in named else {"time": 0, "item": 1} | named
                tracks = self._tracks(row, columns)
                self._draft.quote(self._place, " | ".join(text_of(cell) for cell in row))
                continue
            if tracks:
                self._parallel(row, tracks)
            elif any(text_of(cell) for cell in row):
                self._cells(row, columns)
        return True

    def _tracks(self, row: Sequence[Cell], columns: dict[str, int]) -> dict[int, str]:
        """The columns of parallel tracks: two or more whose heads are not usual ones."""
        names = {at: text_of(cell) for at, cell in enumerate(row) if at != columns.get("time", 0)}
        if len(names) < 2 or any(self._words.columns.get(fold(name)) for name in names.values()):
            return {}
        records = self._draft.records("tracks")
        for at, name in names.items():
            identifier = self._draft.new_id("tracks", name)
            records[identifier] = name
            names[at] = identifier
        return names

    def _parallel(self, row: Sequence[Cell], tracks: dict[int, str]) -> None:
        time = time_of(text_of(row[0]), self._words) or {}
        filled = [(at, cell) for at, cell in enumerate(row) if at and text_of(cell)]
        for at, cell in filled:
            made = self._add(dict(time), cell[0].text, text_of(row[0]))
            if len(filled) > 1 and at in tracks:
                made.data["track"] = tracks[at]
            self._name_speakers(made)
            for further in cell[1:]:
                self._further(further)

    def _cells(self, row: Sequence[Cell], columns: dict[str, int]) -> None:
        time, item, who, place = (
            row[columns[c]] if columns.get(c, 99) < len(row) else () for c in ("time", "item", "who", "place")
        )
        further = [p for at, cell in enumerate(row) if at not in columns.values() for p in cell]
        data: Data = time_of(text_of(time), self._words) or {}
        lines = [*item, *further]
        if not data:
            lines = [*time, *lines]  # a row across the table: “Coffee break”
        elif not lines:
            lines, who = list(who), ()
        lines = [line for line in lines if line.text]
        words = text_of(time) if data else ""
        made = self._add(data, lines[0].text if lines else words, words)
        if text_of(place):
            made.data["room"] = text_of(place)
        self._name_speakers(made)
        for line in lines[1:]:
            self._further(line)
        self._listing = "panellist"
        named = [paragraph for paragraph in who if paragraph.text]
        for paragraph in named:
            self._speaker(made, paragraph, alone=len(named) == 1)

    def _speaker(self, row: _Row, paragraph: Paragraph, *, alone: bool) -> None:
        """A line in the column of speakers; `alone` in its cell, “Rapporteurs” are who speaks."""
        label = self._words.label(paragraph.text)
        if label is not None and not alone and label.kind in ("person", "panel"):
            row.quotes.append(paragraph.text)
            return
        for one in each_named(paragraph.text, self._words):
            if one.strip(" ."):
                self._who(row, one, one)

    # Rows

    def _add(self, data: Data, item: str, words: str) -> _Row:
        data = on_24_hours(data, self._rows)
        folded = fold(item)
        data["item"] = item
        kinds = self._words.kinds
        kind = kinds.get(folded)
        if kind is None and starts_with(item, kinds) and len(folded.split()) <= 4:
            kind = next(k for w, k in kinds.items() if starts_with(item, [w]))
        if kind:
            data["kind"] = kind
        row = _Row(data, quotes=[words] if words else [])
        self._rows.append(data)
        self._made.append((len(self._rows) - 1, row))
        self._latest, self._listing = row, ""
        return row

    def _name_speakers(self, row: _Row) -> None:
        """Take the people out of the words of an item: `Keynote by Dr. Selma Ibrahimi`, `Report (Ms Freda Lund)`."""
        item, words = row.data["item"], self._words
        if (bracket := _IN_BRACKETS.search(item)) and looks_like_person(bracket[1], words):
            self._split_item(row, item[: bracket.start()], bracket[1])
            return
        tokens = item.split()
        for at in range(1, len(tokens)):
            before, rest = " ".join(tokens[:at]), " ".join(tokens[at:])
            by = fold(tokens[at - 1]).strip(",") in words.lists["by"] and at > 1
            parted = tokens[at - 1].endswith((",", ":", ";", ".")) or tokens[at - 1] in ("–", "—", "-")
            if not (by or parted) or not is_capital(tokens[at]):
                continue
            labelled = words.labelled(rest)
            if labelled and labelled[0].kind in ("person", "panel") and looks_like_name(rest[labelled[2] :], words):
                self._split_item(row, before, rest)
                return
            titled = titles_of(tokens[at:], words) and looks_like_person(rest.rstrip("."), words)
            lettered = bool(read_person(rest, words).honorific_after)
            named = looks_like_name(rest, words) and (by or lettered or says_what(rest, words))
            if titled or named:
                self._split_item(row, " ".join(tokens[: at - 1]) if by else before, rest)
                return

    def _split_item(self, row: _Row, item: str, who: str) -> None:
        row.quotes.append(row.data["item"])
        row.data["item"] = item.rstrip(" ,:;–—-")
        self._who(row, who, "")

    def _who(self, row: _Row, line: str, words: str) -> None:
        label = self._words.labelled(line)
        if several := several_people(line[label[2] :] if label else line, self._words):
            for one in several:
                self._who(row, one, words)
            return
        if fold(line).strip("()[] ") in self._words.statuses:
            row.quotes.append(line)  # nobody is named yet
            return
        slot = self._slot(line)
        if self._listing not in ("", "panellist", "speaker") and isinstance(slot, str):
            slot = {"person": slot, "role": self._listing}
        row.data.setdefault("who", []).append(slot)
        if words:
            row.quotes.append(words)

    def _slot(self, line: str) -> str | Data:
        text = read_person(line, self._words)
        if text.name and (identifier := known(self._draft, text) or self._by_family(text.name)):
            add_person(self._draft, line, self._words, text) if known(self._draft, text) else None
            return slot_of(identifier, text)
        if looks_like_person(line, self._words) or (text.name and (text.functions or len(text.name.split()) > 1)):
            return add_person(self._draft, line, self._words)
        if may_be_name(line, self._words):
            text.name, text.office = line, ""
            return add_person(self._draft, line, self._words, text)
        return {"office": line}

    def _by_family(self, name: str) -> str | None:
        """The only person with this family name."""
        fitting = [
            str(identifier)
            for identifier, person in self._draft.records("people").items()
            if isinstance(person["name"], dict) and fold(person["name"]["family"]) == fold(name)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _finish(self) -> None:
        for at, row in self._made:
            if row.text:
                row.data["text"] = self._writer.prose(row.text)
            if row.quotes:
                self._draft.quote((*self._place, at), " | ".join(dict.fromkeys(row.quotes)))
            order = ("time", "minutes", "item", "room", "track", "kind", "text", "who")
            data = {key: row.data[key] for key in order if key in row.data}
            row.data.clear()
            row.data.update(data)
