"""YAML text -> plain data, and the place of every key and value.

Scalars stay the strings that the officer typed; the schema decides what they mean. So `10:15` is
never 615, `NO` never false and `020` never 16, whatever a YAML version makes of them. Only an empty
value, `~` and `null` are None (YAML 1.2.2, section 10.3.2).

`!include` is the one tag that means something, where whoever reads gives a way to other files; and so does the
key `<<`, which merges what they give into a record (https://yaml.org/type/merge.html).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from conceptnote.datapath import DEPTH, DataPath, Step
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.characters import OTHER_BREAK, find_unprintable, unprintable
from conceptnote.source.comments import find_cut, mend_cut
from conceptnote.source.scalar import NULLS, Scalar
from conceptnote.source.source_map import SourceMap, position
from conceptnote.source.yaml_advice import conflict, quotes_advice, syntax_problem, wrongly_indented
from conceptnote.source.yaml_lines import blank_name
from conceptnote.systemerror import plain
from conceptnote.yamldata import loader

_MOST = 50  # Of one kind of fault; whoever reads more has been told enough.
INCLUDE = "!include"
MERGE = "<<"

Read = tuple[Any, SourceMap, list[Diagnostic]]
Include = Callable[[str, Location, int], Read]
"""Reads the file that a tag at a place names, so many levels deep. Raises DiagnosticError where there is none."""


class _Open(Struct):
    """A collection whose end has not been read."""

    path: DataPath
    data: dict[str, Any] | list[Any]
    indent: int | None = None
    """The column of its first key or dash; None of one in brackets."""
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

    def __init__(self, file: str, text: str, include: Include | None, depth: int) -> None:
        self.source_map = SourceMap(file, texts={file: text})
        self.problems: list[Diagnostic] = []
        self.root: Any = None
        self.incomplete = False
        self.cut_in_brackets = False
        self._grafted: set[DataPath] = set()
        self._include, self._depth, self._text = include, depth, text
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
                closed = self._open.pop()
                if self._include and isinstance(closed.data, dict) and MERGE in closed.data:
                    self._merge(closed.path, closed.data)
            elif isinstance(event, NodeEvent):
                self._node(event)

    def _node(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor:
            quotes = self._quotes(event)
            hint = f"{quotes}; or write the value out" if quotes else "write the value out, or refer by id"
            self._refuse(event, "anchors (&) and aliases (*) are not used here", hint)
        tag = getattr(event, "tag", None)
        takes_key = self._takes_key()
        named = event.value if isinstance(event, ScalarEvent) and tag == INCLUDE and not takes_key else None
        if tag not in (None, "!") and (named is None or self._include is None):
            self._refuse(event, f"the tag “{tag}” is not used here", self._quotes(event) or "remove it")
        if len(self._open) + self._depth >= DEPTH:
            self._refuse(event, f"the data is nested more than {DEPTH} levels deep", "check the indentation")
            raise DiagnosticError(*self.problems)
        if takes_key:
            self._key(event)
            return
        parent = self._open[-1] if self._open else None
        path = (*parent.path, parent.step()) if parent else ()
        self.source_map.values[path] = self._at(event)
        if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
            self.source_map.scalars[path] = Scalar(event.start_mark.index, event.end_mark.index, event.style or "")
            self._check_comment(self.source_map.scalars[path], path, parent)
        value = self._value(event) if named is None or self._include is None else self._included(named, path)
        if parent:
            parent.put(value)
        else:
            self.root = value
        if isinstance(event, CollectionStartEvent):
            column = event.start_mark.column if event.start_mark and not event.flow_style else None
            self._open.append(_Open(path, value, column))

    def _check_comment(self, scalar: Scalar, path: DataPath, parent: _Open | None) -> None:
        """Refuse a comment that may be a part of the value before it."""
        text, file = self.source_map.texts[self.source_map.file], self.source_map.file
        indent = parent.indent if parent else -1
        if scalar.style or (cut := find_cut(text, scalar.start, scalar.end, indent)) is None:
            return
        lost, line = mend_cut(text, scalar.start, cut, in_brackets=indent is None)
        message = f"“#” begins a note here, and “{lost}” would be lost"
        self.cut_in_brackets |= indent is None
        hint = f"write “{line}”; for a note, put two spaces before the “#”, and one space and no digit after it"
        self.problems.append(Diagnostic(Code.YAML_UNSUPPORTED, message, position(text, cut, file), path, hint))

    def _takes_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._open[-1].key is None

    def _key(self, event: NodeEvent) -> None:
        mapping = self._open[-1]
        if not isinstance(event, ScalarEvent):
            self._refuse(event, "a key must be a plain word", "put the key before a colon: key: value")
            raise DiagnosticError(*self.problems)
        if blank_name(event.value) and (
            odd := wrongly_indented(self._text, self.source_map.file, self._at(event).line)
        ):
            raise DiagnosticError(*self.problems, odd)
        key = str(self._value(event) or "")
        path = (*mapping.path, key)
        if key in mapping.data:
            first = self.source_map.keys[path]
            self._problem(
                Code.DUPLICATE_KEY, event, f"the key “{key}” is here twice; first in line {first.line}", path,
                "keep one of them",
            )  # fmt: skip
        self.source_map.keys[path] = self._at(event)
        mapping.key = key

    def _value(self, event: NodeEvent) -> Any:
        if isinstance(event, MappingStartEvent):
            return {}
        if isinstance(event, SequenceStartEvent):
            return []
        if isinstance(event, AliasEvent):
            return f"*{event.anchor}"  # It was refused, and may have been meant as a text.
        text = event.value if isinstance(event, ScalarEvent) else ""
        if bad := unprintable(text):
            self._refuse(event, f"the text contains {bad}, which cannot be printed", "delete it")
        plain = getattr(event, "style", None) in (None, "")
        return None if plain and text in NULLS else text

    def _included(self, name: str, path: DataPath) -> Any:
        assert self._include is not None
        self._grafted.add(path)
        try:
            data, source_map, problems = self._include(
                name, self.source_map.values[path], self._depth + len(self._open)
            )
            self.source_map.graft(path, source_map)
        except DiagnosticError as error:
            data, problems = None, error.diagnostics
            self.incomplete = True
        self.problems += [replace(problem, path=(*path, *problem.path)) for problem in problems]
        return data

    def _merge(self, path: DataPath, own: dict[str, Any]) -> None:
        """Put what files give to `<<` in its place; keys of the record itself win, and of several files the first."""
        here, given = (*path, MERGE), own[MERGE]
        records = {(*here, at): one for at, one in enumerate(given)} if isinstance(given, list) else {here: given}
        for where, record in records.items():
            if where not in self._grafted or not isinstance(record, dict | None):
                message = f"“{MERGE}” takes files with a record, and this file has none"
                hint = f"write {MERGE}: {INCLUDE} people.yaml, and in that file “key: value” lines"
                self.problems.append(
                    Diagnostic(Code.YAML_UNSUPPORTED, message, self.source_map.values[where], where, hint)
                )
        made: dict[str, Any] = {}
        for key, value in list(own.items()):
            if key != MERGE:
                made[key] = value
            for where, record in records.items() if key == MERGE else ():
                taken = own.keys() | made.keys()
                new = {k: v for k, v in record.items() if k not in taken} if isinstance(record, dict) else {}
                self.source_map.merge(path, where, set(new))
                made |= new
        self.source_map.merge(path, here, set())
        own.clear()
        own.update(made)

    def _quotes(self, event: Event) -> str | None:
        return quotes_advice(self._text, self._at(event).line)

    def _refuse(self, event: Event, message: str, hint: str) -> None:
        self._problem(Code.YAML_UNSUPPORTED, event, message, (), hint)

    def _problem(self, code: Code, event: Event, message: str, path: DataPath, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, self._at(event), path, hint))

    def _at(self, event: Event) -> Location:
        mark = event.start_mark
        return (
            Location(self.source_map.file, mark.line + 1, mark.column + 1)
            if mark
            else Location(self.source_map.file, 1, 1)
        )


def read_yaml(text: str, file: str, include: Include | None = None, depth: int = 0) -> Read:
    """Parse one YAML document; `file` is the name that locations carry, `depth` how deep in another it stands.

    Besides the data come the problems that still leave data to look at: duplicate keys, and what
    an event file has no use for (several documents, anchors, aliases, tags). Raises
    DiagnosticError for what is not YAML, and where a file that it includes cannot be read.
    """
    reader = _Reader(file, text, include, depth)
    if (found := find_unprintable(text)) is not None:
        name = unprintable(text[found])
        at = position(text, found, file)
        problem = Diagnostic(
            Code.YAML_SYNTAX, f"the file contains {name}, which cannot be printed", at, hint="delete it"
        )
        raise DiagnosticError(problem)
    if merging := conflict(text, file):
        raise DiagnosticError(merging)
    reader.problems += _other_breaks(text, file)
    try:
        reader.read(yaml.parse(OTHER_BREAK.sub(" ", text), Loader=loader()))
    except yaml.MarkedYAMLError as error:
        if reader.cut_in_brackets:
            raise DiagnosticError(*reader.problems) from None  # The comment has cut the closing bracket, too.
        problem = syntax_problem(error, text, file)
        line = problem.location.line if problem.location else 0
        # What the parser took a line for that it could not read in the end is not what is wrong with it.
        before = [one for one in reader.problems if one.location is None or one.location.line != line]
        raise DiagnosticError(*before, problem) from None
    except yaml.YAMLError as error:
        raise DiagnosticError(
            *reader.problems, Diagnostic(Code.YAML_SYNTAX, f"this is not YAML: {plain(error)}", Location(file, 1, 1))
        ) from None
    if reader.incomplete:
        # What is missing now would be told again and again: as people whom nobody knows.
        raise DiagnosticError(*reader.problems)
    return reader.root, reader.source_map, reader.problems


def _other_breaks(text: str, file: str) -> Iterator[Diagnostic]:
    for match in islice(OTHER_BREAK.finditer(text), _MOST):
        name = unicodedata.name(match[0], "NEXT LINE")
        message = f"this line ends with an unusual line break, U+{ord(match[0]):04X} ({name})"
        hint = "press Enter in its place, or type a space"
        yield Diagnostic(Code.YAML_UNSUPPORTED, message, position(text, match.start(), file), hint=hint)
