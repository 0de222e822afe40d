"""The commands that write into the event file: what they change, what they show, and what they refuse."""

from __future__ import annotations

import io
import sys
import textwrap
from pathlib import Path

import pytest
from command import run

from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit import commands
from conceptnote.edit.changes import Change, Value, changed
from conceptnote.edit.find import find_id, find_row, later
from conceptnote.edit.history import History
from conceptnote.source.project import Project

EVENT = """\
title: {en: Water, fr: Eau}
date: 2030-03-05   # a Tuesday
time: 9:15–12:15
timezone: Europe/Zurich
language: [en, fr]
status: final
venue: Palais des Nations

people:
  <<: !include ../shared/people.yaml

  # The chair of the committee.
  keita:
    name: {given: Oulie, family: Keita}
    functions: Director

panel:
  - okoye
  # She opens.
  - person: keita
    role: moderator

agenda:
  - time: 9:15–10:00
    item: {en: Panel 1, fr: Panel 1}
    who: okoye

  # A short one.
  - time: 10:00–10:30
    item: {en: Coffee break, fr: Pause café}

  - time: 10:30–11:15
    item: {en: Panel 2, fr: Panel 2}
    text:
      en: >-
        A folded text which goes on for more than one line of the file, so that it
        is on two.
      fr: Un texte.

  - time: 11:15–11:45
    item: {en: Coffee break, fr: Pause café}
"""
PEOPLE = """\
okoye:
  name: {given: Ngozi, family: Okoye}
  functions: Hydrologist
  status: tbc   # asked on Monday
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose people are shared with another event."""
    for name in ("data", "shared", "events"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    (tmp_path / "events" / "other.yaml").write_text("people: !include ../shared/people.yaml\n", encoding="utf-8")
    (tmp_path / "shared" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def test_an_evening_by_command(folder: Path) -> None:
    def done(*arguments: str) -> str:
        ended = run(*arguments, "--yes", cwd=folder)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout + ended.stderr

    said = done("confirm", "okoye")
    assert "-  status: tbc   # asked on Monday\n+  status: confirmed   # asked on Monday" in said
    assert "this file is included, and shared with 1 other event" in said
    done("set", "venue.room=Room XX", "agenda.1.item.fr=Pause")
    done("replace", "keita", "sow", "--name", "Sow, Awa", "--position", "Judge")
    done("move", "Panel 2", "--to", "11:00", "--shift-following")
    done("add", "row", "--item", "Closing", "--time", "12:15")
    outside = (folder / "data/event.yaml").read_text().replace("2030-03-05   # a", "2030-03-05   # still a")
    (folder / "data/event.yaml").write_text(outside)
    done("remove", "row", "10:00")
    assert (folder / "shared/people.yaml").read_text() == PEOPLE.replace("status: tbc", "status: confirmed")
    expected = EVENT
    for old, new in {
        "# a Tuesday": "# still a Tuesday",
        "venue: Palais des Nations": "venue:\n  name: Palais des Nations\n  room: Room XX",
        "    functions: Director\n": "    functions: Director\n    status: replaced\n    replaced_by: sow\n\n  sow:\n"
        "    name: {given: Awa, family: Sow}\n    functions: Judge\n",
        "  # A short one.\n  - time: 10:00–10:30\n    item: {en: Coffee break, fr: Pause café}\n\n": "",
        "11:15–11:45": "11:45–12:15",
        "10:30–11:15": "11:00–11:45",
    }.items():
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert (folder / "data/event.yaml").read_text() == f"{expected}\n  - time: 12:15\n    item: Closing\n"
    done("undo")
    assert "Pause" in (folder / "data/event.yaml").read_text()
    for _ in range(5):
        History.of(Project.of(folder / "data" / "event.yaml")).undo()
    assert (folder / "data/event.yaml").read_text() == EVENT.replace("# a Tuesday", "# still a Tuesday")
    assert (folder / "shared/people.yaml").read_text() == PEOPLE
    assert "redo: confirm okoye\n" in done("redo")
    assert "status: confirmed" in (folder / "shared/people.yaml").read_text()


def test_nothing_is_written_unless_somebody_agrees(folder: Path) -> None:
    dry = run("set", "title.en=Rivers", "--dry-run", cwd=folder)
    assert (dry.returncode, "+title: {en: Rivers, fr: Eau}" in dry.stdout) == (0, True)
    alone = run("set", "title.en=Rivers", cwd=folder)
    assert alone.returncode == 2
    assert "there is no terminal to ask for confirmation" in alone.stderr
    assert "add --yes" in alone.stderr
    assert (folder / "data/event.yaml").read_text() == EVENT
    assert not (folder / ".conceptnote").exists()


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answers", "code", "written"), [("n\n", 0, False), ("\n", 0, True), ("", 2, False), ("maybe\ny\n", 0, True)]
)
def test_somebody_is_asked(
    answers: str, code: int, written: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    ended = run("decline", "Ngozi", cwd=folder)
    assert ended.returncode == code
    assert "Write this?" in ended.stdout
    assert ("declined" in (folder / "shared/people.yaml").read_text()) is written


def test_what_is_missing_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Closing\n"))
    ended = run("add", "row", "--time", "12:15", "--dry-run", cwd=folder)
    assert "What happens: " in ended.stdout
    assert "+  - time: 12:15\n+    item: Closing" in ended.stdout


def test_what_check_finds_then_is_shown_at_its_line(folder: Path) -> None:
    said = run("set", "agenda.0.who=okoy", "--dry-run", cwd=folder)
    assert "no person has the id “okoy”" in said.stderr
    assert "did you mean “okoye”?" in said.stderr
    assert "data/event.yaml:26" in said.stderr
    assert "who: okoy\n" in said.stderr


def test_a_new_error_is_not_written_unasked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ("set", "agenda.0.who=okoy")
    refused = run(*wrong, "--yes", cwd=folder)
    assert refused.returncode == 1
    assert "no person has the id “okoy”" in refused.stderr
    assert "nothing was written: the change is wrong" in refused.stderr
    assert (folder / "data/event.yaml").read_text() == EVENT
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert run(*wrong, cwd=folder).returncode == 0
    assert "who: okoy\n" in (folder / "data/event.yaml").read_text()
    # An error that was there does not stop another change.
    assert run("set", "title.en=Rivers", "--yes", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set", "venu.room=x"], "there is no key “venu”"),
        (["set", "venue"], "there is no “=” in it; set takes path=value"),
        (["confirm", "nobody"], "no person is called “nobody”"),
        (["add", "room"], "there is no record type “room”"),
        (["add", "person"], "--name is missing"),
        (["add", "person", "--name", " "], "the name is empty"),
        (["add", "person", "--name", "A", "--time", "9:00"], "a person has no --time"),
        (["move", "Panel 2"], "the new place is missing"),
        (["move", "Coffee break", "--to", "9:00"], "can be more than one row"),
        (["move", "Panel 1", "--to", "noon"], "“noon” is not a time"),
        (["undo"], "there is nothing to undo"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one),
)
def test_what_does_not_fit_is_refused_in_words(arguments: list[str], said: str, folder: Path) -> None:
    ended = run(*arguments, "--yes", cwd=folder)
    assert ended.returncode in (1, 2)
    assert said in ended.stderr
    assert (folder / "data/event.yaml").read_text() == EVENT


DATA: Value = {
    "people": {"okoye": {"name": "Ngozi Okoye"}, "okeke": {"name": {"en": "Ada Okeke"}, "status": "tbc"}},
    "panel": [{"person": "okeke", "status": "invited"}],
    "agenda": [
        {"item": "Opening", "time": "9:00"},
        {"item": {"en": "Coffee break", "fr": "Pause"}, "time": {"start": "09:30", "end": "09:45"}},
        {"item": "Talks", "rows": [{"item": "A talk", "time": "10h00"}, {"item": "Coffee break", "time": "11.00"}]},
    ],
    "sub_events": [{"title": "Lunch", "agenda": [{"item": "Toast"}]}],
}


def after(made: list[Change]) -> Value:
    data = DATA
    for change in made:
        data = changed(data, change)
    return data


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("Opening", ("agenda", 0)), ("opening", ("agenda", 0)), ("9:00", ("agenda", 0)), ("Pause", ("agenda", 1)),
        ("09:30", ("agenda", 1)), ("9.30", ("agenda", 1)), ("agenda[2].rows[0]", ("agenda", 2, "rows", 0)),
        ("agenda.2.rows.1", ("agenda", 2, "rows", 1)), ("Toast", ("sub_events", 0, "agenda", 0)), ("talk", ()),
        ("Coffee break", ()), ("agenda.7", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_row_is_named_by_its_title_its_start_or_its_path(named: str, path: tuple[str | int, ...]) -> None:
    if path:
        assert find_row(DATA, named).path == path
        return
    with pytest.raises(DiagnosticError) as caught:
        find_row(DATA, named)
    (problem,) = caught.value.diagnostics
    if named == "Coffee break":
        assert problem.hint is not None
        assert "agenda[1] 9:30 “Coffee break”; agenda[2].rows[1] 11:00 “Coffee break”" in problem.hint


def test_two_people_of_one_name_are_listed() -> None:
    assert find_id(DATA, "ngozi", "person") == "okoye"
    with pytest.raises(DiagnosticError, match="can be more than one person"):
        find_id(DATA, "Ok", "person")


def test_a_confirmation_holds_where_a_slot_says_otherwise() -> None:
    data = after(commands.confirm(DATA, "okeke"))
    assert (data["people"]["okeke"]["status"], data["panel"][0]["status"]) == ("confirmed", "confirmed")


def test_a_row_that_moves_takes_its_rows_and_its_length_along() -> None:
    data = after(commands.move(DATA, "agenda.1", to="9:00", shift_following=True))
    assert data["agenda"][1]["time"] == {"start": "09:00", "end": "09:15"}
    assert [row["time"] for row in data["agenda"][2]["rows"]] == ["9h30", "10.30"]
    assert [row["item"] for row in after(commands.move(DATA, "Talks", before="Opening"))["agenda"]][:2] == [
        "Talks",
        "Opening",
    ]
    assert after(commands.move(DATA, "Toast", after="Opening"))["agenda"][1] == {"item": "Toast"}
    assert after(commands.move(DATA, "Opening", to="9:50"))["agenda"][1]["time"] == "9:50"


LISTS = """\
title: W
date: 2030-03-05
time: 9:15–12:15
timezone: Europe/Zurich
agenda:
  - item: Opening

  # Keep this one.
  - time: 10:00-10:30  # as typed
    item: "Talks"
    text: >-
      Folded
      by hand.
    # Ask her.
  - {item: Coffee}
sub_events:
    - title: Lunch
      agenda:
          # First.
          - item: Toast
          - item: Cake   # chocolate
"""
ROW = """\
# Keep this one.
- time: 10:00-10:30  # as typed
  item: "Talks"
  text: >-
    Folded
    by hand.
  # Ask her.
"""


@pytest.mark.parametrize(
    ("arguments", "lines", "column", "above"),
    [
        (["Talks", "--before", "Toast"], ROW, 10, "      agenda:\n"),
        (["Talks", "--after", "Cake"], ROW, 10, "          - item: Cake   # chocolate\n"),
        (["Cake", "--before", "Coffee"], "- item: Cake   # chocolate\n", 2, "    # Ask her.\n"),
        (["Toast", "--after", "Coffee"], "# First.\n- item: Toast\n", 2, "  - {item: Coffee}\n"),
    ],
)
def test_a_row_that_moves_to_another_list_keeps_its_text_and_its_comments(
    arguments: list[str], lines: str, column: int, above: str, tmp_path: Path
) -> None:
    event = tmp_path / "event.yaml"
    for newline in ("\n", "\r\n"):
        before = LISTS.replace("\n", newline).encode()
        event.write_bytes(before)
        ended = run("move", *arguments, "--event", event, "--yes", cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        after = event.read_bytes().decode()
        assert "\n" not in after.replace(newline, "")
        after = after.replace(newline, "\n")
        assert above + textwrap.indent(lines, " " * column) in after
        assert sorted(line.strip() for line in after.split("\n")) in (
            sorted(line.strip() for line in LISTS.split("\n")),
            sorted(line.strip() for line in LISTS.replace("\n\n", "\n").split("\n")),
        )
        assert run("undo", "--event", event, "--yes", cwd=tmp_path).returncode == 0
        assert event.read_bytes() == before


def test_a_new_record_is_written_as_the_reference_says() -> None:
    data = after(commands.add(DATA, "person", name="Awa Sow", position="Judge", organisation="FAO", status="tbc"))
    functions = {"position": "Judge", "organisation": "FAO"}
    assert data["people"]["sow"] == {"name": "Awa Sow", "functions": functions, "status": "tbc"}
    data = after(commands.add(DATA, "person", name="van Deventer, Fulco"))
    assert data["people"]["van-deventer"] == {"name": {"given": "Fulco", "family": "van Deventer"}}
    data = after(commands.add(DATA, "party", name="Water Fund", acronym="WF", roles=["funder"]))
    assert data["parties"] == {"wf": {"name": "Water Fund", "acronym": "WF", "roles": "funder"}}
    data = after(commands.add(DATA, "row", item="Talk", who=["Ngozi"], time="9:15"))
    assert data["agenda"][1] == {"time": "9:15", "item": "Talk", "who": "okoye"}


def test_times_are_written_as_they_were() -> None:
    assert later("9:15–10.05, 08h00", 60) == "10:15–11.05, 09h00"
    with pytest.raises(ValueError, match="23:30"):
        later("23:30", 60)
