"""The ways to write a value at a place of a file, in the style of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.edit.changes import Include, Value
from conceptnote.edit.layout import Layout
from conceptnote.edit.nodes import Collection, Node, Scalar
from conceptnote.edit.texts import Old, Slot, Written, double_quoted, written_forms
from conceptnote.languages.known import TAG
from conceptnote.scaffold.yaml_text import is_plain, is_text
from conceptnote.source.yaml_tree import INCLUDE

_SHORT = re.compile(r"[\w -]{1,24}")
_ON_ONE_LINE = {"given", "family", "order"}
"""Keys of records that are written on one line without another model; mappings by language are, too."""


class Like(Struct, frozen=True):
    """Models for a value: the values of sibling records at the same place."""

    nodes: Sequence[Node] = ()
    text: str = ""
    parent: int = -1

    def below(self, key: str | None) -> Like:
        """The same for the value of a key, or for an item."""
        found = [node for node in self.nodes if isinstance(node, Collection)]
        if key is None:
            values = [entry.value for node in found if not node.is_record for entry in node.entries]
        else:
            entries = [node.find(key) for node in found if node.is_record]
            values = [entry.value for entry in entries if entry]
        return replace(self, nodes=values)

    def collection(self, is_record: bool) -> Collection | None:
        """The nearest model that is a record, or a list."""
        found = (node for node in self.nodes if isinstance(node, Collection) and node.entries)
        return next((node for node in found if node.is_record is is_record), None)

    def scalar(self) -> Old | None:
        """The nearest model that is a scalar."""
        found = (node for node in self.nodes if isinstance(node, Scalar) and isinstance(node.value, str))
        return next((Old(node, self.text, self.parent) for node in found), None)


def forms(value: Value, slot: Slot, layout: Layout, like: Like, old: Old | None = None) -> Iterator[Written]:
    """The ways to write a value, the best first; `old` is the text that it replaces."""
    if isinstance(value, Include):
        yield Written(f"{INCLUDE} {value.name}")
    elif isinstance(value, dict | list):
        yield from _collection(value, slot, layout, like)
    else:
        yield from written_forms(value, slot, layout, old or like.scalar())


def _collection(value: dict[str, Value] | list[Value], slot: Slot, layout: Layout, like: Like) -> Iterator[Written]:
    one_line = in_brackets(value, layout, like)
    if slot.in_brackets or not value:
        yield Written(one_line)
        return
    model = like.collection(isinstance(value, dict))
    short = model.in_brackets if model else _is_short(value)
    if short and slot.column + len(one_line) <= layout.width:
        yield Written(one_line)
    yield Written("", tuple(below(value, slot.indent, layout, like)))
    yield Written(_all_quoted(value))


def _all_quoted(value: Value) -> str:
    """A value on one line, quoted, which fits every place."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{double_quoted(key)}: {_all_quoted(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_all_quoted, value)) + "]"
    if isinstance(value, Include):
        return f"{INCLUDE} {double_quoted(value.name)}"
    return "null" if value is None else double_quoted(value)


def _is_short(value: dict[str, Value] | list[Value]) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) and _SHORT.fullmatch(item) for item in value)
    keys = value.keys()
    return (keys <= _ON_ONE_LINE or all(map(TAG.fullmatch, keys))) and all(
        isinstance(item, str) and "\n" not in item for item in value.values()
    )


def in_brackets(value: Value, layout: Layout, like: Like) -> str:
    """A value in flow style, on one line."""
    if isinstance(value, dict):
        pairs = (f"{key_text(key)}: {in_brackets(one, layout, like.below(key))}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(one, layout, like.below(None)) for one in value)}]"
    return next(forms(value, Slot(0, 0, in_brackets=True), layout, like)).head


def below(value: dict[str, Value] | list[Value], indent: int, layout: Layout, like: Like) -> Iterator[str]:
    """The lines of a record or a list below a key with this indentation."""
    model = like.collection(isinstance(value, dict))
    usual = layout.step if isinstance(value, dict) else layout.dash
    column = max(indent, 0) + usual if indent >= 0 else 0
    if model and not model.in_brackets and indent == like.parent:
        column = model.column
    yield from (
        record_lines(value, column, layout, like)
        if isinstance(value, dict)
        else list_lines(value, column, layout, like)
    )


def record_lines(value: dict[str, Value], column: int, layout: Layout, like: Like) -> Iterator[str]:
    """The lines of a record with keys at a column."""
    for key, one in value.items():
        yield from entry_lines(f"{key_text(key)}:", one, column, layout, like.below(key))


def list_lines(value: Sequence[Value], column: int, layout: Layout, like: Like) -> Iterator[str]:
    """The lines of a list with dashes at a column."""
    for one in value:
        yield from entry_lines("-", one, column, layout, like.below(None))


def entry_lines(lead: str, value: Value, column: int, layout: Layout, like: Like) -> Iterator[str]:
    """The lines of a key with its value, or of an item; the lead is that key or a dash."""
    return lines_of(next(entry_forms(lead, value, column, layout, like)), lead, column)


def entry_forms(lead: str, value: Value, column: int, layout: Layout, like: Like) -> Iterator[Written]:
    """The ways to write a value after its key or dash."""
    slot = Slot(column, column + len(lead) + 1)
    for form in forms(value, slot, layout, like):
        # A record begins on the line of its dash.
        if lead == "-" and not form.head and form.body and isinstance(value, dict):
            deeper = tuple(record_lines(value, column + 2, layout, like))
            yield Written(deeper[0].lstrip(" "), deeper[1:])
        else:
            yield form


def lines_of(form: Written, lead: str, column: int) -> Iterator[str]:
    """The lines of a value with its key or dash."""
    yield " " * column + f"{lead} {form.head}".rstrip(" ")
    yield from form.body


def key_text(key: str) -> str:
    """A key as written."""
    return key if key and is_plain(key, in_brackets=True) and (is_text(key) or key.isdigit()) else double_quoted(key)
