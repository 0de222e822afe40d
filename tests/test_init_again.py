"""A project that begins with an event that is there: one of our PDFs, or the event of last time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from typer.testing import CliRunner

from conceptnote.build.project_creation import ProjectCreation
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.cli import app
from conceptnote.source.load import load_event
from conceptnote.source.yaml_tree import read_yaml

ROOT = Path(__file__).parents[1]
EVENTS = ["data/event.yaml", "tests/events/five-funders.yaml", "tests/events/two-languages.yaml"]


def data_of(file: Path) -> Any:
    data, _, problems = read_yaml(file.read_text(encoding="utf-8"), "event.yaml")
    assert not problems
    return data


def checked(project: Path) -> str:
    done = CliRunner().invoke(app, ["check", str(project)])
    assert "error" not in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("event", EVENTS)
def test_from_a_pdf_of_ours_comes_exactly_what_is_attached(event: str, tmp_path: Path) -> None:
    shutil.copytree((ROOT / event).parent, tmp_path / "first" / "data")
    outputs = build(Request(tmp_path / "first" / "data" / Path(event).name, formats=["pdf"])).outputs
    assert outputs
    for one in outputs:
        done = ProjectCreation(tmp_path / one.path.stem, one.path).write()
        with pikepdf.open(one.path) as pdf:
            attached = pdf.attachments["event.yaml"].get_file().read_bytes().decode()
        made = tmp_path / one.path.stem / "data" / "event.yaml"
        assert data_of(made) == read_yaml(attached, "event.yaml")[0]
        assert {one.message.split(" ")[0] for one in done.findings} <= {"a", "the"}
        checked(tmp_path / one.path.stem)
        assert build(Request(made, formats=["html"])).outputs


def test_a_pdf_with_something_else_attached_is_read_by_its_words(tmp_path: Path) -> None:
    from note_files import made_pdf

    for attached in (b"title: [", b"title: !include /etc/passwd\n", b"\xff\xfe", b"- 1\n", b"people: {x: {name: 1}}\n"):
        (tmp_path / "note.pdf").write_bytes(made_pdf("T: Shared Wells\nH1: Background\nWells are shared."))
        with pikepdf.open(tmp_path / "note.pdf", allow_overwriting_input=True) as pdf:
            pdf.attachments["event.yaml"] = attached
            pdf.save(tmp_path / "note.pdf")
        creation = ProjectCreation(tmp_path / "new", tmp_path / "note.pdf")
        assert creation.whole is None
        assert "Shared Wells" in str(creation._event_file()[0])


def test_the_event_of_last_time_begins_anew(tmp_path: Path) -> None:
    last = tmp_path / "2030"
    (last / "data" / "images").mkdir(parents=True)
    (last / "data" / "images" / "amari.jpg").write_bytes(b"picture")
    (last / "templates").mkdir()
    (last / "templates" / "programme.html.j2").write_text("{# ours #}", encoding="utf-8")
    (last / "data" / "event.yaml").write_text(
        "title: Water for all   # as last year\nuid: old\nversion: 3\ndate: 2030-03-05\ntime: 9:15–10:45\n"
        "timezone: Europe/Zurich\nregistration: {deadline: 2030-02-20, email: water@example.org}\n"
        "people:\n  amari:\n    name: Leïla Amari\n    status: confirmed\n    photo: images/amari.jpg\n"
        "  okoye: {name: Ngozi Okoye, status: replaced, replaced_by: amari}\n"
        "panel: [amari, {person: okoye, status: tbc, role: moderator}]\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(app, ["init", str(tmp_path / "2031"), "--like", str(last)])
    assert done.exit_code == 0, done.output
    made = data_of(tmp_path / "2031" / "data" / "event.yaml")
    assert made["uid"] not in ("old", None)
    assert {key: made.get(key) for key in ("title", "date", "version", "status", "time", "registration")} == {
        "title": "Water for all", "date": "tbc", "version": None, "status": "draft", "time": "9:15–10:45",
        "registration": {"email": "water@example.org"},
    }  # fmt: skip
    assert [one["status"] for one in made["people"].values()] == ["invited", "invited"]
    assert made["panel"] == ["amari", {"person": "okoye", "role": "moderator"}]
    assert "# as last year" in (tmp_path / "2031" / "data" / "event.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "2031" / "data" / "images" / "amari.jpg").read_bytes() == b"picture"
    assert (tmp_path / "2031" / "templates" / "programme.html.j2").is_file()


@pytest.mark.parametrize("event", sorted((ROOT / "tests" / "events").glob("*.yaml")), ids=lambda one: one.stem)
def test_every_event_can_begin_anew(event: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["init", str(tmp_path / "new"), "--like", str(event)])
    assert done.exit_code == 0, done.output
    made, old = load_event(tmp_path / "new" / "data" / "event.yaml").event, load_event(event).event
    assert made.uid != old.uid
    assert {person.status for person in made.people.values()} <= {"invited"}


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--like", "nothing"], "there is no such event file"),
     (["--like", "nothing", "--title", "x"], "--like cannot be used with --title"),
     (["--like", "nothing", "--from", "x.txt"], "--like cannot be used with --from")],
)  # fmt: skip
def test_what_cannot_be_begun_anew_is_reported(options: list[str], said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["init", str(tmp_path / "new"), *options])
    assert done.exit_code != 0
    assert said in done.stderr
    assert not (tmp_path / "new").exists()
