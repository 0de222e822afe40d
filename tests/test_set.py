"""`--set` and `--set-file`: one value of the event is another this once, and is taken as if it stood in the file."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
import strategies
from command import run
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.lint import lint
from conceptnote.build.request import Request
from conceptnote.build.run import Build, build, check_built
from conceptnote.build.watch import watched_folders
from conceptnote.datapath import DataPath, format_path, parse_path
from conceptnote.diagnostics import Diagnostic, DiagnosticError, ExitCode
from conceptnote.report.forms import FORMS
from conceptnote.report.render import render
from conceptnote.schema.event import Event
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
EVENT = """\
title: Water
date: 2030-03-05
time: 9:15–10:15
timezone: Europe/Zurich
venue: Palais des Nations
people:
  keita: {name: Keita, functions: Director}
  amin: {name: Amin, functions: [{position: Chair}, Adviser]}
parties:
  wmo: {name: World Met, roles: organiser}
panel: [keita, {person: amin}]
agenda:
  - item: Opening
  - item: Closing
    time: 10:00
"""

steps = st.one_of(st.from_regex(r"[a-z][a-z0-9_-]{0,8}|CN101", fullmatch=True), st.integers(0, 10**8))


@pytest.fixture
def event(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "event.yaml"
    file.parent.mkdir()
    file.write_text(EVENT, encoding="utf-8")
    return file


def loaded(file: Path, *values: str, files: tuple[str, ...] = ()) -> Event:
    return load_event(find_project(file, values, files)).event


def refused(file: Path, *values: str, files: tuple[str, ...] = ()) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        loaded(file, *values, files=files)
    return caught.value.diagnostics


@given(first=st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True), rest=st.lists(steps, max_size=6))
def test_a_path_that_is_written_is_read_back(first: str, rest: list[str | int]) -> None:
    path: DataPath = (first, *rest)
    assert parse_path(format_path(path)) == path


def test_a_position_can_be_written_without_brackets(event: Path) -> None:
    assert loaded(event, "agenda.1.item=End", "people.amin.functions.0.position=Head").agenda[1].item == "End"
    (problem,) = refused(event, "agenda.2.item=End")
    assert (problem.message, problem.hint) == ("there is no agenda[2]; there are 2 in agenda", "the last is agenda[1]")


@pytest.mark.parametrize(
    "text", ["", ".", ".a", "a.", "a..b", "a.[0]", "[0]", "a[", "a[]", "a[-1]", "a[0", "a[0]b", "a[x]", "a b", "a]"]
)
def test_what_is_no_path_is_refused(text: str, event: Path) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_path(text)
    (problem,) = refused(event, f"{text}=x")
    assert "is not a path of the event file" in problem.message
    assert (problem.location and problem.location.line) == 0


@given(text=st.text(alphabet="ab.[]01 -", max_size=12))
def test_what_is_read_as_a_path_is_the_same_once_written(text: str) -> None:
    try:
        path = parse_path(text)
    except ValueError:
        return
    assert parse_path(format_path(path)) == path


def test_values_stand_where_they_are_put(event: Path) -> None:
    found = loaded(
        event, "venue.room=Room XX", "people.keita.status=tbc", "agenda[0].item=Welcome = all", "agenda[1].time=10:05",
        "people.amin.functions[1]=Envoy", "people.keita.functions[0].organisation=UN", "panel[0].role=moderator",
        "registration.email=desk@example.org", "status=draft", "people.amin.functions[0].position=Head",
    )  # fmt: skip
    assert found.venue is not None
    assert (found.venue.name, found.venue.room) == ("Palais des Nations", "Room XX")
    assert found.people["keita"].status == "tbc"
    assert [row.item for row in found.agenda] == ["Welcome = all", "Closing"]
    assert found.agenda[1].time is not None
    assert str(found.agenda[1].time.start) == "10:05:00"
    assert [one.position for one in found.people["amin"].functions] == ["Head", "Envoy"]
    assert [(one.position, one.organisation) for one in found.people["keita"].functions] == [("Director", "UN")]
    assert (found.panel[0].person, found.panel[0].role) == ("keita", "moderator")
    assert found.registration is not None
    assert (found.registration.email, found.status) == ("desk@example.org", "draft")


def test_the_order_of_options_does_not_matter(event: Path) -> None:
    both = ["venue=UN House", "venue.room=4"]
    assert loaded(event, *both).venue == loaded(event, *reversed(both)).venue
    assert loaded(event, *both).venue != loaded(event).venue


PLACES = [
    ("venue.roon=4", "there is no key “roon” in venue", "did you mean “room”?"),
    ("titel=x", "there is no key “titel” in an event", "did you mean “title”?"),
    ("title.short=x", "there is no key “short” in title", "set the value as a whole"),
    ("people.keyta.status=tbc", "people has no “keyta”", "did you mean “keita”?"),
    ("parties.zz.name=x", "parties has no “zz”", "there are: wmo"),
    ("sections[0].heading=x", "there is no sections[0]; there are none in sections", "write it into the event file"),
    ("agenda[2].item=x", "there is no agenda[2]; there are 2 in agenda", "the last is agenda[1]"),
    ("people.keita.functions[1]=x", "there is no people.keita.functions[1]; there is 1 in people.keita.functions",
     "the last is people.keita.functions[0]"),
    ("agenda.item=x", "agenda is a list of 2", "say which: agenda[0] to [1]"),
    ("title[0]=x", "title is not a list", "remove the brackets"),
    ("time.start=9:00", "time is written as one text, “9:15–10:15”", "set it as a whole: --set time=…"),
    ("people.keita.name.given=A", "people.keita.name is written as one text, “Keita”",
     "set it as a whole: --set people.keita.name=…"),
    ("venue.room=", "the value is empty, but an option cannot remove a key", "remove it from the event file"),
    ("venue.room=null", "the value is empty, but an option cannot remove a key", "remove it from the event file"),
    ("title=a\x1bb", "the text contains the character U+001B, which cannot be printed", "delete it"),
    ("title", "there is no “=” in it; --set takes path=value", "write --set title=…"),
    ("panel[0]" + ".replaced_by" * 9999 + ".role=x", "is not a path of the event file", "write it as messages do"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "message", "hint"), PLACES, ids=[option[:30] for option, _, _ in PLACES])
def test_what_cannot_be_set_is_refused_at_its_option(option: str, message: str, hint: str, event: Path) -> None:
    (problem,) = refused(event, option)
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert problem.location is not None
    assert (problem.location.file, problem.location.line) == ("--set " + option.partition("=")[0], 0)
    assert problem.code.exit_code is ExitCode.USAGE


def test_a_value_that_is_set_twice_is_refused(event: Path, tmp_path: Path) -> None:
    (tmp_path / "title.txt").write_text("A", encoding="utf-8")
    (problem,) = refused(event, "title=B", files=(f"title={tmp_path / 'title.txt'}",))
    assert (problem.message, str(problem.location)) == ("the value is set twice", "--set-file title")


VALUES = [
    ("people.keita.status=confirmd", "“confirmd” is not a choice here", "did you mean “confirmed”?"),
    ("panel[1].person=keta", "no person has the id “keta”", "did you mean “keita”?"),
    ("date=2030-02-30", "“2030-02-30” is not a date", None),
    ("people.keita=x", "expected a record", None),
    ("registration.email=x", "“x” is not an e-mail address", None),
    ("agenda[1].minutes=many", "expected a whole number", None),
]


@pytest.mark.parametrize(("option", "message", "hint"), VALUES)
def test_a_wrong_value_is_told_at_its_option_and_not_at_a_line(
    option: str, message: str, hint: str | None, event: Path
) -> None:
    (problem,) = refused(event, option)
    assert message in problem.message
    assert hint is None or problem.hint == hint
    path = option.partition("=")[0]
    assert str(problem.location) == f"--set {path}"
    assert format_path(problem.path) == path


def test_what_lacks_in_a_record_that_an_option_makes_is_told_there(event: Path) -> None:
    event.write_text(EVENT.replace("venue: Palais des Nations\n", ""), encoding="utf-8")
    (problem,) = refused(event, "venue.room=4")
    assert (problem.message, str(problem.location)) == ("“name” is missing", "--set venue.room")


def test_what_is_wrong_beside_a_set_value_keeps_its_line(event: Path) -> None:
    event.write_text(EVENT.replace("item: Closing", "itm: Closing"), encoding="utf-8")
    problems = refused(event, "venue.room=4", "agenda[1].kind=meel")
    assert {str(one.location).removeprefix(str(event)) for one in problems} == {
        "--set agenda[1].kind", ":14:5",
    }  # fmt: skip
    event.write_text(EVENT.replace("venue: Palais des Nations", 'venue: ""'), encoding="utf-8")
    (problem,) = refused(event, "venue.room=4")
    assert str(problem.location) == f"{event}:5:8"


def test_checks_read_what_is_set_and_point_at_the_option(event: Path) -> None:
    assert "--set agenda[1].item" not in str(lint(event, strategies.date(2030, 1, 1)).diagnostics)
    report = lint(event, strategies.date(2030, 1, 1), ["agenda[1].time=12:00"])
    assert "--set agenda[1].time" in {str(one.location) for one in report.diagnostics}


def test_every_form_tells_such_a_problem(event: Path) -> None:
    problems = refused(event, "venue.roon=4")
    for form in FORMS:
        assert "roon" in render(problems, form, colour=False, read_source=lambda _: None)


def test_a_file_gives_a_long_text(event: Path, tmp_path: Path) -> None:
    (tmp_path / "how.md").write_bytes("First *é*.\r\n\r\nThen.\r\n".encode())
    assert loaded(event, files=(f"structure={tmp_path / 'how.md'}",)).structure == "First *é*.\n\nThen."


def test_a_file_is_confined_bounded_and_text(event: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_text("Secret", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(outside)
    (tmp_path / "latin.txt").write_bytes("é".encode("latin-1"))
    (tmp_path / "large.txt").write_bytes(b"a" * (4 * 1024 * 1024 + 1))
    (tmp_path / "empty.txt").write_bytes(b"\n")
    os.mkfifo(tmp_path / "pipe.txt")
    cases = {
        "link.txt": "points outside the project folder",
        f"../{outside.name}": "points outside the project folder",
        "latin.txt": "not UTF-8",
        "large.txt": "larger than 4 MB",
        "empty.txt": "the value is empty",
        "missing.txt": "there is no file",
        "pipe.txt": "there is no file",
        "data": "there is no file",
    }
    for name, message in cases.items():
        (problem,) = refused(event, files=(f"title={tmp_path / name}",))
        assert message in problem.message, name
        assert "Secret" not in str(problem)
        assert str(problem.location).startswith("--set-file title"), name
        assert problem.code.exit_code is ExitCode.USAGE


def made(event: Path, *values: str, **options: object) -> Build:
    return build(Request(event, formats=["html"], values=values, **options))  # type: ignore[arg-type] # any option


def unchanged(done: Build) -> bool:
    return all(output.seconds is None for output in done.outputs)


def test_a_build_with_other_values_is_another_build(event: Path, tmp_path: Path) -> None:
    made(event)
    assert unchanged(made(event))
    assert not unchanged(made(event, "venue.room=Room Zanzibar"))
    assert "Zanzibar" in (tmp_path / "out" / "programme.html").read_text(encoding="utf-8")
    assert unchanged(made(event, "venue.room=Room Zanzibar"))
    assert not unchanged(made(event, "venue.room=Room Zagreb"))
    assert not unchanged(made(event, "venue.floor=Room Zagreb"))
    with pytest.raises(DiagnosticError):
        check_built(Request(event, formats=["html"]))
    check_built(Request(event, formats=["html"], values=["venue.floor=Room Zagreb"]))
    assert not unchanged(made(event))


def test_a_file_that_changed_is_built_again_and_watched(event: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    file = texts / "title.txt"
    file.write_text("Wells", encoding="utf-8")
    files = (f"title={file}",)
    made(event, value_files=files)
    assert unchanged(made(event, value_files=files))
    file.write_text("Rivers", encoding="utf-8")
    assert not unchanged(made(event, value_files=files))
    said = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert all("texts/title.txt" in one["inputs"]["files"] for one in said["files"])
    assert texts in watched_folders(find_project(event, (), files), tmp_path / "nowhere")
    assert texts not in watched_folders(find_project(event), tmp_path / "nowhere")


def test_the_manifest_holds_a_hash_and_never_the_value(event: Path, tmp_path: Path) -> None:
    hashes = set()
    for text in (EVENT, EVENT + "internal: Another\n"):
        event.write_text(text, encoding="utf-8")
        made(event, "people.keita.internal=Zanzibar")
        manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
        assert "Zanzibar" not in manifest
        assert "keita" not in manifest
        hashes |= {one["set"] for one in json.loads(manifest)["files"]}
    # What is not public counts in it, so that a short value cannot be found by trying.
    assert len(hashes) == 2
    made(event)
    plain = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {one["set"] for one in plain["files"]} == {None}


@examples(8, fuzz=150)
@given(data=strategies.events(), values=st.lists(st.text(alphabet="ab[].=0 tilepnd", max_size=14), max_size=3))
def test_whatever_is_set_there_is_an_event_or_a_reason(
    data: strategies.Data, values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("any") / "event.yaml"
    file.write_text(strategies.as_yaml(data), encoding="utf-8")
    try:
        title = loaded(file, *values, "title=Zanzibar").title
    except DiagnosticError as error:
        wrong = [one for one in error.diagnostics if not str(one.location).startswith("--set ")]
    else:
        wrong = [] if title == "Zanzibar" else [title]
    assert not wrong


def test_the_commands_take_both(event: Path, tmp_path: Path) -> None:
    (tmp_path / "title.txt").write_text("Rivers\n", encoding="utf-8")
    options = ["--set", "venue.room=Zanzibar", "--set", "venue.floor=3", "--set-file", "title=title.txt"]
    done = run("build", "-f", "html", *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "out" / "programme.html").read_text(encoding="utf-8")
    assert "Zanzibar" in page
    assert "Rivers" in page
    checked = run("check", "--set", "venue.roon=4", cwd=tmp_path)
    assert checked.returncode == ExitCode.USAGE
    assert "--set venue.roon: error CN042" in checked.stdout
