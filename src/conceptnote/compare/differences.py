"""The public data of two versions to their differences: each once, and none inside another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

from msgspec import Struct

from conceptnote.compare.align import aligned
from conceptnote.datapath import DataPath, Step
from conceptnote.export.public import OCCUPANTS

Kind = Literal["changed", "added", "removed", "order"]
OCCUPANT = "occupant"
"""Stands in a path for the key of a slot that says who it is."""

SLOTS = frozenset({"panel", "who"})
_COLLECTIONS = frozenset({"people", "parties", "tracks"})
WHOLE = frozenset({
    OCCUPANT, "access", "any_of", "beside", "date", "delivered_by", "figures", "footnotes", "functions", "imprint",
    "lockup", "logo", "logos", "name", "names", "people_order", "photo", "registration", "suppressed", "time",
    "variables",
})  # fmt: skip
"""Keys whose value is compared as a whole: nobody reads a date by its parts."""


class Difference(Struct, frozen=True):
    """A differing value, its path in each version, and the paths of the named records around it.

    An addition has no old path, a removal no new one.
    """

    kind: Kind
    old: DataPath | None
    new: DataPath | None
    around: tuple[tuple[DataPath, DataPath], ...] = ()

    @property
    def path(self) -> DataPath:
        """Its path in the new version; for a removal, in the old one."""
        path = self.new if self.new is not None else self.old
        assert path is not None
        return path


class _Place(Struct, frozen=True):
    old: DataPath = ()
    new: DataPath = ()
    around: tuple[tuple[DataPath, DataPath], ...] = ()

    def below(self, old: Step, new: Step, *, named: bool = False) -> _Place:
        before, after = (*self.old, old), (*self.new, new)
        return _Place(before, after, (*self.around, (before, after)) if named else self.around)

    def difference(self, kind: Kind) -> Difference:
        old, new = None if kind == "added" else self.old, None if kind == "removed" else self.new
        return Difference(kind, old, new, self.around)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The differences between the public data of two versions, in the order of the new one.

    New and removed people and tracks are reported where they are named, and so are parties without a role.
    """
    return list(_of_values(old, new, _Place()))


def with_occupant(slot: Mapping[str, Any]) -> dict[str, Any]:
    """A slot with everything that says who it is under one key."""
    who = {key: value for key, value in slot.items() if key in OCCUPANTS}
    return {OCCUPANT: who} | {key: value for key, value in slot.items() if key not in OCCUPANTS}


def _of_values(old: Any, new: Any, place: _Place) -> Iterator[Difference]:
    key = place.new[-1] if place.new else ""
    if old == new:
        return
    if key in WHOLE:
        yield place.difference("changed")
    elif place.new == ("roles",):
        yield from _of_orders(old, new, place)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _of_records(old, new, place)
    elif _are_records(old) and _are_records(new):
        yield from _of_lists(old, new, place)
    elif key == "questions":
        yield from _of_texts(old, new, place)
    else:
        yield place.difference("changed")


def _of_records(old: Mapping[str, Any], new: Mapping[str, Any], place: _Place) -> Iterator[Difference]:
    collection = place.new[-1] if len(place.new) == 1 and place.new[-1] in _COLLECTIONS else None
    for key in _keys(old, new):
        if key in old and key in new:
            yield from _of_values(old[key], new[key], place.below(key, key, named=collection is not None))
            continue
        there, kind = (new, "added") if key in new else (old, "removed")
        if collection and not there[key].get("roles"):
            continue
        if key == "status":
            # Without one, a status has the schema's default, or is the person's.
            yield place.below(key, key).difference("changed")
            continue
        here = place.below(key, key)
        value = there[key]
        if not place.new and key == "roles":
            continue
        if (collection or not place.new) and key in _COLLECTIONS and isinstance(value, dict):
            empty: tuple[dict[str, Any], dict[str, Any]] = ({}, value) if key in new else (value, {})
            yield from _of_records(*empty, here)
        elif _are_records(value) and key not in WHOLE:
            yield from _of_lists(*(([], value) if key in new else (value, [])), here)
        else:
            yield here.difference("added" if kind == "added" else "removed")


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys of both in the order of the new one; removed ones after their former neighbour."""
    after: dict[str | None, list[str]] = {}
    last = None
    for key in old:
        if key in new:
            last = key
        else:
            after.setdefault(last, []).append(key)
    return [*after.get(None, ()), *(one for key in new for one in (key, *after.get(key, ())))]


def _of_lists(old: list[Any], new: list[Any], place: _Place) -> Iterator[Difference]:
    if place.new[-1] in SLOTS:
        old, new = [with_occupant(one) for one in old], [with_occupant(one) for one in new]
    pairs = aligned(old, new)
    for before, after in pairs:
        if before is None or after is None:
            at = after if before is None else before
            assert at is not None
            yield place.below(at, at).difference("added" if before is None else "removed")
        else:
            yield from _of_values(old[before], new[after], place.below(before, after, named=True))
    kept = [(before, after) for before, after in pairs if before is not None and after is not None]
    timed = any(old[before].get("time") != new[after].get("time") for before, after in kept)
    # Rows with new times are elsewhere for this reason.
    if kept != sorted(kept) and not timed:
        yield place.difference("order")


def _of_texts(old: list[Any], new: list[Any], place: _Place) -> Iterator[Difference]:
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(last - first, end - begin)
        for at in range(both):
            yield place.below(first + at, begin + at).difference("changed")
        for at in range(begin + both, end):
            yield place.below(at, at).difference("added")
        for at in range(first + both, last):
            yield place.below(at, at).difference("removed")


def _of_orders(old: Mapping[str, Any], new: Mapping[str, Any], place: _Place) -> Iterator[Difference]:
    """Roles themselves are with the parties; here only the order of those with one is new."""
    for role in new:
        before, after = old.get(role, []), new[role]
        if [one for one in before if one in after] != [one for one in after if one in before]:
            yield place.below(role, role).difference("order")


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
