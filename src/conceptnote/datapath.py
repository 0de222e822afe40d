"""Paths in the event's data: `people.keita.functions[0].position`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Step = str | int
DataPath = tuple[Step, ...]

DEPTH = 40  # No event needs more; a deeper file attacks the parser's stack.

# A position with more digits than any list has is wrong; Python refuses to read very long numbers.
_STEP = re.compile(r"(?P<dot>\.?)(?P<key>[^.\[\]\s]+)|\[(?P<position>[0-9]{1,9})\]")


def format_path(path: DataPath) -> str:
    """Write a path: keys joined by dots, positions in brackets from 0."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def parse_path(text: str) -> DataPath:
    """Read a path written by `format_path`. Raises ValueError for anything else."""
    path: DataPath = ()
    at = 0
    while at < len(text):
        step = _STEP.match(text, at)
        # A dot precedes each key but the first.
        if step is None or (step["key"] is not None and bool(step["dot"]) != bool(path)):
            raise ValueError(text)
        path = (*path, step["key"] if step["key"] is not None else int(step["position"]))
        at = step.end()
    if not path or isinstance(path[0], int):
        raise ValueError(text)
    return path


def value_at(data: Any, path: DataPath) -> Any:
    """The value at a path of plain data; None if there is none."""
    for step in path:
        if isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def walk_data(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """The values in records and lists, each with its path, the outer ones first."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        yield (*path, step), value
        yield from walk_data(value, (*path, step))


def texts_in(data: Any) -> Iterator[str]:
    """All texts in records and lists, in order; a text alone is the only one."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Iterable):
        for value in data.values() if isinstance(data, Mapping) else data:
            yield from texts_in(value)
