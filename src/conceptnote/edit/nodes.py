"""The spans of keys, values and items in the text of a YAML file, for edits.

The marks of `source/` serve messages: they lead to the line to look at. These spans go from the first character of a
value to its last, without the comments and empty lines after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct, field
from yaml.events import CollectionEndEvent, Event, MappingStartEvent, ScalarEvent, SequenceStartEvent

from conceptnote.datapath import DataPath, Step
from conceptnote.edit.changes import Include, NoSuchPlace, Value
from conceptnote.source.characters import OTHER_BREAK
from conceptnote.source.scalar import NULLS
from conceptnote.source.yaml_tree import INCLUDE
from conceptnote.yamldata import loader

BREAK = re.compile(r"\r\n|\n|\r")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_TAG = re.compile(r"![^\s]*[ \t]*")
_HEADER = re.compile(r"[|>][-+0-9]*")


class Scalar(Struct):
    """A text, null, or an include. An empty one has no length, and is right after its colon or dash."""

    start: int
    end: int
    value: str | Include | None
    style: str
    """Its style: `'`, `"`, `|`, `>`, or none."""
    sign: int
    """The offset of its indicator: after the tag, if there is one."""

    @property
    def is_block(self) -> bool:
        """Whether the text is on the lines below its indicator."""
        return self.style in ("|", ">")


class Entry(Struct):
    """A key with its value, or an item of a list. It begins with its key, its dash, or in brackets with its value."""

    start: int
    key: Scalar | None
    lead: int | None
    """The offset after the colon or the dash; None for a key without a colon, and for an item in brackets."""
    value: Scalar | Collection

    @property
    def end(self) -> int:
        return max(self.value.end, self.lead or 0, self.key.end if self.key else 0)

    @property
    def name(self) -> str:
        """The key in the data."""
        return key_of(self.key) if self.key else ""


class Collection(Struct):
    """A record or a list, in block or flow style."""

    start: int
    end: int
    is_record: bool
    in_brackets: bool
    column: int
    """The column of the first key or dash."""
    open: bool = False
    """A record without brackets in a list in brackets: `[key: value]`."""
    entries: list[Entry] = field(default_factory=list)

    def find(self, step: Step) -> Entry | None:
        """The entry with a key, or at a position."""
        if self.is_record:
            return next((entry for entry in self.entries if entry.name == step), None)
        return self.entries[step] if isinstance(step, int) and 0 <= step < len(self.entries) else None


Node = Scalar | Collection


def key_of(key: Scalar) -> str:
    """A key in the data."""
    return key.value if isinstance(key.value, str) else ""


@lru_cache(maxsize=8)
def parse(text: str) -> Node:
    """The root of a text that `read_yaml` accepts; without data, an empty scalar at its end."""
    clean = OTHER_BREAK.sub(" ", text)
    events = (event for event in yaml.parse(clean, Loader=loader()) if _is_node(event))
    first = next(events, None)
    return _node(first, events, clean) if first else Scalar(len(text), len(text), None, "", len(text))


def data_of(node: Node) -> Value:
    """The data of a node."""
    if isinstance(node, Scalar):
        return node.value
    if node.is_record:
        return {entry.name: data_of(entry.value) for entry in node.entries}
    return [data_of(entry.value) for entry in node.entries]


def entries_to(root: Node, path: DataPath) -> list[Entry]:
    """The entries along a path. Raises NoSuchPlace if it has no value."""
    found: list[Entry] = []
    node = root
    for step in path:
        entry = node.find(step) if isinstance(node, Collection) else None
        if entry is None:
            raise NoSuchPlace(path)
        found.append(entry)
        node = entry.value
    return found


def scalars(node: Node) -> Iterator[Scalar]:
    """All scalars, in the order of the file."""
    if isinstance(node, Scalar):
        yield node
    else:
        for entry in node.entries:
            yield from scalars(entry.value)


def collections(node: Node) -> Iterator[Collection]:
    """All records and lists, the outer ones first."""
    if isinstance(node, Collection):
        yield node
        for entry in node.entries:
            yield from collections(entry.value)


def skip_blank(text: str, at: int) -> int:
    """The offset after spaces, line ends and comments."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def header(text: str, scalar: Scalar) -> str:
    """The header of a block scalar: `|2-`."""
    found = _HEADER.match(text, scalar.sign)
    return found[0] if found else ""


def block_indent(text: str, start: int, end: int, written: str, parent: int) -> int:
    """The indentation of a block scalar; `start` is where its first line begins, `written` its header."""
    if digits := re.sub(r"\D", "", written):
        return max(parent, 0) + int(digits)
    lines = BREAK.split(text[start:end])
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), max(map(len, lines)))


def _is_node(event: Event) -> bool:
    return isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | CollectionEndEvent)


def _node(event: Event, events: Iterator[Event], text: str, parent: int = -1) -> Node:
    """A node whose first event is given; `parent` is the column of the collection around it."""
    if isinstance(event, ScalarEvent):
        return _scalar(event, text, parent)
    assert isinstance(event, MappingStartEvent | SequenceStartEvent)
    start = _index(event.start_mark)
    body = _TAG.match(text, start).end() if event.tag else start  # type: ignore[union-attr] # a tag that was parsed matches
    is_record, in_brackets = isinstance(event, MappingStartEvent), bool(event.flow_style)
    if event.tag and not in_brackets:
        body = skip_blank(text, body)
    made = Collection(start, body, is_record, in_brackets, _column(text, body))
    made.open = in_brackets and text[body : body + 1] not in ("{", "[")
    at = body + (in_brackets and not made.open)
    for first in events:
        if isinstance(first, CollectionEndEvent):
            made.end = _index(first.end_mark) if in_brackets and not made.open else at
            return made
        entry = _entry(first, events, text, at, made)
        made.entries.append(entry)
        at = entry.end
    raise AssertionError("the parser ends each collection")


def _entry(first: Event, events: Iterator[Event], text: str, at: int, around: Collection) -> Entry:
    at = skip_blank(text, at)
    if around.in_brackets and text[at : at + 1] == ",":
        at = skip_blank(text, at + 1)
    if not around.is_record:
        lead = None if around.in_brackets else at + 1
        value = _node(first, events, text, around.column)
        return Entry(value.start if lead is None else at, None, lead, value)
    key = _scalar(first, text, around.column)
    behind = skip_blank(text, key.end)
    lead = behind + 1 if text[behind : behind + 1] == ":" else None
    return Entry(min(at, key.start), key, lead, _node(next(events), events, text, around.column))


def _scalar(event: Any, text: str, parent: int) -> Scalar:
    start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
    sign = start
    if event.tag and (tag := _TAG.match(text, start)):
        sign = tag.end()
    value: str | Include | None = event.value
    if event.tag == INCLUDE:
        value = Include(event.value)
    elif not style and event.value in NULLS:
        value = None
    scalar = Scalar(start, end, value, style, sign)
    if scalar.is_block:
        scalar.end = _block_end(text, scalar, parent)
    return scalar


def _block_end(text: str, scalar: Scalar, parent: int) -> int:
    """The end of the last line of the text, before its line end, without empty lines unless they are kept."""
    first = BREAK.search(text, scalar.sign, scalar.end)
    if first is None:
        return scalar.end
    end, written = scalar.end, header(text, scalar)
    indent = block_indent(text, first.end(), end, written, parent)
    found = list(BREAK.finditer(text, scalar.sign, end))
    if found and found[-1].end() == end:
        end = found.pop().start()
    while found and "+" not in written:
        line = text[found[-1].end() : end]
        if line.strip(" ") or len(line) > indent:
            break
        end = found.pop().start()
    return end


def _index(mark: Any) -> int:
    return int(mark.index)


def _column(text: str, at: int) -> int:
    return at - (max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1)
