"""Timed lines, or tables with a column of times, to rows of the agenda, in one sitting or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.items import Item, item_of, talk_named_first
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.people import read_person
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.same_person import by_initials, known
from conceptnote.recognise.several import in_roles, several_people
from conceptnote.recognise.slot import slot_of_line
from conceptnote.recognise.speaking import each_named, is_headline, is_office, with_positions
from conceptnote.recognise.talks import talk_in_bracket, talk_of
from conceptnote.recognise.timetable import columns_of, is_agenda, on_24_hours, time_at_start, time_of, with_duration
from conceptnote.recognise.words import Words, fold, starts_with

_AROUND = " \t,;:.–—|-\u00a0"
_LONGEST_PROSE = 90
_LONGEST_TALK = 250

Cell = tuple[Paragraph, ...]


class _Row(Struct):
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
        """Whether prose, or a line about registration, after the last row belongs to none."""
        prose = block.text.endswith(".") and len(block.text) > _LONGEST_PROSE // 2
        return block.apart and (prose or bool(starts_with(block.text, self._words.registers)))

    def _timed(self, paragraph: Paragraph) -> tuple[Data, Paragraph] | None:
        """The beginning of a row, and the text after its time."""
        if (time := time_at_start(paragraph.text, self._words)) is None:
            return None
        rest = paragraph.part(time.end)
        skipped = len(rest.text) - len(rest.text.lstrip(_AROUND + ")"))
        return {"time": time.written}, rest.part(skipped)

    def _start(self, data: Data, item: Paragraph, words: str) -> None:
        self._name_speakers(self._add(data, item.text or words, words))

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
        elif (not block.notes and self._speakers(row, text)) or (
            not block.notes and any(self._talk(row, text, read) for read in (talk_named_first, talk_in_bracket))
        ):
            return
        elif (
            looks_like_person(text, words)
            or (not block.notes and looks_like_name(text, words) and len(text) < 160 and self._is_speaker(block))
            or (not block.notes and is_office(text, words))
        ):
            self._who(row, text, text)
        elif not block.notes and self._talk(row, text, talk_of):
            return
        elif "item" in row.data and not row.data["item"].strip(_AROUND):
            row.data["item"] = text
        else:
            row.text.append(block)

    def _speakers(self, row: _Row, text: str) -> bool:
        """Take people out of a line below a row: “with A (Union) and B (Trust)”, “moderated by C”."""
        words, person = self._words, read_person(text, self._words)
        length = starts_with(text, words.lists["by"])
        people = several_people(text[length:].strip(" :：") if length else text, words)
        known_role = bool(person.role) and not text.startswith(person.role)  # “Group 1: …” is none
        if people or (known_role and person.name and len(text) <= _LONGEST_PROSE):
            for one in people or [text]:
                self._who(row, one, text)
            return True
        return False

    def _talk(self, row: _Row, text: str, read: Callable[[str, Words], Item | None]) -> bool:
        """A talk of a session, with who gives it."""
        found = read(text, self._words) if len(text) <= _LONGEST_TALK else None
        if found is None:
            return False
        for at, (label, one) in enumerate(found.people):
            self._add_who(row, one, label.role if label is not None else "", "" if at else found.text.strip(_AROUND))
        row.quotes.append(text)
        self._doubt(found)
        return True

    def _doubt(self, found: Item) -> None:
        if not found.sure:
            path = (*self._place, len(self._rows) - 1)
            self._draft.doubt("these words may not be the name of a speaker", "compare it with the original", path)

    def _is_speaker(self, block: Paragraph) -> bool:
        """Whether a name without a title is a speaker: in a list of them, with functions, or known."""
        person = read_person(block.text, self._words)
        return bool(self._listing or person.functions) or self._is_known(person.name)

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
        others = [cell for at, cell in enumerate(row) if at not in columns.values()]
        data, further = with_duration(time_of(text_of(time), self._words) or {}, others, self._words)
        lines = [*item, *further]
        if not data:
            lines = [*time, *lines]  # a row across the table: “Coffee break”
        elif not lines:
            lines, who = list(who), ()
        lines = [line for line in lines if line.text]
        words = text_of(time) if data else ""
        if not data and not lines and self._latest is not None and text_of(who):
            self._speakers_of_cell(self._latest, who)  # the row goes on with further speakers
            return
        made = self._add(data, lines[0].text if lines else words, words)
        if text_of(place):
            made.data["room"] = text_of(place)
        self._name_speakers(made)
        for line in lines[1:]:
            self._further(line)
        self._speakers_of_cell(made, who)

    def _speakers_of_cell(self, made: _Row, who: Cell) -> None:
        self._listing = "panellist"
        named = with_positions([paragraph for paragraph in who if paragraph.text], self._words)
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
        data["item"] = item.rstrip(" :：") or item
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
        """Take the people out of the words of an item."""
        found = item_of(row.data["item"], self._words, self._is_known)
        if found is None or not found.text.strip(_AROUND):
            return
        if "kind" in row.data and not any(looks_like_person(one, self._words) for _, one in found.people):
            return  # “Tasting by Slow Food”
        row.quotes.append(row.data["item"])
        item, topic = found.parted()
        row.data["item"] = item.rstrip(" ,:;–—-，；：")
        for label, one in found.people:
            self._add_who(row, one, label.role if label is not None else "", topic)
        self._doubt(found)

    def _is_known(self, name: str) -> bool:
        """Whether somebody of this name has been read before."""
        return known(self._draft, MentionedPerson(name=name)) is not None or by_initials(self._draft, name) is not None

    def _who(self, row: _Row, line: str, words: str) -> None:
        for label, part in in_roles(line, self._words):
            if fold(part).strip("()[] ") in self._words.statuses:
                row.quotes.append(line)  # nobody is named yet
                continue
            for one in several_people(part, self._words) or [part]:
                self._add_who(row, one, label.role if label is not None else "")
        if words:
            row.quotes.append(words)

    def _add_who(self, row: _Row, line: str, role: str, topic: str = "") -> None:
        slot = slot_of_line(line, self._draft, self._words)
        role = role or self._listing
        if role not in ("", "panellist", "speaker"):
            slot = {"person": slot} if isinstance(slot, str) else slot
            slot.setdefault("role", role)
        if topic:
            slot = {"person": slot} if isinstance(slot, str) else slot
            slot.setdefault("topic", topic)
        row.data.setdefault("who", []).append(slot)
        row.quotes.append(line)

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
