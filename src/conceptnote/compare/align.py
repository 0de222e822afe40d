"""Align two lists of records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
Key = Callable[[Record], str | None]

_NAMED = ("item", "title", "heading", "occupant", "party", "person", "name", "purpose", "position", "file")
"""Keys that identify a record among its neighbours; the first that it has counts."""


def aligned(old: Sequence[Record], new: Sequence[Record]) -> list[tuple[int | None, int | None]]:
    """The positions of each record in both lists, in the order of the new one; removed ones last.

    Records match by all their data, by id, by title or name, and by time, in this order; of the rest, two in the same
    gap that share something, or all of a gap that has as many of both.
    """
    pairs: dict[int, int] = {}  # from positions in the new list to those in the old one
    for key in (_all, _id, _name, _time):
        taken = set(pairs.values())
        waiting: dict[str, list[int]] = {}
        for at, record in enumerate(old):
            if at not in taken and (word := key(record)) is not None:
                waiting.setdefault(word, []).append(at)
        for at, record in enumerate(new):
            word = key(record)
            if at not in pairs and word is not None and waiting.get(word):
                # Among equals, the one with the same position.
                pairs[at] = at if at in waiting[word] else waiting[word][0]
                waiting[word].remove(pairs[at])
    pairs |= dict(_in_gaps(old, new, pairs))
    kept = set(pairs.values())
    return [(pairs.get(at), at) for at in range(len(new))] + [(at, None) for at in range(len(old)) if at not in kept]


def _in_gaps(old: Sequence[Record], new: Sequence[Record], pairs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    back = {before: after for after, before in pairs.items()}
    free: dict[int, list[int]] = {}
    gap = -1
    for at in range(len(old)):
        if at in back:
            gap = back[at]
        else:
            free.setdefault(gap, []).append(at)
    fresh: dict[int, list[int]] = {}
    gap = -1
    for at in range(len(new)):
        if at in pairs:
            gap = at
        else:
            fresh.setdefault(gap, []).append(at)
    for gap, added in fresh.items():
        others = free.get(gap, [])
        as_many = len(others) == len(added)
        for at in added:
            like = [one for one in others if any(old[one].get(key) == value for key, value in new[at].items())]
            if found := like or (others if as_many else []):
                yield at, found[0]
                others.remove(found[0])


def _all(record: Record) -> str:
    return json.dumps(record, sort_keys=True)


def _id(record: Record) -> str | None:
    return record.get("id")


def _name(record: Record) -> str | None:
    return next((json.dumps(record[key], sort_keys=True) for key in _NAMED if key in record), None)


def _time(record: Record) -> str | None:
    given = [record[key] for key in ("date", "time") if key in record]
    return json.dumps(given, sort_keys=True) if given else None
