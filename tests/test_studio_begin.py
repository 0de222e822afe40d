"""An event that is begun in the studio: by the form, or from a note with what is to be settled of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import COMMAND, run
from returning import Word
from studio import Studio

from conceptnote.api import check
from conceptnote.diagnostics import DiagnosticError, Severity
from conceptnote.edit.history import Done
from conceptnote.studio.beginning import Beginning, beginnable
from conceptnote.studio.saving import Saving

ROOT = Path(__file__).parents[1]
ANSWERS = {
    "title": "Water for all", "date": "2030-03-05", "time": "9:15–10:45", "timezone": "Africa/Nairobi",
    "venue": "Palais des Nations", "language": "fr",
}  # fmt: skip
_PATIENCE = 300
"""Seconds after which a browser that does not end never will."""
NOTE = """\
Concept note

Rivers of peace: who guards the water?

Date: Tuesday 10 June
Time: 1:15 till 2:30 PM
Venue: Palais des Nations, Room XX, Geneva

Background
The rivers of the region run dry each year.

Contact: desk@example.org
"""


class Session:
    """A session without a server and without pages."""

    def __init__(self, folder: Path) -> None:
        self.event_file = folder / "data" / "event.yaml"
        self.saving = Saving(self.event_file)

    def write(self, change: Callable[[Saving], Done]) -> tuple[Done, str]:
        return change(self.saving), self.saving.now()


@pytest.fixture
def beginning(tmp_path: Path) -> Beginning:
    session: Any = Session(tmp_path / "new")
    (tmp_path / "new").mkdir()
    return Beginning(session)


def text_of(beginning: Beginning) -> str:
    return beginning._session.event_file.read_text(encoding="utf-8")


def note(text: str, name: str = "note.txt") -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(text.encode()).decode()}


def test_the_form_makes_what_init_makes(beginning: Beginning, tmp_path: Path) -> None:
    beginning.begin(ANSWERS)
    options = [word for key, value in ANSWERS.items() for word in (f"--{key}", value)]
    assert run("init", tmp_path / "other", "--yes", "--no-ci", *options, cwd=tmp_path).returncode == 0
    texts = [text_of(beginning), (tmp_path / "other" / "data" / "event.yaml").read_text(encoding="utf-8")]
    assert len({re.sub(r"(?m)^uid: .*$", "uid:", text) for text in texts}) == 1
    files = [
        {path.relative_to(folder) for path in folder.rglob("*")} for folder in (tmp_path / "new", tmp_path / "other")
    ]
    assert files[0] == files[1]


def test_an_organisation_and_a_funder_go_to_their_places(beginning: Beginning) -> None:
    other = {"other_language": "fr", "other_title": "L’eau: pour tous"}
    more = {
        "type": "Round table",
        **other,
        "organiser": "河流论坛",
        "funder": "Water Fund",
        "lockup": "with funding from",
    }
    beginning.begin({"title": "Water", "timezone": "Europe/Zurich", "date": "", "time": "", **more})
    report = check(beginning._session.event_file)
    assert not [one for one in report.diagnostics if one.severity is Severity.ERROR]
    text = text_of(beginning)
    assert "date: tbc\ntime: tbc\n" in text
    assert "type: Round table\n" in text
    assert 'title: {en: Water, fr: "L’eau: pour tous"}\n' in text
    assert "name: 河流论坛\n    roles: organiser\n" in text
    assert "- party: water-fund\n    lockup: with funding from\n    text_only: true\n" in text


def test_a_wrong_answer_is_reported_at_its_field_and_nothing_is_written(beginning: Beginning) -> None:
    with pytest.raises(DiagnosticError) as caught:
        beginning.begin(ANSWERS | {"timezone": "EST", "title": "a\x07"})
    assert {one.path for one in caught.value.diagnostics} == {("title",), ("timezone",)}
    assert not beginning._session.event_file.parent.exists()


def test_a_note_opens_with_what_is_to_be_settled_doubts_first(beginning: Beginning) -> None:
    beginning.begin_from(note(NOTE))
    found = beginning.doubts({})["doubts"]
    assert [one["path"] for one in found] == ["date", "contacts[0]"]
    assert found[0]["original"] == ["Date: Tuesday 10 June"]
    assert found[0]["value"].startswith("day: 20")
    assert found[0]["doubts"][0].startswith("the original names no year")
    assert found[1]["likely"]
    assert {"text": "Time: 1:15 till 2:30 PM", "line": 6, "kind": "text"} in beginning.original({})["lines"]

    before = text_of(beginning)
    assert "To settle: the original names no year" in " ".join(before.split())
    beginning.settle({"paths": ["date"]})
    after = text_of(beginning)
    gone = [line for line in before.splitlines() if line not in after.splitlines()]
    assert gone
    assert all(line.startswith("# ") for line in gone)
    assert after.splitlines() == [line for line in before.splitlines() if line not in gone]
    assert [one["path"] for one in beginning.doubts({})["doubts"]] == ["contacts[0]"]
    beginning._session.saving.undo()
    assert text_of(beginning) == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (note("x", "note.exe"), "cannot be used here"),
        (note("x", ".txt"), "cannot be used here"),
        (note("no pdf", "note.pdf"), "PDF"),
        (note("no zip", "../../note.docx"), "Word"),
    ],
)
def test_a_file_that_is_no_note_is_refused(asked: dict[str, str], said: str, beginning: Beginning) -> None:
    with pytest.raises(DiagnosticError, match=said) as caught:
        beginning.begin_from(asked)
    location = caught.value.diagnostics[0].location
    assert location is not None
    assert location.file == asked["name"].rpartition("/")[2]
    assert not beginning._session.event_file.exists()


def test_what_is_not_base64_is_no_file(beginning: Beginning) -> None:
    with pytest.raises(ValueError, match=r"base64|padding"):
        beginning.begin_from({"name": "note.txt", "data": "<script>"})


def test_a_file_that_is_too_large_is_refused(beginning: Beginning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conceptnote.studio.uploads.LARGEST", 3)
    with pytest.raises(DiagnosticError, match="larger than"):
        beginning.begin_from(note("four"))


def test_only_a_folder_without_an_event_can_begin_one(tmp_path: Path) -> None:
    assert beginnable(tmp_path) == beginnable(tmp_path / "data" / "event.yaml") == tmp_path / "data" / "event.yaml"
    assert beginnable(tmp_path / "data" / "other.yaml") is None
    assert beginnable(tmp_path / "missing" / "data" / "event.yaml") is None
    (tmp_path / "events").mkdir()
    assert beginnable(tmp_path) is None
    (tmp_path / "events").rmdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").symlink_to("nowhere.yaml")
    assert beginnable(tmp_path) is None


def test_an_event_that_has_gone_is_not_begun_anew(beginning: Beginning) -> None:
    saving = beginning._session.saving
    assert saving.begins
    beginning.begin(ANSWERS)
    assert not saving.begins
    beginning._session.event_file.unlink()
    assert not saving.begins


# In a browser


@pytest.mark.slow
def test_an_event_is_begun_merged_mailed_and_committed_by_keyboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in {"GIT_AUTHOR_NAME": "Awa Sow", "GIT_AUTHOR_EMAIL": "awa@example.org"}.items():
        monkeypatch.setenv(key, value)
    folder = tmp_path / "new"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    event = folder / "data" / "event.yaml"
    texts: list[str] = []

    def outside(what: str) -> str:
        texts.append(event.read_text(encoding="utf-8"))
        if what == "kill":
            studios[-1].process.kill()
            studios[-1].process.communicate()
            studios.append(Studio(event, "--port", str(studios[0].port)))
            return studios[-1].address
        if what == "event":
            return hashlib.sha256(texts[-1].encode()).hexdigest()
        papers = ["-q", "-f", "docx", "-d", "concept-note", "-o", tmp_path / "out"]
        subprocess.run([COMMAND, "build", event, *papers], check=True)
        word = Word((tmp_path / "out" / "concept-note.docx").read_bytes(), tracked=True)
        word.replace("run dry each year", "run dry every year")
        word.replace("XX", "XII")
        (tmp_path / "returned.docx").write_bytes(word.saved())
        return str(tmp_path / "returned.docx")

    studios = [Studio(event)]
    try:
        seen = played(studios[0].address, tmp_path / "note.txt", outside)
    finally:
        studios[-1].process.kill()
        studios[-1].process.communicate()
    assert seen["errors"] == []
    assert seen["violations"] == []
    assert seen["doubts"] == ["Date", "Contact"]
    settled, changed, typed = texts
    assert "To settle" not in settled
    assert "Likely" not in settled
    assert "tent" not in settled, "a text without pages is not saved"
    assert changed == f"mode: hybrid\n{settled}"
    assert len(seen["edits"]) == 2
    assert set(seen["marked"]) == {"sections[0].text", "venue.room"}
    old, new = ("each year", "every year") if "Room" in seen["edits"][0] else ("Room XX", "Room XII")
    assert seen["misplaced"] == 0
    assert typed == new.join(changed.rsplit(old, 1)), "not the comment that quotes the note"
    title = "Rivers of peace: who guards the water?"
    assert event.read_text(encoding="utf-8") == typed.replace(f'"{title}"', '"Who drinks last?"')
    assert "Rivers of peace" in seen["letter"]
    assert seen["offered"] == 0, "what was put back is saved"
    listed = subprocess.run(
        ["git", "show", "--format=%an: %s", "--name-only"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    assert listed[0] == "Awa Sow: Add the event “Rivers of peace: who guards the water?”"
    assert [one.partition("/")[0] for one in listed if one][1:] == ["data", "sent"]


def played(address: str, note: Path, outside: Callable[[str], str]) -> dict[str, Any]:
    """What a browser has seen; between its steps it asks for things that are done outside."""
    command = ["node", str(ROOT / "tests" / "work.mjs"), address, str(note)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as browser:
        patience = threading.Timer(_PATIENCE, browser.kill)
        patience.start()
        assert browser.stdin is not None
        assert browser.stdout is not None
        for line in browser.stdout:
            seen: dict[str, Any] = json.loads(line)
            if "outside" not in seen:
                patience.cancel()
                return seen
            browser.stdin.write(outside(seen["outside"]) + "\n")
            browser.stdin.flush()
    raise AssertionError("the browser has ended before its time")
