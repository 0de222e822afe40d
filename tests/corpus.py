"""The event files that tests damage: the example and all of tests/events, each with the places of its keys."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from conceptnote.datapath import DataPath
from conceptnote.source.yaml_tree import read_yaml

ROOT = Path(__file__).parents[1]
FILES = {path.stem: path for path in (ROOT / "data" / "event.yaml", *sorted((ROOT / "tests/events").glob("*.yaml")))}
_FREE = {"people", "parties", "tracks", "figures", "footnotes", "checks", "papers", "variables", "roles"}
"""What holds a record of which the keys are ids or codes, and not the schema's."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key in a file: `start` and `end` of its name, and of the value on its line, blank if that goes on below."""

    path: DataPath
    start: int
    end: int
    value: tuple[int, int]

    @property
    def name(self) -> str:
        return str(self.path[-1])

    @property
    def of_schema(self) -> bool:
        """Whether the schema says how the key is written."""
        return len(self.path) == 1 or self.path[-2] not in _FREE


@dataclass(frozen=True)
class EventFile:
    """An event file, undamaged."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines(keepends=True)

    @cached_property
    def keys(self) -> list[Key]:
        """All keys that are written without quotes, in the order of the file."""
        _, marks, _ = read_yaml(self.text, "event.yaml")
        begins = [0]
        for line in self.lines:
            begins.append(begins[-1] + len(line))
        found = []
        for path in marks.keys:
            at = marks.locate(path, key=True)
            start = begins[at.line - 1] + at.column - 1
            name = f"{path[-1]}:"
            if self.text.startswith(name, start):
                end = start + len(name) - 1
                value = re.compile(r" *([^\n,{}\[\]]*)").match(self.text, end + 1)
                assert value is not None
                found.append(Key(path, start, end, value.span(1)))
        return sorted(found, key=lambda key: key.start)

    @cached_property
    def blocks(self) -> dict[str, str]:
        """What stands below each key of the event that has its value on the lines below."""
        return dict(re.findall(r"^([a-z_]+):(?: [|>].?)?\n((?:(?: .*)?\n)+)", self.text, re.M))


CORPUS = {name: EventFile(name, path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def copy_pictures(folder: Path) -> None:
    """Lay the pictures of all files of the corpus into a project's folder of event files."""
    for path in FILES.values():
        shutil.copytree(path.parent / "images", folder / "images", dirs_exist_ok=True)
