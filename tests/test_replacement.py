"""A replacement is written once, in the person's record, and followed wherever that person has a place."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from exporting import LEAST, event_of, loaded
from test_effective import lines, under

from conceptnote.build.lint import lint
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.export.application import application
from conceptnote.export.calendar import calendar
from conceptnote.export.jsonld import event_json
from conceptnote.export.programme_csv import programme_csv
from conceptnote.export.public import public_event, public_yaml
from conceptnote.export.status import status_of
from conceptnote.schema.forum import Application, FormField
from conceptnote.schema.people import Slot

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
TODAY = date(2030, 2, 23)
EVENT = (
    LEAST
    + """\
uid: water-2030@example.org
people:
  okoye: {name: Ngozi Okoye, honorific: Ms, functions: Minister of Water, status: replaced, replaced_by: diallo}
  diallo: {name: Issa Diallo, functions: Director of Water}
  amari: {name: Leïla Amari, functions: Hydrologist}
panel:
  - {person: okoye, role: chair, topic: Dams}
  - amari
agenda:
  - time: 9:15–10:00
    item: Rivers
    who: {person: okoye, minutes: 20, talking_points: Thank the host.}
    rows: [{item: The Niger, who: {any_of: [okoye, {office: Head of the basin}]}}]
  - {time: 10:00–10:45, item: Lakes, who: {person: amari, delivered_by: okoye}}
sub_events:
  - {title: Film, time: 19:00–20:00, who: {person: okoye, role: host}}
"""
)
GONE, HERE = "Okoye", "Issa Diallo"


def test_every_public_paper_names_who_comes_and_not_who_was_to_come() -> None:
    parsed = event_of(EVENT)
    for document in ("programme", "booklet", "invitation", "name-plates", "badges", "biographies", "attendance-sheet"):
        said = "\n".join(lines(parsed, document))
        assert GONE not in said, document
        assert HERE in said or document == "biographies"
    programme = lines(parsed, "programme")
    assert "Chair: Issa Diallo, Dams" in programme
    assert "Issa Diallo (20 min)" in programme
    assert "Issa Diallo or Head of the basin" in programme
    assert "Leïla Amari, delivered by Issa Diallo" in programme
    assert any("Host: Issa Diallo" in line for line in under(programme, "Film"))
    assert "Director of Water" in programme
    # One plate, badge and line, though he has a place of his own beside those that he takes over.
    assert [line for line in lines(parsed, "badges") if line == HERE] == [HERE]


def test_exports_follow_it_too() -> None:
    parsed = event_of(EVENT)
    fields = [FormField(label="Speakers", fact="speakers")]
    form = Application(source="https://example.org", verified=False, fields=fields)
    for said in (
        calendar(parsed, rows=True).decode().replace("\r\n ", ""),
        programme_csv(parsed).decode(),
        event_json(parsed).decode(),
        application(parsed, form).text,
    ):
        assert HERE in said
        assert GONE not in said


def test_internal_papers_say_whom_somebody_replaces() -> None:
    parsed = event_of(EVENT)
    brief = lines(parsed, "speaker-brief", internal=True)
    assert "# Issa Diallo" in brief
    rivers = under(brief, "Rivers")
    assert "Speaker, in place of Ms Ngozi Okoye" in rivers
    assert "Thank the host." in rivers
    run_of_show = lines(parsed, "run-of-show", internal=True)
    assert "Issa Diallo, in place of Ms Ngozi Okoye (20 min)" in run_of_show
    assert "in place of" not in "\n".join(lines(parsed, "programme"))


def test_the_status_says_who_replaces_whom(tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(EVENT, encoding="utf-8")
    (gone,) = [one for one in status_of(event_of(EVENT), TODAY).people if one.status == "replaced"]
    assert (gone.who, gone.replaced_by) == ("Ms Ngozi Okoye", [HERE])
    assert gone.where == ["panel", "Film", "Rivers", "The Niger", "Lakes"]
    done = subprocess.run([COMMAND, "status", "event.yaml"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "replaced   Ms Ngozi Okoye     panel; Film; Rivers; The Niger; Lakes (by Issa Diallo)" in done.stdout


def test_what_travels_with_the_papers_knows_only_who_comes() -> None:
    source = loaded(EVENT)
    text = public_yaml(source.event).decode()
    assert GONE not in text
    again = loaded(text)
    assert public_yaml(again.event).decode() == text
    assert lines(again.event, "programme") == lines(source.event, "programme")
    # As somebody to ask she is still there, and it is nobody's business that she does not speak.
    asked = event_of(EVENT + "contacts: [{person: okoye, email: desk@example.org}]\n")
    assert public_event(asked)["people"]["okoye"].keys() & {"status", "replaced_by"} == set()
    assert "desk@example.org" in lines(loaded(public_yaml(asked).decode()).event, "programme")


def told(folder: Path, text: str) -> list[Diagnostic]:
    (folder / "event.yaml").write_text(text, encoding="utf-8")
    return list(lint(folder / "event.yaml", TODAY).diagnostics)


def test_no_check_asks_to_bring_somebody_back_who_is_replaced(tmp_path: Path) -> None:
    assert [one.message for one in told(tmp_path, EVENT) if GONE in one.message] == []
    # Nor where the places were given to the other already, and only the record is left.
    by_hand = EVENT.replace("person: okoye", "person: diallo").replace("[okoye,", "[diallo,").replace(
        "delivered_by: okoye", "delivered_by: diallo"
    )  # fmt: skip
    assert [one.message for one in told(tmp_path, by_hand) if GONE in one.message] == []
    # Whoever comes instead is booked in her place.
    busy = EVENT.replace(
        "sub_events:\n", "sub_events:\n  - {title: Fair, time: 9:00–9:45, venue: {name: A, room: B}, who: diallo}\n"
    )
    assert any(one.code.code == "CN122" and HERE in one.message for one in told(tmp_path, busy))


def slots(text: str) -> list[Slot]:
    return event_of(text).panel


def test_replacements_follow_each_other_and_a_place_can_have_its_own() -> None:
    chain = EVENT.replace(
        "{name: Issa Diallo,", "{name: Issa Diallo, status: replaced, replaced_by: keita,"
    ).replace("  amari:", "  keita: {name: Awa Keita}\n  amari:")  # fmt: skip
    assert "Chair: Awa Keita, Dams" in lines(event_of(chain), "programme")
    assert {one.who: one.replaced_by for one in status_of(event_of(chain), TODAY).people if one.replaced_by} == {
        "Ms Ngozi Okoye": [HERE], HERE: ["Awa Keita"],
    }  # fmt: skip
    own = EVENT.replace("{person: okoye, role: chair, topic: Dams}", "{person: okoye, status: confirmed}")
    assert [(one.person, one.status) for one in slots(own)] == [("okoye", "confirmed"), ("amari", None)]
    assert "Ms Ngozi Okoye" in lines(event_of(own), "programme")
    assert event_of(public_yaml(event_of(own)).decode())
    declined = EVENT.replace("{name: Issa Diallo,", "{name: Issa Diallo, status: declined,")
    assert "Okoye" not in "\n".join(lines(event_of(declined), "programme"))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("status: replaced, replaced_by: okoye", "the replacements form a circle: okoye → okoye"),
        ("status: replaced", "“status: replaced” and “replaced_by” go together"),
        ("replaced_by: diallo", "“status: replaced” and “replaced_by” go together"),
        ("status: replaced, replaced_by: nobody", "no person has the id “nobody”"),
    ],
)
def test_a_replacement_that_leads_nowhere_is_an_error_at_its_place(record: str, words: str) -> None:
    with pytest.raises(DiagnosticError) as caught:
        loaded(EVENT.replace("status: replaced, replaced_by: diallo", record))
    (found,) = caught.value.diagnostics
    assert words in found.message
    assert found.location is not None
    assert found.location.line in (6, 7)
    assert found.hint


def test_a_round_and_an_endless_row_of_replacements_are_errors() -> None:
    people = "".join(f"  p{n}: {{name: P{n}, status: replaced, replaced_by: p{n + 1}}}\n" for n in range(3000))
    with pytest.raises(DiagnosticError, match="in a row"):
        loaded(EVENT.replace("  amari:", people + "  p3000: {name: P}\n  amari:"))
    short = "  p0: {name: P0, status: replaced, replaced_by: p1}\n  p1: {name: P1, status: replaced, replaced_by: p0}\n"
    with pytest.raises(DiagnosticError, match="p0 → p1 → p0"):
        loaded(EVENT.replace("  amari:", short + "  amari:"))


def test_json_names_both(tmp_path: Path) -> None:
    read = json.loads(json.dumps(status_of(event_of(EVENT), TODAY).to_json()))
    assert [one["replaced_by"] for one in read["people"] if one["status"] == "replaced"] == [[HERE]]
