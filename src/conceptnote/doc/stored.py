"""A document as plain data and back, to keep it for a later run."""

from __future__ import annotations

from typing import Any

from msgspec import NODEFAULT, Struct

from conceptnote.clearspace import ClearSpace
from conceptnote.doc import nodes
from conceptnote.doc.metadata import Metadata

_KIND = ""
"""The key for the type of a node: no field has this name."""
_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (*vars(nodes).values(), Metadata, ClearSpace)
    if isinstance(kind, type) and issubclass(kind, Struct)
}


def as_data(node: Any) -> Any:
    """A node, or a part of it, as lists, mappings and texts; fields with their default are left out."""
    if isinstance(node, tuple):
        return [as_data(item) for item in node]
    if not isinstance(node, Struct):
        return node
    names, defaults = node.__struct_fields__, node.__struct_defaults__
    usual = (*(NODEFAULT,) * (len(names) - len(defaults)), *defaults)
    own = ((name, getattr(node, name), default) for name, default in zip(names, usual, strict=True))
    return {_KIND: type(node).__name__} | {name: as_data(value) for name, value, default in own if value != default}


def from_data(data: Any) -> Any:
    """The node in data made by `as_data`. Raises ValueError, TypeError or KeyError for anything else."""
    if isinstance(data, list):
        return tuple(from_data(item) for item in data)
    if not isinstance(data, dict):
        return data
    return _KINDS[data[_KIND]](**{name: from_data(value) for name, value in data.items() if name != _KIND})
