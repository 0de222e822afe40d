"""Align the paragraphs of a returned file with those that were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from conceptnote.alignment import best_pairs
from conceptnote.merge.blocks import Line

_ALIKE = 0.4
"""The least similarity of an edited paragraph with its original, from 0 to 1."""
_ANCHORED = 0.35
"""The weight of a common bookmark in that: splitting or copying a paragraph copies its bookmark."""
_MOST_COMPARED = 250_000
"""The most pairs of paragraphs to compare."""


class Pair(Struct, frozen=True):
    """A paragraph as sent and as returned, by position; None if one side lacks it.

    `moved` says that its order relative to the others has changed.
    """

    old: int | None
    new: int | None
    moved: bool = False


def align(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """The pairs in the order of the new paragraphs, each removed one after its former predecessor.

    By equal text, then in the gaps by bookmark and similarity in order; the rest by equal text or bookmark, as moved.
    """
    pairs: dict[int, int] = {}
    keys = [[_key(line) for line in side] for side in (old, new)]
    for start, begin, size in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_matching_blocks():
        pairs |= {begin + at: start + at for at in range(size)}
    for olds, news in _gaps(pairs, len(old), len(new)):
        pairs |= _in_gap(old, new, olds, news)
    moved = _moved(old, new, pairs)
    return _in_order(pairs | moved, set(moved), len(old), len(new))


def _key(line: Line) -> Hashable:
    return line.text, line.form, line.story


def _gaps(pairs: dict[int, int], old: int, new: int) -> list[tuple[range, range]]:
    found, last_old, last_new = [], -1, -1
    for at, was in [*sorted(pairs.items()), (new, old)]:
        if was - last_old > 1 and at - last_new > 1:
            found.append((range(last_old + 1, was), range(last_new + 1, at)))
        last_old, last_new = was, at
    return found


def _in_gap(old: Sequence[Line], new: Sequence[Line], olds: range, news: range) -> dict[int, int]:
    if len(olds) * len(news) > _MOST_COMPARED:
        return {}
    if len(olds) == len(news) == 1 and _instead(old[olds[0]], new[news[0]]):
        return {news[0]: olds[0]}
    alike = [[likeness(old[i], new[j]) for j in news] for i in olds]
    return {news[j]: olds[i] for i, j in best_pairs(alike, _ALIKE)}


def _instead(old: Line, new: Line) -> bool:
    """Whether a heading, or the content of a cell, was rewritten."""
    return old.form == new.form and old.story == new.story and (old.kind == "heading" or old.place == new.place != ())


def likeness(old: Line, new: Line) -> float:
    """The similarity of two paragraphs: words, bookmark, and place in a table."""
    if old.story != new.story or (old.kind == "heading") is not (new.kind == "heading"):
        return 0.0
    ours, theirs = old.text.split(), new.text.split()
    common = (Counter(ours) & Counter(theirs)).total()
    share = 2 * common / (len(ours) + len(theirs))
    if share < 0.5 and len(old.text) + len(new.text) < 400:
        share = max(share, SequenceMatcher(None, old.text, new.text, autojunk=False).ratio() * 0.9)
    anchored = _ANCHORED if old.anchors & new.anchors else 0.0
    return share + anchored + (0.1 if old.place[-1:] == new.place[-1:] and len(old.place) == len(new.place) else 0.0)


def _moved(old: Sequence[Line], new: Sequence[Line], pairs: dict[int, int]) -> dict[int, int]:
    taken = set(pairs.values())
    left = {at: (line, _key(line)) for at, line in enumerate(old) if at not in taken}
    found: dict[int, int] = {}
    for at, line in enumerate(new):
        if at in pairs or not left:
            continue
        key = _key(line)
        same = [was for was, (_, other) in left.items() if other == key]
        near = [was for was, (other, _) in left.items() if other.anchors & line.anchors]
        if found_here := same or [was for was in near if likeness(left[was][0], line) > 0.75]:
            found[at] = found_here[0]
            del left[found[at]]
    return found


def _in_order(pairs: dict[int, int], moved: set[int], old: int, new: int) -> list[Pair]:
    made = [Pair(pairs.get(at), at, at in moved) for at in range(new)]
    gone = sorted(set(range(old)) - set(pairs.values()))
    for was in gone:
        # After the nearest earlier paragraph that still exists at its place.
        place = max((at for at, pair in enumerate(made) if _stands_before(pair, was)), default=-1) + 1
        made.insert(place, Pair(was, None))
    return made


def _stands_before(pair: Pair, was: int) -> bool:
    return pair.old is not None and not pair.moved and pair.old < was
