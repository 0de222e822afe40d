"""The forms of the studio: they save what was typed, nothing else of the file changes, and undo gives it back."""

from __future__ import annotations

import base64
import difflib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import some_quick
from studio import running
from test_studio_targets import papers

from conceptnote.datapath import parse_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.files import Revision
from conceptnote.edit.filling import adding, filling, read_through
from conceptnote.edit.located import edited, event_data
from conceptnote.source.project import Project
from conceptnote.studio.forms import form_at, form_of, menu
from conceptnote.studio.saving import Saving
from conceptnote.studio.sharing import shared
from conceptnote.studio.view import Paper

ROOT = Path(__file__).parents[1]
EVENTS = [*sorted((ROOT / "tests" / "events").glob("*.yaml")), ROOT / "data" / "event.yaml"]
QUICK = [file for file in EVENTS if file.stem == "two-languages"]
START = """\
title: Water   # as agreed
date: 2030-03-05
timezone: Europe/Zurich
language: [en, fr]
venue: Palais des Nations  # the old one
people:
  keita:
    name: Keita
    functions: Director
  sow: {name: {given: Awa, family: Sow}}
panel: [keita]
agenda:
  - item: Opening
    who: keita
"""


def changed_lines(before: str, after: str) -> list[str]:
    """Those that are not in both, but for empty ones."""
    found = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}" for line in found if line[0] in "+-" and line[1:].strip()]


def change(before: str, values: dict[str, Any], folder: Path, new: str | None = None) -> list[str]:
    """The lines that a form changes of an event."""
    file = folder / "event.yaml"
    file.write_text(before, encoding="utf-8")
    revision = Revision.of(Project.of(file))
    given = {parse_path(path) if path else (): value for path, value in values.items()}
    data = event_data(revision)
    made = edited(revision, adding(data, parse_path(new), given) if new else filling(data, given))
    after = made.texts.get(file, before)
    return changed_lines(before, after)


@pytest.mark.parametrize(
    ("values", "new", "lines"),
    [
        ({"venue.room": "Room XX"}, None, [
            "- venue: Palais des Nations  # the old one",
            "+ venue:", "+   name: Palais des Nations  # the old one", "+   room: Room XX",
        ]),
        ({"venue.name": "UNOG"}, None, [
            "- venue: Palais des Nations  # the old one", "+ venue: UNOG  # the old one",
        ]),
        ({"venue.name": None}, None, ["- venue: Palais des Nations  # the old one"]),
        ({"title.fr": "Eau"}, None, [
            "- title: Water   # as agreed", "+ title: {en: Water, fr: Eau}   # as agreed",
        ]),
        ({"access.to": "open"}, None, ["+ access: open"]),
        ({"access.to": "by-invitation", "access.of": ["fund"]}, None, ["+ access: {to: by-invitation, of: fund}"]),
        ({"registration.url": None}, None, []),
        ({"registration.email": "a@example.org"}, None, ["+ registration:", "+   email: a@example.org"]),
        ({"panel[0].role": "chair"}, None, ["- panel: [keita]", "+ panel: [{person: keita, role: chair}]"]),
        ({"people.keita.functions[0].position": "Chair"}, None, [
            "-     functions: Director", "+     functions: Chair",
        ]),
        ({"people.keita.functions[0].organisation": "AU"}, None, [
            "-     functions: Director", "+     functions:", "+       position: Director", "+       organisation: AU",
        ]),
        ({"people.keita.functions[1].position": "Envoy"}, None, [
            "-     functions: Director", "+     functions:", "+       - Director", "+       - Envoy",
        ]),
        ({"people.keita.functions[0]": None}, None, ["-     functions: Director"]),
        ({"agenda[0].who[0].role": "chair"}, None, [
            "-     who: keita", "+     who:", "+       person: keita", "+       role: chair",
        ]),
        ({"look.accent": "#1c5b34"}, None, ["+ look:", '+   accent: "#1c5b34"']),
        ({"look.like": "agency"}, None, ["+ look: agency"]),
        ({"name": "Sow, Moussa", "status": "tbc"}, "people", [
            "+   sow-2:", "+     name: {given: Moussa, family: Sow}", "+     status: tbc",
        ]),
        ({"roles": ["host"], "acronym": "WF", "name": "Water Fund"}, "parties", [
            "+ parties:", "+   wf:", "+     name: Water Fund", "+     acronym: WF", "+     roles: host",
        ]),
        ({"": "What now?"}, "questions", ["+ questions:", "+   - What now?"]),
        ({"text": "Bring a passport."}, "practical", ["+ practical: |", "+   Bring a passport."]),
        ({"text": "word " * 30, "heading": "Aim"}, "sections", [
            "+ sections:", "+   - heading: Aim", "+     text: |",
            "+       " + " ".join(["word"] * 19), "+       " + " ".join(["word"] * 11),
        ]),
    ],
)  # fmt: skip
def test_a_form_writes_as_colleagues_do(
    values: dict[str, Any], new: str | None, lines: list[str], tmp_path: Path
) -> None:
    assert change(START, values, tmp_path, new) == lines


# Every field of every form


def test_a_second_day_makes_the_event_and_its_rows_the_first(tmp_path: Path) -> None:
    file = tmp_path / "data" / "event.yaml"
    file.parent.mkdir()
    before = (
        "title: Water   # as agreed\ntype: Forum\n# Asked on Monday.\ndate: 2030-03-05   # a Tuesday\n"
        "timezone: Europe/Zurich\nagenda:\n  # Short.\n  - item: Opening\n    time: 9:00   # sharp\n"
    )
    file.write_text(before, encoding="utf-8")
    saving = Saving(file)
    saving.change(saving.current().name, "a day", {"date": "2030-03-06", "time": "9:00–12:00"}, new="sittings")
    first = (
        "    # Asked on Monday.\n    date: 2030-03-05   # a Tuesday\n    agenda:\n      # Short.\n"
        "      - item: Opening\n        time: 9:00   # sharp\n"
    )
    days = f"sittings:\n  -\n{first}  - date: 2030-03-06\n    time: 9:00–12:00\n"
    assert file.read_text(encoding="utf-8").replace("\n\n", "\n") == (
        f"title: Water   # as agreed\ntype: Forum\ntimezone: Europe/Zurich\n{days}"
    )
    saving.change(saving.current().name, "a day", {"date": "2030-03-07"}, new="sittings")
    assert first in file.read_text(encoding="utf-8")
    saving.undo()
    saving.undo()
    assert file.read_text(encoding="utf-8") == before


def forms(paper: Paper) -> Iterator[dict[str, Any]]:
    """The forms of an event: those of the menu, those of what is in their lists, and those of new records."""
    waiting = [(one["name"], one["path"]) for one in menu()]
    while waiting:
        name, path = waiting.pop(0)
        form = form_at(paper, name, parse_path(path) if path else ())
        waiting += [(one["name"], one["path"]) for one in form.get("lists", ())]
        if form["kind"] == "list":
            waiting += [(form["item"], one["path"]) for one in form["items"]]
            yield form_at(paper, form["item"], parse_path(form["path"]), new=True)
        else:
            yield form


def fields(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field in [*form["fields"], *form["more"]]:
        yield from [one for item in field["items"] for one in item] if field["kind"] == "records" else [field]


def other(field: dict[str, Any]) -> Any:
    """What somebody could put into a field."""
    match field["kind"]:
        case "choice":
            return next((one for one in field["names"] if one != field["value"]), None)
        case "list":
            left = [name for name in field["names"] if name not in [one["raw"] for one in field["value"]]]
            return [
                *(one["raw"] for one in field["value"]),
                *(left[:1] or (["Another"] if field["open"] else [])),
            ] or None
        case "day" | "date":
            return "2031-07-11"
        case "hours":
            return "9:05–9:10"
        case "zone":
            return "Africa/Bamako"
        case "number":
            return "7"
        case "colour":
            return "#17395c"
        case "prose":
            return f"Another beginning.\n\n{field['value']}".strip()
    return f"Other {field['value']}".strip()


@pytest.mark.parametrize("event", some_quick(EVENTS, *QUICK), ids=lambda file: file.stem)
def test_what_is_typed_is_what_the_file_says_and_undo_gives_it_back(event: Path, tmp_path: Path) -> None:
    """Every so many fields of all forms, one after the other: each is saved, or refused with a reason."""
    shutil.copytree(event.parent, tmp_path / event.parent.name)
    file = tmp_path / event.parent.name / event.name
    paper, original = next(papers(file)), file.read_bytes()
    saving, saved, refused = Saving(file), 0, 0
    step = 13 if event in QUICK else 17
    asked = [field for form in forms(paper) if not form["new"] for field in fields(form)]
    for field in asked[::step]:
        value, path, before = other(field), field["path"], file.read_bytes()
        if value is None:
            continue
        refusals: list[DiagnosticError] = []
        try:
            assert saving.change(saving.now(), "form", {path: value}).texts, path
        except DiagnosticError as error:
            refusals.append(error)
        there = read_through(event_data(Revision.of(Project.of(file))), parse_path(path))
        if refusals:
            assert refusals[0].diagnostics[0].message
            assert file.read_bytes() == before, path
            refused += 1
        elif isinstance(value, str):
            assert " ".join(str(there).split()) == " ".join(value.split()), path
        else:
            assert there in (value, value[0]), path
        saved += not refusals
    assert saved >= refused
    for _ in range(saved):
        saving.undo()
    assert file.read_bytes() == original


def test_each_form_belongs_to_what_it_shows() -> None:
    """A click on any value of a form leads to the form; the longest way from the file decides."""
    paper = next(papers(ROOT / "data" / "event.yaml"))
    data = event_data(paper.revision)
    for form in forms(paper):
        for field in fields(form) if not form["new"] else ():
            if read_through(data, parse_path(field["path"])) is not None:
                assert form_of(data, parse_path(field["path"])) == {"name": form["name"], "path": form["path"]}


# Pictures


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><path d="M0 0h90v30z"/></svg>'
LOGO = "funders[0].logos[0].file"


@pytest.fixture
def saving(tmp_path: Path) -> Saving:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Saving(tmp_path / "data" / "event.yaml")


def upload(saving: Saving, name: str, data: bytes, **values: str) -> None:
    picture = {"name": name, "data": base64.b64encode(data).decode()}
    saving.change(saving.now(), "Funder", values, pictures={LOGO: picture})


def test_a_picture_comes_into_the_project_under_a_name_of_its_own(saving: Saving) -> None:
    images = saving.event_file.parent / "images"
    there = {file.name: file.read_bytes() for file in images.iterdir()}
    for name, data, made in (
        ("../../Our Logo (final).SVG", DRAWING, "our-logo-final.svg"),
        ("our-logo-final.png", PIXEL, "our-logo-final.png"),
        ("Our logo, final.svg", DRAWING + b"\n", "our-logo-final-2.svg"),
        ("our logo final.svg", DRAWING, "our-logo-final.svg"),
        ("標誌.svg", DRAWING, "picture.svg"),
    ):
        upload(saving, name, data)
        assert f"      file: images/{made}\n" in saving.event_file.read_text(encoding="utf-8")
        assert (images / made).read_bytes() == data
    assert there.items() < {file.name: file.read_bytes() for file in images.iterdir()}.items()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"<html>"),
        ("a.svg", DRAWING.replace(b"<path", b"<script>alert(1)</script><path")),
        ("a.svg", DRAWING.replace(b"<path", b'<image href="http://example.org/a.png"/><path')),
        ("a.png", PIXEL[:40]),
        ("a.png", b""),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(name: str, data: bytes, saving: Saving) -> None:
    images, event = saving.event_file.parent / "images", saving.event_file.read_bytes()
    there = sorted(images.iterdir())
    with pytest.raises(DiagnosticError) as caught:
        upload(saving, name, data)
    assert caught.value.diagnostics[0].path == parse_path(LOGO)
    assert (sorted(images.iterdir()), saving.event_file.read_bytes()) == (there, event)


def test_a_picture_of_a_form_that_is_refused_does_not_stay(saving: Saving) -> None:
    images = saving.event_file.parent / "images"
    there = sorted(images.iterdir())
    with pytest.raises(DiagnosticError):
        upload(saving, "a.svg", DRAWING, **{"funders[0].party": "nobody"})
    assert sorted(images.iterdir()) == there


# Files of several events


def test_a_file_that_other_events_include_is_counted(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("keita: {name: Keita}\n", encoding="utf-8")
    (tmp_path / "events").mkdir()
    own = START.replace(
        "people:\n  keita:\n    name: Keita\n    functions: Director\n", "people:\n  <<: !include ../people.yaml\n"
    )
    for name in ("one", "two", "three"):
        (tmp_path / "events" / f"{name}.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "events" / "four.yaml").write_text(START + "# people: !include ../people.yaml\n", encoding="utf-8")
    paper = next(papers(tmp_path / "events" / "one.yaml"))
    found = shared(paper, [("people", "keita", "name")])
    assert found is not None
    assert (Path(found["file"]).name, found["count"]) == ("people.yaml", 2)
    assert form_at(paper, "person", ("people", "keita"))["shared"] == found
    assert form_at(paper, "person", ("people", "sow"))["shared"] is None


# In a browser


EXPECTED = """\
+ subtitle: Voices from the Sahel
+ other_timezones:
+   - Europe/Zurich
+   room: Room A
+ mode: hybrid
+ access: {to: by-invitation, of: hsc}
+ registration:
+   email: mali@example.org
-     roles: organiser
+     roles:
+       - organiser
+       - co-host
+     status: invited
+   sow:
+     name: {given: Awa, family: Sow}
+     status: tbc
+   - keita
-   - keita
+   - person: sow
+     role: discussant
-   - item: Opening
+   - time: 9:15–9:20
+     item: Opening
+ questions:
+   - Who does it?
+   - What can be done?
+   - heading: Follow-up
+     text: |
+       A report follows *in June*.
+ practical:
+   heading: Getting there
+   text: |
+     Bring a passport.
+ contacts:
+   name: Secretariat
+   email: office@example.org
-       file: images/austrian-development-cooperation-placeholder.svg
+       file: images/our-logo.svg
+ look:
+   accent: "#1c5b34"
+   density: airy
"""


@pytest.mark.slow
def test_each_form_changes_exactly_its_lines(tmp_path: Path) -> None:
    """All of them in one browser, with the reading of axe; also: refusals at their field, the focus, 400 pixels."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    event, logo = tmp_path / "data" / "event.yaml", tmp_path / "Our Logo.svg"
    logo.write_bytes(DRAWING)
    original = event.read_bytes()
    with running(event) as studio:
        script = ROOT / "tests" / "forms.mjs"
        done = subprocess.run(
            ["node", script, studio.address, logo], capture_output=True, text=True, check=False, timeout=400
        )
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
        assert changed_lines(original.decode(), event.read_text(encoding="utf-8")) == EXPECTED.splitlines()
        # A picture that a newer print has overtaken is not found; the page before it stays.
        errors = [error for error in seen["errors"] if not ("404" in error and "/pages/" in error)]
        refusals = [error for error in errors if "422" in error]
        assert errors == refusals
        assert len(refusals) == 1, "one form is refused, and the browser says so"
        assert seen["violations"] == []
        assert seen["refused"][0] == "nobody"
        assert "nobody" in seen["refused"][1]
        assert seen["wide"] <= 400
        while studio.post("undo")[0] == 200:
            pass
        assert event.read_bytes() == original
