"""Where an event stands, what keeps its papers from being final, and how a draft says that it is one."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import command
import pytest
import reading
import strategies
from examples import examples
from exporting import LEAST
from hypothesis import given

from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.export.status import status_of
from conceptnote.source.load import load_event

FORMATS = paper_formats()
TODAY = date(2030, 2, 23)
EVENT = (
    LEAST
    + """\
status: draft
as_of: 2030-02-20
registration: {deadline: 2030-02-26}
parties: {fund: {name: Water Fund, roles: funder}}
people:
  amari: {name: {given: Leïla, family: Amari}, honorific: Ms}
  okoye: {name: Ngozi Okoye, status: tbc}
  brandt: {name: Jonas Brandt, status: invited}
  gone: {name: Greta Gone}
panel: [amari, okoye, {person: gone, status: replaced, replaced_by: brandt}]
agenda:
  - {item: Opening, who: {office: Permanent Representative of Mali, status: invited}}
  - {item: Talk, who: [amari, {group: 2 experts}]}
sections:
  - heading: Why
    text: "Because.[^one]"
    footnotes: {one: {text: More, status: tbc}}
funders:
  - {party: fund, lockup: Funded by, text_only: true, approval: {required: true}, notes: Ask the desk}
"""
)
SETTLED = {
    "status: draft": "status: final",
    "status: tbc}": "status: confirmed}",
    "Brandt, status: invited": "Brandt, status: confirmed",
    "Mali, status: invited": "Mali, status: confirmed",
    "text: More, status: confirmed}": "text: More}",
    "{required: true}": "{required: true, approved_by: A. Desk, approved_on: 2030-02-01}",
}


@pytest.fixture
def event(tmp_path: Path) -> Path:
    (tmp_path / "event.yaml").write_text(EVENT)
    return tmp_path / "event.yaml"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command.run(*arguments, cwd=folder)


def test_everybody_is_told_once_with_all_their_places(event: Path) -> None:
    found = status_of(load_event(event).event, TODAY)
    assert [(one.who, one.status, one.where) for one in found.people] == [
        ("Ngozi Okoye", "tbc", ["panel"]),
        ("Jonas Brandt", "invited", ["panel"]),
        ("Permanent Representative of Mali", "invited", ["Opening"]),
        ("Greta Gone", "replaced", ["panel"]),
        ("Ms Leïla Amari", "confirmed", ["panel", "Talk"]),
        ("2 experts", "confirmed", ["Talk"]),
    ]
    assert [(one.what, one.where) for one in found.open] == [
        ("who comes as Permanent Representative of Mali", "Opening"),
        ("who comes as 2 experts", "Talk"),
        ("the note “one”", "Why"),
    ]
    assert (found.days_left, found.registration_closes) == (10, date(2030, 2, 26))
    assert [(one.party, one.state) for one in found.agreements] == [("Water Fund", "pending")]
    assert found.notes == ["Ask the desk"]


def test_parts_with_deadlines_of_their_own_are_told(tmp_path: Path) -> None:
    sittings = [
        {"date": "2030-03-05", "time": "9:00–12:00", "registration": {"deadline": "2030-03-01"}},
        {"title": "Second day", "date": "2030-03-06", "time": "9:00–12:00", "registration": {"email": "a@b.example"}},
    ]
    film, off = (
        {"title": title, "time": "19:00", "registration": {"deadline": "2030-03-04"}} for title in ("Film", "X")
    )
    data = {
        "title": "T",
        "timezone": "Europe/Zurich",
        "sittings": sittings,
        "sub_events": [film, off | {"status": "cancelled"}],
    }
    said = run(tmp_path, "status", str(strategies.write_project(tmp_path, data, {})))
    assert [line.strip() for line in said.stdout.splitlines() if "registration" in line] == [
        "registration for T, 2030-03-05 closes on 2030-03-01",
        "registration for Film closes on 2030-03-04",
    ]


def test_it_is_told_as_text_and_as_json(event: Path) -> None:
    said = run(event.parent, "status", "event.yaml")
    assert (said.returncode, said.stderr) == (0, "")
    for words in (
        "Sharing water\n",
        "status: draft, as of 2030-02-20",
        "tbc        Ngozi Okoye",
        "Water Fund",
        "who comes as 2 experts (Talk)",
    ):
        assert words in said.stdout
    read = json.loads(run(event.parent, "status", "event.yaml", "--json").stdout)
    assert (read["version"], read["day"], read["status"]) == (1, "2030-03-05", "draft")
    documented = (Path(__file__).parents[1] / "docs" / "status.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in documented for key in read)
    assert all(f"`{key}`" in documented for part in ("people", "open", "agreements") for key in read[part][0])


def test_of_no_event_or_a_wrong_one_there_is_no_status(tmp_path: Path) -> None:
    assert run(tmp_path, "status").returncode == 2
    (tmp_path / "event.yaml").write_text("title: T\n")
    done = run(tmp_path, "status", "event.yaml")
    assert (done.returncode, done.stdout) == (1, "")


@examples(10, fuzz=200)
@given(data=strategies.events())
def test_every_event_has_a_status(data: strategies.Data, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = strategies.write_project(tmp_path_factory.mktemp("event"), data)
    found = status_of(load_event(file).event, TODAY)
    assert json.dumps(found.to_json())
    assert len({(one.who, one.status) for one in found.people}) == len(found.people)


# Final


def test_final_refuses_with_everything_that_is_not_settled_and_builds_nothing(event: Path) -> None:
    done = run(event.parent, "build", "event.yaml", "--final")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if ": error CN06" in line]
    assert [line.rpartition(" [")[2] for line in told] == [
        "status]",
        "people.okoye.status]",
        "people.brandt.status]",
        "agenda[0].who[0].status]",
        "sections[0].footnotes.one.status]",
        "funders[0].approval]",
    ]
    assert not (event.parent / "out").exists()
    assert run(event.parent, "build", "event.yaml", "-f", "html").returncode == 0


def test_final_builds_the_same_files_once_all_is_settled(event: Path) -> None:
    text = EVENT
    for old, new in SETTLED.items():
        assert old in text
        text = text.replace(old, new)
    event.write_text(text)
    assert run(event.parent, "build", "event.yaml").returncode == 0
    before = {path.name: path.read_bytes() for path in (event.parent / "out").iterdir()}
    done = run(event.parent, "build", "event.yaml", "--final")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.read_bytes() for path in (event.parent / "out").iterdir()} == before


ALTERNATIVES = """\
title: T
date: 2030-03-05
time: 9:15–10:45
timezone: Europe/Zurich
people:
  amari: {name: Leïla Amari, status: tbc}
  brandt: {name: Jonas Brandt}
  cole: {name: Ann Cole, status: tbc}
  diop: {name: Awa Diop}
  egger: {name: Ute Egger, status: tbc}
panel:
  - any_of: [amari, {person: brandt, status: replaced, replaced_by: {office: His deputy, status: invited}}]
  - {any_of: [diop, {office: The Mayor}], status: tbc}
  - {any_of: [cole, {office: Nobody}], status: declined}
  - {any_of: [egger, {office: Nobody}], status: replaced, replaced_by: diop}
"""


def test_alternatives_count_one_by_one_and_are_no_more_certain_than_their_slot(event: Path) -> None:
    event.write_text(ALTERNATIVES)
    found = status_of(load_event(event).event, TODAY)
    assert {(one.who, one.status) for one in found.people} == {
        ("Leïla Amari", "tbc"),
        ("Jonas Brandt", "replaced"),
        ("His deputy", "invited"),
        ("Awa Diop", "tbc"),
        ("The Mayor", "tbc"),
        ("Ann Cole", "declined"),
        ("Ute Egger", "replaced"),
        ("Nobody", "declined"),
        ("Nobody", "replaced"),
        ("Awa Diop", "confirmed"),
    }
    done = run(event.parent, "build", "event.yaml", "-f", "html", "--final")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if ": error CN062" in line]
    assert sorted(line.rpartition(" [")[2] for line in told) == [
        "panel[0].any_of[1].replaced_by.status]",
        "panel[1].status]",
        "panel[1].status]",
        "people.amari.status]",
    ]
    assert all(re.match(r"event\.yaml:\d+:\d+: ", line) for line in told)


# Drafts


@pytest.mark.parametrize(
    ("language", "status", "mark"),
    [
        pytest.param("en", "draft", "Draft,asof20February2030", marks=pytest.mark.slow),
        pytest.param("en", "provisional", "Provisional,asof20February2030", marks=pytest.mark.slow),
        ("fr", "draft", "Projet,"),
        ("en", "cancelled", "Cancelled,asof20February2030"),
    ],
)
def test_a_draft_says_so_on_every_page_of_every_format(
    language: str, status: str, mark: str, event: Path, pool: Pool, tmp_path: Path
) -> None:
    long = "\\n\\n".join(["Rivers ask for agreements. " * 40] * 9)
    event.write_text(
        EVENT.replace("Because.", long).replace("status: draft", f"status: {status}\nlanguage: {language}")
    )
    build(Request(event, tmp_path / "there", FORMATS), pool=pool)
    pages = reading.pdf_texts((tmp_path / "there" / "concept-note.pdf").read_bytes())
    assert len(pages) > 1
    assert all(reading.squeezed(page).count(mark) == 1 for page in pages)
    word = reading.DocxFile((tmp_path / "there" / "programme.docx").read_bytes())
    (footer,) = word.footers()[0].values()
    assert mark in reading.squeezed("".join(word.xml(footer).itertext()))
    html = (tmp_path / "there" / "programme.html").read_text()
    assert mark in reading.squeezed(re.sub(r"<[^>]*>", "", html[html.index("<footer") :]))


def test_a_final_paper_bears_no_mark(event: Path, pool: Pool, tmp_path: Path) -> None:
    event.write_text(EVENT.replace("status: draft", "status: final"))
    build(Request(event, tmp_path / "there", ["pdf"]), pool=pool)
    for page in reading.pdf_texts((tmp_path / "there" / "programme.pdf").read_bytes()):
        assert "Draft" not in page
