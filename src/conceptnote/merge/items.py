"""Added, removed and moved rows, items and people, as changes of lists that may print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conceptnote.datapath import DataPath, walk_data
from conceptnote.edit.changes import Change, Insert, Move, Remove, Set, value_at
from conceptnote.edit.meaning import order_of_keys
from conceptnote.merge.align import Pair
from conceptnote.merge.blocks import Line
from conceptnote.merge.paper import Printed
from conceptnote.merge.search import Search
from conceptnote.merge.slots import SPOKEN, Slot, slots
from conceptnote.merge.splice import as_markdown
from conceptnote.merge.values import Candidate, removals

_MOST_GROUPS = 60
"""The most removed, new and moved rows and items to search for."""


def edit_items(search: Search) -> None:
    """Find removed, new and moved items of lists."""
    for find in (_removed, _moved, _added):
        tried: set[object] = set()
        while len(tried) < _MOST_GROUPS and (
            group := next((one for one in _groups(search, find) if _key(search, one) not in tried), None)
        ):
            tried.add(_key(search, group))
            lines = [search.line(pair) for pair in group]
            search.attempt(find(search, group), lines, best=True)


def _key(search: Search, group: Sequence[Pair]) -> object:
    return tuple((search.line(pair).text, pair.new) for pair in group)


def _groups(search: Search, find: Any) -> Iterator[list[Pair]]:
    """Differences of one kind, with those in one row of a table together."""
    if find is _removed:
        wanted = [pair for pair in search.differences if pair.new is None]
    elif find is _added:
        wanted = [pair for pair in search.differences if pair.old is None]
    else:
        wanted = [pair for pair in search.differences if pair.moved]
    group: list[Pair] = []
    for pair in wanted:
        place = search.line(pair).place[:-1]
        if group and (not place or place != search.line(group[-1]).place[:-1]):
            yield group
            group = []
        group.append(pair)
    if group:
        yield group


def _items(printed: Printed, lines: Sequence[Line]) -> list[DataPath]:
    """The list items that paragraphs may belong to: those around their values, and those that name their people."""
    found: dict[DataPath, None] = {}
    for line in lines:
        for path in line.paths:
            for length in range(len(path), 0, -1):
                if isinstance(path[length - 1], int):
                    found[printed.in_file(path[:length])] = None
            if path[0] in SPOKEN and len(path) > 1:
                found |= dict.fromkeys(naming(printed.data, str(path[1])))
                found[path[:2]] = None
    return list(found)


def naming(data: Any, id: str) -> Iterator[DataPath]:
    """The paths of references to a person or a party."""
    for path, value in walk_data(data):
        named = isinstance(value, dict) and id in (value.get("person"), value.get("party"))
        if named or (value == id and path[:1] not in (("people",), ("parties",))):
            yield path


def _removed(search: Search, group: Sequence[Pair]) -> Iterator[Candidate]:
    printed = search.printed
    lines = [search.line(pair) for pair in group]
    for path in dict.fromkeys(path for line in lines for path in line.paths):
        yield from removals(printed, path)
    for item in _items(printed, lines):
        value = value_at(printed.data, item)
        around = value_at(printed.data, item[:-1])
        path = item[:-1] if isinstance(item[-1], int) and len(around) == 1 else item
        yield item, [Remove(path, value_at(printed.data, path) if path != item else value)]


def _moved(search: Search, group: Sequence[Pair]) -> Iterator[Candidate]:
    """Each list with an item there, in the present order of its items."""
    printed = search.printed
    lines = [line for pair in group if (line := search.old(pair))]
    for path in dict.fromkeys(item[:-1] for item in _items(printed, lines) if isinstance(item[-1], int)):
        items = list(range(len(value_at(printed.data, path))))
        places = {at: place for at in items if (place := _place_now(search, (*path, at), lines)) is not None}
        wanted = iter(sorted(places, key=lambda at: places[at]))
        order = [next(wanted) if at in places else at for at in items]
        changes = list(moves(path, order))
        if changes:
            yield path, changes


def _place_now(search: Search, item: DataPath, like: Sequence[Line]) -> int | None:
    """The present place of an item's first paragraph, among similar ones."""
    styles = {(line.style, line.kind) for line in like}
    olds = search.printed.lines
    shown = (
        pair.new
        for pair in search.pairs
        if pair.new is not None
        and pair.old is not None
        and (olds[pair.old].style, olds[pair.old].kind) in styles
        and item in _items(search.printed, [olds[pair.old]])
    )
    return min(shown, default=None)


def moves(path: DataPath, order: Sequence[int]) -> Iterator[Change]:
    """Moves that bring the items of a list into an order."""
    now = list(range(len(order)))
    while now != list(order):
        # The item with the longest way moves there at once.
        far = max(now, key=lambda item: abs(now.index(item) - order.index(item)))
        start, to = now.index(far), order.index(far)
        now.insert(to, now.pop(start))
        yield Move((*path, start), to)


def _added(search: Search, group: Sequence[Pair]) -> Iterator[Candidate]:
    """A new item beside a printed one nearby, with the values in the same styles as there."""
    printed = search.printed
    new = [search.line(pair) for pair in group]
    at = search.pairs.index(group[0])
    if new[0].place and not search.in_new_row(new[0]):
        yield from _speakers(search, at, new)
        yield from _text_of_row(search, at, new)
    whole = not new[0].place or search.in_new_row(new[0])
    for path, position in items_nearby(search, at, new[0]).items():
        # Of a row that is there still, only a list in it can have an item more.
        texts = all(isinstance(one, str) for one in value_at(printed.data, path))
        for made, value in _values(printed, path, new) if whole or path[-1] == "who" or texts else ():
            yield (*path, position), [*made, Insert((*path, position), value)]


def _speakers(search: Search, at: int, new: Sequence[Line]) -> Iterator[Candidate]:
    """Another speaker of a row with one or none: a second makes it a list."""
    printed = search.printed
    if new[0].style not in {one.style for one in printed.lines if one.place and _names_somebody(one)}:
        return
    beside = (pair.old for pair in search.pairs[max(0, at - 8) : at + 8] if pair.old is not None)
    for row in _items(printed, [line for old in beside if (line := printed.lines[old]).place]):
        record = value_at(printed.data, row)
        if len(new) > 1 or not isinstance(record, dict) or isinstance(record.get("who"), list):
            continue
        who = (*row, "who")
        for made, slot in slots(printed, new):
            if "who" not in record:
                yield who, [*made, Insert(who, slot)]
            else:
                yield who, [*made, Set(who, record["who"], [record["who"], slot])]
                yield who, [*made, Set(who, record["who"], [slot, record["who"]])]


def _text_of_row(search: Search, at: int, new: Sequence[Line]) -> Iterator[Candidate]:
    """The text of a row that had none, below its other words."""
    printed = search.printed
    before = search.pairs[at - 1].old if at else None
    if before is None or len(new) > 1 or printed.in_several_languages:
        return
    for row in _items(printed, [printed.lines[before]]):
        key = _keys(printed, row[:-1]).get(new[0].style)
        record = value_at(printed.data, row)
        if key not in (None, "who") and isinstance(record, dict) and key not in record:
            for literal in (True, False):
                path = (*row, key)
                yield path, [Insert(path, as_markdown(new[0].spans, {}, literal=literal), order=order_of_keys(row))]


def _names_somebody(line: Line) -> bool:
    return bool(line.paths) and line.paths[0][0] in SPOKEN


def items_nearby(search: Search, at: int, like: Line) -> dict[DataPath, int]:
    """The lists with items near a pair, and the position of a new item in each."""
    before = [pair.old for pair in reversed(search.pairs[:at]) if pair.old is not None][:12]
    after = [pair.old for pair in search.pairs[at:] if pair.old is not None][:12]
    lists: dict[DataPath, int] = {}
    for nearby, step in ((before, 1), (after, 0)):
        for old in nearby:
            line = search.printed.lines[old]
            if line.kind != like.kind or len(line.place) != len(like.place):
                continue
            for item in _items(search.printed, [line]):
                if isinstance(item[-1], int):
                    lists.setdefault(item[:-1], item[-1] + step)
    return lists


def _values(printed: Printed, path: DataPath, new: Sequence[Line]) -> Iterator[Slot]:
    """The possible values of a new list item: a text, or a record with the keys of its neighbours."""
    around = value_at(printed.data, path)
    if not isinstance(around, list) or not around:
        return
    known = {line.text for line in printed.lines}
    copies = around if all(line.text in known for line in new) else []
    if printed.in_several_languages:
        yield from (([], copy) for copy in copies)
        yield from (slots(printed, new) if new[0].place else ())
        return
    if isinstance(around[0], str):
        if len(new) == 1:
            texts = dict.fromkeys((as_markdown(new[0].spans, {}, literal=True), as_markdown(new[0].spans, {})))
            yield from (([], text) for text in texts)
        if new[0].place:  # A list of people has more for each; see additions.py.
            yield from slots(printed, new)
        yield from (([], copy) for copy in copies)
        return
    keys = _keys(printed, path)
    record: dict[str, Any] = {}
    made: list[Change] = []
    for line in new:
        key = keys.get(line.style)
        if key is None:
            continue
        text = as_markdown(line.spans, {}, literal=True)
        if key == "who":
            added, slot = next(slots(printed, [line]))
            made += added
            record.setdefault("who", []).append(slot)
        else:
            record[key] = f"{record[key]}\n\n{text}" if key in record else text
    if record:
        if len(record.get("who", ())) == 1:
            record["who"] = record["who"][0]
        yield made, record
    yield from (([], copy) for copy in copies)


def _keys(printed: Printed, path: DataPath) -> dict[str, str]:
    """For each style, the key of a list's records that is printed in it."""
    found: dict[str, str] = {}
    for line in printed.lines:
        for one in line.paths:
            real = printed.in_file(one)
            if real[: len(path)] == path and len(real) > len(path) + 1 and isinstance(real[len(path) + 1], str):
                key = str(real[len(path) + 1])
                found.setdefault(line.style, "time" if key == "minutes" else key)
    for line in printed.lines:
        if line.place and line.paths and line.paths[0][0] in SPOKEN and line.style not in found:
            found[line.style] = "who"
    return found
