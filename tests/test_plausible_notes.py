"""What a note's reader writes and does not look like what its field holds is marked as to be settled."""

from __future__ import annotations

from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.datapath import DataPath
from conceptnote.languages.known import shipped
from conceptnote.recognise.draft import Draft
from conceptnote.recognise.plausibility import doubt_implausible
from conceptnote.recognise.words import load_words

GIVEN = st.sampled_from(["Ama", "Jean-Luc", "Élise", "Mohammed", "Ingrid", "J. R.", "Нина", "Wei"])
FAMILY = st.sampled_from(["Boateng", "van der Berg", "O’Neill", "García Márquez", "d’Arcy", "Смирнова", "El Amrani"])
POSITION = st.sampled_from(
    ["Director", "director of research", "Permanent Representative of Mali", "journaliste", "Leiterin Forschung"]
)
BODY = st.sampled_from(
    [
        "Water Fund",
        "Ministry of Trade and Industry",
        "Université de Lund",
        "ETH Zürich",
        "Brandt & Fils",
        "Städtebund Süd",
    ]
)
PLACE = st.sampled_from(
    ["Conference Room F", "4th floor", "Town Hall", "Palais des Nations", "Marktplatz 1", "St. Gallen"]
)
TITLE = st.sampled_from(["Water for All", "Wem gehört der Regen? Neue Wege", "Ports without Smoke: Ten Years On"])
ITEM = st.sampled_from(
    ["Welcome", "Panel: what now?", "Q&A", "Déjeuner", "Lunch (bring your own cup)", "Launch of “Ice”"]
)


def event_of(
    first: str, family: str, position: str, body: str, place: str, title: str, items: list[str]
) -> dict[str, Any]:
    function = {"position": position, "organisation": body}
    return {
        "title": title,
        "venue": {"name": place},
        "people": {"one": {"name": {"given": first, "family": family}, "functions": [function]}},
        "parties": {"body": {"name": body, "roles": "organiser"}},
        "panel": ["one", {"office": position}],
        "agenda": [{"time": f"{9 + at}:00", "item": item, "who": ["one"]} for at, item in enumerate(items)],
        "sections": [{"heading": "Background", "text": "Many words."}],
    }


EVENTS = st.builds(event_of, GIVEN, FAMILY, POSITION, BODY, PLACE, TITLE, st.lists(ITEM, min_size=1, max_size=4))
PLANTED: list[tuple[DataPath, str, DataPath]] = [
    (("title",), "Roundtable", ("title",)),
    (("title",), "Tuesday 12 November 2030", ("title",)),
    (("title",), "WHAT:", ("title",)),
    (("venue", "name"), "Mon 3 June (starts", ("venue",)),
    (("venue", "name"), "9:30 – 10:00", ("venue",)),
    (("venue", "name"), "Harlow Centre, 12 King Street", ("venue",)),
    (("people", "one", "name"), "for Mali to the UN", ("people", "one")),
    (("people", "one", "name"), "Guide: Ama Boateng", ("people", "one")),
    (("people", "one", "name"), "Room 12", ("people", "one")),
    (("people", "one", "name"), "Ama Boateng Director Water Fund Accra", ("people", "one")),
    (("people", "one", "functions", 0, "position"), "speaks at 10:15 on rivers", ("people", "one")),
    (("people", "one", "functions", 0, "position"), "who was the first of her village", ("people", "one")),
    (("people", "one", "functions", 0, "organisation"), "and Dr. Olaf Brecht, lawyer", ("people", "one")),
    (("people", "one", "functions", 0, "organisation"), ". Speakers", ("people", "one")),
    (("people", "one", "functions", 0, "organisation"), "Nilda Cárdenas and Pablo Ríos", ("people", "one")),
    (("people", "one", "functions", 0, "organisation"), "Sérgio Melo, Harbour Institute", ("people", "one")),
    (("parties", "body", "name"), "Network of Archives. Supported", ("parties", "body")),
    (("parties", "body", "name"), "see https://water.example", ("parties", "body")),
    (("panel", 1, "office"), "questions from the floor", ("panel", 1)),
    (("panel", 1, "office"), "Glacier Network, University of Lund", ("panel", 1)),
    (("agenda", 0, "item"), "Table 1. Moderator: Marta Lugones", ("agenda", 0)),
    (("agenda", 0, "item"), " ".join(["word"] * 26), ("agenda", 0)),
    (("sections", 0, "heading"), "Monday 19", ("sections", 0)),
]
"""Where something implausible is written, what it is, and what is then in doubt."""


def doubts(event: dict[str, Any], texts: list[str] | None = None, **given: str) -> set[DataPath]:
    draft = Draft({"language": "en"} | event)
    doubt_implausible(draft, texts or [], load_words(shipped()), given)
    assert all(one.weight == "doubt" for one in draft.findings)
    return {one.path for one in draft.findings}


@given(EVENTS)
@examples(60)
def test_what_looks_like_its_field_is_not_in_doubt(event: dict[str, Any]) -> None:
    assert doubts(event) == set()


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: str(planted[1])[:30])
def test_what_does_not_look_like_its_field_is_in_doubt_and_nothing_else(
    planted: tuple[DataPath, str, DataPath],
) -> None:
    path, text, doubted = planted
    event = event_of("Ama", "Boateng", "Director", "Water Fund", "Town Hall", "Water for All", ["Welcome", "Q&A"])
    record: Any = event
    for step in path[:-1]:
        record = record[step]
    record[path[-1]] = text
    assert doubts(event) == {doubted}


def test_an_agenda_that_goes_back_in_time_is_of_several_days() -> None:
    rows = [{"time": "16:00–17:00", "item": "Arrival"}, {"time": "9:00", "item": "Walk"}]
    assert doubts({"agenda": rows}) == {("agenda",)}
    assert doubts({"agenda": rows[::-1]}) == set()
    assert doubts({"agenda": [one | {"track": "a"} for one in rows]}) == set()


def test_a_row_that_still_has_the_name_of_somebody_is_in_doubt_until_they_are_its_speaker() -> None:
    people = {"ama": {"name": {"given": "Ama", "family": "Boateng"}}}
    row: dict[str, Any] = {"time": "9:00", "item": "Closing words: Ama Boateng"}
    assert doubts({"people": people, "agenda": [row]}) == {("agenda", 0)}
    assert doubts({"people": people, "agenda": [row | {"who": ["ama"]}]}) == set()


def test_a_day_without_a_label_is_in_doubt_beside_a_later_one() -> None:
    letter = ["Rotterdam, 8 March 2030", "The exchange is on 17 October 2030."]
    assert doubts({"date": "2030-03-08"}, letter) == {("date",)}
    assert doubts({"date": "2030-10-17"}, letter) == set()


def test_a_name_of_common_words_is_in_doubt_if_nothing_stands_beside_it() -> None:
    texts = ["Young Mountaineers", "What do mountaineers want?"]
    person: dict[str, Any] = {"name": "Young Mountaineers"}
    assert doubts({"people": {"one": person}}, texts) == {("people", "one")}
    assert doubts({"people": {"one": person | {"honorific": "Ms"}}}, texts) == set()


def test_what_was_answered_is_not_in_doubt() -> None:
    assert doubts({"title": "Roundtable"}, title="Roundtable") == set()
