"""The evidence that a table is an agenda: a column of times, or names of columns at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from conceptnote.read.manuscript import Paragraph, Table
from conceptnote.recognise.clock import FoundTime, find_time
from conceptnote.recognise.draft import Data
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.words import Words, any_of, fold

_LONGEST_TIME = 100
_AROUND = " (\t,;:.–—|-•\u00a0"
_SHORTEST_PROSE = 12
_DAY = 24 * 60
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
"""The zone in the name of a column: “Time (New York)”."""

Cell = tuple[Paragraph, ...]


def is_agenda(table: Table, words: Words) -> bool:
    """Whether half of a table's rows, without its head, begin with a time or a duration."""
    named = columns_of(table.rows[0], words) if table.rows else {}
    if "item" in named and "who" in named:
        return True
    rows = [row for row in table.rows if not columns_of(row, words)]
    timed = [row for row in rows if len(row) > 1 and time_of(text_of(row[0]), words)]
    return bool(rows) and len(timed) * 2 >= len(rows)


def columns_of(row: Sequence[Cell], words: Words) -> dict[str, int]:
    """The place of each column, in the row that names them."""
    names = [words.columns.get(fold(_BRACKET.sub("", text_of(cell)))) for cell in row]
    named = {name: at for at, name in reversed(list(enumerate(names))) if name}
    return named if all(names) or (names[:1] == ["time"] and len(names) > 1) else {}


def time_of(text: str, words: Words) -> Data | None:
    text = text[:_LONGEST_TIME]
    if time := find_time(text, words):
        return {"time": time.written}
    minutes = _duration(words).search(fold(text, keep_length=True))
    return {"minutes": minutes[1].lstrip("0")} if minutes and int(minutes[1]) else None


@lru_cache(8)
def _duration(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}})\s*(?:{any_of(words.lists['minutes'])}\b\.?|')")


def with_duration(data: Data, cells: Sequence[Cell], words: Words) -> tuple[Data, list[Paragraph]]:
    """A row's time with its end, if one of the other cells is a duration, and the lines of those that are none."""
    ends = {at: told for at, cell in enumerate(cells) if (told := _until_end(data, text_of(cell), words))}
    return next(iter(ends.values()), data), [one for at, cell in enumerate(cells) if at not in ends for one in cell]


def _until_end(data: Data, text: str, words: Words) -> Data | None:
    minutes = _duration(words).fullmatch(fold(text))
    if minutes is None or "time" not in data or "–" in data["time"]:
        return None
    end = minutes_of(data["time"]) + int(minutes[1])
    return data | {"time": f"{data['time']}–{end // 60}:{end % 60:02}"} if end < _DAY else None


def time_at_start(text: str, words: Words) -> FoundTime | None:
    """The time with which a line begins, after a word such as “ore”, “at” or none."""
    found = find_time(text[:_LONGEST_TIME], words)
    before = fold(text[: found.start]).strip(_AROUND) if found else ""
    if found is None or not before:
        return found
    small = before in words.lists["hours"] or before in words.lists["before"]
    prose = text.rstrip().endswith(".") and len(text.split()) > _SHORTEST_PROSE
    return found if small and not prose else None


def minutes_of(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def on_24_hours(data: Data, rows: Sequence[Data]) -> Data:
    """A row after the one before it: `1:30` after `12:15` is in the afternoon."""
    before = next((row["time"] for row in reversed(rows) if "time" in row), None)
    if "time" not in data or before is None:
        return data
    start, dash, end = data["time"].partition("–")
    last = minutes_of(before.partition("–")[0])
    if minutes_of(start) >= last or int(start.split(":")[0]) >= 8 or minutes_of(start) + 720 < last:
        return data
    later = [f"{int(one.split(':')[0]) + 12}:{one.split(':')[1]}" for one in (start, end) if one]
    if any(int(one.split(":")[0]) > 23 for one in later):
        return data
    return {**data, "time": "–".join(later) if dash else later[0]}
