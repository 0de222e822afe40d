"""Changes to the data of a YAML file, as data: values set, inserted, removed or moved, with their paths.

A list of changes is applied in order, as in a JSON Patch (RFC 6902): each position is that after the changes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from conceptnote.datapath import DataPath, Step


class Include(Struct, frozen=True):
    """A value from another file: `!include people.yaml`."""

    name: str


Value = Any
"""The content of a YAML file: texts, None, `Include`, and lists and records of these."""


class Set(Struct, frozen=True):
    """Replace a value."""

    path: DataPath
    old: Value
    new: Value


class Insert(Struct, frozen=True):
    """Insert a key with its value, or an item of a list at the position that ends the path.

    A key goes to `index` in its record. Without one it goes where it waits behind a `#`, otherwise beside its
    neighbours in `order`, otherwise to the end. What was moved has its `lines` with comments, without indentation.
    """

    path: DataPath
    new: Value
    index: int | None = None
    order: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Remove(Struct, frozen=True):
    """Remove a key with its value, or an item of a list."""

    path: DataPath
    old: Value


class Move(Struct, frozen=True):
    """Move a key or an item among its siblings, to position `to`."""

    path: DataPath
    to: int


class Nest(Struct, frozen=True):
    """Make a value the only item of a list, or the value of the only key of a record; `step` is 0, or that key.

    This writes out a short form, with its text as typed.
    """

    path: DataPath
    step: Step


Change = Set | Insert | Remove | Move | Nest


class NoSuchPlace(ValueError):
    """A change does not fit the data: its path has no value, or another."""


def value_at(data: Value, path: DataPath) -> Value:
    """The value at a path. Raises NoSuchPlace if there is none."""
    for step in path:
        if not has(data, step):
            raise NoSuchPlace(path)
        data = data[step]
    return data


def has(data: Value, step: Step) -> bool:
    """Whether a record has a key, or a list an item."""
    if isinstance(data, list):
        return isinstance(step, int) and 0 <= step < len(data)
    return isinstance(data, dict) and step in data


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal, with the same order of keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def changed(data: Value, change: Change) -> Value:
    """The data after a change; the argument stays unchanged. Raises NoSuchPlace if the change does not fit.

    A key without an index is appended.
    """
    return _changed(data, change.path, change)


def _changed(data: Value, path: DataPath, change: Change) -> Value:
    if len(path) > 1 or (path and isinstance(change, Set | Nest)):
        step, below = path[0], path[1:]
        if not has(data, step):
            raise NoSuchPlace(change.path)
        made: Any = list(data) if isinstance(data, list) else dict(data)
        made[step] = _changed(data[step], below, change)
        return made
    match change:
        case Set(old=old, new=new):
            if not same(data, old):
                raise NoSuchPlace(change.path)
            return new
        case Nest(step=step):
            return {step: data} if isinstance(step, str) else [data]
        case _:
            return _rearranged(data, path[0], change)


def _rearranged(data: Value, step: Step, change: Insert | Remove | Move) -> Value:
    if isinstance(data, list) and isinstance(step, int):
        items = list(data)
        if isinstance(change, Insert):
            if not 0 <= step <= len(items):
                raise NoSuchPlace(change.path)
            items.insert(step, change.new)
            return items
        if not has(data, step) or (isinstance(change, Remove) and not same(items[step], change.old)):
            raise NoSuchPlace(change.path)
        item = items.pop(step)
        if isinstance(change, Move):
            items.insert(change.to, item)
        return items
    if not isinstance(data, dict) or not isinstance(step, str) or (step in data) is isinstance(change, Insert):
        raise NoSuchPlace(change.path)
    pairs = list(data.items())
    if isinstance(change, Insert):
        pairs.insert(len(pairs) if change.index is None else change.index, (step, change.new))
        return dict(pairs)
    if isinstance(change, Remove) and not same(data[step], change.old):
        raise NoSuchPlace(change.path)
    pair = pairs.pop(list(data).index(step))
    if isinstance(change, Move):
        pairs.insert(change.to, pair)
    return dict(pairs)


def difference(old: Value, new: Value, path: DataPath = ()) -> list[Change]:
    """A short list of changes from one value to another."""
    if same(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return list(_of_records(old, new, path))
    if isinstance(old, list) and isinstance(new, list):
        return list(_of_lists(old, new, path))
    if (step := _written_out(old, new)) is not None:
        nested: Value = {step: old} if isinstance(step, str) else [old]
        return [Nest(path, step), *difference(nested, new, path)]
    return [Set(path, old, new)]


def _written_out(old: Value, new: Value) -> Step | None:
    """The key or position of a value in the record or list that replaces it."""
    if old is None or not isinstance(new, dict | list):
        return None
    steps = new if isinstance(new, dict) else range(len(new))
    return next((step for step in steps if same(new[step], old)), None)


def _of_records(old: dict[str, Value], new: dict[str, Value], path: DataPath) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Remove((*path, key), old[key])
    keys = [key for key in old if key in new]
    for key in keys:
        yield from difference(old[key], new[key], (*path, key))
    for at, key in enumerate(new):
        if key not in old:
            yield Insert((*path, key), new[key], at)
            keys.insert(at, key)
        elif keys[at] != key:
            yield Move((*path, key), at)
            keys.remove(key)
            keys.insert(at, key)


def _of_lists(old: Sequence[Value], new: Sequence[Value], path: DataPath) -> Iterator[Change]:
    """Moves first, so that an item that stands elsewhere keeps its comments, also where it was edited."""
    pairs = _same_items(old, new)
    order = list(range(len(old)))
    for move in _moves(order, pairs):
        yield Move((*path, move[0]), move[1])
    old = [old[at] for at in order]
    names = {at: name for name, at in enumerate(order)}
    before: list[object] = list(range(len(old)))
    after: list[object] = [names[pairs[at]] if at in pairs else None for at in range(len(new))]
    shift = 0  # by how much later items have moved
    for kind, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        both = min(last - first, end - begin)
        for at in range(both):
            yield from difference(old[first + at], new[begin + at], (*path, first + shift + at))
        if kind == "equal":
            continue
        for at in range(first + both, last):
            yield Remove((*path, first + shift + both), old[at])
        for at in range(begin + both, end):
            yield Insert((*path, first + shift + at - begin), new[at])
        shift += (end - begin) - (last - first)


def _same_items(old: Sequence[Value], new: Sequence[Value]) -> dict[int, int]:
    """For items of a new list, the position that they had: equal ones in order, then records of which most is equal."""
    before, after = [repr(item) for item in old], [repr(item) for item in new]
    pairs: dict[int, int] = {}
    for start, begin, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        pairs |= {begin + at: start + at for at in range(size)}
    for least in (1.0, 0.45):
        taken = set(pairs.values())
        for at, item in enumerate(new):
            free = [was for was in range(len(old)) if was not in taken] if at not in pairs else []
            shares = [(_share(old[was], item), -abs(was - at), was) for was in free]
            share, _, was = max(shares, default=(0.0, 0, 0))
            if share > least or share == 1:
                pairs[at] = was
                taken.add(was)
    return pairs


def _share(old: Value, new: Value) -> float:
    """How much of two records is equal: from 0 to 1, which only equal values have."""
    if same(old, new):
        return 1.0
    if not isinstance(old, dict) or not isinstance(new, dict):
        return 0.0
    return sum(key in new and same(old[key], new[key]) for key in old) / (max(len(old), len(new)) + 0.1)


def _moves(order: list[int], pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The moves that bring the items of `order` into the order of the new list: from where to where."""
    wanted = [pairs[at] for at in sorted(pairs)]
    stays = {wanted[at] for at in _rising(wanted)}
    for before, item in zip([None, *wanted], wanted, strict=False):
        if item in stays:
            continue
        start = order.index(item)
        del order[start]
        to = 0 if before is None else order.index(before) + 1
        order.insert(to, item)
        yield start, to


def _rising(numbers: Sequence[int]) -> list[int]:
    """The positions of a longest rising part of some numbers."""
    best: list[list[int]] = []
    for at, number in enumerate(numbers):
        longest = max((one for one in best if numbers[one[-1]] < number), key=len, default=[])
        best.append([*longest, at])
    return max(best, key=len, default=[])
