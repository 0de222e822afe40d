"""Transforms in SVG."""

from __future__ import annotations

import math
import re

from fontTools.misc.transform import Transform

from conceptnote.source.svg.lengths import NUMBER, numbers
from conceptnote.source.svg.shapes import NotPlain, decimal

_MOVES = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_ARGUMENTS = re.compile(rf"\s*(?:{NUMBER}\s*,?\s*)+")


def transform(text: str | None) -> Transform:
    """A transform attribute (SVG 2, 8.5; CSS Transforms 1). Raises NotPlain if it is invalid."""
    whole, at = Transform(), 0
    text = (text or "").strip()
    while at < len(text):
        found = _MOVES.match(text, at)
        if found is None or not _ARGUMENTS.fullmatch(found[2]):
            raise NotPlain
        whole, at = whole.transform(_move(found[1], numbers(found[2]))), found.end()
    if abs(whole[0] * whole[3] - whole[1] * whole[2]) < 1e-12:
        raise NotPlain
    return whole


def _move(name: str, by: list[float]) -> Transform:
    match name, by:
        case "matrix", [a, b, c, d, e, f]:
            return Transform(a, b, c, d, e, f)
        case "translate", [x, *rest] if len(rest) < 2:
            return Transform().translate(x, *rest)
        case "scale", [x, *rest] if len(rest) < 2:
            return Transform().scale(x, rest[0] if rest else x)
        case "rotate", [angle]:
            return Transform().rotate(math.radians(angle))
        case "rotate", [angle, x, y]:
            return Transform().translate(x, y).rotate(math.radians(angle)).translate(-x, -y)
        case "skewX", [angle]:
            return Transform(1, 0, math.tan(math.radians(angle)), 1, 0, 0)
        case "skewY", [angle]:
            return Transform(1, math.tan(math.radians(angle)), 0, 1, 0, 0)
        case _:
            raise NotPlain


def matrix(moved: Transform) -> str:
    """A transform as an attribute's value."""
    return f"matrix({' '.join(decimal(value) for value in moved)})"
