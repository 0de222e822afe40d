"""Who holds an event, and what its people are: in each paper where it belongs, and once."""

from __future__ import annotations

from pathlib import Path

import pytest
import reading
import strategies

from conceptnote.compose.compose import Composer
from conceptnote.doc.nodes import DefinitionList, Doc, Heading, Paragraph, plain_text, walk
from conceptnote.languages.known import shipped
from conceptnote.schema.people import Person, says_country
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

LEAST = {"title": "Rain", "date": "2030-05-14", "time": "9:00–17:00", "timezone": "Europe/Zurich"}
PARTIES = {
    "forum": {"name": "River Forum", "roles": ["organiser", "host"]},
    "lake": {"name": "Lake House", "roles": ["in collaboration with", "co-host"]},
    "city": {"name": "City of Veyrane", "roles": "co-host"},
    "fund": {"name": "Water Fund", "roles": "funder"},
}


def composed(folder: Path, document: str, more: strategies.Data) -> Doc:
    source = load_event(strategies.write_project(folder, LEAST | more))
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose(document)


def lines(doc: Doc) -> list[str]:
    return [plain_text(one.children) for one in walk(doc) if isinstance(one, Paragraph | Heading)]


def facts(doc: Doc) -> dict[str, str]:
    found = [item for node in walk(doc) if isinstance(node, DefinitionList) for item in node.items]
    return {plain_text(one.term): "".join(plain_text(p.children) for p in walk(one.details) if isinstance(p, Paragraph))
            for one in found}  # fmt: skip


def test_the_programme_names_who_holds_the_event_and_each_party_in_all_its_groups(tmp_path: Path) -> None:
    said = [one for one in lines(composed(tmp_path, "programme", {"parties": PARTIES})) if "River Forum" in one]
    assert said == [
        "Organised and hosted by the River ForumIn collaboration with Lake House"
        "Co-hosted by Lake House and the City of Veyrane"
    ]  # fmt: skip


def test_the_booklet_and_the_invitation_name_them_too_and_whoever_invites_once(tmp_path: Path) -> None:
    booklet = lines(composed(tmp_path, "booklet", {"parties": PARTIES}))
    assert booklet[booklet.index("Co-hosted by") + 1] == "Lake House and City of Veyrane"
    assert booklet[booklet.index("In collaboration with") + 1] == "Lake House"
    invitation = composed(tmp_path, "invitation", {"parties": PARTIES})
    assert sum("River Forum" in one for one in lines(invitation)) == 1
    assert facts(invitation)["Co-hosted by"] == "Lake House and City of Veyrane"
    own = composed(tmp_path, "invitation", {"parties": PARTIES, "invitation": "Do come."})
    assert facts(own)["Organised byHosted by"] == "River Forum"


def test_the_note_has_those_among_its_facts_whom_no_section_shows(tmp_path: Path) -> None:
    section = {"heading": "Organisers", "show": ["organiser", "co-host"]}
    note = facts(composed(tmp_path, "concept-note", {"parties": PARTIES, "sections": [section]}))
    assert note["Hosted by"] == "River Forum"
    assert note["In collaboration with"] == "Lake House"
    assert not {"Organised by", "Co-hosted by"} & note.keys()
    alone = {"parties": {"forum": {"name": "River Forum", "roles": "host"}}}
    assert facts(composed(tmp_path, "concept-note", alone))["Host"] == "River Forum"


def test_a_mode_alone_has_no_heading_of_its_own(tmp_path: Path) -> None:
    for document in ("programme", "booklet"):
        said = lines(composed(tmp_path, document, {"mode": "in-person"}))
        assert "Practical information" not in said
        assert sum("In person" in one for one in said) == 1
        said = lines(composed(tmp_path, document, {"mode": "in-person", "access": "open"}))
        assert "Practical information" in said
        assert sum("In person" in one for one in said) == 1


@pytest.mark.parametrize(("placement", "times"), [(["footer", "body"], 2), (["footer"], 1), (["body"], 1)])
def test_words_of_a_funder_stand_where_they_are_asked_for_and_nowhere_twice(
    placement: list[str], times: int, tmp_path: Path
) -> None:
    funder = {"party": "fund", "lockup": "with funding from", "text_only": "true", "placement": placement}
    doc = composed(tmp_path, "programme", {"parties": PARTIES, "funders": [funder]})
    assert sum("Water Fund" in one for one in lines(doc)) == times
    assert ("Acknowledgement" in lines(doc)) == ("body" in placement)


PEOPLE = {
    "okoye": {"name": "Ngozi Okoye", "functions": {"position": "Director", "organisation": "Water Fund"}},
    "keita": {"name": "Oulie Keita", "functions": ["Minister for Water", "Chair"], "country": "ML"},
    "brandt": {"name": "Jonas Brandt", "country": "CH", "functions": "Judge"},
}
AGENDA = [
    {"item": "Opening", "who": ["okoye", {"person": "keita", "status": "tbc"}, "brandt"]},
    {"item": "Close", "who": ["okoye"]},
]


def test_people_whom_no_list_describes_are_described_in_the_agenda_once(tmp_path: Path) -> None:
    event = {"people": PEOPLE, "agenda": AGENDA, "panel": ["brandt"]}
    said = lines(composed(tmp_path, "programme", event))
    assert "Ngozi Okoye, Director, Water Fund" in said
    assert "Oulie Keita, Minister for Water; Chair, Mali\u00a0(TBC)" in said
    assert {"Ngozi Okoye", "Jonas Brandt", "Judge, Switzerland"} <= set(said)
    note = lines(composed(tmp_path, "concept-note", event | {"sections": [{"heading": "H", "show": "agenda"}]}))
    assert "Jonas Brandt, Judge, Switzerland" in note
    both = event | {"sections": [{"heading": "H", "show": ["agenda", "panel"]}]}
    assert "Jonas Brandt" in lines(composed(tmp_path, "concept-note", both))


@pytest.mark.parametrize("document", ["name-plates", "badges", "attendance-sheet"])
def test_plates_badges_and_sheets_have_two_functions_and_the_country(document: str, tmp_path: Path) -> None:
    said = lines(composed(tmp_path, document, {"people": PEOPLE, "agenda": AGENDA}))
    assert {"Director, Water Fund", "Minister for Water", "Chair, Mali", "Judge, Switzerland"} <= set(said)


def test_the_cover_has_the_theme_and_the_day_of_its_facts(tmp_path: Path) -> None:
    doc = composed(tmp_path, "booklet", {"theme": "Dry years", "as_of": "2030-05-01"})
    first = lines(doc)[:3]
    assert reading.squeezed(first[0]) == "Programmebooklet·asof1May2030"
    assert "Dry years" in first


@pytest.mark.parametrize(
    ("position", "code", "said"),
    [
        ("Permanent Representative of Uruguay", "UY", True),
        ("Ambassador of the Portuguese Republic", "PT", True),
        ("Malian Minister for Water", "ML", True),
        ("Minister for Water", "KE", False),
    ],
)
def test_a_country_is_left_to_the_functions_that_say_it(position: str, code: str, said: bool) -> None:
    person = Person.model_validate({"name": "A", "functions": [{"position": position}], "country": code})
    assert says_country(person, shipped()["en"].papers.country_name(code)) is said
    assert shipped()["en"].papers.country_name("KR") == "Republic of Korea"
    assert shipped()["fr"].papers.country_name("NO") == "Norvège"
