"""Completes the lists of slots in an event: the panel, and who does what in the programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.recognise.ours.event import Branch, Tree
from conceptnote.recognise.ours.slots import COLLECTIONS, Placed, Ref, refs_in

_OCCUPANTS = (*COLLECTIONS.values(), "office", "group", "any_of")
_APART = 1000
"""More rows than one has within it; rows that take its place have numbers between its neighbours'."""
_UNPLACED = "the original lists people, and does not say what each does"


def fill(tree: Tree, lists: Mapping[DataPath, Sequence[Placed]]) -> None:
    """Put slots into their lists; those without a place get one that is free."""
    for below, slots in lists.items():
        taken = {slot.index for slot in slots} | set(tree.below(below))
        free = (at for at in count() if at not in taken)
        for slot in slots:
            _merge(tree.below((*below, slot.index if slot.index is not None else next(free))), slot.data)


def settle(tree: Tree) -> None:
    """Move to the panel who stands in no row that the paper prints, and make each slot one that an event can have."""
    without_row = [slot for rows in _row_lists(tree.data) for slot in _taken_out(rows)]
    sittings = tree.data.get("sittings", {})
    for at in [at for at, sitting in sittings.items() if not any(sitting.values())]:
        del sittings[at]
    there = set(refs_in({key: value for key, value in tree.data.items() if key not in COLLECTIONS}))
    there |= set(refs_in(dict(enumerate(without_row))))
    lost = [Ref("people", number) for number in tree.data.get("people", {})]
    without_row += [{"person": one} for one in lost if one not in there]
    panel = tree.below(("panel",)) if without_row else {}
    for at, slot in enumerate(without_row, start=max(panel, default=-1) + 1):
        panel[at] = slot
    if without_row:
        tree.draft.likely(_UNPLACED, ("panel",))
    for slots in _slot_lists(tree.data):
        for at, slot in slots.items():
            slots[at] = _settled(slot)


def name_tracks(tree: Tree) -> None:
    """Where a paper prints no title of a track, its rows keep its room."""
    tracks = tree.data.get("tracks", {})
    untitled = {Ref("tracks", at): tracks.pop(at) for at in list(tracks) if "title" not in tracks[at]}
    for rows in _row_lists(tree.data):
        for row in rows.values():
            track = untitled.get(row.get("track"), {})
            if track:
                del row["track"]
                row |= {key: value for key, value in track.items() if key not in row}
                _in_venue(row)


def raise_rows(tree: Tree) -> None:
    """Put rows in the place of the one around them where the paper does not print that; they have its place then."""
    for rows in _row_lists(tree.data):
        for at, row in list(rows.items()):
            if "item" not in row and row.get("rows"):
                del rows[at]
                around = {key: row[key] for key in ("venue", "room", "track") if key in row}
                for below, one in row["rows"].items():
                    rows[at + below / _APART] = _in_venue(around | one)


def _in_venue(row: Branch) -> Branch:
    """The row; its room is that of its venue, if it has one."""
    if "venue" in row and "room" in row:
        row["venue"] = row["venue"] | {"room": row.pop("room")}
    return row


def _settled(slot: Branch) -> Branch:
    """A slot of which only a deputy or one alternative is printed is theirs."""
    several = slot.get("any_of", {})
    for at, one in several.items():
        several[at] = _settled(one)
    if len(several) == 1:
        slot |= next(iter(several.values()))
        del slot["any_of"]
    for inner in ("delivered_by", "replaced_by"):
        if inner in slot and not any(slot.get(key) for key in _OCCUPANTS):
            return _settled({key: value for key, value in slot.items() if key not in (inner, "status")} | slot[inner])
    return slot


def _row_lists(data: Branch) -> Iterator[Branch]:
    """All lists of rows, and the events within the event."""
    for part in (data, *data.get("sittings", {}).values(), *data.get("sub_events", {}).values()):
        yield from _rows_within(part.get("agenda", {}))
    yield data.get("sub_events", {})


def _rows_within(rows: Branch) -> Iterator[Branch]:
    for row in rows.values():
        yield from _rows_within(row.get("rows", {}))
    yield rows


def _taken_out(rows: Branch) -> Iterator[Branch]:
    """The slots of rows without a name, which are taken out."""
    for at, row in list(rows.items()):
        if "item" not in row and "title" not in row:
            yield from row.pop("who", {}).values()
            if not row or not any(row.values()):
                del rows[at]


def _slot_lists(data: Branch) -> Iterator[Branch]:
    yield data.get("panel", {})
    for rows in _row_lists(data):
        for row in rows.values():
            yield row.get("who", {})


def _merge(there: Branch, data: Mapping[Any, Any]) -> None:
    for key, value in data.items():
        if isinstance(value, dict):
            _merge(there.setdefault(key, {}), value)
        else:
            there.setdefault(key, value)
