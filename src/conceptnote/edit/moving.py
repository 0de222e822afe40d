"""Move a row of the programme to another time or place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.datapath import DataPath, Step, format_path
from conceptnote.edit.changes import Change, Insert, Move, Remove, Set, Value, changed, value_at
from conceptnote.edit.find import (
    Row,
    at_path,
    find_row,
    later,
    minutes_of,
    place_in_time,
    refused,
    rows_of,
    written_time,
)
from conceptnote.edit.meaning import given


def move(
    data: Value,
    named: str,
    to: str | None = None,
    before: str | None = None,
    after: str | None = None,
    *,
    shift_following: bool = False,
) -> list[Change]:
    """Move a row to another time with the same length, or among the others.

    With `shift_following` the rows after it move by as much.
    """
    row = find_row(data, named)
    if (to is None) + (before is None) + (after is None) != 2:
        raise refused("the new place is missing", "give one of --to, --before and --after")
    if to is not None:
        return list(_to_time(data, row, to, shift_following))
    if shift_following:
        raise refused("--shift-following needs --to", "say when the row begins: --to 11:30")
    beside = find_row(data, before or after or "")
    if beside.path == row.path:
        raise refused("a row cannot be moved beside itself", "name another row")
    if beside.path[:-1] != row.path[:-1]:
        value = value_at(data, row.path)
        if beside.path[: len(row.path)] == row.path:
            raise refused("a row cannot be moved into itself", "name another row")
        taken = Remove(row.path, value)
        there = find_row(changed(data, taken), format_path(_shifted(beside.path, row.path)))
        return [taken, Insert((*there.path[:-1], int(there.path[-1]) + (before is None)), value)]
    at, other = int(row.path[-1]), int(beside.path[-1])
    place = other - (at < other) + (before is None)
    return [Move(row.path, place)] if place != at else []


def _shifted(path: DataPath, removed: DataPath) -> DataPath:
    """A path after an item of a list was removed."""
    at, step = len(removed) - 1, path[len(removed) - 1 : len(removed)]
    if path[:at] == removed[:-1] and step and isinstance(step[0], int) and step[0] > int(removed[-1]):
        return (*path[:at], step[0] - 1, *path[at + 1 :])
    return path


def _to_time(data: Value, row: Row, to: str, shift_following: bool) -> Iterator[Change]:
    wanted = minutes_of(to)
    if wanted is None or not re.fullmatch(r"\s*\d{1,2}[:.h]\d{2}\s*", to) or wanted >= 24 * 60:
        raise refused(f"“{to}” is not a time", "write it on the 24-hour clock: --to 11:30")
    around, at = row.path[:-1], int(row.path[-1])
    if row.start is None:
        yield from given(data, (*row.path, "time"), written_time(wanted))
    else:
        moved = [row]
        if shift_following:
            moved += [one for one in rows_of(data) if one.path[:-1] == around and int(one.path[-1]) > at]
        for one in moved:
            yield from _later(data, one, wanted - row.start)
    if not shift_following:
        place = place_in_time(data, around, wanted, without=at)
        if place != at:
            yield Move(row.path, place)


def _later(data: Value, row: Row, by: int) -> Iterator[Change]:
    """The times of a row, and of the rows in it, this many minutes later."""
    within = [one for one in rows_of(data) if one.path[: len(row.path)] == row.path]
    for one in within:
        fields: list[Step | None] = [None] if isinstance(one.time, str) else ["start", "end"]
        for field in fields if one.start is not None else ():
            path: DataPath = (*one.path, "time") if field is None else (*one.path, "time", field)
            old = at_path(data, path)
            if isinstance(old, str) and by:
                try:
                    yield Set(path, old, later(old, by))
                except ValueError:
                    hint = "move it by less, or change the times themselves: conceptnote set"
                    raise refused(f"{one} would be on another day", hint) from None
