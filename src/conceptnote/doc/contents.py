"""What a document says and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import PORTRAIT, Changed, Doc, Image, Inline, NoteRef, Text, walk


def rebuilt(node: Any, made: Callable[[Any], Any]) -> Any:
    """A node, or a tuple of nodes, with each node made anew: the inner ones first, in reading order."""
    if isinstance(node, tuple):
        return tuple(rebuilt(one, made) for one in node)
    if not isinstance(node, Struct):
        return node
    # A caption is read before its table.
    names = sorted(node.__struct_fields__, key=lambda name: name != "caption")
    return made(replace(node, **{name: rebuilt(getattr(node, name), made) for name in names}))


def numbered_notes(node: Any, count: Iterator[int]) -> Any:
    """A node with notes numbered in the order of their calls; no note calls another."""
    return rebuilt(node, lambda one: replace(one, number=next(count)) if isinstance(one, NoteRef) else one)


def as_changed(inlines: Iterable[Inline]) -> str:
    """The characters of inlines once all changes are accepted, without their notes."""
    return "".join(
        getattr(one, "text", "") or as_changed(getattr(one, "children", ()))
        for one in inlines
        if not (isinstance(one, Changed) and one.change.kind == "deleted")
    )


def origins(doc: Doc) -> Iterator[DataPath]:
    """The paths of all values that a document prints, in its text, its pictures and its properties."""
    yield from doc.metadata.origins
    for node in walk(doc):
        if isinstance(node, Text | Image) and node.origin is not None:
            yield node.origin
        if isinstance(node, Image) and node.alt_origin is not None:
            yield node.alt_origin


def file_of(asset: str) -> str:
    """The file of a picture, by the name of its asset."""
    return asset.removeprefix(PORTRAIT)
