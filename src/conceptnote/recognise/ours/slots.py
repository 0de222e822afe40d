"""Who stands in a line: the people and parties whose values it has, and the words between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.pieces import Piece, starts
from conceptnote.recognise.ours.said import Said, fold_in

COLLECTIONS = {"people": "person", "parties": "party"}
"""The key of a slot by the collection that its occupant is in."""
_OWN = ("office", "group")
"""What a slot itself says of its occupant."""
_ANNOUNCED = {"in_place_of": "replaced_by", "on_behalf_of": "delivered_by"}
"""Where the slot of somebody announced has the one who comes, by the words before the one announced."""


class Ref(Struct, frozen=True):
    """A person, a party or a track by its number in the names of values."""

    collection: str
    number: int


class Placed(Struct):
    """A slot of a list; without `index`, its place is one that no other has."""

    index: int | None = None
    data: dict[Any, Any] = field(default_factory=dict)
    """What the values of the slot itself do not say."""

    def is_of(self, other: Placed) -> bool:
        """Whether both are one slot: by their places, or where one has none, by somebody who is in both."""
        if self.index is not None and other.index is not None:
            return self.index == other.index
        return not set(refs_in(self.data)).isdisjoint(refs_in(other.data))

    def take(self, other: Placed) -> None:
        """Add what another line says of the slot; who is named with alternatives or a deputy stays with them."""
        if self.index is None:
            self.index = other.index
        if len(list(refs_in(other.data))) > len(list(refs_in(self.data))):
            self.data = other.data | {key: one for key, one in self.data.items() if key not in COLLECTIONS.values()}


WITHIN = ("any_of", "delivered_by", "replaced_by")
"""Where a slot has others in it."""


def is_slot(path: DataPath) -> bool:
    """Whether a path leads to a slot, whose number a list prints."""
    listed = len(path) > 1 and isinstance(path[-1], int) and path[-2] in ("panel", "who", "any_of")
    return listed or path[-1] in WITHIN[1:]


def refs_in(value: Any) -> Iterator[Ref]:
    """Everybody who is named in some data."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from refs_in(one)


class _Occupant(Struct, frozen=True):
    """An occupant, the words before it, and its path within the slot where the slot says it."""

    ref: Ref | None
    before: str
    index: int | None = None
    inner: DataPath = ()


def placed(pieces: Sequence[Piece], below: DataPath, said: Said, own: Placed | None = None) -> list[Placed]:
    """The slots in the list at a path that a line shows, in order; the line may be about one that is known."""
    found: list[Placed] = [own] if own is not None else []
    waiting: int | None = None
    for occupant in _occupants(pieces, below):
        if occupant.ref is None and not occupant.inner:
            # A role before its holder, or a detail after.
            if found and found[-1].index in (None, occupant.index) and not occupant.before:
                found[-1].index = occupant.index
            else:
                waiting = occupant.index
            continue
        key = _key(occupant, said)
        first = occupant.inner[:2] == ("any_of", 0)
        if key and not first and found and (occupant.index is None or found[-1].index in (None, occupant.index)):
            _join(found[-1], key, occupant)
            continue
        index = occupant.index if occupant.index is not None else waiting
        waiting = None
        found.append(Placed(index, {COLLECTIONS[occupant.ref.collection]: occupant.ref} if occupant.ref else {}))
        if key == "any_of":
            found[-1].data["any_of"] = {0: {}}
    return found


def _key(occupant: _Occupant, said: Said) -> str:
    """How an occupant belongs to the slot before, by its path or by the words before it; empty if it does not."""
    if occupant.inner[:1] in (("any_of",), ("delivered_by",)):
        return str(occupant.inner[0])
    papers, before = said.papers, occupant.before
    if fold_in(papers.alternative) in f" {fold_in(before)} ":
        return "any_of"
    patterns = {one: getattr(papers, one) for one in ("delivered_by", *_ANNOUNCED)}
    return next((key for key, pattern in patterns.items() if said.starts(pattern, before)), "")


def _join(slot: Placed, key: str, occupant: _Occupant) -> None:
    """Add to a slot an alternative, who speaks in place of its holder, or who was announced before its holder."""
    made = {COLLECTIONS[occupant.ref.collection]: occupant.ref} if occupant.ref else {}
    if occupant.index is not None:
        slot.index = occupant.index
    if key == "any_of":
        first = {name: slot.data.pop(name) for name in COLLECTIONS.values() if name in slot.data}
        several = slot.data.setdefault("any_of", {0: first})
        several[len(several)] = made
    elif key == "delivered_by":
        slot.data["delivered_by"] = made
    else:
        inner = _ANNOUNCED[key]
        slot.data = made | {inner: slot.data.get(inner, slot.data)}
        if inner == "replaced_by":
            slot.data["status"] = "replaced"


def _occupants(pieces: Sequence[Piece], below: DataPath) -> Iterator[_Occupant]:
    before, last = "", None
    for piece in pieces:
        path = piece.path
        if not path:
            before += piece.text
            continue
        if path[0] in COLLECTIONS and len(path) > 2:
            key: Any = path[:2]
            if path[0] == "parties" and path[2] not in ("name", "in_sentence", "acronym", "print_as"):
                continue
            if key != last:
                yield _Occupant(Ref(str(path[0]), int(path[1])), before)
            last = key
        elif starts(path, below) and len(path) > len(below) + 1 and isinstance(path[len(below)], int):
            index, inner = int(path[len(below)]), path[len(below) + 1 :]
            if inner[-1] in _OWN:
                key = path[:-1]
                if key != last:
                    yield _Occupant(None, before, index, inner)
                last = key
            else:
                role = inner[-1] == "role"
                yield _Occupant(None, "role" if role else "", index)
        else:
            continue
        before = ""
