"""YAML text -> plain data, and the place in the file of every key and value.

Scalars stay the strings that the officer typed; the schema decides what they mean. So `10:15` is
never 615, `NO` never false and `020` never 16, whatever a YAML version makes of them. Only an empty
value, `~` and `null` are None (YAML 1.2.2, section 10.3.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from conceptnote.datapath import DEPTH, DataPath, Step
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.characters import find_unprintable, unprintable
from conceptnote.source.scalar import NULLS, Scalar

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Marks:
    """Where keys and values stand, by path."""

    file: str
    values: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    stand_ins: dict[DataPath, DataPath] = field(default_factory=dict)
    """For a value that the file leaves to something else, the path of what gives it."""
    text: str = ""
    scalars: dict[DataPath, Scalar] = field(default_factory=dict)
    options: dict[DataPath, str] = field(default_factory=dict)
    """For a value that the command line gives, and all below it, the option."""
    moved: dict[DataPath, int] = field(default_factory=dict)
    """For an item before which others were left out, its position in the file."""

    def locate(self, path: DataPath, *, key: bool = False) -> Location:
        """The place of a value, or of its key; of the nearest record around it, where it has none.

        A path may run ahead of the file, as short forms do: `venue.name` of `venue: Room XX`
        stands where `venue` stands.
        """
        path = self.trim(self.in_file(path))
        if option := self._option(path):
            return Location(option)
        place = (self.keys if key else self.values).get(path) or self.values.get(path, (1, 1))
        return Location(self.file, *place)

    def locate_in(self, path: DataPath, before: str) -> Location:
        """The place within a text, after the part of it that is given.

        `before` is taken from the text as the event has it; that it was trimmed, folded or
        unquoted on its way from the file does not matter, for white space is not counted.
        """
        scalar = self.scalars.get(self.trim(self.in_file(path)))
        found = scalar.offset_after(self.text, before) if scalar else None
        return self.locate(path) if found is None else _position(self.text, found, self.file)

    def in_file(self, path: DataPath) -> DataPath:
        """The path of a value in the file as it is written, with the items that were left out."""
        return tuple(self.moved.get(path[: at + 1], step) for at, step in enumerate(path))

    def put(self, path: DataPath, option: str) -> None:
        """Take note that an option gives what stands at a path, in the place of what the file has there."""
        tables: tuple[dict[DataPath, Any], ...] = (self.values, self.keys, self.scalars, self.stand_ins)
        for known in tables:
            for old in [one for one in known if one[: len(path)] == path]:
                del known[old]
        self.values[path] = (0, 0)
        self.options[path] = option

    def _option(self, path: DataPath) -> str | None:
        given = (self.options.get(path[:length]) for length in range(len(path), 0, -1))
        return next((option for option in given if option), None)

    def trim(self, path: DataPath) -> DataPath:
        """The part of a path that the file really has, passing over steps that a short form leaves out."""
        real: DataPath = ()
        for step in path:
            if (*real, step) in self.stand_ins:
                return self.stand_ins[*real, step]
            if (*real, step) in self.values:
                real = (*real, step)
        return real


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read."""

    path: DataPath
    data: dict[str, Any] | list[Any]
    key: str | None = None

    def step(self) -> Step:
        return len(self.data) if isinstance(self.data, list) else (self.key or "")

    def put(self, value: Any) -> None:
        if isinstance(self.data, list):
            self.data.append(value)
        elif self.key is not None:
            self.data[self.key] = value
            self.key = None


class _Reader:
    """Builds data from parser events, without recursion, and collects what is wrong on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.marks = Marks(file, text=text)
        self.problems: list[Diagnostic] = []
        self.root: Any = None
        self._open: list[_Open] = []
        self._documents = 0

    def read(self, events: Iterator[Event]) -> None:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._refuse(event, "a second document begins here", "keep one event in a file, without “---”")
                    return
            elif isinstance(event, CollectionEndEvent):
                self._open.pop()
            elif isinstance(event, NodeEvent):
                self._node(event)

    def _node(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor:
            self._refuse(event, "anchors (&) and aliases (*) are not used here", "write the value out, or refer by id")
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            self._refuse(event, f"the tag “{tag}” is not used here", "take it out")
        if len(self._open) >= DEPTH:
            self._refuse(event, f"the data is nested more than {DEPTH} levels deep", "check the indentation")
            raise DiagnosticError(*self.problems)
        if self._takes_key():
            self._key(event)
            return
        parent = self._open[-1] if self._open else None
        path = (*parent.path, parent.step()) if parent else ()
        self.marks.values[path] = _place(event)
        if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
            self.marks.scalars[path] = Scalar(event.start_mark.index, event.end_mark.index, event.style or "")
        value = self._value(event)
        if parent:
            parent.put(value)
        else:
            self.root = value
        if isinstance(value, dict | list):
            self._open.append(_Open(path, value))

    def _takes_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._open[-1].key is None

    def _key(self, event: NodeEvent) -> None:
        mapping = self._open[-1]
        if not isinstance(event, ScalarEvent):
            self._refuse(event, "a key must be a plain word", "put the key before a colon: key: value")
            raise DiagnosticError(*self.problems)
        key = str(self._value(event) or "")
        path = (*mapping.path, key)
        if key in mapping.data:
            first = self.marks.keys[path]
            self._problem(
                Code.DUPLICATE_KEY, event, f"the key “{key}” stands twice; first in line {first[0]}", path,
                "keep one of them",
            )  # fmt: skip
        self.marks.keys[path] = _place(event)
        mapping.key = key

    def _value(self, event: NodeEvent) -> Any:
        if isinstance(event, MappingStartEvent):
            return {}
        if isinstance(event, SequenceStartEvent):
            return []
        text = event.value if isinstance(event, ScalarEvent) else ""
        if bad := unprintable(text):
            self._refuse(event, f"the text holds {bad}, which cannot be printed", "delete it")
        plain = getattr(event, "style", None) in (None, "")
        return None if plain and text in NULLS else text

    def _refuse(self, event: Event, message: str, hint: str) -> None:
        self._problem(Code.YAML_UNSUPPORTED, event, message, (), hint)

    def _problem(self, code: Code, event: Event, message: str, path: DataPath, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, Location(self.marks.file, *_place(event)), path, hint))


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def read_yaml(text: str, file: str) -> tuple[Any, Marks, list[Diagnostic]]:
    """Parse one YAML document; `file` is the name that locations carry.

    Besides the data come the problems that still leave data to look at: duplicate keys, and what
    an event file has no use for (several documents, anchors, aliases, tags). Raises
    DiagnosticError for what is not YAML.
    """
    reader = _Reader(file, text)
    if (found := find_unprintable(text)) is not None:
        name = unprintable(text[found])
        at = _position(text, found, file)
        problem = Diagnostic(Code.YAML_SYNTAX, f"the file holds {name}, which cannot be printed", at, hint="delete it")
        raise DiagnosticError(problem)
    try:
        reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1, 1)
        raise DiagnosticError(*reader.problems, _syntax(error, text, at)) from None
    except yaml.YAMLError as error:
        raise DiagnosticError(
            *reader.problems, Diagnostic(Code.YAML_SYNTAX, f"this is not YAML: {error}", Location(file, 1, 1))
        ) from None
    return reader.root, reader.marks, reader.problems


_HINTS = {
    "mapping values": "a text with “: ” in it needs quotes, or a block after “>-”",
    "quoted scalar": "close the quotation mark",
    "expected <block end>": "check that lines of one record are indented alike",
    "could not find expected ':'": "write key: value, with a space after the colon",
    "alias": "a text that begins with * needs quotes",
    "cannot start any token": "put the text in quotes",
    "expected ',' or": "close the bracket",
}


def _syntax(error: yaml.MarkedYAMLError, text: str, at: Location) -> Diagnostic:
    line = next(iter(text.split("\n")[at.line - 1 : at.line]), "")
    if line[at.column - 1 : at.column] == "\t":
        hint = "indent with spaces, not tabs"
    else:
        said = f"{error.context} {error.problem}"
        hint = next((hint for word, hint in _HINTS.items() if word in said), "check the indentation")
    return Diagnostic(Code.YAML_SYNTAX, f"this is not YAML: {error.problem}", at, hint=hint)


def _position(text: str, offset: int, file: str) -> Location:
    before = text[:offset]
    return Location(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
