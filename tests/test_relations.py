"""How an event belongs to another: in papers, calendars and linked data, in both languages."""

from __future__ import annotations

import json

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from test_effective import parsed_of, plain, templates

from conceptnote.compose.compose import Asked, Composer
from conceptnote.doc.nodes import DefinitionList, Paragraph, walk
from conceptnote.export.calendar import calendar
from conceptnote.export.jsonld import event_json
from conceptnote.languages.known import shipped
from conceptnote.schema.event import Event
from conceptnote.theme.theme import load_theme

EVENT: strategies.Data = {
    "title": "Sharing water",
    "date": "2031-06-10",
    "time": "9:00–12:00",
    "timezone": "Europe/Zurich",
}
FORUM, FRENCH = "Tenth World Water Forum", "Année internationale des fleuves"
RELATIONS = ("in-the-margins-of", "part-of", "on-the-occasion-of", "within-the-framework-of")


def facts(event: Event, document: str) -> dict[str, str]:
    """The facts of a paper, by their labels."""
    doc = Composer(event, templates().read, load_theme().style_names).compose(document, Asked())
    items = [item for node in walk(doc.blocks) if isinstance(node, DefinitionList) for item in node.items]
    return {
        plain(item.term): " ".join(plain(node.children) for node in walk(item.details) if isinstance(node, Paragraph))
        for item in items
    }


@pytest.mark.parametrize(
    ("language", "written", "relation", "name"),
    [
        ("en", FORUM, "In the margins of", FORUM),
        ("en", {"name": FORUM}, "In the margins of", FORUM),
        ("en", {"name": FORUM, "relation": "part-of"}, "Part of", FORUM),
        ("en", {"name": FORUM, "relation": "on-the-occasion-of"}, "On the occasion of", FORUM),
        ("en", {"name": FORUM, "relation": "within-the-framework-of"}, "Within the framework of", FORUM),
        ("en", "in the margins of the Forum", "In the margins of", "the Forum"),
        ("en", "On the sidelines of COP 40", "On the sidelines of", "COP 40"),
        ("en", "On the occasion of the 80th anniversary", "On the occasion of", "the 80th anniversary"),
        ("en", {"name": "Part of the Water Week", "relation": "part-of"}, "Part of", "the Water Week"),
        # What only sounds like it is a name.
        ("en", "Part ofers’ meeting", "In the margins of", "Part ofers’ meeting"),
        ("fr", FRENCH, "En marge de", FRENCH),
        ("fr", {"name": FRENCH, "relation": "part-of"}, "Fait partie de", FRENCH),
        ("fr", {"name": FRENCH, "relation": "on-the-occasion-of"}, "À l’occasion de", FRENCH),
        ("fr", {"name": FRENCH, "relation": "within-the-framework-of"}, "Dans le cadre de", FRENCH),
        ("fr", "en marge du Forum", "En marge du", "Forum"),
        ("fr", "À l'occasion de l’Année des fleuves", "À l’occasion de", "l’Année des fleuves"),
        ("fr", "Dans le cadre d’ONU-Eau", "Dans le cadre d’", "ONU-Eau"),
    ],
)  # fmt: skip
def test_every_paper_and_export_says_the_relation_once(
    language: str, written: str | strategies.Data, relation: str, name: str
) -> None:
    event = parsed_of(EVENT | {"language": language, "parent_event": written})
    for document in ("concept-note", "booklet"):
        assert facts(event, document)[relation] == name, document
    description = str(Calendar.from_ical(calendar(event)).walk("VEVENT")[0]["description"])
    words = shipped()[language].papers
    named = words.named(name)
    phrase = words.led_to(relation, named) if named.sure else f"{relation}{words.colon}{name}"
    assert phrase in description.split("\n")
    assert json.loads(event_json(event))["superEvent"]["name"] == name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_of_each_relation_are_an_opening(language: str) -> None:
    papers = shipped()[language].papers
    for relation in RELATIONS:
        assert papers.written_relation(f"{papers.relations[relation]} X") == (papers.relations[relation], "X")


@given(st.sampled_from(["en", "fr"]), st.text(max_size=60))
def test_no_letter_is_lost(language: str, text: str) -> None:
    own, rest = shipped()[language].papers.written_relation(text)
    assert rest == text if not own else (rest and text.endswith(rest) and len(own) < len(text))
