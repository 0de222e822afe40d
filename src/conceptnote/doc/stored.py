"""A document as plain data, and back: how it is kept for a later run."""

from __future__ import annotations

import dataclasses
from typing import Any

from conceptnote.clearspace import ClearSpace
from conceptnote.doc import nodes
from conceptnote.doc.metadata import Metadata

_KIND = ""
"""The key that says what a node is: no field has this name."""
_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (*vars(nodes).values(), Metadata, ClearSpace)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}


def as_data(node: Any) -> Any:
    """A node, or what is in one, as lists, mappings and texts; a field that has its usual value is left out."""
    if isinstance(node, tuple):
        return [as_data(item) for item in node]
    if not dataclasses.is_dataclass(node):
        return node
    own = ((field.name, getattr(node, field.name), field.default) for field in dataclasses.fields(node))
    return {_KIND: type(node).__name__} | {name: as_data(value) for name, value, usual in own if value != usual}


def from_data(data: Any) -> Any:
    """The node that `as_data` has made data of. Raises ValueError, TypeError or KeyError for anything else."""
    if isinstance(data, list):
        return tuple(from_data(item) for item in data)
    if not isinstance(data, dict):
        return data
    return _KINDS[data[_KIND]](**{name: from_data(value) for name, value in data.items() if name != _KIND})
