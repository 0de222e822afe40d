"""A comment that may be a part of the value before it is refused, and the line is shown as it should be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.diagnostics import DiagnosticError
from conceptnote.source.load import read_event
from conceptnote.source.yaml_tree import read_yaml

ROOT = Path(__file__).parents[1]

CUT = {
    "title: Launch of report #3 on water": ("1:25", 'title: "Launch of report #3 on water"'),
    "venue: Room #7, Palais": ("1:13", 'venue: "Room #7, Palais"'),
    "agenda:\n  - item: Agenda item #10: debate": ("2:23", '- item: "Agenda item #10: debate"'),
    "title: Water  #3": ("1:15", 'title: "Water #3"'),
    "title: Water  # 3 years": ("1:15", 'title: "Water # 3 years"'),
    "title: Water # a note": ("1:14", 'title: "Water # a note"'),
    "subtitle: #WaterForAll": ("1:11", 'subtitle: "#WaterForAll"'),
    "keywords:\n  - #water": ("2:5", '- "#water"'),
    "keywords: [water #1, rivers]": ("1:18", 'keywords: ["water #1", rivers]'),
    "agenda:\n  - {item: A, room: Room #7, kind: meal}": ("2:26", '- {item: A, room: "Room #7", kind: meal}'),
    "title: The report\n  #3 on water": ("2:3", 'title: "The report #3 on water"'),
    "title: The report\n  called #3 on water": ("2:10", 'title: "The report called #3 on water"'),
    'title: The "blue" book #3': ("1:24", "title: 'The \"blue\" book #3'"),
}


@pytest.mark.parametrize("text", CUT, ids=repr)
def test_a_comment_that_cuts_a_value_is_refused_where_it_begins(text: str) -> None:
    place, line = CUT[text]
    try:
        problems = read_yaml(f"{text}\n", "e.yaml")[2]
    except DiagnosticError as error:
        problems = error.diagnostics
    (problem,) = problems
    assert str(problem.location) == f"e.yaml:{place}"
    assert problem.hint is not None
    assert f"“{line}”" in problem.hint


NOTES = [
    "title: Water  # a note", "title: Water\t \t#\ta note", "title:  # a note\n  Water", "title: # a note\n  Water",
    "title: #\n  Water",
    'title: "Water" # 3', "title: 'Water'\n  #3", "structure: |  # as told\n  Room #7",
    "keywords: [water,   # first\n  rivers]  # second",
    "venue:\n  name: Palais\n  #room: XX\n  city: Geneva", "title: Water\n# 3 is enough\n#4\nsubtitle: A",
    "title: a#3", "title: Water\n\n  #3",
    "keywords:\n  - water\n  #- rivers\n  - lakes",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTES, ids=repr)
def test_what_is_plainly_a_note_is_one(text: str) -> None:
    assert read_yaml(f"{text}\n", "e.yaml")[2] == []


@examples(150)
@given(
    before=st.text("ab3é", min_size=1, max_size=6),
    blanks=st.text(" \t", min_size=1, max_size=3),
    after=st.text("a3 #,]}:'\"\\", min_size=0, max_size=8),
)
def test_the_line_that_is_shown_holds_the_whole_value(before: str, blanks: str, after: str) -> None:
    """Whatever follows a “#”: it is a note by the rule, or the line that is shown gives all of it."""
    text = f"title: {before}{blanks}#{after}\n"
    data, _, problems = read_yaml(text, "e.yaml")
    note = bool(re.match(r"[ \t]{2,}#[ \t]+[^\s\d]", f"{blanks}#{after}"))
    assert note == (problems == [])
    if note:
        assert data == {"title": before}
        return
    assert problems[0].hint is not None
    line = problems[0].hint.partition("write “")[2].rpartition("”; for a note")[0]
    assert read_yaml(line, "e.yaml")[0] == {"title": " ".join(f"{before}{blanks}#{after}".split())}


def test_an_included_file_keeps_to_it_as_well(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("amari: {name: Leïla Amari #2}\n", encoding="utf-8")
    event = tmp_path / "event.yaml"
    event.write_text("title: T\ndate: 2030-03-05\ntime: 9:15\ntimezone: Europe/Zurich\npeople: !include people.yaml\n")
    with pytest.raises(DiagnosticError) as caught:
        read_event(event)
    assert [str(one.location) for one in caught.value.diagnostics] == [f"{tmp_path}/people.yaml:1:27"]


def test_all_files_that_come_with_conceptnote_keep_to_it() -> None:
    files = [file for folder in ("data", "tests/events", "funders", "forums") for file in ROOT.glob(f"{folder}/*.yaml")]
    fragments = [
        (file, text)
        for file in [ROOT / "README.md", *ROOT.glob("docs/*.md")]
        for text in re.findall(r"^```yaml\n(.*?)^```", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    ]
    assert len(files) > 20
    assert len(fragments) >= 20
    for file, text in [*((file, file.read_text(encoding="utf-8")) for file in files), *fragments]:
        try:
            problems = read_yaml(text, str(file), lambda *_: (None, read_yaml("", "")[1], []))[2]
        except DiagnosticError as error:
            problems = error.diagnostics
        assert [one for one in problems if "“#” begins a note" in one.message] == [], text


def test_line_breaks_of_other_programs_are_told_each_and_move_no_line() -> None:
    text = "title: A\u2028B\nsubtitle: \u0085C\n# x\u2029y\ntheme: a #3\n"
    data, _, problems = read_yaml(text, "e.yaml")
    assert data == {"title": "A B", "subtitle": "C", "theme": "a"}
    assert sorted(str(one.location) for one in problems) == ["e.yaml:1:9", "e.yaml:2:11", "e.yaml:3:4", "e.yaml:4:10"]
