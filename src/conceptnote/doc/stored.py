"""A document as plain data and back, to keep it for a later run."""

from __future__ import annotations

import dataclasses
from typing import Any

from conceptnote.clearspace import ClearSpace
from conceptnote.doc import nodes
from conceptnote.doc.metadata import Metadata

_KIND = ""
"""The key for the type of a node: no field has this name."""
_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (*vars(nodes).values(), Metadata, ClearSpace)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}


def as_data(node: Any) -> Any:
    """A node, or a part of it, as lists, mappings and texts; fields with their default are left out."""
    if isinstance(node, tuple):
        return [as_data(item) for item in node]
    if not dataclasses.is_dataclass(node):
        return node
    own = ((field.name, getattr(node, field.name), field.default) for field in dataclasses.fields(node))
    return {_KIND: type(node).__name__} | {name: as_data(value) for name, value, usual in own if value != usual}


def from_data(data: Any) -> Any:
    """The node in data made by `as_data`. Raises ValueError, TypeError or KeyError for anything else."""
    if isinstance(data, list):
        return tuple(from_data(item) for item in data)
    if not isinstance(data, dict):
        return data
    return _KINDS[data[_KIND]](**{name: from_data(value) for name, value in data.items() if name != _KIND})
