"""Timed lines, or a table with a column of times -> rows of the agenda."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise.draft import Data, Draft
from conceptnote.recognise.people import add_person, known, looks_like_person, read_person
from conceptnote.recognise.prose import ProseWriter
from conceptnote.recognise.when import find_time
from conceptnote.recognise.words import Words, any_of, fold, starts_with

_LONGEST_TIME = 100
_AROUND = " \t,;:.–—|-\u00a0"

Cell = tuple[Paragraph, ...]


class AgendaReader:
    """Adds rows to a draft's agenda."""

    def __init__(self, draft: Draft, words: Words, writer: ProseWriter) -> None:
        self._draft, self._words, self._writer = draft, words, writer
        self.rows: list[Data] = draft.event.get("agenda", [])

    def read(self, body: Sequence[Block]) -> list[Block]:
        """Read what stands under the heading of an agenda; gives the blocks that are no rows of it."""
        strays: list[Block] = []
        texts: list[tuple[Data, list[Paragraph]]] = []
        for block in body:
            if isinstance(block, Table):
                strays += [] if self.is_agenda(block) and self._table(block) else [block]
            elif found := self._timed(block):
                row, rest = found
                self._add(row, rest.text, rest.line, block.text)
                texts.append((row, []))
            elif texts and (labelled := self._words.labelled(block.text)) and labelled[0].kind in ("person", "panel"):
                self._who(texts[-1][0], [block.text if labelled[0].kind == "person" else block.text[labelled[2] :]])
                self._draft.quote(("agenda", self.rows.index(texts[-1][0])), block.text)
            elif texts:
                texts[-1][1].append(block)
            else:
                strays.append(block)
        for row, paragraphs in texts:
            if paragraphs:
                row["text"] = self._writer.prose(paragraphs)
        if self.rows:
            self._draft.event["agenda"] = self.rows
        return strays

    def is_agenda(self, table: Table) -> bool:
        """Whether half of a table's rows, its head apart, begin with a time or a duration."""
        rows = [row for row in table.rows if not self._columns(row)]
        timed = [row for row in rows if len(row) > 1 and self._time(_text(row[0]))]
        return bool(rows) and len(timed) * 2 >= len(rows)

    def _columns(self, row: Sequence[Cell]) -> dict[str, int]:
        """The place of each column, in the row that names them."""
        names = [self._words.columns.get(fold(_text(cell))) for cell in row]
        return {name: at for at, name in enumerate(names) if name} if all(names) else {}

    def _table(self, table: Table) -> bool:
        columns = {"time": 0, "item": 1, "who": 2}
        for row in table.rows:
            if named := self._columns(row):
                columns = {"time": 0, "item": 1} | named
                self._draft.quote(("agenda",), " | ".join(_text(cell) for cell in row))
                continue
            cells = [cell for cell in row if _text(cell)]
            if not cells:
                continue
            time, item, who = (
                row[columns[c]] if columns.get(c, 99) < len(row) else () for c in ("time", "item", "who")
            )
            further = [p for at, cell in enumerate(row) if at not in columns.values() for p in cell]
            self._row(time, [*item, *further], who)
        return True

    def _row(self, time: Cell, item: list[Paragraph], who: Cell) -> None:
        data: Data = self._time(_text(time)) or {}
        if not data:
            item = [*time, *item]  # a row across the table: “Coffee break”
        elif not item:
            item, who = list(who), ()
        first, *rest = item if item else [next(iter(time))]
        self._add(data, first.text, first.line, _text(time) if "time" in data or "minutes" in data else "")
        if rest:
            data["text"] = self._writer.prose(rest)
        self._who(data, [paragraph.text for paragraph in who])
        if who:
            self._draft.quote(("agenda", len(self.rows) - 1), " | ".join(p.text for p in who))

    def _timed(self, paragraph: Paragraph) -> tuple[Data, Paragraph] | None:
        """The beginning of a row, and what comes after its time."""
        text = paragraph.text[:_LONGEST_TIME]
        time = find_time(text, self._words)
        if time is not None and not text[: time.start].strip(_AROUND + "("):
            rest = paragraph.part(time.end)
            skipped = len(rest.text) - len(rest.text.lstrip(_AROUND + ")"))
            return {"time": time.written}, rest.part(skipped)
        return None

    def _time(self, text: str) -> Data | None:
        text = text[:_LONGEST_TIME]
        if time := find_time(text, self._words):
            return {"time": time.written}
        unit = any_of(self._words.lists["minutes"])
        minutes = re.search(rf"(\d{{1,3}})\s*(?:{unit}\b\.?|')", fold(text, keep_length=True))
        return {"minutes": minutes[1].lstrip("0")} if minutes and int(minutes[1]) else None

    def _add(self, row: Data, item: str, line: int, words: str) -> None:
        if not item:
            item = words
        row["item"] = item
        folded = fold(item)
        if kind := next((k for word, k in self._words.kinds.items() if folded == word), None):
            row["kind"] = kind
        elif starts_with(item, self._words.kinds) and len(folded.split()) <= 4:
            row["kind"] = next(k for w, k in self._words.kinds.items() if starts_with(item, [w]))
        self.rows.append(row)
        self._draft.event["agenda"] = self.rows
        if words:
            self._draft.quote(("agenda", len(self.rows) - 1), words)

    def _who(self, row: Data, lines: list[str]) -> None:
        slots = [self._slot(one) for line in lines for one in re.split(r"\s*;\s*", line) if one.strip(" .")]
        if slots:
            row["who"] = [*row.get("who", []), *slots]

    def _slot(self, line: str) -> str | Data:
        said = read_person(line, self._words)
        if said.name and (identifier := known(self._draft, said) or self._by_family(said.name)):
            return {"person": identifier, "role": said.role} if said.role else identifier
        if looks_like_person(line, self._words) or (said.name and said.functions):
            return add_person(self._draft, line, self._words)
        return {"office": line}

    def _by_family(self, name: str) -> str | None:
        """The one person whose family name it is."""
        fitting = [
            str(identifier)
            for identifier, person in self._draft.records("people").items()
            if isinstance(person["name"], dict) and fold(person["name"]["family"]) == fold(name)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _text(cell: Cell) -> str:
    return " ".join(paragraph.text for paragraph in cell)
