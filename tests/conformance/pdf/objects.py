"""Looking into PDF objects from strangers, where nothing need be what its place asks for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

Key = tuple[int, int]
"""Object and generation number; (0, 0) for an object that stands inside another."""


def get(holder: Any, *path: str) -> Any:
    """What stands under a path of names, or None where the path ends early."""
    for name in path:
        if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
            return None
        holder = holder.get("/" + name)
    return holder


def items(value: Any) -> list[Any]:
    """The items of an array; a single value is its only item, and None is none."""
    if isinstance(value, pikepdf.Array):
        return list(value)
    return [] if value is None else [value]


def entries(value: Any) -> Iterator[tuple[str, Any]]:
    """The entries of a dictionary, without the slash before their names."""
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in value.keys():  # noqa: SIM118 (iterating a stream gives no keys)
            yield key[1:], value.get(key)


def name(value: Any) -> str:
    """A name without its slash; empty for anything else."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def text(value: Any) -> str | None:
    """A text string, or None for anything else."""
    return str(value) if isinstance(value, pikepdf.String) else None


def whole(value: Any) -> int | None:
    """An integer, or None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def numbers(value: Any) -> list[float]:
    """The numbers of an array; what is no number is left out."""
    return [n for n in map(number, items(value)) if n is not None]


def number(value: Any) -> float | None:
    """A number, or None for anything else."""
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def key(value: Any) -> Key:
    """The number of an indirect object, (0, 0) for anything else."""
    return value.objgen if isinstance(value, pikepdf.Object) else (0, 0)


def tree_pairs(root: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    """The keys and values of a name tree (`Names`) or number tree (`Nums`); each node is met once."""
    waiting, met = [root], set()
    while waiting:
        node = waiting.pop()
        if key(node) != (0, 0):
            if key(node) in met:
                continue
            met.add(key(node))
        pairs = items(get(node, leaf))
        yield from zip(pairs[::2], pairs[1::2], strict=False)
        waiting += reversed(items(get(node, "Kids")))


def names(line: str) -> frozenset[str]:
    """The words of a line, as a set of names."""
    return frozenset(line.split())
