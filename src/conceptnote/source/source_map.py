"""The locations of all keys and values in the files of a project."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from conceptnote.datapath import DataPath, Step
from conceptnote.diagnostics import Location
from conceptnote.source.scalar import Scalar


class SourceMap(Struct):
    """Locations of keys and values by path; a value of another file is located in that file."""

    file: str
    values: dict[DataPath, Location] = field(default_factory=dict)
    keys: dict[DataPath, Location] = field(default_factory=dict)
    provided_by: dict[DataPath, DataPath] = field(default_factory=dict)
    """For a value that the file leaves to something else, the path of its source."""
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each file."""
    scalars: dict[DataPath, Scalar] = field(default_factory=dict)
    options: dict[DataPath, str] = field(default_factory=dict)
    """For a value of the command line, and everything below it, the option."""
    file_positions: dict[DataPath, int] = field(default_factory=dict)
    """For an item after removed ones, its position in the file."""
    languages: tuple[str, ...] = ()
    """The languages that papers can be made in: a path may say which text it means."""
    translations: dict[DataPath, Mapping[str, Any]] = field(default_factory=dict)
    """For a value written by language, its form in each."""
    chosen_languages: dict[DataPath, str] = field(default_factory=dict)
    """For such a value, its language here."""

    def locate(self, path: DataPath, *, key: bool = False) -> Location:
        """The location of a value, or of its key; without one, that of the nearest record around it.

        A path may be longer than the file's, as with short forms: `venue.name` of `venue: Room XX` is at `venue`.
        """
        path = self.trim(self.in_file(path))
        if option := self._option(path):
            return Location(option)
        place = self.keys.get(path) if key else None
        return place or self.values.get(path) or Location(self.file, 1, 1)

    def locate_in(self, path: DataPath, before: str) -> Location:
        """The location within a text, after the given part of it.

        `before` is taken from the text as the event has it; trimming, folding and quotes do not matter, because white
        space is not counted.
        """
        real = self.trim(self.in_file(path))
        if scalar := self.scalars.get(real):
            file = self.values[real].file
            if (found := scalar.offset_after(self.texts[file], before)) is not None:
                return position(self.texts[file], found, file)
        return self.locate(path)

    def in_file(self, path: DataPath) -> DataPath:
        """The path of a value in the file as written, with removed items and with languages.

        A path with a language keeps it.
        """
        result: DataPath = ()
        real: DataPath = ()
        for at, step in enumerate(path):
            result = (*result, self.file_positions.get(path[: at + 1], step))
            # As in `trim`: for a list of one, the file may omit the position.
            if (*real, result[-1]) not in self.values:
                continue
            real = (*real, result[-1])
            if real in self.chosen_languages and (*path, None)[at + 1] not in self.languages:
                result, real = (*result, self.chosen_languages[real]), (*real, self.chosen_languages[real])
        return result

    def translated(self, path: DataPath) -> tuple[DataPath, Mapping[str, Any]] | None:
        """A value in each language, and the path at which it is written by language: its own, or one above it."""
        known = self.translations
        return next(((part, known[real]) for part, real in self._parts(path) if real in known), None)

    def language_of(self, path: DataPath) -> str | None:
        """The language that a value is taken in, where it is written by language, or something above it is."""
        chosen = self.chosen_languages
        return next((chosen[real] for _, real in self._parts(path) if real in chosen), None) if chosen else None

    def _parts(self, path: DataPath) -> Iterator[tuple[DataPath, DataPath]]:
        """The parts of a path from its beginning, each with its place in the file."""
        real: DataPath = ()
        for at, step in enumerate(path):
            here = (*real, self.file_positions.get(path[: at + 1], step))
            real = here if here in self.values else real
            yield path[: at + 1], real

    def written(self, path: DataPath) -> bool:
        """Whether the file itself has a value, or a short form of it, rather than a profile or an option."""
        real = self.trim(self.in_file(path))
        return bool(real) and real not in self.provided_by.values() and self._option(real) is None

    def put(self, path: DataPath, option: str) -> None:
        """Record that an option gives the value at a path, instead of the file."""
        tables: tuple[dict[DataPath, Any], ...] = (self.values, self.keys, self.scalars, self.provided_by)
        for known in tables:
            for old in _within(known, path):
                del known[old]
        self.values[path] = Location(option)
        self.options[path] = option

    def graft(self, path: DataPath, other: SourceMap) -> None:
        """Take over the marks of another file's value at a path; the location of the key stays."""
        self.scalars.pop(path, None)
        for mine, theirs in self._beside(other):
            mine |= {(*path, *below): mark for below, mark in theirs.items()}
        self.texts |= other.texts

    def merge(self, path: DataPath, merged: DataPath, keys: set[Step]) -> None:
        """Move the marks of a record's keys to the record that it is merged into, and drop its other keys."""
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
        """The part of a path that the file has, without steps that a short form omits."""
        real: DataPath = ()
        for step in path:
            if (*real, step) in self.provided_by:
                return self.provided_by[*real, step]
            if (*real, step) in self.values:
                real = (*real, step)
        return real


def position(text: str, offset: int, file: str) -> Location:
    """The location of an offset in the text of a file."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return Location(file, line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _within(known: dict[DataPath, Any], path: DataPath) -> list[DataPath]:
    return [one for one in known if one[: len(path)] == path]
