"""How well existing notes are read: `python benchmarks/notes.py [-v] [NAME …]`.

Prints for each note of `tests/notes/` how many of its facts `conceptnote init --from` puts into the right field, how
many it marks as doubtful, how many it leaves in the text, and how many are wrong without a doubt, and
how many of the right ones it marks nevertheless; with `-v`, which.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from note_corpus import corpus
from note_reading import reading

KINDS = ("right", "doubtful", "missing", "wrong", "marked")


def main(arguments: list[str]) -> None:
    """Read the notes whose names begin with one of the arguments, or all."""
    names = tuple(one for one in arguments if one != "-v") or ("",)
    sums: dict[str, list[int]] = {}
    for note in corpus():
        if not note.name.startswith(names):
            continue
        try:
            score = reading(note)
        except Exception as error:
            print(f"{note.name:34} {error}")
            continue
        counts = [len(getattr(score, kind)) for kind in KINDS] + [score.total]
        group = "unseen" if note.name.startswith("unseen/") else "seen"
        sums[group] = [a + b for a, b in zip(sums.get(group, [0] * 6), counts, strict=True)]
        named = zip(("right", "doubtful", "in the text", "wrong", "right, marked"), counts, strict=False)
        print(f"{note.name:34}", *(f"{name} {count:3} " for name, count in named))
        if "-v" in arguments:
            for kind in KINDS[1:]:
                for one in getattr(score, kind):
                    print(f"    {kind}: {one}")
    for group, (right, doubtful, missing, wrong, marked, total) in sums.items():
        print(
            f"{group}: {total} facts, right {right / total:.1%}, doubtful {doubtful / total:.1%}, "
            f"in the text {missing / total:.1%}, wrong {wrong / total:.1%}; right and marked {marked / total:.1%}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
