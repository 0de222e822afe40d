"""Who stands in a line: the people and parties whose values it has, and the words between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.pieces import Piece, starts
from conceptnote.recognise.ours.said import Said, fold_in

COLLECTIONS = {"people": "person", "parties": "party"}
"""The key of a slot by the collection that its occupant is in."""
_OWN = ("office", "group")
"""What a slot itself says of its occupant."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A person, a party or a track by its number in the names of values."""

    collection: str
    number: int


@dataclass(slots=True)
class Placed:
    """A slot of a list; without `index`, its place is one that no other has."""

    index: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    """What the values of the slot itself do not say."""


@dataclass(frozen=True, slots=True)
class _Occupant:
    """An occupant, the words before it, and its path within the slot where the slot says it."""

    ref: Ref | None
    before: str
    index: int | None = None
    inner: DataPath = ()


def placed(pieces: Sequence[Piece], below: DataPath, said: Said) -> list[Placed]:
    """The slots in the list at a path that a line shows, in order."""
    found: list[Placed] = []
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
    """The key under which an occupant belongs to the slot before: `any_of` or `delivered_by`."""
    if occupant.inner:
        return str(occupant.inner[0]) if occupant.inner[0] in ("any_of", "delivered_by") else ""
    papers = said.papers
    if papers.alternative.strip() and f" {fold_in(papers.alternative).strip()} " in f" {fold_in(occupant.before)} ":
        return "any_of"
    return "delivered_by" if said.starts(papers.delivered_by, occupant.before) else ""


def _join(slot: Placed, key: str, occupant: _Occupant) -> None:
    """Add an alternative to a slot, or who speaks in place of its holder."""
    made = {COLLECTIONS[occupant.ref.collection]: occupant.ref} if occupant.ref else {}
    if occupant.index is not None:
        slot.index = occupant.index
    if key == "delivered_by":
        slot.data["delivered_by"] = made
        return
    first = {name: slot.data.pop(name) for name in COLLECTIONS.values() if name in slot.data}
    several = slot.data.setdefault("any_of", {0: first})
    several[len(several)] = made


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
