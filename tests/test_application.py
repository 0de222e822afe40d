"""What a forum's form asks for, filled in from the event; and what the event does not tell."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
import strategies
from exporting import ANY_EVENT, LEAST, SITTINGS, event_of
from hypothesis import given

from conceptnote.diagnostics import DiagnosticError
from conceptnote.export.application import application
from conceptnote.schema.forum import Application, Fact, FormField, Forum
from conceptnote.shipped import shipped
from conceptnote.source.profiles import forum_of
from conceptnote.source.project import find_project

FACTS = typing.get_args(typing.get_args(Fact)[0])
EVERYTHING = Application(
    fields=[FormField(label=f"Field {fact}", fact=fact) for fact in FACTS], source="S", verified=False
)
SHIPPED = sorted(path.stem for path in shipped("forums").glob("*.yaml"))


def form(*fields: FormField) -> Application:
    return Application(fields=list(fields), source="S", verified=False)


@ANY_EVENT
@given(data=strategies.events())
def test_every_fact_can_be_asked_of_every_event_and_nothing_hidden_is_told(data: strategies.Data) -> None:
    event = event_of(strategies.as_yaml(data))
    filled = application(event, EVERYTHING)
    assert strategies.HIDDEN not in filled.text
    assert dict(filled.answers)["Field title"] == event.title
    assert set(filled.missing) == {label for label, said in filled.answers if not said}
    for label, said in filled.answers:
        assert f"{label}:" in filled.text
        assert said in filled.text


def test_a_form_is_filled_in_with_labels_and_values() -> None:
    asked = "title date time venue organiser co-organisers contact languages mode link speakers".split()
    fields = [FormField(label=fact.capitalize(), fact=fact) for fact in asked]
    event = event_of(LEAST + SITTINGS_LIKE)
    assert application(event, form(*fields)).text == FILLED


SITTINGS_LIKE = """
venue: {name: Palais, room: XX, city: Geneva}
mode: hybrid
languages: [en, fr]
interpretation: [ar]
registration: {email: desk@example.org, url: "https://example.org/register"}
parties:
  forum: {name: River Forum, roles: organiser}
  state: {name: Ruritania, roles: [host, co-sponsor]}
people:
  amari: {honorific: Ms, name: Leïla Amari, functions: [{position: Director, organisation: Forum}]}
  okoye: {name: Ngozi Okoye, status: tbc}
  brandt: {name: Jonas Brandt, status: declined}
panel: [{person: amari, role: moderator}, brandt]
agenda: [{item: Talk, who: [okoye, amari, {office: Minister of Water, topic: Wells}]}]
sub_events: [{title: Film, time: 19:00, who: {party: state, role: host}}]
"""
FILLED = """\
Title: Sharing water
Date: Tuesday, 5 March 2030
Time: 9:15–10:45 (Zurich time)
Venue: Palais, XX, Geneva
Organiser: River Forum
Co-organisers: Ruritania
Contact: desk@example.org
Languages: English and French, with interpretation into Arabic
Mode: In person and online
Link: https://example.org/register
Speakers:
Moderator: Ms Leïla Amari, Director, Forum
Ngozi Okoye (TBC)
Minister of Water
"""


def test_days_and_hours_of_several_sittings_stand_in_lines() -> None:
    fields = [FormField(label="When", fact="time"), FormField(label="Mode", fact="mode")]
    assert application(event_of(SITTINGS), form(*fields)).text == (
        "When:\nTuesday, 5\u00a0March 2030, from 9:00 (Zurich time)\n"
        "Wednesday, 6\u00a0March 2030, 10:00–11:00 (New York time)\n"
        "Mode: Online\n"
    )


def test_what_is_missing_is_said_in_the_language_of_the_papers() -> None:
    fields = form(
        FormField(label="Point", fact=None), FormField(label="Lien", fact="link"), FormField(label="T", fact="title")
    )
    filled = application(event_of(LEAST + "language: fr\n"), fields)
    assert list(filled.missing) == ["Point", "Lien"]
    assert filled.text == "Point:\nLien:\nT: Sharing water\n\nIl manque encore\u00a0: Point, Lien.\n"


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_forums_say_what_a_form_asks_and_that_nobody_has_verified_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(LEAST, encoding="utf-8")
    forum = forum_of(find_project(tmp_path / "event.yaml"), name)
    assert isinstance(forum, Forum)
    assert forum.application is not None
    assert not forum.application.verified
    labels = [field.label for field in forum.application.fields]
    assert "Agenda item" in labels
    assert application(event_of(LEAST), forum.application).missing[0] == "Agenda item"


def test_a_wrong_field_of_a_form_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "forums").mkdir()
    profile = "name: N\napplication:\n  fields: [{label: A, fact: tittle}]\n  source: S\n  verified: false\n"
    (tmp_path / "forums" / "mine.yaml").write_text(profile, encoding="utf-8")
    (tmp_path / "event.yaml").write_text(LEAST, encoding="utf-8")
    with pytest.raises(DiagnosticError, match="“tittle” is not a choice here") as wrong:
        forum_of(find_project(tmp_path / "event.yaml"), "mine")
    assert str(wrong.value.diagnostics[0].location) == "forums/mine.yaml:3:29"
