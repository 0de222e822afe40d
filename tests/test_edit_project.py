"""Edits of a project: each lands in the file that holds the value, can be undone, and loses nothing that others did."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import edits
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit import files
from conceptnote.edit.changes import Change, Insert, Remove, Set, changed, difference, same, value_at
from conceptnote.edit.files import Revision
from conceptnote.edit.history import FOLDER, History
from conceptnote.edit.located import edited, event_data
from conceptnote.edit.meaning import setting
from conceptnote.edit.merge import merge_lines, merged
from conceptnote.source.overrides import read_overrides
from conceptnote.source.project import Project

EVENT = """\
# One event.
title: Water   # as agreed
date: 2030-03-05
time: 9:15–10:15
timezone: Europe/Zurich
language: [en, fr]
venue: Palais des Nations
people:
  <<: !include ../shared/people.yaml

  # chairs
  keita:
    name: Keita
    functions: Director
agenda:
  - item: Opening
    who: keita

  # A break.
  - item: Coffee break

  - item: Coffee break
    time: 10:00
structure: |
  One line that is long enough to show at which width this text is broken,
  and a second one.
"""
PEOPLE = """\
okoye:
  name: {given: Ngozi, family: Okoye}
  status: tbc   # asked on Monday
amin:
  name: Amin
"""


def project_of(folder: Path, event: str | bytes = EVENT, people: str = PEOPLE) -> Project:
    """A project of an event file that includes another one."""
    for name in ("data", "shared"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    file = folder / "data" / "event.yaml"
    file.write_bytes(event if isinstance(event, bytes) else event.encode())
    (folder / "shared" / "people.yaml").write_text(people, encoding="utf-8")
    return Project.of(file)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_of(tmp_path)


def text_of(project: Project) -> str:
    return project.event_file.read_bytes().decode()


def do(project: Project, *changes: Change, title: str = "a change") -> None:
    """Make changes and write them."""
    History.of(project).write(edited(Revision.of(project), changes), title)


def set_to(project: Project, path: DataPath, new: Any) -> Set:
    return Set(path, value_at(event_data(Revision.of(project)), path), new)


def sets(project: Project, *values: str) -> None:
    """Do what `set` does."""
    revision = Revision.of(project)
    changes = setting(revision, read_overrides(values, (), project))
    History.of(project).write(edited(revision, changes), "set")


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DiagnosticError) as caught:
        call()
    (problem,) = caught.value.diagnostics
    return f"{problem.message} / {problem.hint}"


# Where a change lands


def test_a_value_changes_in_the_file_that_holds_it(project: Project) -> None:
    people = project.root / "shared" / "people.yaml"
    do(project, set_to(project, ("people", "okoye", "status"), "confirmed"))
    assert people.read_text() == PEOPLE.replace("status: tbc", "status: confirmed")
    assert text_of(project) == EVENT
    do(project, Insert(("people", "diallo"), {"name": "Diallo"}), Remove(("people", "amin"), {"name": "Amin"}))
    assert people.read_text() == PEOPLE.replace("status: tbc", "status: confirmed").replace("amin:\n  name: Amin\n", "")
    assert text_of(project) == EVENT.replace("Director\n", "Director\n\n  diallo:\n    name: Diallo\n")


def test_an_edit_of_several_files_is_undone_in_all_of_them(project: Project) -> None:
    people = project.root / "shared" / "people.yaml"
    do(
        project,
        set_to(project, ("people", "okoye", "status"), "declined"),
        set_to(project, ("title",), "Rivers"),
    )
    assert "declined" in people.read_text()
    assert "title: Rivers   # as agreed" in text_of(project)
    History.of(project).undo()
    assert (people.read_text(), text_of(project)) == (PEOPLE, EVENT)


SETS = {
    "title=Rivers": {"title: Water ": "title: Rivers "},
    "title.fr=Eau": {"title: Water   #": "title: {en: Water, fr: Eau}   #"},
    "venue.room=Room XX": {"venue: Palais des Nations\n": "venue:\n  name: Palais des Nations\n  room: Room XX\n"},
    "agenda.1.time=10:30": {"- item: Coffee break\n\n": "- time: 10:30\n    item: Coffee break\n\n"},
    "agenda[2].time=10:30": {"    time: 10:00": "    time: 10:30"},
    "agenda.0.who.0.role=chair": {"    who: keita\n": "    who:\n      person: keita\n      role: chair\n"},
    "people.keita.functions.0.organisation=FAO": {
        "    functions: Director\n": "    functions:\n      position: Director\n      organisation: FAO\n"
    },
    "mode=online": {"people:": "mode: online\npeople:"},
    "registration.email=desk@example.org": {"people:": "registration:\n  email: desk@example.org\npeople:"},
    "structure=One line that is long enough to show at which width this text is broken, and a second or third one.": {
        "second one.": "second or third one."
    },
}


@pytest.mark.parametrize("value", SETS)
def test_set_writes_what_a_colleague_would(value: str, project: Project) -> None:
    expected = EVENT
    for old, new in SETS[value].items():
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    sets(project, value)
    assert text_of(project) == expected


def test_a_change_made_for_other_data_is_refused(project: Project) -> None:
    change = Set(("title",), "Lakes", "Rivers")
    assert "the file has changed there" in refused(lambda: edited(Revision.of(project), [change]))
    assert text_of(project) == EVENT


# Bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_encoding_and_the_line_ends_stay(encoding: str, newline: str, tmp_path: Path) -> None:
    raw = EVENT.replace("\n", newline).encode(encoding)
    project = project_of(tmp_path, raw)
    do(project, set_to(project, ("venue",), "Café"), set_to(project, ("agenda", 0, "who"), ["keita", "okoye"]))
    expected = EVENT.replace("Palais des Nations", "Café")
    expected = expected.replace("    who: keita\n", "    who:\n      - keita\n      - okoye\n")
    assert project.event_file.read_bytes() == expected.replace("\n", newline).encode(encoding)
    History.of(project).undo()
    assert project.event_file.read_bytes() == raw


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    real = tmp_path / "data" / "real.yaml"
    (tmp_path / "data" / "event.yaml").rename(real)
    (tmp_path / "data" / "event.yaml").symlink_to("real.yaml")
    os.chmod(real, 0o640)
    project = Project.of(tmp_path / "data" / "event.yaml")
    do(project, set_to(project, ("title",), "Rivers"))
    assert (tmp_path / "data" / "event.yaml").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "title: Rivers" in real.read_text()


def test_what_cannot_be_written_leaves_all_as_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = set_to(project, ("people", "okoye", "status"), "declined"), set_to(project, ("title",), "Rivers")
    do(project, set_to(project, ("title",), "Lakes"))
    before = (project.root / FOLDER / "history.json").read_bytes()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert "the disk is full" in refused(lambda: do(project, changes[0]))
    assert (project.root / "shared" / "people.yaml").read_text() == PEOPLE
    assert (project.root / FOLDER / "history.json").read_bytes() == before
    assert sorted(path.name for path in (project.root / "data").iterdir()) == ["event.yaml"]


def test_of_several_files_all_are_written_or_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = set_to(project, ("people", "okoye", "status"), "declined"), set_to(project, ("title",), "Rivers")
    moves: list[Path] = []

    def fails_at_the_second(written: Path, place: Path) -> None:
        if len(moves) == 1:
            moves.append(place)
            raise OSError(5, "Input/output error")
        moves.append(place)
        os.replace(written, place)

    monkeypatch.setattr(files, "move", fails_at_the_second)
    assert "the disk reports an error" in refused(lambda: do(project, *changes))
    assert len(moves) == 3
    assert ((project.root / "shared" / "people.yaml").read_text(), text_of(project)) == (PEOPLE, EVENT)
    assert not History.of(project).done
    assert [path.name for path in (project.root / "data").iterdir()] == ["event.yaml"]


# Undo and redo


def test_what_is_undone_is_done_again(project: Project) -> None:
    versions = [EVENT]
    for title in ("Rivers", "Lakes", "Seas"):
        do(project, set_to(project, ("title",), title), title=title)
        versions.append(text_of(project))
    for expected in reversed(versions[:-1]):
        History.of(project).undo()
        assert text_of(project) == expected
    assert "there is nothing to undo" in refused(History.of(project).undo)
    for expected in versions[1:]:
        History.of(project).redo()
        assert text_of(project) == expected
    assert "nothing to redo" in refused(History.of(project).redo)
    History.of(project).undo()
    do(project, set_to(project, ("title",), "Oceans"))
    assert "nothing to redo" in refused(History.of(project).redo)


def test_the_history_is_ignored_by_git(project: Project) -> None:
    do(project, set_to(project, ("title",), "Rivers"))
    assert (project.root / FOLDER / ".gitignore").read_text() == "*\n"


def test_undo_keeps_what_was_changed_elsewhere_since(project: Project) -> None:
    do(project, set_to(project, ("title",), "Rivers"))
    project.event_file.write_text(text_of(project).replace("Coffee break\n    time", "Tea\n    time"))
    assert History.of(project).undo().merged
    assert text_of(project) == EVENT.replace("Coffee break\n    time", "Tea\n    time")
    History.of(project).redo()
    assert text_of(project) == EVENT.replace("Coffee break\n    time", "Tea\n    time").replace("Water", "Rivers")


def test_undo_says_why_it_cannot_be(project: Project) -> None:
    do(project, set_to(project, ("title",), "Rivers"))
    project.event_file.write_text(text_of(project).replace("Rivers", "Seas"))
    said = refused(History.of(project).undo)
    assert "title: Seas   # as agreed" in said
    assert "title: Water   # as agreed" in said
    assert "Seas" in text_of(project)
    project.event_file.write_text(text_of(project).replace("Seas", "Rivers"))
    History.of(project).undo()
    assert text_of(project) == EVENT


def test_a_history_that_cannot_be_read_is_none(project: Project) -> None:
    do(project, set_to(project, ("title",), "Rivers"))
    log = project.root / FOLDER / "history.json"
    steps = json.loads(log.read_text())
    steps["done"][0]["files"][0]["path"] = "../outside.yaml"
    log.write_text(json.dumps(steps))
    assert "of what this step changed is missing" in refused(History.of(project).undo)
    log.write_text("[")
    assert "there is nothing to undo" in refused(History.of(project).undo)


# Edits that were begun before the file was changed elsewhere


def test_an_edit_names_the_revision_that_it_was_made_from(project: Project) -> None:
    name = History.of(project).keep(Revision.of(project))
    row = "  - item: Welcome\n    time: 9:15\n"
    project.event_file.write_text(EVENT.replace("agenda:\n", f"agenda:\n{row}"))
    base = History.of(project).revision(name)
    assert base is not None
    assert base.name == name
    # The second of two breaks, which is the fourth row by now.
    done = History.of(project).write(edited(base, [Set(("agenda", 2, "time"), "10:00", "10:30")]), "later")
    assert done.merged
    assert text_of(project) == EVENT.replace("agenda:\n", f"agenda:\n{row}").replace("time: 10:00", "time: 10:30")
    assert History.of(project).revision("0" * 64) is None


def test_neighbouring_lines_are_merged_where_the_place_is_certain() -> None:
    base = "a: 1\nb: 2\nc:\n  - x: 1\n    y: 2\n"
    assert merged(base, base.replace("b: 2", "b: 3"), base.replace("a: 1", "a: 0"), "e") == base.replace(
        "a: 1\nb: 2", "a: 0\nb: 3"
    )
    rows = merged(base, base.replace("y: 2", "y: 3"), base.replace("x: 1", "x: 0"), "e")
    assert rows == base.replace("x: 1\n    y: 2", "x: 0\n    y: 3")


def test_changes_of_both_sides_to_one_value_are_in_conflict() -> None:
    base = "a: 1\nb: 2\n"
    assert merge_lines(base, "a: 5\nb: 2\n", "a: 6\nb: 2\n")[1]
    assert "it is now “a: 6”" in refused(lambda: merged(base, "a: 5\nb: 2\n", "a: 6\nb: 2\n", "e"))
    # Lines that fit together and mean something else.
    nested = "a:\n  b: 1\n  c: 1\n  d: 1\n  e: 1\n"
    moved = nested.replace("a:\n", "z:\n  y: 1\na:\n")
    assert merged(nested, nested.replace("e: 1", "e: 2"), moved, "e") == moved.replace("e: 1", "e: 2")


def test_a_file_without_a_last_line_end_stays_so() -> None:
    assert merged("a: 1\nb: 2\nc: 3", "a: 0\nb: 2\nc: 3", "a: 1\nb: 2\nc: 4", "e") == "a: 0\nb: 2\nc: 4"
    assert merged("a: 1\nb: 2\nc: 3\n", "a: 0\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 4", "e") == "a: 0\nb: 2\nc: 4"


def test_line_ends_that_were_changed_elsewhere_are_kept() -> None:
    base = "a: 1\nb: 2\nc: 3\n"
    assert merged(base, base.replace("3", "4"), base.replace("\n", "\r\n"), "e") == "a: 1\r\nb: 2\r\nc: 4\r\n"


def _parted(random: Random, data: Any) -> tuple[Any, Any]:
    """Two edits of the same data, each of one half of its keys."""
    keys = list(data)
    half = len(keys) // 2
    sides = []
    for mine in (keys[:half], keys[half:]):
        own = {key: data[key] for key in mine}
        new = changed(own, edits.change(random, own))
        sides.append({key: new[key] for key in new} if list(new) == mine else own)
    first, second = sides
    return {**first, **{key: data[key] for key in keys[half:]}}, {**{key: data[key] for key in keys[:half]}, **second}


@examples(12)
@given(seed=edits.seeds, name=st.sampled_from(["event", "half-a-day", "styles", "protocol", "two-languages, CRLF"]))
def test_edits_and_outside_edits_lose_nothing(seed: int, name: str) -> None:
    from conceptnote.edit.apply import apply, read_text

    random, text = Random(seed), edits.files()[name]
    data = read_text(text, "e")
    mine, theirs = _parted(random, data)
    my_text = apply(text, difference(data, mine), "e")[0]
    their_text = apply(text, difference(data, theirs), "e")[0]
    both = {key: mine[key] if key in mine and not same(mine[key], data[key]) else theirs[key] for key in data}
    assert same(read_text(merged(text, my_text, their_text, "e"), "e"), both)
    # And back again, by lines or not at all.
    assert merged(my_text, text, my_text, "e") == text


@examples(4)
@given(seed=edits.seeds)
def test_edits_undone_leave_what_others_did_between_them(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = Random(seed)
    name = random.choice(["half-a-day", "two-languages, CRLF", "protocol", "one-hour"])
    newline = "\r\n" if "CRLF" in name else "\n"
    head = newline.join(["# An event", "#", "# of ours", ""])
    project = project_of(tmp_path_factory.mktemp("between"), (head + edits.files()[name]).encode())
    theirs = project.event_file.read_bytes().decode()
    for number in range(3):
        do(project, edits.change(random, event_data(Revision.of(project))))
        # Somebody puts a note at the head of the file, which no edit touches.
        note = f"# {number}{newline}"
        project.event_file.write_bytes(note.encode() + project.event_file.read_bytes())
        theirs = note + theirs
    while History.of(project).done:
        History.of(project).undo()
    assert project.event_file.read_bytes().decode() == theirs


@examples(4)
@given(seed=edits.seeds)
def test_undo_of_everything_gives_the_first_bytes(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = Random(seed)
    name = random.choice(["event", "half-a-day", "two-languages, CRLF", "one-hour", "protocol"])
    raw = edits.files()[name].encode(random.choice(["utf-8", "utf-8-sig", "utf-16"]))
    project = project_of(tmp_path_factory.mktemp("undo"), raw)
    texts = [raw]
    for _ in range(4):
        do(project, edits.change(random, event_data(Revision.of(project))))
        if project.event_file.read_bytes() != texts[-1]:
            texts.append(project.event_file.read_bytes())
    while History.of(project).done:
        History.of(project).undo()
    assert project.event_file.read_bytes() == raw
    while History.of(project).undone:
        History.of(project).redo()
    assert project.event_file.read_bytes() == texts[-1]
