"""What a page of the studio writes: whole whenever it is cut off, true to the model, and undone to the first byte."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from random import Random
from typing import Any

import edits
import pytest
from examples import examples, points
from hypothesis import given
from killing import CHANGES, dying, forked
from test_edit_project import project_of

from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.changes import Change, changed, same
from conceptnote.edit.commands import COMMANDS
from conceptnote.edit.files import Revision
from conceptnote.edit.located import event_data
from conceptnote.studio.saving import Conflict, Saving


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_a_save_that_is_killed_at_any_point_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    """Each with its permissions; and whoever comes next can save, and take it all back."""

    def saved(file: Path, title: str) -> None:
        saving = Saving(file)
        saving.set(saving.now(), {"title": title})

    def left(number: int) -> Path:
        file = project_of(tmp_path / str(number)).event_file
        saved(file, "Rivers")
        file.chmod(0o640)
        return file

    def run(file: Path, steps: int) -> int:
        def work() -> None:
            sys.addaudithook(dying(CHANGES, steps, str(tmp_path)))
            saved(file, "Lakes")

        return forked(work)

    count = next(number for number in range(200) if not run(left(1000 + number), number))
    assert count >= 8
    found = set()
    for number in points(count, 6):
        file = left(number)
        before = file.read_bytes()
        assert run(file, number - 1)
        now = file.read_bytes()
        assert now in (before, before.replace(b"Rivers", b"Lakes"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        found.add(now)
        saved(file, "Seas")
        assert [one.name for one in file.parent.iterdir()] == ["event.yaml"]
        saving = Saving(file)
        while saving.steps()[0]:
            saving.undo()
        assert b"title: Water   # as agreed\n" in file.read_bytes()
    assert len(found) == 2


def test_a_link_stays_and_a_file_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project_of(tmp_path).event_file
    real = file.rename(file.with_name("launch.yaml"))
    file.symlink_to("launch.yaml")
    saving = Saving(file)
    saving.set(saving.now(), {"title": "Rivers"})
    assert file.is_symlink()
    assert "title: Rivers   # as agreed" in real.read_text()
    before = real.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DiagnosticError, match="cannot be written: you have no permission for it"):
        saving.set(saving.now(), {"title": "Lakes"})
    assert real.read_bytes() == before
    assert saving.steps()[0] == "set title"


# The model

WORDS = ("Rivers", "a: b", "#3", "it's “so”", "{x}", "naïve", "10:30", "— and", "مياه", "水")


def model(file: Path) -> Any:
    return event_data(Revision.of(Saving(file).project()))


def texts(data: Any) -> list[DataPath]:
    """The short texts of the rows, the people and the event, which are changed on a page."""
    known = [(path, one) for path, one in edits.paths(data) if isinstance(one, str) and path[-1] != "timezone"]
    return [path for path, _ in known if path[-1] in ("title", "item", "functions", "venue", "structure", "family")]


def step(random: Random, saving: Saving, data: Any) -> Any:
    """Do something as a page does; gives the data that it should have made."""
    name = saving.now()
    row = random.randrange(len(data["agenda"]))
    other = random.choice([one for one in range(len(data["agenda"])) if one != row] or [row])
    command: tuple[str, list[str], dict[str, str]]
    match random.randrange(5):
        case 0 | 1:
            path = random.choice(texts(data))
            value = " ".join(random.choices(WORDS, k=random.randrange(1, 9)))
            saving.set(name, {format_path(path): value})
            return model(saving.event_file) if path[-1] == "structure" else _set(data, path, value)
        case 2:
            command = "add", ["row"], {"item": random.choice(WORDS), "after": f"agenda[{row}]"}
        case 3 if other != row:
            command = "move", [f"agenda[{row}]"], {random.choice(["before", "after"]): f"agenda[{other}]"}
        case 4 if len(data["agenda"]) > 2:
            command = "remove", ["row", f"agenda[{row}]"], {}
        case _:
            command = "confirm", ["okoye"], {}
    expected = data
    changes: list[Change] = COMMANDS[command[0]](data, *command[1], **command[2])
    for one in changes:
        expected = changed(expected, one)
    saving.command(name, *command)
    return expected


def _set(data: Any, path: DataPath, value: str) -> Any:
    if not path:
        return value
    made = list(data) if isinstance(data, list) else dict(data)
    made[path[0]] = _set(data[path[0]], path[1:], value)
    return made


@examples(16)
@given(seed=edits.seeds)
def test_whatever_is_done_the_file_says_what_the_model_says_and_undo_gives_the_first_bytes(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Edits, rows, people and what others write between them; comments and line ends stay as they are."""
    random = Random(seed)
    newline, encoding = random.choice([("\n", "utf-8"), ("\r\n", "utf-8"), ("\n", "utf-8-sig"), ("\r\n", "utf-16")])
    project = project_of(tmp_path_factory.mktemp("model"))
    file, shared = project.event_file, project.root / "shared" / "people.yaml"
    file.write_bytes(file.read_text(encoding="utf-8").replace("\n", newline).encode(encoding))
    first, people = file.read_bytes(), shared.read_bytes()
    saving, data, notes, refused = Saving(file), model(file), 0, 0
    for number in range(7):
        if random.randrange(4) == 0:
            # Somebody writes a line at the head of the file, and the page knows nothing of it yet.
            text = file.read_bytes().decode(encoding)
            file.write_bytes(f"# {number}{newline}{text}".encode(encoding))
            notes += 1
        try:
            data = step(random, saving, data)
        except (DiagnosticError, Conflict):
            refused += 1
            assert same(model(file), data), "what is refused changes nothing"
        assert same(model(file), data)
        now = file.read_bytes().decode(encoding)
        assert now.count("\r\n") == (now.count("\n") if newline == "\r\n" else 0)
        assert sum(line.startswith("#") for line in now.split(newline)) == notes + 1
        if random.randrange(4) == 0 and saving.steps()[0]:
            saving.undo()
            saving.redo()
            assert file.read_bytes().decode(encoding) == now
    assert refused < 5
    while saving.steps()[0]:
        saving.undo()
    now = file.read_bytes().decode(encoding)
    assert now.endswith(first.decode(encoding))
    assert now.count(newline) == first.decode(encoding).count(newline) + notes
    assert shared.read_bytes() == people


def test_of_two_rows_alike_the_one_that_was_clicked_changes(tmp_path: Path) -> None:
    """Although somebody has put a row before them since the page was printed."""
    file = project_of(tmp_path).event_file
    saving = Saving(file)
    seen = saving.now()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("agenda:\n", "agenda:\n  - item: Arrival\n"), encoding="utf-8")
    done = saving.set(seen, {"agenda[2].item": "Tea"})
    assert done.merged
    assert [row["item"] for row in model(file)["agenda"]] == ["Arrival", "Opening", "Coffee break", "Tea"]
    assert model(file)["agenda"][3]["time"] == "10:00"
