"""Where in the files of a project every key and value of its data stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from conceptnote.datapath import DataPath, Step
from conceptnote.diagnostics import Location
from conceptnote.source.scalar import Scalar


@dataclass(slots=True)
class SourceMap:
    """Where keys and values stand, by path; what another file gives stands in that."""

    file: str
    values: dict[DataPath, Location] = field(default_factory=dict)
    keys: dict[DataPath, Location] = field(default_factory=dict)
    provided_by: dict[DataPath, DataPath] = field(default_factory=dict)
    """For a value that the file leaves to something else, the path of what gives it."""
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each file."""
    scalars: dict[DataPath, Scalar] = field(default_factory=dict)
    options: dict[DataPath, str] = field(default_factory=dict)
    """For a value that the command line gives, and all below it, the option."""
    file_positions: dict[DataPath, int] = field(default_factory=dict)
    """For an item before which others were left out, its position in the file."""
    languages: tuple[str, ...] = ()
    """The languages that papers can be made in, by which a path may say which text it means."""
    translations: dict[DataPath, Mapping[str, Any]] = field(default_factory=dict)
    """For a value that is written by language, what it is in each."""
    chosen_languages: dict[DataPath, str] = field(default_factory=dict)
    """For such a value, the language that it is taken in."""

    def locate(self, path: DataPath, *, key: bool = False) -> Location:
        """The place of a value, or of its key; of the nearest record around it, where it has none.

        A path may run ahead of the file, as short forms do: `venue.name` of `venue: Room XX`
        stands where `venue` stands.
        """
        path = self.trim(self.in_file(path))
        if option := self._option(path):
            return Location(option)
        place = self.keys.get(path) if key else None
        return place or self.values.get(path) or Location(self.file, 1, 1)

    def locate_in(self, path: DataPath, before: str) -> Location:
        """The place within a text, after the part of it that is given.

        `before` is taken from the text as the event has it; that it was trimmed, folded or
        unquoted on its way from the file does not matter, for white space is not counted.
        """
        real = self.trim(self.in_file(path))
        if scalar := self.scalars.get(real):
            file = self.values[real].file
            if (found := scalar.offset_after(self.texts[file], before)) is not None:
                return position(self.texts[file], found, file)
        return self.locate(path)

    def in_file(self, path: DataPath) -> DataPath:
        """The path of a value in the file as it is written, with the items that were left out and with languages.

        A path that says already which language it means keeps it.
        """
        told: DataPath = ()
        real: DataPath = ()
        for at, step in enumerate(path):
            told = (*told, self.file_positions.get(path[: at + 1], step))
            # As in `trim`: of a list of one, the file may lack the position.
            if (*real, told[-1]) not in self.values:
                continue
            real = (*real, told[-1])
            if real in self.chosen_languages and (*path, None)[at + 1] not in self.languages:
                told, real = (*told, self.chosen_languages[real]), (*real, self.chosen_languages[real])
        return told

    def translated(self, path: DataPath) -> tuple[DataPath, Mapping[str, Any]] | None:
        """What a value is in each language, and the path at which it is written so: its own, or one above it."""
        real: DataPath = ()
        for at, step in enumerate(path):
            here = (*real, self.file_positions.get(path[: at + 1], step))
            real = here if here in self.values else real
            if real in self.translations:
                return path[: at + 1], self.translations[real]
        return None

    def written(self, path: DataPath) -> bool:
        """Whether the file itself has a value, or a short form of it: no profile and no option gives it."""
        real = self.trim(self.in_file(path))
        return bool(real) and real not in self.provided_by.values() and self._option(real) is None

    def put(self, path: DataPath, option: str) -> None:
        """Take note that an option gives what stands at a path, in the place of what the file has there."""
        tables: tuple[dict[DataPath, Any], ...] = (self.values, self.keys, self.scalars, self.provided_by)
        for known in tables:
            for old in _within(known, path):
                del known[old]
        self.values[path] = Location(option)
        self.options[path] = option

    def graft(self, path: DataPath, other: SourceMap) -> None:
        """Take over the marks of what another file gives at a path; the key there stays where it is."""
        self.scalars.pop(path, None)
        for mine, theirs in self._beside(other):
            mine |= {(*path, *below): mark for below, mark in theirs.items()}
        self.texts |= other.texts

    def merge(self, path: DataPath, merged: DataPath, keys: set[Step]) -> None:
        """Move the marks of a record's keys to the record that it is merged into; of its other keys none are left."""
        for known, _ in self._beside(self):
            for old in _within(known, merged):
                mark = known.pop(old)
                if old[len(merged) : len(merged) + 1] and old[len(merged)] in keys:
                    known[*path, *old[len(merged) :]] = mark

    def _beside(self, other: SourceMap) -> tuple[tuple[dict[DataPath, Any], dict[DataPath, Any]], ...]:
        return (self.values, other.values), (self.keys, other.keys), (self.scalars, other.scalars)

    def _option(self, path: DataPath) -> str | None:
        given = (self.options.get(path[:length]) for length in range(len(path), 0, -1))
        return next((option for option in given if option), None)

    def trim(self, path: DataPath) -> DataPath:
        """The part of a path that the file really has, passing over steps that a short form leaves out."""
        real: DataPath = ()
        for step in path:
            if (*real, step) in self.provided_by:
                return self.provided_by[*real, step]
            if (*real, step) in self.values:
                real = (*real, step)
        return real


def position(text: str, offset: int, file: str) -> Location:
    """The place of an offset in the text of a file."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return Location(file, line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _within(known: dict[DataPath, Any], path: DataPath) -> list[DataPath]:
    return [one for one in known if one[: len(path)] == path]
