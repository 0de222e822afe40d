"""What travels inside a PDF: enough to make the same papers again, and nothing that is not for the public."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import reading
import strategies
import yaml
from examples import examples
from hypothesis import given

from conceptnote.compose.compose import Composer
from conceptnote.doc.contents import origins
from conceptnote.doc.nodes import Doc
from conceptnote.export.public import public_yaml
from conceptnote.source.load import Source, load_event
from conceptnote.source.templates import SHIPPED_DOCUMENTS, Templates
from conceptnote.theme.theme import load_theme

EXAMPLE = Path(__file__).parents[1] / "data" / "event.yaml"


def loaded(text: str) -> Source:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(text, encoding="utf-8")
        return load_event(file)


def papers(source: Source) -> list[tuple[Any, reading.Reading]]:
    """What the papers of an event say, and their properties."""
    composer = Composer(source.event, Templates(source.project).read, load_theme().style_names)
    docs = [composer.compose(name) for name in SHIPPED_DOCUMENTS]
    return [(doc.metadata, reading.read_doc(doc)) for doc in docs]


@examples(10, fuzz=300, shrink=False)
@given(data=strategies.events())
def test_public_data_make_the_same_papers_and_hold_nothing_hidden(data: strategies.Data) -> None:
    source = loaded(strategies.as_yaml(data))
    text = public_yaml(source.event).decode()
    assert strategies.HIDDEN not in text
    again = loaded(text)
    assert papers(again) == papers(source)
    assert public_yaml(again.event).decode() == text


def test_the_example_travels_without_its_comments() -> None:
    text = public_yaml(load_event(EXAMPLE).event).decode()
    assert "Civil society engagement and a human security approach" in text
    assert "#" not in text
    assert papers(loaded(text)) == papers(load_event(EXAMPLE))


HIDDEN_PEOPLE = """
title: Nobody else
date: 2026-03-04
time: 9:15–10:15
timezone: Europe/Zurich
internal: Only for us
parties:
  quiet: {name: Quiet Foundation, roles: [funder, observer]}
  loud: {name: Loud Foundation, roles: funder, internal: Pays late}
  other: {name: Nobody’s Foundation}
people:
  away: {name: Declined Person, status: declined}
  gone: {name: Replaced Person}
  here: {name: Present Person, internal: On a diet}
  spare: {name: Unused Person}
panel:
  - away
  - {person: gone, status: replaced, replaced_by: here}
  - {any_of: [away, {office: Their Deputy}], role: chair}
agenda:
  - {item: Talk, who: [away, {person: here, internal: Goes first}], internal: Check the microphone}
sections:
  - {heading: Those who pay, show: funder}
  - {heading: Observers, show: observer}
funders:
  - {party: loud, lockup: Funded by, text_only: true}
  - party: quiet
    lockup: With hidden help from
    text_only: true
    suppressed: {approved_by: A. Officer, approved_on: 2026-01-02, reason: Danger}
"""


def test_whoever_is_not_printed_does_not_travel_and_is_not_printed_either() -> None:
    source = loaded(HIDDEN_PEOPLE)
    text = public_yaml(source.event).decode()
    people = "Declined Person, Replaced Person, Unused Person, Nobody’s Foundation, A. Officer"
    words = "Danger, With hidden help, Only for us, Pays late, On a diet, Goes first, microphone"
    for unseen in f"{people}, {words}".split(", "):
        assert unseen not in text
    for seen in ("Present Person", "Their Deputy", "Loud Foundation"):
        assert seen in text
    assert yaml.safe_load(text)["panel"] == [{"person": "here"}, {"office": "Their Deputy", "role": "chair"}]
    assert yaml.safe_load(text)["parties"]["quiet"]["roles"] == ["observer"]
    (note, _) = papers(source)
    paying, _, observing = note[1].body.partition("Observers")
    assert "LoudFoundation" in paying
    assert "QuietFoundation" not in paying
    assert "QuietFoundation" in observing


@examples(8, fuzz=200, shrink=False)
@given(data=strategies.events())
def test_of_what_a_paper_shows_that_paper_can_be_made_again(data: strategies.Data) -> None:
    source = loaded(strategies.as_yaml(data))
    for name, paper in zip(SHIPPED_DOCUMENTS, papers(source), strict=True):
        doc = composed(source, name)
        text = public_yaml(source.event, origins(doc)).decode()
        assert papers(loaded(text))[SHIPPED_DOCUMENTS.index(name)] == paper
        assert strategies.HIDDEN not in text


def composed(source: Source, name: str) -> Doc:
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose(name)


def test_what_travels_with_a_paper_changes_only_where_the_paper_does() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    changes = {
        "fertile ground for violent extremism": {"concept-note"},
        "with strong national networks": {"concept-note"},
        "The government's perspective": {"programme"},
        "Board member": {"concept-note", "programme"},
        "19th Floor": {"concept-note", "programme"},
        "The organisers gratefully": {"concept-note"},
    }
    before = loaded(text)
    for words, papers_changed in changes.items():
        assert words in text
        after = loaded(text.replace(words, f"{words} indeed"))
        changed = {name for name in SHIPPED_DOCUMENTS if shown(before, name) != shown(after, name)}
        assert changed == papers_changed, words


def shown(source: Source, name: str) -> bytes:
    return public_yaml(source.event, origins(composed(source, name)))


REPLACED = """
title: Replaced
date: 2026-03-04
time: 9:15
timezone: Europe/Zurich
people: {a: {name: First Person}}
panel: [a]
agenda: [{item: Talk, who: a}]
sections: [{heading: Agenda, show: agenda}]
"""


def test_a_replacement_that_a_paper_does_not_show_leaves_no_slot_without_anybody() -> None:
    text = REPLACED.replace("panel: [a]", "panel: [{person: a, status: replaced, replaced_by: {office: The Deputy}}]")
    source = loaded(text)
    for name in SHIPPED_DOCUMENTS:
        carried = shown(source, name).decode()
        assert composed(loaded(carried), name).metadata == composed(source, name).metadata
        assert ("The Deputy" in carried) == (name == "programme")
