"""A project is opened once: each of its files is read once in a run, which is a function of its world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
import strategies

import conceptnote
from conceptnote.build.edition import Edition
from conceptnote.build.manifest import hash_inputs
from conceptnote.build.render import render
from conceptnote.build.request import Request
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import PaperFacts, Templates
from conceptnote.source.world import Kind, Snapshot

EVENT = """\
title: Sharing water in dry years
date: 2031-06-10
time: 9:00–10:30
timezone: Europe/Zurich
language: [en, fr]
forum: own
venue: {name: Palais des Nations, room: XX}
people: !include people.yaml
parties: {fund: {name: Water Fund}}
funders: [{party: fund, profile: own, logos: {file: images/fund.svg, alt: Water Fund}}]
panel: [keita]
agenda:
  - {time: 9:00, item: Opening}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20H0z"/></svg>'
FILES = {
    "data/event.yaml": EVENT,
    "data/people.yaml": "keita: {name: Oulie Keita, functions: Director}\n",
    "data/title.txt": "Sharing water",
    "data/images/fund.svg": SVG,
    "forums/own.yaml": (Path(__file__).parents[1] / "forums" / "un-new-york-lunch.yaml").read_text(encoding="utf-8"),
    "funders/own.yaml": """\
name: Water Fund
lockup:
  en: {value: with funding from, source: a letter, date: 2030-01-01, verified: true}
  fr: {value: avec le soutien de, source: a letter, date: 2030-01-01, verified: true}
""",
    "templates/programme.html.j2": "",
}
ROOT = Path(__file__).parents[1]

COUNTING = """
import json, os, sys
root, whose = os.path.realpath(sys.argv[1]), os.getpid()
opened = []
def hook(event, arguments):
    if event == "open" and os.getpid() == whose and isinstance(arguments[0], (str, os.PathLike)):
        opened.append(os.path.realpath(arguments[0]))
sys.addaudithook(hook)
from conceptnote.source.templates import Templates
from conceptnote.source.project import Project
parsed, found, parse, of = [], [], Templates._parsed, Project.of.__func__
Templates._parsed = lambda self, name: parsed.append(name) or parse(self, name)
Project.of = classmethod(lambda cls, *words: found.append(str(words[0])) or of(cls, *words))
ended = os._exit
def end(code):
    if os.getpid() == whose:
        inside = [os.path.relpath(name, root) for name in opened if name.startswith(root + os.sep)]
        shipped = [name for name in opened if name.endswith((".j2", ".yaml"))]
        print(json.dumps([code, inside, shipped, parsed, found]), file=sys.stderr, flush=True)
    ended(code)
os._exit = end
sys.argv = ["conceptnote", *sys.argv[2:]]
from conceptnote.__main__ import main
main()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shipped = (ROOT / "templates" / "programme.html.j2").read_text(encoding="utf-8")
    (tmp_path / "templates" / "programme.html.j2").write_text(shipped, encoding="utf-8")
    return tmp_path / "data" / "event.yaml"


BUILD = ("build", "-d", "programme", "-d", "attendance-sheet", "-f", "html", "-f", "txt")


@pytest.mark.parametrize("command", [BUILD, ("check",), ("status",)], ids=lambda command: command[0])
def test_a_command_opens_each_file_of_a_project_once(project: Path, command: tuple[str, ...]) -> None:
    root = project.parents[1]
    values = ["--set-file", f"title={root}/data/title.txt"] if command[0] != "status" else []
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, str(root), command[0], str(project), *command[1:], *values],
        capture_output=True, text=True, cwd=root,
    )  # fmt: skip
    code, inside, read, parsed, found = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stdout + done.stderr[:3000]
    inputs = Counter(name for name in inside if name in FILES)
    assert inputs == dict.fromkeys(
        FILES.keys() - ({"data/title.txt"} if not values else set()) - (_UNREAD if command[0] == "status" else set()), 1
    )
    assert found == [str(project)]
    assert len(parsed) == len(set(parsed)) > 10
    # What comes with the tool is read once to be used, and once more for the hash that the manifest has of the tool.
    shipped = Counter(name for name in read if name.startswith(str(ROOT)))
    assert shipped
    assert max(shipped.values()) <= 2


_UNREAD = {"forums/own.yaml", "data/images/fund.svg"}
"""What a status is not made of."""


class Memory:
    """A world in memory."""

    cache_folder = None

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {Path("/nowhere") / name: data for name, data in files.items()}

    def today(self) -> date:
        return date(2030, 1, 1)

    def resolve(self, path: Path) -> Path:
        return Path(os.path.normpath(path))

    def kind(self, path: Path) -> Kind | None:
        return "file" if path in self._files else "folder" if self.files(path) else None

    def names(self, folder: Path) -> list[str]:
        return sorted({path.relative_to(folder).parts[0] for path in self.files(folder)})

    def files(self, folder: Path) -> list[Path]:
        return [path for path in self._files if path.is_relative_to(folder) and path != folder]

    def read(self, path: Path, most: int | None = None) -> bytes:
        if path not in self._files:
            raise FileNotFoundError(2, "there is no such file", str(path))
        return self._files[path][:most]


def test_a_run_is_a_function_of_its_world(project: Path) -> None:
    root = project.parents[1]
    names = [name for name in FILES if not name.startswith("data/title")]
    world = Snapshot(Memory({name: (root / name).read_bytes() for name in names}))
    nowhere = conceptnote.load("/nowhere/data/event.yaml", world=world)
    assert nowhere.event == load_event(project).event
    papers = [
        [(file.record.file, file.data) for file in render(Edition.of(Request(formats=("html", "ics")), one), None)]
        for one in (nowhere, load_event(project))
    ]
    assert papers[0] == papers[1]
    assert len(papers[0]) >= 2
    reports = [conceptnote.check(one, today=world.today()).diagnostics for one in (nowhere, project)]
    assert [(one.code, one.path, one.message) for one in reports[0]] == [
        (one.code, one.path, one.message) for one in reports[1]
    ]
    assert reports[0]


def test_what_is_recorded_is_what_was_read(tmp_path: Path) -> None:
    file = strategies.write_project(tmp_path, {"title": "Water", "date": "2031-06-10", "timezone": "Europe/Zurich"}, {})
    project = find_project(file)
    assert load_event(project).event.title == "Water"
    before = hash_inputs(find_project(file), [])
    file.write_text(file.read_text(encoding="utf-8").replace("Water", "Wells"), encoding="utf-8")
    assert hash_inputs(project, []) == before != hash_inputs(find_project(file), [])
    assert load_event(project).event.title == "Water"
    assert load_event(file).event.title == "Wells"


def test_a_snapshot_reads_a_large_file_no_further_than_it_is_asked(tmp_path: Path) -> None:
    class Asked(Memory):
        asked: ClassVar[list[int | None]] = []

        def read(self, path: Path, most: int | None = None) -> bytes:
            self.asked.append(most)
            return super().read(path, most)

    whole = bytes(5 * 1024 * 1024)
    world, file = Snapshot(Asked({"large": whole, "small": b"12345"})), Path("/nowhere/large")
    assert [len(world.read(file, most)) for most in (8, 100, 8)] == [8, 100, 8]
    assert Asked.asked == [4 * 1024 * 1024 + 1]
    assert world.read(file) == whole == world.read(file)
    assert Asked.asked == [4 * 1024 * 1024 + 1, None]
    assert [world.read(Path("/nowhere/small"), most) for most in (2, None)] == [b"12", b"12345"]
    assert len(Asked.asked) == 3


def test_facts_of_a_template_are_those_of_its_project(project: Path) -> None:
    own = project.parents[1] / "templates" / "own.html.j2"
    own.write_text('{% set paper = {"internal": true} %}\n', encoding="utf-8")
    opened = find_project(project)
    assert opened.once(Templates).facts("own") == PaperFacts(internal=True)
    own.write_text("", encoding="utf-8")
    assert opened.once(Templates).facts("own") == PaperFacts(internal=True)
    assert find_project(project).once(Templates).facts("own") == PaperFacts()
