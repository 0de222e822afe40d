"""Table rows in another order, with other times, as moves of their items and changes of their times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from conceptnote.datapath import DataPath
from conceptnote.edit.changes import Change, Set, value_at
from conceptnote.merge.blocks import Line
from conceptnote.merge.items import moves
from conceptnote.merge.search import Search
from conceptnote.merge.typed import as_printed
from conceptnote.merge.values import Candidate

_Rows = dict[tuple[int, ...], DataPath]
"""The item of each row, by the place of the row."""


def edit_rows(search: Search) -> None:
    """Find tables with moved rows; the content of a row moves with it, but its time may change."""
    for table in dict.fromkeys(line.place[:-2] for line in search.target if line.place):
        rows = {row: item for row, item in _rows(search).items() if row[:-1] == table}
        order = [int(item[-1]) for item in rows.values()]
        of_one = len({item[:-1] for item in rows.values()}) == 1 and len(set(order)) == len(order)
        if of_one and order != sorted(order):
            lines = [line for line in search.target if line.place[:-1] in rows]
            search.attempt(_candidates(search, rows), lines)


def _rows(search: Search) -> _Rows:
    """The items in the rows of all tables, by their content without times."""
    votes: dict[tuple[int, ...], Counter[DataPath]] = {}
    for pair in search.pairs:
        old, new = search.old(pair), search.new(pair)
        if old and new and new.place:
            votes.setdefault(new.place[:-1], Counter()).update(_items(search, old))
    return {row: items.most_common(1)[0][0] for row, items in sorted(votes.items()) if items}


def _items(search: Search, line: Line) -> Iterator[DataPath]:
    for path in line.paths:
        real = search.printed.in_file(path)
        first = next((at for at, step in enumerate(real) if isinstance(step, int)), None)
        if first is not None and "time" not in real:
            yield real[: first + 1]


def _candidates(search: Search, rows: _Rows) -> Iterator[Candidate]:
    printed = search.printed
    path = next(iter(rows.values()))[:-1]
    shown = iter([item[-1] for item in rows.values()])
    count = len(value_at(printed.data, path))
    there = {item[-1] for item in rows.values()}
    order = [int(next(shown)) if at in there else at for at in range(count)]
    changes: list[Change] = list(moves(path, order))
    times = {}
    for row, item in rows.items():
        cell = [line.text for line in search.target if line.place == (*row, 0)]
        record = value_at(printed.data, item)
        if len(cell) == 1 and isinstance(record, dict) and isinstance(record.get("time"), str):
            times[order.index(int(item[-1]))] = (record["time"], as_printed(cell[0]))
    yield path, [*changes, *(Set((*path, at, "time"), was, now) for at, (was, now) in times.items() if was != now)]
