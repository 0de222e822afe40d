"""`conceptnote check`: what it prints, what it ends with, and what surrounds it: adjustments and forums."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command import run

from conceptnote.build.lint import lint
from conceptnote.build.run import Request, build
from conceptnote.diagnostics import DiagnosticError, ExitCode, Severity
from conceptnote.schema.forum import Forum
from conceptnote.shipped import shipped
from conceptnote.source.load import load_event
from conceptnote.source.profiles import forum_names, forum_of
from conceptnote.source.project import Project

COMMAND = Path(sys.executable).with_name("conceptnote")
BASE = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
TODAY = date(2030, 1, 15)


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("check", *arguments, cwd=folder)


def write(folder: Path, text: str) -> Path:
    file = folder / "event.yaml"
    file.write_text(text, encoding="utf-8")
    return file


# The command


def test_example_has_warnings_that_are_true_of_it_and_no_error(project: Path) -> None:
    before = sorted(project.rglob("*"))
    done = check(project)
    assert (done.returncode, done.stderr) == (0, "")
    told = re.findall(r"^data/event\.yaml:\d+:\d+: (\w+) (CN\d+): .* \[([\w.\[\]]+)\]$", done.stdout, re.M)
    assert told == [
        ("warning", "CN103", "date.year"),
        ("warning", "CN163", "people.kasse.status"),
        ("warning", "CN163", "people.diallo.status"),
        ("warning", "CN162", "sections[0].footnotes.project.text"),
    ]
    assert done.stdout.endswith("\ndata/event.yaml: 4 warnings\n")
    assert sorted(project.rglob("*")) == before


def test_strict_ends_with_1_for_warnings(project: Path) -> None:
    assert check(project, "--strict").returncode == 1


@pytest.mark.parametrize(
    ("text", "code", "summary"),
    [
        (BASE, 0, "nothing found"),
        (BASE + "mode: hybrid\n", 0, "1 warning"),
        (BASE + "registration: {deadline: 2030-03-06}\n", 1, "1 error"),
        (BASE + "pannel: []\ntitle: U\nregistration: Until 12 p.m.\n", 1,
         "2 errors; its content is checked once these are fixed"),
        ("title: [\n", 1, "1 error; its content was not checked; fix these first"),
        (BASE + "parties: {f: {name: F, roles: funder}}\n"
         "funders: [{party: f, lockup: L, logos: {file: a.svg, alt: A}}]\n", 3, "1 error"),
    ],
)  # fmt: skip
def test_it_ends_with_the_code_of_the_gravest_error(text: str, code: int, summary: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    done = check(tmp_path, "event.yaml")
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[-1] == f"event.yaml: {summary}"


def test_no_event_file_ends_with_2(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 2
    assert "data/event.yaml: error CN001" in done.stdout


def test_it_loads_nothing_that_renders(project: Path) -> None:
    """Papers are composed to see what none of them prints, and not printed; the second time nothing has changed."""
    program = (
        "import sys; sys.argv = ['conceptnote', 'check']\n"
        "from conceptnote.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print(sorted({'weasyprint', 'docx', 'pikepdf', 'babel', 'jinja2'} & set(sys.modules)))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(project / "cache")}
    for loaded in ("['babel', 'jinja2']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=project, env=environment, capture_output=True, text=True, check=True
        )
        assert "4 warnings" in done.stdout
        assert done.stdout.splitlines()[-1] == loaded


def test_content_is_looked_at_wherever_the_event_is_valid_all_the_same(tmp_path: Path) -> None:
    report = lint(write(tmp_path, BASE + "title: U\nmode: hybrid\n"), TODAY)
    assert [one.code.code for one in report.diagnostics] == ["CN004", "CN110"]
    assert report.complete


# Adjustments


def test_silenced_check_is_counted_and_no_longer_told(tmp_path: Path) -> None:
    text = BASE + "mode: hybrid\nchecks: {CN110: {severity: off, reason: The house is known.}}\n"
    report = lint(write(tmp_path, text), TODAY)
    assert (report.diagnostics, report.silenced) == ((), 1)
    assert report.summary(Path("e")) == "e: 1 silenced"


def test_severity_and_limit_can_be_changed(tmp_path: Path) -> None:
    person = "people: {a: {name: A B, status: tbc}}\npanel: [a]\n"
    assert lint(write(tmp_path, BASE + person), TODAY).diagnostics == ()
    text = BASE + person + "checks: {CN163: {limit: 60, severity: error}}\n"
    (told,) = lint(write(tmp_path, text), TODAY).diagnostics
    assert (told.code.code, told.severity) == ("CN163", Severity.ERROR)
    assert lint(write(tmp_path, text), TODAY).exit_code() is ExitCode.DATA


@pytest.mark.parametrize(
    ("checks", "place", "said"),
    [
        ("CN163: {severity: off}", "6:10", "without a reason"),
        ("CN163: {}", "6:10", "the check has no setting here"),
        ("CN163: {reason: R}", "6:10", "the check has no setting here"),
        ("CN163: off", "6:10", "a record of keys"),
        ("cn163: {limit: 1}", "6:3", "not the code of a check"),
        ("CN163: {limit: -1}", "6:18", "greater than or equal to 0"),
        ("CN163: {severity: of}", "6:21", "not a choice"),
        ("CN136x: {limit: 3}", "6:3", "not the code of a check"),
        ("CN999: {limit: 3}", "6:3", "there is no check “CN999”"),
        ("CN101: {limit: 3}", "6:18", "has no limit"),
    ],
)
def test_adjustment_that_cannot_be_followed_is_refused(checks: str, place: str, said: str, tmp_path: Path) -> None:
    file = write(tmp_path, f"{BASE}checks:\n  {checks}\n")
    (told,) = lint(file, TODAY).diagnostics
    assert str(told.location) == f"{file}:{place}"
    assert said in told.message
    assert told.severity is Severity.ERROR


def test_nothing_of_forum_and_checks_is_printed(tmp_path: Path) -> None:
    text = BASE + "forum: un-new-york-lunch\nchecks: {CN172: {severity: off, reason: Unprintworthy.}}\n"
    for output in build(Request(write(tmp_path, text), formats=["html"])).outputs:
        assert b"Unprintworthy" not in output.path.read_bytes()
        assert b"un-new-york-lunch" not in output.path.read_bytes()


# Forums


def test_every_shipped_forum_is_sound_and_says_how_one_knows(tmp_path: Path) -> None:
    project = Project.of(write(tmp_path, BASE))
    names = forum_names(project)
    assert len(names) >= 5
    for name in names:
        forum = forum_of(project, name)
        asked = [getattr(forum, key) for key in Forum.model_fields if key != "name" and getattr(forum, key)]
        assert asked
        assert all(one.source for one in asked)


def test_unknown_forum_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    file = write(tmp_path, BASE + "forum: un-new-york-lanch\n")
    for refused in (lambda: load_event(file), lambda: build(Request(file, formats=["html"]))):
        with pytest.raises(DiagnosticError) as error:
            refused()
        assert "did you mean “un-new-york-lunch”?" in str(error.value.diagnostics[0])
        assert ":5:8: error CN013" in str(error.value.diagnostics[0])


OWN = "name: our own forum\nslot: {minutes: 30, source: Our rules, date: 2029-05-01, verified: true}\n"


def test_forum_of_the_project_comes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "forums").mkdir()
    (tmp_path / "forums" / "unfccc-side-event.yaml").write_text(OWN)
    (told,) = lint(write(tmp_path, BASE + "forum: unfccc-side-event\n"), TODAY).diagnostics
    assert told.message == "the event lasts 90 minutes, but our own forum has 30"
    assert told.hint == "Our rules, 2029-05-01"


def test_lengths_come_from_the_event_then_its_forum_and_else_there_are_none(tmp_path: Path) -> None:
    people = f"people: {{a: {{name: A B, biography: {'word ' * 201}}}}}\npanel: [a]\n"
    lunch = "forum: un-new-york-lunch\nparties: {m: {name: Permanent Mission of A, roles: host}}\n"
    event = BASE.replace("9:15–10:45", "13:15–14:30") + people
    own = "checks: {CN175: {limit: 300}}\n"
    told = [lint(write(tmp_path, event + more), TODAY).diagnostics for more in ("", lunch, lunch + own)]
    # No paper prints the biography, which is another matter (CN169).
    lengths = [[one for one in found if one.code.code != "CN169"] for found in told]
    assert [[one.code.code for one in found] for found in lengths] == [[], ["CN175"], []]
    assert "201 words, but at most 200 are allowed" in lengths[1][0].message
    assert "not verified" in (lengths[1][0].hint or "")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (OWN.replace("minutes", "minuts").encode(), "forums/own.yaml:2:8: error CN010: there is no key “minuts” here"),
        (OWN.replace(", verified: true", "").encode(), "forums/own.yaml:2:1: error CN011: “verified” is missing"),
        (b"name: [\n", "forums/own.yaml:1:7: error CN003"),
        (b"", "forums/own.yaml:1:1: error CN012"),
        (b"name: \xff\n", "forums/own.yaml:1:7: error CN015: the file is not UTF-8"),
        (b"#" * 5_000_000, "forums/own.yaml: error CN015: the profile is larger"),
    ],
)
def test_wrong_profile_is_told_at_its_line_and_the_rest_is_checked(profile: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "forums").mkdir()
    (tmp_path / "forums" / "own.yaml").write_bytes(profile)
    report = lint(write(tmp_path, BASE + "forum: own\nmode: hybrid\n"), TODAY)
    told = [str(one) for one in report.diagnostics]
    assert any(one.startswith(said) for one in told), told
    assert any("CN110" in one for one in told)


def test_profile_that_is_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(OWN)
    (tmp_path / "project" / "forums").mkdir(parents=True)
    os.symlink(tmp_path / "secret.yaml", tmp_path / "project" / "forums" / "own.yaml")
    (told,) = lint(write(tmp_path / "project", BASE + "forum: own\n"), TODAY).diagnostics
    assert "points outside the project" in told.message


def test_shipped_forums_are_named_in_the_reference_of_the_event_file() -> None:
    forums = {path.stem for path in shipped("forums").glob("*.yaml")}
    reference = (Path(__file__).parents[1] / "docs" / "checks.md").read_text(encoding="utf-8")
    assert forums == set(re.findall(r"^- `([\w-]+)`: ", reference, re.M))
