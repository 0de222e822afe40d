"""Checks walk events within the event as they walk rows: what they take, and what they leave free."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_check_rules import report_on

DAY = """\
date: 2030-03-05
time: 9:00–18:00
venue: {name: Palais, room: Room XX}
people: {amari: {name: Leïla Amari}}
"""
THREE = """\
sub_events:
  - {title: Film, time: 12:00–13:00, venue: {name: Palais, room: Room 1}, who: amari}
  - {title: Fair, time: 12:30–13:30, venue: {name: Palais, room: Room 1}, who: amari}
  - {title: Talk, time: 12:45–14:00, venue: {name: Palais, room: Room 2}, who: amari}
"""


def told(folder: Path, text: str, *codes: str, beside: str = "") -> list[tuple[str, str]]:
    """The codes and messages of the checks in question."""
    report = report_on(folder, text, beside=beside)
    assert report.complete, report.diagnostics
    return [(one.code.code, one.message) for one in report.diagnostics if one.code.code in codes]


def test_three_that_overlap_take_a_room_and_somebody_twice(tmp_path: Path) -> None:
    assert told(tmp_path, DAY + THREE, "CN121", "CN122", "CN127") == [
        ("CN121", "“Fair” (12:30–13:30) overlaps with “Film” (12:00–13:00)"),
        ("CN122", "Leïla Amari is in “Film” (12:00–13:00) as well as here (12:45–14:00)"),
        ("CN122", "Leïla Amari is in “Fair” (12:30–13:30) as well as here (12:45–14:00)"),
    ]
    in_one = THREE.replace("Room 2", "Room 1")
    assert [code for code, _ in told(tmp_path, DAY + in_one, "CN121", "CN122")] == ["CN121", "CN121"]
    by_day = THREE.replace("12:00–13:00", "12:00–12:30").replace("12:45", "13:30")
    assert told(tmp_path, DAY + by_day, "CN121", "CN122") == []


def test_they_clash_with_rows_too_but_for_what_lasts_all_day(tmp_path: Path) -> None:
    agenda = "agenda: [{time: 12:00–14:00, item: Panel, room: Room 1, who: amari}]\n"
    found = told(tmp_path, DAY + agenda + THREE, "CN121", "CN122")
    assert ("CN121", "“Film” (12:00–13:00) overlaps with “Panel” (12:00–14:00)") in found
    assert ("CN122", "Leïla Amari is in “Panel” (12:00–14:00) as well as here (12:45–14:00)") in found
    exhibition = (
        "sub_events: [{title: Exhibition, time: 9:00–18:00, venue: {name: Palais, room: Room 1}, who: amari}]\n"
    )
    assert told(tmp_path, DAY + agenda + exhibition, "CN121", "CN122") == []
    # Where it does not say where it is, it may be anywhere; somebody in two places is in two places.
    anywhere = "sub_events: [{title: Film, time: 12:30–13:00, who: amari}]\n"
    assert [code for code, _ in told(tmp_path, DAY + agenda + anywhere, "CN121", "CN122")] == ["CN122"]


def test_what_is_in_a_row_is_in_its_room(tmp_path: Path) -> None:
    rows = """\
tracks: {a: {title: Rivers, room: Room 1}}
agenda:
  - time: 10:00–11:00
    item: Panel
    room: Room 1
    rows: [{time: 10:00–10:30, item: First}, {time: 10:30–11:00, item: Second, who: amari}]
"""
    beside = "  - {time: 10:30–11:00, item: Beside, %s, who: amari}\n"
    own = told(tmp_path, DAY + rows + beside % "room: Room 1", "CN121", "CN122")
    assert own == [("CN121", "“Beside” (10:30–11:00) overlaps with “Panel” (10:00–11:00)")]
    assert told(tmp_path, DAY + rows + beside % "track: a", "CN121") == own
    there = told(tmp_path, DAY + rows + beside % "room: Room 2", "CN121", "CN122")
    assert there == [("CN122", "Leïla Amari is in “Second” (10:30–11:00) as well as here (10:30–11:00)")]


@pytest.mark.parametrize(
    ("within", "gaps"),
    [
        ("", ["10:00 to 17:00"]),
        ("{title: Film, time: 10:10–16:55}", []),
        ("{title: Film, time: 10:05–12:00}, {title: Fair, time: 12:00–17:00}", []),
        ("{title: Film, time: 11:00–13:00}", ["10:00 to 11:00", "13:00 to 17:00"]),
        ("{title: Film, date: 2030-03-06, time: 10:00–17:00}", ["10:00 to 17:00"]),
    ],
)
def test_a_day_that_they_fill_is_not_empty(within: str, gaps: list[str], tmp_path: Path) -> None:
    agenda = "agenda: [{time: 9:00–10:00, item: Opening}, {time: 17:00–18:00, item: Closing}]\n"
    found = told(tmp_path, DAY + agenda + f"sub_events: [{within}]\n", "CN125")
    assert sorted(message.removeprefix("nothing is planned from ") for _, message in found) == gaps


def test_their_people_and_rooms_are_booked_against_other_events(tmp_path: Path) -> None:
    other = DAY.replace("Room XX", "Room XXI") + (
        "title: Rivers\n"
        "sub_events: [{title: Launch, time: 12:15–12:30, venue: {name: Palais, room: Room 1}, who: amari}]\n"
    )
    found = told(tmp_path, DAY + THREE, "CN191", "CN192", beside=other)
    assert sorted((code, "“Launch”" in message) for code, message in found) == [("CN191", True), ("CN192", True)]


def test_a_text_may_tell_of_them(tmp_path: Path) -> None:
    text = "sections: [{heading: Film, text: The screening takes place on 6 March from 9.00 to 11.00.}]\n"
    film = "sub_events: [{title: Film, date: 2030-03-06, time: 9:00–11:00}]\n"
    assert told(tmp_path, DAY + text + film, "CN102", "CN106") == []
