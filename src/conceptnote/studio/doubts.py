"""The doubts that `init --from` left in the event file as marks, each with its value.

They are comments of the file, so that the list outlives the studio.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from conceptnote.build.draft_report import LIKELY, ORIGINAL, TO_SETTLE
from conceptnote.datapath import DataPath, format_path
from conceptnote.edit.files import Revision, TextFile
from conceptnote.edit.find import at_path
from conceptnote.edit.history import Done, History
from conceptnote.edit.located import Edited, event_data
from conceptnote.edit.nodes import Collection, Node, parse
from conceptnote.merge.wording import in_words
from conceptnote.studio.targets import label_of
from conceptnote.studio.words import phrase

_LONGEST = 400


class Doubt(Struct):
    """A value with its marks: the note's words, what is to be settled, and what is likely."""

    path: DataPath
    lines: range
    """The lines of these comments, from 0."""
    comments: dict[str, list[str]] = field(default_factory=lambda: {ORIGINAL: [], TO_SETTLE: [], LIKELY: []})

    @property
    def is_open(self) -> bool:
        """Whether it has a doubt."""
        return bool(self.comments[TO_SETTLE] or self.comments[LIKELY])


def doubts(text: str) -> Iterator[Doubt]:
    """The values of an event file with marks, in the order of the file."""
    if f"# {TO_SETTLE}: " not in text and f"# {LIKELY}: " not in text:
        return
    lines = text.split("\n")
    places: dict[int, DataPath] = {}
    for path, start in _entries(parse(text), ()):
        places.setdefault(text.count("\n", 0, start), path)
    for line, path in places.items():
        begin = line
        while begin and lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
        found = _read(path, lines, begin, line)
        if found.is_open:
            yield found


def _entries(node: Node, path: DataPath) -> Iterator[tuple[DataPath, int]]:
    """The place of each entry, outer entries first."""
    if isinstance(node, Collection):
        for at, entry in enumerate(node.entries):
            here = (*path, entry.name if node.is_record else at)
            yield here, entry.start
            yield from _entries(entry.value, here)


def _read(path: DataPath, lines: list[str], begin: int, end: int) -> Doubt:
    """The marks above a value: they end with the next mark, or the value."""
    first, current = end, ""
    found = Doubt(path, range(end, end))
    for number in range(begin, end):
        words = lines[number].strip().removeprefix("#").strip()
        mark, colon, rest = words.partition(": ")
        if colon and mark in found.comments:
            current, first = mark, min(first, number)
            found.comments[current].append(rest)
        elif current:
            found.comments[current][-1] += f" {words}"
    found.lines = range(first, end)
    return found


def doubts_as_json(revision: Revision) -> list[dict[str, Any]]:
    """The doubts of an event as JSON, the gravest first."""
    file, data = _event_file(revision), event_data(revision)
    found = [
        {
            "path": format_path(one.path), "label": label_of(one.path),
            "value": in_words(at_path(data, one.path))[:_LONGEST],
            "original": [words.strip("“”") for words in one.comments[ORIGINAL]],
            "doubts": one.comments[TO_SETTLE], "likely": one.comments[LIKELY],
        }
        for one in doubts(file.text)
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one["doubts"])


def settle(revision: Revision, paths: set[str]) -> Done:
    """Remove the marks of values that somebody has found right; the values stay."""
    file = _event_file(revision)
    gone = {line for one in doubts(file.text) if format_path(one.path) in paths for line in one.lines}
    title = phrase("settle", what=", ".join(sorted(paths)))
    if not gone:
        return Done(title, (), ())
    text = "\n".join(line for number, line in enumerate(file.text.split("\n")) if number not in gone)
    return History.of(revision.project).write(Edited(revision, (), {file.path: text}), title)


def _event_file(revision: Revision) -> TextFile:
    return revision.files[revision.project.event_file]
