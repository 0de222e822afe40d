"""Candidates for a mark on a page: neighbouring drawings in paint order, of the size of a mark."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from conceptnote.read.boxes import Box, around
from conceptnote.read.drawn import Drawn
from conceptnote.read.unreadable import UnreadableFile

_LEAST, _HIGHEST, _WIDEST = 2.0, 75.0, 200.0
"""Sizes of a mark, in millimetres."""

_LOOSE = 0.12
"""Tolerance for the aspect ratio of a candidate, because bounding boxes are not exact."""

_MANY, _MOST_RUNS, _MOST_LOOKS, _MOST_COMPARED = 300, 100_000, 200, 5_000_000
_APART = 1.0
"""The least distance in millimetres between a mark and its neighbours; the parts of a mark are mostly closer."""


def with_proportions(found: Iterable[Drawn], aspects: Iterable[float]) -> list[Drawn]:
    """The candidates with the proportions of a mark, the largest first; a bitmap may include margins."""
    kept = tuple(aspects)

    def fits(one: Drawn) -> bool:
        own = one.box.width / one.box.height
        return one.bitmap or any(abs(own / aspect - 1) <= _LOOSE for aspect in kept)

    return sorted(islice(filter(fits, found), _MOST_LOOKS), key=lambda run: -run.box.height)


def runs(drawn: tuple[Drawn, ...]) -> list[Drawn]:
    """Boxes of consecutive drawings that have the size of a mark.

    A mark may be one picture or hundreds of paths, with nothing else painted between them. Boxes with a distance to the
    drawings before and after come first: among many marks side by side, these are the whole ones.
    """
    found: dict[tuple[float, ...], Drawn] = {}
    apart: set[tuple[float, ...]] = set()
    count = 0
    drawn = drawn if len(drawn) <= _MANY else _joined(drawn)
    # Most writers paint the foot last.
    for first in reversed(range(len(drawn))):
        one = drawn[first].box
        left, top, right, bottom = one.left, one.top, one.right, one.bottom
        for at in range(first, len(drawn)):
            box = drawn[at].box
            left, top = min(left, box.left), min(top, box.top)
            right, bottom = max(right, box.right), max(bottom, box.bottom)
            width, height = right - left, bottom - top
            count += 1
            if width > _WIDEST or height > _HIGHEST or count > _MOST_RUNS:
                break
            if height >= _LEAST and width > 0:
                key = _key(Box(left, top, right, bottom))
                alone = at == first and drawn[at].bitmap
                run = found.setdefault(key, Drawn(Box(left, top, right, bottom), drawn[first].mark, alone))
                next_to = (*drawn[first - 1 : first], *drawn[at + 1 : at + 2])
                if not any(other.box.within(run.box.grown(_APART)) for other in next_to):
                    apart.add(key)
    return sorted(found.values(), key=lambda run: _key(run.box) not in apart)


def _key(box: Box) -> tuple[float, ...]:
    return round(box.left, 1), round(box.top, 1), round(box.right, 1), round(box.bottom, 1)


def _joined(drawn: Iterable[Drawn], gap: float = 1.0) -> tuple[Drawn, ...]:
    """Join consecutive drawings that almost touch, because a chart may have thousands of paths."""
    joined: list[Drawn] = []
    for one in drawn:
        if joined and joined[-1].mark == one.mark and one.box.within(joined[-1].box.grown(gap)):
            joined[-1] = Drawn(around([joined[-1].box, one.box]), one.mark)
        else:
            joined.append(one)
    return tuple(joined)


def clusters(boxes: list[Box], gap: float = 1.0) -> list[Box]:
    """Join boxes that almost touch, and drop those too thin for a mark."""
    made: list[Box] = []
    left = _MOST_COMPARED
    for box in (box for box in boxes if min(box.width, box.height) > 0.6):
        left -= len(made)
        if left < 0:
            raise UnreadableFile(
                "a page of the PDF has too many small drawings at its edges; export charts as pictures"
            )
        near = [other for other in made if other.within(box.grown(gap))]
        made = [other for other in made if other not in near]
        made.append(around([box, *near]))
    return [box for box in made if min(box.width, box.height) >= _LEAST]
