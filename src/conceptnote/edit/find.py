"""Find rows, people and parties of an event by words: exactly one, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from conceptnote.datapath import DataPath, format_path, parse_path, texts_in
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.edit.changes import Value, value_at

Found = TypeVar("Found")
_CLOCK = re.compile(r"(\d{1,2})([:.h])(\d{2})")


class Row(Struct, frozen=True):
    """A row of the programme: its path, its title in each language, and its start and end as written."""

    path: DataPath
    titles: tuple[str, ...]
    time: Value = None

    @property
    def start(self) -> int | None:
        """The start in minutes after midnight; None if the file does not have it."""
        return minutes_of(self.time.get("start") if isinstance(self.time, dict) else self.time)

    def __str__(self) -> str:
        text = written_time(self.start) if self.start is not None else ""
        return " ".join(part for part in (format_path(self.path), text, f"“{self.titles[0]}”") if part)


def minutes_of(time: Value) -> int | None:
    """The first time of day in a text, in minutes after midnight."""
    found = _CLOCK.search(time) if isinstance(time, str) else None
    return int(found[1]) * 60 + int(found[3]) if found else None


def written_time(minutes: int) -> str:
    """A time of day as files have it: `9:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def later(time: str, by: int) -> str:
    """A text with all its times of day this many minutes later, in the same notation.

    Raises ValueError if one would be on another day.
    """

    def moved(found: re.Match[str]) -> str:
        minutes = int(found[1]) * 60 + int(found[3]) + by
        if not 0 <= minutes < 24 * 60:
            raise ValueError(time)
        hour = f"{minutes // 60:02}" if found[1].startswith("0") else str(minutes // 60)
        return f"{hour}{found[2]}{minutes % 60:02}"

    return _CLOCK.sub(moved, time)


def rows_of(data: Value, path: DataPath = ()) -> Iterator[Row]:
    """All rows of an event, of its sittings and of events within it, with inner rows, in the file's order."""
    for key in ("agenda", "rows", "sittings", "sub_events"):
        items = data.get(key) if isinstance(data, dict) else None
        for at, item in enumerate(items if isinstance(items, list) else ()):
            here: DataPath = (*path, key, at)
            record = item if isinstance(item, dict) else {"item": item}
            titles = tuple(map(_on_one_line, texts_in(record.get("item") or record.get("title"))))
            if key in ("agenda", "rows"):
                yield Row(here, titles or ("",), record.get("time"))
            yield from rows_of(item, here)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def find_row(data: Value, named: str) -> Row:
    """The row with a path, a title or a start. Raises DiagnosticError for none, and for several, which it lists."""
    rows = list(rows_of(data))
    if (path := _path(named)) and (found := [row for row in rows if row.path == path]):
        return found[0]
    text = _on_one_line(named).casefold()
    start = minutes_of(named) if _CLOCK.fullmatch(named.strip()) else None
    ways: list[Callable[[Row], bool]] = [
        lambda row: start is not None and row.start == start,
        lambda row: any(title.casefold() == text for title in row.titles),
        lambda row: any(text in title.casefold() for title in row.titles),
    ]
    for way in ways if text else ():
        if found := [row for row in rows if way(row)]:
            return _one(named, "row", found, [str(row) for row in found])
    hint = did_you_mean(named, [title for row in rows for title in row.titles], listing="there are")
    raise refused(f"there is no row “{named}”", hint or "add one: conceptnote add row")


def find_id(data: Value, named: str, what: str) -> str:
    """The id of a person or a party, by the id or a part of the name.

    `what` is the word for one of them. Raises DiagnosticError for none, and for several, which it lists.
    """
    key = "people" if what == "person" else "parties"
    there = data.get(key) if isinstance(data, dict) else None
    records: dict[str, Value] = there if isinstance(there, dict) else {}
    if named in records:
        return named
    text = _on_one_line(named).casefold()
    names = {one: " ".join(map(_on_one_line, texts_in(_name(record)))) for one, record in records.items()}
    found = [one for one, name in names.items() if text and text in name.casefold()]
    if found:
        return _one(named, what, found, [f"{one} ({names[one]})" for one in found])
    hint = did_you_mean(named, records, listing="there are") or f"add one: conceptnote add {what}"
    raise refused(f"no {what} is called “{named}”", hint)


def _name(record: Value) -> Value:
    name = record.get("name") if isinstance(record, dict) else record
    return {key: one for key, one in name.items() if key != "order"} if isinstance(name, dict) else name


def _path(named: str) -> DataPath:
    """A path of the programme, with positions in brackets or after dots."""
    try:
        return tuple(int(step) if str(step).isdecimal() else step for step in parse_path(named))
    except ValueError:
        return ()


def _one(named: str, what: str, found: Sequence[Found], result: Sequence[str]) -> Found:
    if len(found) == 1:
        return found[0]
    raise refused(f"“{named}” can be more than one {what}", f"say which: {'; '.join(result)}")


def refused(message: str, hint: str, path: DataPath = ()) -> DiagnosticError:
    """The error for a command whose words do not fit the event."""
    return DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, None, path, hint))


def at_path(data: Value, path: DataPath) -> Value:
    """The value at a path, or None."""
    try:
        return value_at(data, path)
    except ValueError:
        return None


def place_in_time(data: Value, around: DataPath, start: int | None, without: int | None = None) -> int:
    """The position of a row with a start in a list: after all that begin earlier; without a start, the end."""
    rows = [row for row in rows_of(data) if row.path[:-1] == around and row.path[-1] != without]
    earlier = [at for at, row in enumerate(rows) if row.start is not None and start is not None and row.start <= start]
    if start is None or not any(row.start is not None for row in rows):
        return len(rows) if without is None else without
    if earlier:
        return earlier[-1] + 1
    return next(at for at, row in enumerate(rows) if row.start is not None)
