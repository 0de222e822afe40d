"""What a partner edits in Word comes home: as exactly the data that print so, or as exactly the report."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from examples import examples, some_quick
from hypothesis import given
from hypothesis import strategies as st
from pages import office_converts
from returning import AUTHOR, Edit, Word

from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.merge.merging import ALL, Choice, Comparison, compare, current_data, find_edits, merged
from conceptnote.merge.paper import Paper
from conceptnote.merge.returned import read_returned
from conceptnote.merge.search import Search
from conceptnote.source.project import Project, find_project

EVENT = """\
title: Water for all
type: Round table
date: 2026-06-10
time: 9:00–11:00
timezone: Europe/Paris
venue: Palais
parties:
  fund: {name: Water Fund, roles: organiser, description: "The fund brings wells to towns and to villages of ours."}
  lake: {name: Lake Office, roles: host}
people:
  sow: {name: {given: Awa, family: Sow}, functions: [{position: Director, organisation: Water Fund}]}
  okoye: {honorific: Mr, name: {given: Chidi, family: Okoye}, functions: [{position: Mayor}], status: tbc}
  keita: {name: {given: Oulie, family: Keita}, functions: [{position: Engineer, organisation: Lake Office}]}
panel: [sow, okoye, {person: keita, role: moderator}]
questions:
  - Who pays for the wells?
  - Who keeps the pumps?
  - Who drinks last?
agenda:
  - {time: 9:00–9:15, item: Opening, who: sow}
  - {time: 9:15–10:00, item: Panel on rivers, text: The rivers of the region run dry each year., who: [okoye, keita]}
  - {time: 10:00–10:30, item: Coffee break, kind: break}
  - {time: 10:30–11:00, item: Closing words, who: okoye}
sections:
  - heading: Purpose
    text: |
      The first paragraph says why we meet: "water" isn't a luxury for
      anybody who lives by the lake.

      The second paragraph is *short* and clear.

      The third paragraph has a note.[^law] It ends the section.
    footnotes: {law: The law of the lake of 1998.}
  - heading: Aims
    text: |
      We want three things:

      - wells in each of the villages
      - pumps that a town can repair
      - rivers that reach the sea

      This is what we work for.
  - {heading: Panel, show: panel}
  - {heading: Organisers, show: organiser}
"""
NOTE, PROGRAMME = "concept-note", "programme"


@dataclass(frozen=True)
class Case:
    """An edit in a paper, and what it makes of the data, or what is said of it."""

    edit: Edit
    expected: Callable[[dict[str, Any]], object] = lambda data: None
    document: str = NOTE
    said: tuple[str, ...] = ()


def text(section: int, old: str, new: str) -> Callable[[dict[str, Any]], object]:
    """Another text in a section."""

    def change(data: dict[str, Any]) -> None:
        before = " ".join(data["sections"][section]["text"].split(" "))
        assert old in before, before
        data["sections"][section]["text"] = before.replace(old, new)

    return change


def put(value: Any, *path: str | int) -> Callable[[dict[str, Any]], object]:
    """Another value at a path; None takes it out."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        if value is None:
            del data[path[-1]]
        else:
            data[path[-1]] = value

    return change


FIRST, SECOND, THIRD = "The first paragraph", "The second paragraph", "The third paragraph"
ONE = 'The first paragraph says why we meet: "water" isn\'t a luxury for\nanybody who lives by the lake.'
TWO, THREE = "The second paragraph is *short* and clear.", "The third paragraph has a note.[^law] It ends the section."

CASES: Mapping[str, Case] = {
    "a word changed": Case(lambda w: w.replace("why we meet", "when we meet"), text(0, "why we", "when we")),
    "a word beside a quote": Case(lambda w: w.replace("water", "rain", within=FIRST), text(0, '"water"', '"rain"')),
    "a word in italics": Case(lambda w: w.replace("short", "brief", within=SECOND), text(0, "*short*", "*brief*")),
    "a word beside italics": Case(lambda w: w.replace("clear", "plain", within=SECOND), text(0, "clear", "plain")),
    "a sentence added": Case(
        lambda w: w.replace("the section.", "the section. We ask: who's next?"),
        text(0, "the section.", "the section. We ask: who's next?"),
    ),
    "signs of markup": Case(
        lambda w: w.replace("the section.", "the section_1 * 2 [a]"), text(0, "the section.", "the section_1 * 2 [a]")
    ),
    "a paragraph first": Case(
        lambda w: w.insert_after(FIRST, "A new beginning.", before=True), text(0, ONE, f"A new beginning.\n\n{ONE}")
    ),
    "a paragraph in the middle": Case(
        lambda w: w.insert_after(FIRST, "A new middle."), text(0, ONE, f"{ONE}\n\nA new middle.")
    ),
    "a paragraph last": Case(lambda w: w.insert_after(THIRD, "A new end."), text(0, THREE, f"{THREE}\n\nA new end.")),
    "two paragraphs added": Case(
        lambda w: (w.insert_after(SECOND, "Another one."), w.insert_after(SECOND, "New one.")),
        text(0, TWO, f"{TWO}\n\nNew one.\n\nAnother one."),
    ),
    "a paragraph split": Case(lambda w: w.split("It ends the"), text(0, " It ends", "\n\nIt ends")),
    "paragraphs merged": Case(lambda w: w.join(FIRST), text(0, "lake.\n\nThe", "lake.The")),
    "a paragraph deleted": Case(lambda w: w.delete(SECOND), text(0, f"{TWO}\n\n", "")),
    "a paragraph moved": Case(lambda w: w.move(SECOND, FIRST), text(0, f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}")),
    "a paragraph moved to another section": Case(
        lambda w: w.move(SECOND, "This is what"),
        lambda data: (text(0, f"{TWO}\n\n", "")(data), text(1, "This is", f"{TWO}\n\nThis is")(data)),
    ),
    "a paragraph duplicated": Case(
        lambda w: w.duplicate("This is what"),
        text(1, "This is what we work for.", "This is what we work for.\n\nThis is what we work for."),
    ),
    "bold added": Case(lambda w: w.format("why we meet"), text(0, "why we meet", "**why we meet**")),
    "italics added": Case(lambda w: w.format("three things", "i"), text(1, "three things", "*three things*")),
    "bold added and a word changed": Case(
        lambda w: (w.replace("why we", "when we"), w.format("luxury")),
        lambda data: (text(0, "why we", "when we")(data), text(0, "luxury", "**luxury**")(data)),
    ),
    "an item of a list changed": Case(
        lambda w: w.replace("pumps that", "engines that"), text(1, "pumps that", "engines that")
    ),
    "an item of a list added": Case(
        lambda w: w.insert_after("pumps that a town", "taps for all"),
        text(1, "can repair\n", "can repair\n- taps for all\n"),
    ),
    "an item of a list added last": Case(
        lambda w: w.insert_after("rivers that", "fish to eat"), text(1, "the sea\n", "the sea\n- fish to eat\n")
    ),
    "an item of a list deleted": Case(
        lambda w: w.delete("pumps that"), text(1, "- pumps that a town can repair\n", "")
    ),
    "items of a list reordered": Case(
        lambda w: w.move("rivers that", "wells in"),
        text(
            1,
            "- wells in each of the villages\n- pumps that a town can repair\n- rivers that reach the sea",
            "- rivers that reach the sea\n- wells in each of the villages\n- pumps that a town can repair",
        ),
    ),
    "a note": Case(
        lambda w: w.replace("1998", "2001", "footnotes"),
        put("The law of the lake of 2001.", "sections", 0, "footnotes", "law"),
    ),
    "a note added before": Case(
        lambda w: w.note("a luxury", "Nor a gift."),
        lambda data: (
            text(0, "a luxury", "a luxury[^note-1]")(data),
            data["sections"][0]["footnotes"].update({"note-1": "Nor a gift."}),
        ),
    ),
    "a note added where none was": Case(
        lambda w: w.note("work for.", "Nor a gift."),
        lambda data: (
            text(1, "work for.", "work for.[^note-1]")(data),
            put({"note-1": "Nor a gift."}, "sections", 1, "footnotes")(data),
        ),
    ),
    "a call deleted": Case(
        lambda w: w.uncall(),
        lambda data: (text(0, "[^law]", "")(data), put(None, "sections", 0, "footnotes")(data)),
    ),
    "a title": Case(lambda w: w.replace("Water for all", "Water for everybody"), put("Water for everybody", "title")),
    "a heading": Case(lambda w: w.replace("Aims", "What we want"), put("What we want", "sections", 1, "heading")),
    "a description": Case(
        lambda w: w.replace("to villages", "to farms"),
        put("The fund brings wells to towns and to farms of ours.", "parties", "fund", "description"),
    ),
    "a position": Case(
        lambda w: w.replace("Engineer", "Chief engineer"),
        put("Chief engineer", "people", "keita", "functions", 0, "position"),
    ),
    "an organisation": Case(
        lambda w: w.replace("Lake Office", "Lake Agency", within="Engineer"),
        put("Lake Agency", "people", "keita", "functions", 0, "organisation"),
    ),
    "an organisation deleted": Case(
        lambda w: w.replace(", Lake Office", "", within="Engineer"),
        lambda data: data["people"]["keita"]["functions"][0].pop("organisation"),
    ),
    "a name": Case(lambda w: w.replace("Okoye", "Okoyé"), put("Okoyé", "people", "okoye", "name", "family")),
    "somebody confirmed": Case(lambda w: w.replace("(TBC)", ""), put(None, "people", "okoye", "status")),
    "a role": Case(lambda w: w.replace("Moderator", "Chair"), put("chair", "panel", 2, "role")),
    "a speaker deleted": Case(
        lambda w: (w.delete("Awa Sow"), w.delete("Director, Water Fund")), lambda data: data["panel"].pop(0)
    ),
    "speakers reordered": Case(
        lambda w: (w.move("Mayor", "Awa Sow"), w.move("Chidi Okoye", "Mayor")),
        lambda data: data["panel"].insert(0, data["panel"].pop(1)),
    ),
    "a room": Case(lambda w: w.replace("Palais", "Palace"), put("Palace", "venue")),
    "the time": Case(lambda w: w.replace("9:00", "9:30"), put("9:30–11:00", "time")),
    "the day": Case(
        lambda w: w.replace("Wednesday, 10\u00a0June", "Thursday, 11\u00a0June"), put("2026-06-11", "date")
    ),
    "the day without its weekday": Case(
        lambda w: w.replace("10\u00a0June", "11\u00a0June"), said=("but 2026-06-11 is a Thursday",)
    ),
    "everything retyped": Case(lambda w: w.retype()),
    "a row changed": Case(
        lambda w: w.replace("Panel on rivers", "Panel on lakes"), put("Panel on lakes", "agenda", 1, "item"), PROGRAMME
    ),
    "a row's text": Case(
        lambda w: w.replace("run dry", "are dry"),
        put("The rivers of the region are dry each year.", "agenda", 1, "text"),
        PROGRAMME,
    ),
    "a row's time": Case(
        lambda w: w.replace("10:30–11:00", "10:30–10:50"), put("10:30–10:50", "agenda", 3, "time"), PROGRAMME
    ),
    "a row added": Case(
        lambda w: w.insert_row("Coffee break", "10:20–10:30", "Music"),
        lambda data: data["agenda"].insert(3, {"item": "Music", "time": "10:20–10:30"}),
        PROGRAMME,
    ),
    "a row deleted": Case(lambda w: w.delete_row("Coffee break"), lambda data: data["agenda"].pop(2), PROGRAMME),
    "a row with people deleted": Case(
        lambda w: w.delete_row("Panel on rivers"), lambda data: data["agenda"].pop(1), PROGRAMME
    ),
    "a question": Case(
        lambda w: w.replace("drinks last", "drinks first"), put("Who drinks first?", "questions", 2), PROGRAMME
    ),
    "a question added": Case(
        lambda w: w.insert_after("keeps the pumps", "Who counts the fish?"),
        lambda data: data["questions"].insert(2, "Who counts the fish?"),
        PROGRAMME,
    ),
    "a question added last": Case(
        lambda w: w.insert_after("drinks last", "Who counts the fish?"),
        lambda data: data["questions"].append("Who counts the fish?"),
        PROGRAMME,
    ),
    "a question deleted": Case(lambda w: w.delete("keeps the pumps"), lambda data: data["questions"].pop(1), PROGRAMME),
    "questions reordered": Case(
        lambda w: w.move("drinks last", "pays for"),
        lambda data: data["questions"].insert(0, data["questions"].pop(2)),
        PROGRAMME,
    ),
    "everything in content controls": Case(
        lambda w: (w.control(), w.replace("why we", "when we")), text(0, "why we", "when we")
    ),
    "a label": Case(lambda w: w.replace("Venue", "Place"), said=("“Venue” was changed to “Place”",)),
    "a heading added": Case(
        lambda w: w.insert_after(THIRD, "Outlook", like="Aims"), said=("a heading is new: “Outlook”",)
    ),
    "a section added": Case(
        lambda w: (w.insert_after(THIRD, "We go on."), w.insert_after(THIRD, "Outlook", like="Aims")),
        lambda data: data["sections"].insert(1, {"heading": "Outlook", "text": "We go on.\n"}),
    ),
    "a section divided": Case(
        lambda w: w.insert_after(SECOND, "Outlook", like="Aims"),
        lambda data: (
            text(0, f"\n\n{THREE}", "")(data),
            data["sections"].insert(
                1, {"heading": "Outlook", "text": THREE, "footnotes": data["sections"][0].pop("footnotes")}
            ),
        ),
    ),
    "a row moved with its time": Case(
        lambda w: (
            w.move_row("Panel on rivers", "Opening"),
            w.replace("9:15–10:00", "9:00–9:45"),
            w.replace("9:00–9:15", "9:45–10:00"),
        ),
        lambda data: (
            data["agenda"].insert(0, data["agenda"].pop(1)),
            put("9:00–9:45", "agenda", 0, "time")(data),
            put("9:45–10:00", "agenda", 1, "time")(data),
        ),
        PROGRAMME,
    ),
    "a row moved without its time": Case(
        lambda w: w.move_row("Panel on rivers", "Opening"),
        document=PROGRAMME,
        said=("a row of a table was moved: “9:00–9:15 Opening Awa Sow”",),
    ),
    "a row that cannot be": Case(
        lambda w: w.insert_row("Coffee break", "at noon", "Music"),
        document=PROGRAMME,
        said=("a row of a table is new: “at noon Music”",),
    ),
    "a row with somebody new": Case(
        lambda w: (
            w.insert_row("Coffee break", "10:20–10:30", "Music"),
            w.insert_below("Music", "Ms Jo Doe", like="Oulie Keita"),
        ),
        lambda data: (
            put({"honorific": "Ms", "name": {"given": "Jo", "family": "Doe"}}, "people", "doe")(data),
            data["agenda"].insert(3, {"time": "10:20–10:30", "item": "Music", "who": "doe"}),
        ),
        PROGRAMME,
    ),
    "a second speaker": Case(
        lambda w: w.insert_below("Awa Sow", "Oulie Keita"),
        lambda data: put(["sow", "keita"], "agenda", 0, "who")(data),
        PROGRAMME,
    ),
    "a time typed otherwise": Case(lambda w: w.replace("9:15–10:00", "9.15-10.00"), document=PROGRAMME),
    "another time typed otherwise": Case(
        lambda w: w.replace("9:15–10:00", "9.20-10.00"), put("9:20–10:00", "agenda", 1, "time"), PROGRAMME
    ),
    "a day in another order": Case(
        lambda w: w.replace("Wednesday, 10\u00a0June", "Thursday, June 11th,"), put("2026-06-11", "date")
    ),
    "all styles gone": Case(lambda w: (w.replace("why we", "when we"), w.unstyle()), text(0, "why we", "when we")),
    "a time that is none": Case(
        lambda w: w.replace("10:30–11:00", "after lunch"), document=PROGRAMME, said=("“after lunch” does not fit",)
    ),
    "the title deleted": Case(lambda w: w.delete("Water for all"), said=("a heading is gone: “Water for all”",)),
    "a new speaker": Case(
        lambda w: (
            w.insert_after("Mayor", "Judge, Court of the Lake"),
            w.insert_after("Mayor", "Chair: Dr Jo van Doe (TBC)", like="Chidi Okoye"),
        ),
        lambda data: (
            put(
                {
                    "honorific": "Dr",
                    "name": {"given": "Jo", "family": "van Doe"},
                    "functions": {"position": "Judge", "organisation": "Court of the Lake"},
                    "status": "tbc",
                },
                *("people", "van-doe"),
            )(data),
            data["panel"].insert(2, {"person": "van-doe", "role": "chair"}),
        ),
    ),
    "somebody else": Case(
        lambda w: (w.retype_paragraph("Chidi Okoye", "Ms Jo Doe"), w.replace("Mayor", "Judge")),
        lambda data: (
            put(
                {"honorific": "Ms", "name": {"given": "Jo", "family": "Doe"}, "functions": "Judge"}, *("people", "doe")
            )(data),
            put("doe", "panel", 1)(data),
        ),
    ),
    "a new speaker with two functions": Case(
        lambda w: (
            w.insert_after("Mayor", "Member, Board of the Wells"),
            w.insert_after("Mayor", "Judge, Court of the Lake"),
            w.insert_after("Mayor", "Dr Jo Doe", like="Chidi Okoye"),
        ),
        lambda data: (
            put(
                {
                    "honorific": "Dr",
                    "name": {"given": "Jo", "family": "Doe"},
                    "functions": [
                        {"position": "Judge", "organisation": "Court of the Lake"},
                        {"position": "Member", "organisation": "Board of the Wells"},
                    ],
                },
                *("people", "doe"),
            )(data),
            data["panel"].insert(2, "doe"),
        ),
    ),
    "a new speaker first": Case(
        lambda w: (
            w.insert_after("Awa Sow", "Dr Jo Doe", before=True),
            w.insert_after("Awa Sow", "Judge, Court of the Lake", before=True, like="Mayor"),
        ),
        lambda data: (
            put(
                {
                    "honorific": "Dr",
                    "name": {"given": "Jo", "family": "Doe"},
                    "functions": {"position": "Judge", "organisation": "Court of the Lake"},
                },
                *("people", "doe"),
            )(data),
            data["panel"].insert(0, "doe"),
        ),
    ),
    "one more function below": Case(
        lambda w: w.insert_after("Mayor", "Member, Board of the Wells"),
        lambda data: data["people"]["okoye"]["functions"].append(
            {"position": "Member", "organisation": "Board of the Wells"}
        ),
    ),
    "one more function on the line": Case(
        lambda w: w.replace("Director, Water Fund", "Director, Water Fund; Judge, Court of the Lake"),
        lambda data: data["people"]["sow"]["functions"].append(
            {"position": "Judge", "organisation": "Court of the Lake"}
        ),
    ),
    "an organisation on a line below": Case(
        lambda w: w.insert_after("Mayor", "Lakeside Forum"), said=("a paragraph is new: “Lakeside Forum”",)
    ),
    "somebody to be confirmed": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Awa Sow (TBC)"), put("tbc", "people", "sow", "status")
    ),
    "titles around a name": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Dr Awa Sow, PhD"),
        lambda data: data["people"]["sow"].update({"honorific": "Dr", "honorific_after": "PhD"}),
    ),
    "a role before a name": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Chair: Awa Sow"), put({"person": "sow", "role": "chair"}, "panel", 0)
    ),
    "a word before a name": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Keynote: Awa Sow"),
        said=("“Awa” was changed to “Keynote: Awa”",),
    ),
    "somebody declined": Case(
        lambda w: w.replace("(TBC)", "(declined)"), said=("“Okoye (TBC)” was changed to “Okoye (declined)”",)
    ),
    "the day and the time": Case(
        lambda w: (
            w.replace("Wednesday, 10\u00a0June", "Friday, 12\u00a0June"),
            w.replace("9:00", "8:30"),
            w.replace("11:00", "11:30"),
        ),
        lambda data: data.update({"date": "2026-06-12", "time": "8:30–11:30"}),
    ),
    "a row's speaker": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Oulie Keita"), put("keita", "agenda", 0, "who"), PROGRAMME
    ),
    "a row's speaker with a function": Case(
        lambda w: w.retype_paragraph("Awa Sow", "Ms Jo Doe, Judge, Court of the Lake"),
        document=PROGRAMME,
        said=("“Awa Sow” was changed to “Ms Jo Doe, Judge, Court of the Lake”",),
    ),
    "a text of a row": Case(
        lambda w: w.insert_below("Opening", "Words of *welcome* by all.", like="The rivers of"),
        put("Words of \\*welcome\\* by all.", "agenda", 0, "text"),
        PROGRAMME,
    ),
    "a number typed": Case(lambda w: w.insert_after(SECOND, "1. first"), text(0, TWO, f"{TWO}\n\n1\\. first")),
    "a list made of paragraphs": Case(
        lambda w: [w.restyle(words, "Normal") for words in ("wells in", "pumps that", "rivers that")],
        text(
            1,
            "- wells in each of the villages\n- pumps that a town can repair\n- rivers that",
            "wells in each of the villages\n\npumps that a town can repair\n\nrivers that",
        ),
    ),
    "words struck out by hand": Case(
        lambda w: w.format("three things", "strike"), said=("“three things” is struck out",)
    ),
    "a title on two lines": Case(
        lambda w: w.replace("Water for all", "Water for\nall"),
        said=("“Water for all” was changed to “Water for / all”",),
    ),
    "a cell added": Case(
        lambda w: w.insert_cell("Coffee break", "Foyer"),
        document=PROGRAMME,
        said=("a text in a table is new: “Foyer”",),
    ),
    "an endnote": Case(
        lambda w: w.endnote("work for.", "Nor a gift."),
        lambda data: (
            text(1, "work for.", "work for.[^note-1]")(data),
            put({"note-1": "Nor a gift."}, "sections", 1, "footnotes")(data),
        ),
    ),
    "a new speaker without a name": Case(
        lambda w: w.insert_after("Mayor", "a minister", like="Chidi Okoye"),
        lambda data: data["panel"].insert(2, {"office": "a minister"}),
    ),
    "bold in a title": Case(lambda w: w.format("Palais"), said=("“Palais” is now formatted differently",)),
    "a paragraph as heading": Case(
        lambda w: w.restyle(SECOND, "Heading1"),
        lambda data: (
            text(0, f"\n\n{TWO}\n\n{THREE}", "")(data),
            data["sections"].insert(
                1,
                {
                    "heading": "The second paragraph is short and clear.",
                    "text": THREE,
                    "footnotes": data["sections"][0].pop("footnotes"),
                },
            ),
        ),
        said=("“short” is now formatted differently",),
    ),
}
QUICK = (
    "a word changed",
    "paragraphs merged",
    "a paragraph moved",
    "bold added",
    "a note",
    "a position",
    "a row added",
    "a new speaker",
    "a section divided",
    "a row moved with its time",
)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose papers were sent: nobody changes it."""
    folder = tmp_path_factory.mktemp("sent")
    (folder / "data").mkdir()
    (folder / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    build(Request(folder / "data" / "event.yaml", formats=["docx"]))
    return folder


def compared(folder: Path, data: bytes, place: Path, choice: Choice = ALL) -> tuple[Project, Comparison]:
    """What is found in a returned file."""
    project = find_project(folder / "data" / "event.yaml")
    return project, compare(project, place, data, choice)


def as_read(data: Any) -> Any:
    """Data with texts as they read: where their lines end in the file does not matter within a paragraph."""
    if isinstance(data, dict):
        return {key: as_read(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_read(value) for value in data]
    if not isinstance(data, str):
        return data
    return [" ".join(part.split()) for part in data.strip().replace("\n- ", "\n\n- ").split("\n\n")]


def expect(case: Case, comparison: Comparison, project: Project) -> None:
    """Hold what was found against what was edited."""
    data = current_data(project)
    result = merged(data, comparison.edits)
    wanted = copy.deepcopy(data)
    case.expected(wanted)
    messages = [one.message for one in comparison.left]
    assert as_read(result.data) == as_read(wanted), messages
    assert not result.conflicts
    assert len(messages) == len(case.said), messages
    for said, message in zip(case.said, messages, strict=True):
        assert said in message


@pytest.mark.parametrize("anchors", some_quick((True, False), True), ids=("anchors", "bare"))
@pytest.mark.parametrize("tracked", [True, False], ids=("tracked", "untracked"))
@pytest.mark.parametrize("name", some_quick(CASES, *QUICK))
def test_an_edit_comes_home(name: str, tracked: bool, anchors: bool, sent: Path, tmp_path: Path) -> None:
    case = CASES[name]
    word = Word((sent / "out" / f"{case.document}.docx").read_bytes(), tracked=tracked)
    case.edit(word)
    project, comparison = compared(sent, word.saved(anchors=anchors), tmp_path / "back.docx")
    expect(case, comparison, project)
    for edit in comparison.edits:
        assert {one.author for one in edit.revisions} == ({AUTHOR} if tracked else set()), edit.path


SLOTS = EVENT.replace("who: sow}", "who: [{person: sow, topic: What is left, minutes: 20}, {office: Mayor of Lac}]}")
OF_SLOTS: Mapping[str, Case] = {
    "minutes": Case(
        lambda w: w.replace("20\u00a0min", "25\u00a0min"), put("25", "agenda", 0, "who", 0, "minutes"), PROGRAMME
    ),
    "a topic": Case(
        lambda w: w.replace("What is left", "What we lack"),
        put("What we lack", "agenda", 0, "who", 0, "topic"),
        PROGRAMME,
    ),
    "a name in capitals": Case(
        lambda w: w.replace("OKOYE", "OKOYO"), put("Okoyo", "people", "okoye", "name", "family"), PROGRAMME
    ),
    "an office that has a name now": Case(
        lambda w: w.retype_paragraph("Mayor of Lac", "Ms Jo Doe"),
        lambda data: (
            put({"honorific": "Ms", "name": "Jo Doe"}, "people", "doe")(data),
            put("doe", "agenda", 0, "who", 1)(data),
        ),
        PROGRAMME,
    ),
}


@pytest.mark.parametrize("name", OF_SLOTS)
def test_what_a_slot_says_comes_home(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text(f"{SLOTS}names: {{family: capitals}}\n", encoding="utf-8")
    build(Request(tmp_path / "data" / "event.yaml", formats=["docx"], documents=[PROGRAMME]))
    word = Word((tmp_path / "out" / "programme.docx").read_bytes())
    OF_SLOTS[name].edit(word)
    project, comparison = compared(tmp_path, word.saved(), tmp_path / "back.docx")
    expect(OF_SLOTS[name], comparison, project)


def test_a_status_and_a_role_are_those_of_all_languages(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    event = EVENT.replace("title: Water for all", "title: {en: Water for all, fr: L’eau pour tous}\nlanguage: [en, fr]")
    (tmp_path / "data" / "event.yaml").write_text(event, encoding="utf-8")
    build(Request(tmp_path / "data" / "event.yaml", formats=["docx"], documents=[PROGRAMME]))
    word = Word((tmp_path / "out" / "programme.fr.docx").read_bytes())
    word.retype_paragraph("Awa Sow", "Awa Sow (à confirmer)")
    case = Case(word.part, put("tbc", "people", "sow", "status"), PROGRAMME)
    project, comparison = compared(tmp_path, word.saved(), tmp_path / "back.docx")
    expect(case, comparison, project)


@pytest.mark.slow
@pytest.mark.parametrize("tracked", [True, False], ids=("tracked", "untracked"))
def test_an_edit_comes_home_through_libreoffice(tracked: bool, sent: Path, tmp_path: Path) -> None:
    files = []
    for at, case in enumerate(CASES.values()):
        word = Word((sent / "out" / f"{case.document}.docx").read_bytes(), tracked=tracked)
        case.edit(word)
        files.append(tmp_path / f"{at}.docx")
        files[-1].write_bytes(word.saved())
    wrong = []
    # LibreOffice itself gives the style of a paragraph that is moved away to the one after it.
    # It keeps what is deleted within what is inserted. It drops content controls, and with them what is tracked in
    # them; and notes that it reads change places.
    skipped = {"everything in content controls", "a note added before"} | (
        {"items of a list reordered", "a row moved with its time"} if tracked else set()
    )
    for name, file in zip(CASES, office_converts(files, "docx", tmp_path / "saved"), strict=True):
        project, comparison = compared(sent, file.read_bytes(), tmp_path / "back.docx")
        try:
            if name not in skipped:
                expect(CASES[name], comparison, project)
        except AssertionError as error:
            wrong.append(f"{name}: {error}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", some_quick([name for name in CASES if name != "all styles gone"], *QUICK))
def test_tracked_changes_are_accepted_and_rejected(name: str, sent: Path) -> None:
    before = (sent / "out" / f"{CASES[name].document}.docx").read_bytes()
    tracked, plain = Word(before, tracked=True), Word(before)
    CASES[name].edit(tracked)
    CASES[name].edit(plain)

    def read(data: bytes, *, accept: bool = True) -> list[tuple[object, ...]]:
        lines = read_returned(data, lambda _: accept).lines
        return [(line.text, line.looks, line.form, line.place, line.story) for line in lines]

    assert read(tracked.saved()) == read(plain.saved())
    assert read(tracked.saved(), accept=False) == read(before)


EVENTS = sorted((Path(__file__).parent / "events").glob("*.yaml"))


@pytest.mark.parametrize(
    "event", some_quick(EVENTS, *(one for one in EVENTS if one.stem == "mali-in-arabic")), ids=lambda one: one.stem
)
def test_an_untouched_file_of_any_event_has_no_edits(event: Path, tmp_path: Path) -> None:
    shutil.copytree(event.parent / "images", tmp_path / "data" / "images")
    shutil.copy(event, tmp_path / "data")
    build(Request(tmp_path / "data" / event.name, formats=["docx"]))
    project = find_project(tmp_path / "data" / event.name)
    papers = sorted((tmp_path / "out").glob("*.docx"))
    assert papers
    for paper in papers:
        comparison = compare(project, paper, paper.read_bytes())
        assert (list(comparison.edits), list(comparison.left)) == ([], []), paper.name


def test_a_file_that_has_lost_its_notes_loses_nothing_else(sent: Path, tmp_path: Path) -> None:
    word = Word((sent / "out" / f"{NOTE}.docx").read_bytes())
    for call in word.part().iter("{*}footnoteReference"):
        call.set(next(name for name in call.attrib if name.endswith("}id")), "999999999999")
    _, comparison = compared(sent, word.saved(), tmp_path / "back.docx")
    assert list(comparison.edits) == []
    assert [one.message for one in comparison.left] == ["a note is gone: “The law of the lake of 1998.”"]


def test_to_be_confirmed_is_gone_everywhere_where_it_was_taken_out_in_one_place(sent: Path, tmp_path: Path) -> None:
    word = Word((sent / "out" / f"{PROGRAMME}.docx").read_bytes())
    word.replace("(TBC)", "")
    case = Case(word.part, put(None, "people", "okoye", "status"), PROGRAMME)
    project, comparison = compared(sent, word.saved(), tmp_path / "back.docx")
    expect(case, comparison, project)


@pytest.mark.slow
def test_an_untouched_file_has_no_edits_through_other_formats(sent: Path, tmp_path: Path) -> None:
    papers = [sent / "out" / f"{name}.docx" for name in (NOTE, PROGRAMME)]
    open_documents = office_converts(papers, "odt", tmp_path / "odt")
    for file in office_converts(open_documents, "docx", tmp_path / "docx"):
        _, comparison = compared(sent, file.read_bytes(), tmp_path / "back.docx")
        assert (list(comparison.edits), list(comparison.left)) == ([], [])


WORDS = st.sampled_from(["river", "town", "it's", "so-called", "(new)", "2026", "Ünal", "1998:", '"deep"', "and"])
FIELDS = (
    ("title",), ("type",), ("venue",), ("sections", 0, "heading"), ("people", "sow", "functions", 0, "position"),
    ("people", "okoye", "name", "family"), ("parties", "lake", "name"), ("sections", 0, "footnotes", "law"),
)  # fmt: skip


@st.composite
def edited_data(draw: st.DrawFn) -> Any:
    """The event with some fields and paragraphs edited at once."""
    data = yaml.safe_load(EVENT)
    data["date"] = "2026-06-10"
    for path in draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=4)):
        words = WORDS.filter(str.isalnum) if path[0] == "people" else WORDS  # A name with a colon is no name.
        put(" ".join(draw(st.lists(words, min_size=1, max_size=4))), *path)(data)
    for at in (0, 1):
        parts = data["sections"][at]["text"].strip().split("\n\n")
        for _ in range(draw(st.integers(0, 2))):
            place = draw(st.integers(0, len(parts) - 1))
            words = parts[place].split(" ")
            match draw(st.sampled_from(["insert", "replace", "add", "delete", "move"])):
                case "insert":
                    words.insert(draw(st.integers(1, len(words))), draw(WORDS))
                    parts[place] = " ".join(words)
                case "replace" if len(words) > 2 and "[" not in words[1]:
                    words[1] = draw(WORDS)
                    parts[place] = " ".join(words)
                case "add":
                    new = " ".join(draw(st.lists(WORDS, min_size=3, max_size=9)))
                    parts.insert(place, f"Paragraph {draw(st.integers(10, 99))} {new}")
                case "delete" if len(parts) > 2 and "[^law]" not in parts[place]:
                    del parts[place]
                case "move":
                    parts.insert(draw(st.integers(0, len(parts) - 1)), parts.pop(place))
        data["sections"][at]["text"] = "\n\n".join(parts) + "\n"
    return data


@examples(40, shrink=False)
@given(edited=edited_data())
def test_edits_at_once_come_home_as_exactly_the_edited_data(edited: Any, sent: Path) -> None:
    project = find_project(sent / "data" / "event.yaml")
    data = current_data(project)
    paper = Paper(project, NOTE, "en")
    target = paper.printed(edited).lines
    search = Search(paper, paper.printed(data), target)
    find_edits(search)
    assert [line.text for line in search.printed.lines] == [line.text for line in target]
    assert as_read(merged(data, search.edits).data) == as_read(edited)
