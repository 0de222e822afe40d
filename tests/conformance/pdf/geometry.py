"""Boxes and matrices of PDF pages (ISO 32000-1, 8.3); lengths are points, y goes up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from conformance.pdf.objects import number

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def matrix_of(values: Sequence[Any]) -> Matrix:
    """Six numbers as a matrix; anything else is the identity."""
    found = [number(one) for one in values]
    a, b, c, d, e, f = found if len(found) == 6 else (None,) * 6
    if a is None or b is None or c is None or d is None or e is None or f is None:
        return (1, 0, 0, 1, 0, 0)
    return (a, b, c, d, e, f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """What one matrix does before another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved_point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix moves a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def moved(matrix: Matrix, box: Box) -> Box:
    """The box around a box that a matrix has moved."""
    left, bottom, right, top = box
    around = box_of([moved_point(matrix, x, y) for x in (left, right) for y in (bottom, top)])
    return around or box


def box_of(points: Iterable[tuple[float, float]]) -> Box | None:
    """The box around points, or None for no points."""
    xs, ys = zip(*points, strict=True) if (points := list(points)) else ((), ())
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def union(boxes: Iterable[Box]) -> Box | None:
    """The box around boxes, or None for no boxes."""
    return box_of(corner for left, bottom, right, top in boxes for corner in ((left, bottom), (right, top)))


def overlap(one: Box, other: Box, slack: float = 0.0) -> bool:
    """Whether two boxes share a point, give or take `slack`."""
    return (
        one[0] <= other[2] + slack
        and other[0] <= one[2] + slack
        and one[1] <= other[3] + slack
        and other[1] <= one[3] + slack
    )
