"""Align two sequences by the similarity of their parts."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(alike: Sequence[Sequence[float]], least: float) -> list[tuple[int, int]]:
    """The pairs with the greatest total similarity, in order (Needleman and Wunsch, 1970).

    `alike` has a row for each part of one sequence, with its similarity to each part of the other; pairs below `least`
    do not count.
    """
    rows, columns = len(alike), len(alike[0]) if alike else 0
    score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            both = alike[i][j] + score[i + 1][j + 1] if alike[i][j] >= least else 0.0
            score[i][j] = max(both, score[i + 1][j], score[i][j + 1])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if alike[i][j] >= least and score[i][j] == alike[i][j] + score[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif score[i + 1][j] >= score[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
