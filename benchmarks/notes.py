"""How well existing notes are read: `python benchmarks/notes.py [-v] [NAME …]`.

Prints for each note of `tests/notes/` how many of its facts `conceptnote init --from` puts into the right field, how
many it marks as doubtful, how many it leaves in the text, and how many are wrong without a doubt, and
how many of the right ones it marks nevertheless; with `-v`, which. With `--shapes N [--seed S] [--language L]`, the
notes are composed at random (`tests/note_shapes`), and the shapes of each dimension are listed with what was lost.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from note_corpus import Note, Score, corpus
from note_reading import reading
from note_shapes import shaped
from note_shapes.dimensions import concerned

KINDS = ("right", "doubtful", "missing", "wrong", "marked")
Counts = list[int]


def main() -> None:
    """Read the notes whose names begin with one of the arguments, or all, or those of seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[""])
    parser.add_argument("-v", action="store_true", dest="verbose")
    parser.add_argument("--shapes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="")
    given = parser.parse_args()
    sums: dict[str, Counts] = defaultdict(lambda: [0] * 6)
    shapes: dict[tuple[str, str], Counts] = defaultdict(lambda: [0] * 6)
    chosen = (
        _composed(range(given.seed, given.seed + given.shapes), given.language)
        if given.shapes
        else ((note, {}) for note in corpus() if note.name.startswith(tuple(given.names)))
    )
    for note, dimensions in chosen:
        score = _scored(note, verbose=given.verbose)
        if score is None:
            continue
        group = "composed" if given.shapes else "unseen" if note.name.startswith("unseen/") else "seen"
        _add(sums[group], _counts(score))
        for dimension, shape in dimensions.items():
            _add(shapes[dimension, shape], _counts(concerned(score, dimension)))
    for (dimension, shape), counts in sorted(shapes.items(), key=lambda one: one[0]):
        print(f"{dimension:16} {shape:40}", _shares(counts))
    for group, counts in sums.items():
        print(f"{group}: {counts[-1]} facts,", _shares(counts))


def _composed(seeds: Iterable[int], language: str) -> Iterator[tuple[Note, dict[str, str]]]:
    for seed in seeds:
        composed = shaped(seed, language)
        yield composed.note, composed.shapes


def _scored(note: Note, *, verbose: bool) -> Score | None:
    """How a note is read, which is printed."""
    try:
        score = reading(note)
    except Exception as error:
        print(f"{note.name:34} {error}")
        return None
    named = zip(("right", "doubtful", "in the text", "wrong", "right, marked"), _counts(score), strict=False)
    print(f"{note.name:34}", *(f"{name} {count:3} " for name, count in named), flush=True)
    if verbose:
        for kind in KINDS[1:]:
            for one in getattr(score, kind):
                print(f"    {kind}: {one}")
    return score


def _counts(score: Score) -> Counts:
    return [len(getattr(score, kind)) for kind in KINDS] + [score.total]


def _add(sums: Counts, counts: Counts) -> None:
    sums[:] = [a + b for a, b in zip(sums, counts, strict=True)]


def _shares(counts: Counts) -> str:
    right, doubtful, missing, wrong, marked, total = counts
    total = total or 1
    return (
        f"right {right / total:.1%}, doubtful {doubtful / total:.1%}, in the text {missing / total:.1%}, "
        f"wrong {wrong / total:.1%}; right and marked {marked / total:.1%}"
    )


if __name__ == "__main__":
    main()
