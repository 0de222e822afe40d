"""What is not settled in a programme, and what is said of a part alone: in papers, exports, status and checks."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import strategies
from icalendar import Calendar
from icalendar import Event as Entry
from test_effective import lines, parsed_of

from conceptnote.build.readiness import pending, undated
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.check.event.context import Context
from conceptnote.check.event.inspect import inspect
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.export.calendar import calendar
from conceptnote.export.jsonld import event_json
from conceptnote.export.programme_csv import programme_csv
from conceptnote.export.public import public_event, public_view
from conceptnote.export.status import status_of
from conceptnote.export.wording import Wording
from conceptnote.schema.jsonschema import event_json_schema
from conceptnote.schema.naming import named
from conceptnote.schema.schedule import Programme
from conceptnote.source.load import load_event
from conceptnote.source.templates import shipped_documents

TODAY = date(2031, 6, 1)
WHOLE: strategies.Data = {
    "title": "Sharing water",
    "timezone": "Europe/Zurich",
    "parties": {
        "fund": {"name": "Water Fund", "roles": "co-sponsor"},
        "forum": {"name": "River Forum", "roles": "organiser"},
    },
}
ONE_DAY = WHOLE | {"date": "2031-06-10", "time": "9:00–12:00"}


def finals(data: strategies.Data, folder: Path) -> list[tuple[str, str]]:
    """What keeps the papers from being final: where, and what is said."""
    source = load_event(strategies.write_project(folder, data, {}))
    found = list(pending(source, final=True))
    assert all(one.hint and one.location and one.location.line > 1 for one in found)
    return [(".".join(map(str, one.path or ())), one.message) for one in found]


def entries(data: strategies.Data) -> dict[str, Entry]:
    """The entries of the calendar, by what they are called."""
    made = Calendar.from_ical(calendar(parsed_of(data), rows=True))
    return {str(one["summary"]): one for one in made.walk("VEVENT")}


def things(data: strategies.Data) -> dict[str, Any]:
    """The event and its parts as linked data, by their names."""
    found: dict[str, Any] = {}
    open_ = [json.loads(event_json(parsed_of(data)))]
    while open_:
        one = open_.pop()
        found[one["name"]] = one
        open_ += one.get("subEvent", [])
    return found


def table(data: strategies.Data) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(programme_csv(parsed_of(data)).decode("utf-8-sig"))))


def still_open(data: strategies.Data) -> list[tuple[str, str]]:
    return [(one.what, one.where) for one in status_of(parsed_of(data), TODAY).open]


def codes(data: strategies.Data, today: date = date(2030, 1, 1)) -> set[str]:
    """The checks that find something."""
    with TemporaryDirectory() as folder:
        source = load_event(strategies.write_project(Path(folder), data, {}))
    return {one.code.code for one in inspect(Context(source.event, today), source.source_map).diagnostics}


def refused(data: strategies.Data, folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with an event that is not valid."""
    with pytest.raises(DiagnosticError) as caught:
        load_event(strategies.write_project(folder, data, {}))
    return tuple(caught.value.diagnostics)


# Whether a part takes place

UNCERTAIN = ONE_DAY | {
    "agenda": [
        {"time": "9:00–10:00", "item": "Opening", "status": "tbc", "access": "open"},
        {
            "time": "9:30–10:30",
            "item": "Debate",
            "status": "cancelled",
            "rows": [{"item": "Talk", "time": "9:30–10:00", "status": "tbc"}],
        },
    ],
    "sub_events": [{"title": "Film", "time": "19:00–21:00", "status": "tbc", "agenda": [{"item": "Screening"}]}],
}


def test_the_status_of_a_part_is_printed_beside_it() -> None:
    said = lines(parsed_of(UNCERTAIN), "programme")
    assert {"Opening (TBC) (open to all)", "Debate (cancelled)", "Talk (TBC)", "# Film (TBC)"} <= set(said)
    assert "Screening" in said
    assert {"Opening (TBC) (open to all)", "# Film (TBC)"} <= set(
        lines(parsed_of(UNCERTAIN), "run-of-show", internal=True)
    )
    french = lines(parsed_of(UNCERTAIN | {"language": "fr"}), "programme")
    assert {"# Film (à confirmer)", "Debate (annulé)"} <= set(french)


def test_a_sitting_says_its_status_beside_its_title_and_on_the_invitation() -> None:
    days = [{"title": "First", "date": "2031-06-10", "time": "9:00–12:00", "status": "cancelled"},
            {"date": "2031-06-11", "time": "9:00–12:00", "status": "tbc"}]  # fmt: skip
    data = WHOLE | {"sittings": days}
    said = lines(parsed_of(data), "programme")
    assert "# Tuesday, 10 June 2031: First (cancelled)" in said
    assert "# Wednesday, 11 June 2031 (TBC)" in said
    (when,) = [one for one in lines(parsed_of(data), "invitation") if "10 June" in one]
    assert when.count("(cancelled)") == when.count("(TBC)") == 1


def test_a_part_is_no_more_settled_than_what_it_stands_in() -> None:
    def found(**more: Any) -> list[str]:
        return [one.status for one in Programme(parsed_of(UNCERTAIN | more)).entries.values()]

    assert found() == ["final", "tbc", "cancelled", "cancelled", "tbc", "tbc"]
    assert found(status="draft") == ["draft", "tbc", "cancelled", "cancelled", "tbc", "tbc"]
    assert set(found(status="cancelled")) == {"cancelled"}


def test_exports_say_the_status_of_a_part() -> None:
    status = {name: str(one["status"]) for name, one in entries(UNCERTAIN).items()}
    assert status == {
        "Sharing water": "CONFIRMED",
        "Opening (TBC)": "TENTATIVE",
        "Debate (cancelled)": "CANCELLED",
        "Talk (cancelled)": "CANCELLED",
        "Film (TBC)": "TENTATIVE",
    }
    linked = things(UNCERTAIN)
    assert linked["Debate"]["eventStatus"].endswith("/EventCancelled")
    assert "eventStatus" not in linked["Film"]
    assert [row["status"] for row in table(UNCERTAIN)] == ["tbc", "cancelled", "cancelled", "tbc"]


def test_what_is_to_be_confirmed_is_listed_and_keeps_papers_from_being_final(tmp_path: Path) -> None:
    assert finals(UNCERTAIN, tmp_path) == [
        (f"{path}.status", f"“{title}” is still to be confirmed")
        for path, title in (("agenda.0", "Opening"), ("agenda.1.rows.0", "Talk"), ("sub_events.0", "Film"))
    ]
    assert still_open(UNCERTAIN) == [("whether it takes place", one) for one in ("Opening", "Talk", "Film")]


def test_checks_count_no_cancelled_row_and_tell_of_open_ones_when_the_event_is_near() -> None:
    assert not {"CN121", "CN163"} & codes(UNCERTAIN)
    assert "CN163" in codes(UNCERTAIN, TODAY)
    certain = [{key: value for key, value in row.items() if key != "status"} for row in UNCERTAIN["agenda"]]
    assert "CN121" in codes(UNCERTAIN | {"agenda": certain})


# How to register for a part alone

APART = WHOLE | {
    "registration": {"email": "desk@example.org", "deadline": "2031-06-01"},
    "mode": "hybrid",
    "sittings": [
        {"title": "First", "date": "2031-06-10", "time": "9:00–12:00"},
        {"title": "Second", "date": "2031-06-11", "time": "9:00–12:00", "registration": "Bring a badge."},
    ],
    "sub_events": [
        {
            "title": "Film",
            "date": "2031-06-10",
            "time": "19:00–21:00",
            "registration": {"url": "https://example.org/film", "email": "film@example.org", "deadline": "2031-06-09"},
        }
    ],
}


def test_a_part_says_how_to_register_for_it_alone() -> None:
    said = lines(parsed_of(APART), "programme")
    (film,) = [one for one in said if "film@example.org" in one]
    assert "Registration: by Monday, 9 June 2031, film@example.org, https://example.org/film" in film
    assert [one.endswith("Registration: Bring a badge.") for one in said if "9:00–12:00" in one] == [False, True]
    (invited,) = [one for one in lines(parsed_of(APART), "invitation") if "desk@" in one]
    assert invited.endswith("Second: Bring a badge.")


def test_calendars_lead_to_the_registration_of_the_part() -> None:
    film, first = (entries(APART)[name] for name in ("Film", "Sharing water: First"))
    assert (film["url"], film["organizer"]) == ("https://example.org/film", "mailto:film@example.org")
    assert "url" not in first
    assert first["organizer"] == "mailto:desk@example.org"
    linked = things(APART)["Film"]
    assert linked["url"] == linked["location"][0]["url"] == "https://example.org/film"


def test_registration_for_a_part_closes_before_it() -> None:
    assert "CN111" not in codes(APART)
    late = APART["sub_events"][0] | {"registration": {"deadline": "2031-06-11"}}
    assert "CN111" in codes(APART | {"sub_events": [late]})


# Who holds a part

HELD = WHOLE | {
    "date": "2031-06-10",
    "time": "9:00–14:00",
    "parties": WHOLE["parties"] | {"mission": {"name": "Mission of Ruritania"}},
    "people": {"okoye": {"name": "Ada Okoye"}},
    "agenda": [
        {"time": "9:00–12:00", "item": "Panel", "rows": [{"item": "Case", "host": "mission"}]},
        {"time": "12:00–14:00", "item": "Lunch", "host": ["fund", "forum"], "who": "okoye"},
    ],
    "sub_events": [{"title": "Film", "time": "19:00–21:00", "host": "mission"}],
}


def test_papers_say_who_holds_a_row_or_an_event_within_the_event() -> None:
    for document in ("programme", "run-of-show"):
        said = lines(parsed_of(HELD), document, internal=document == "run-of-show")
        assert said[said.index("Lunch") + 1] == "Hosted by the Water Fund and the River Forum"
        assert said[said.index("Case") + 1] == "Hosted by the Mission of Ruritania"
        assert any("19:00–21:00" in one and one.endswith("Hosted by the Mission of Ruritania") for one in said)
    assert "À l’invitation de la Mission of Ruritania" in lines(parsed_of(HELD | {"language": "fr"}), "programme")
    brief = lines(parsed_of(HELD), "speaker-brief", internal=True)
    assert "Water Fund and River Forum" in brief


def test_exports_say_who_holds_a_part() -> None:
    film, lunch = (str(entries(HELD)[name]["description"]) for name in ("Film", "Lunch"))
    assert "Host: Mission of Ruritania" in film
    assert "Hosted by the Water Fund and the River Forum" in lunch
    assert [one["name"] for one in things(HELD)["Lunch"]["organizer"]] == ["Water Fund", "River Forum"]
    assert [one["name"] for one in things(HELD)["Film"]["organizer"]] == ["Mission of Ruritania"]
    assert [row["hosts"] for row in table(HELD)] == ["", "Mission of Ruritania", "Water Fund\nRiver Forum"]


def test_a_party_that_holds_a_part_is_named() -> None:
    parsed = parsed_of(HELD)
    assert ("parties", "mission") in named(parsed)
    assert set(public_event(parsed)["parties"]) == {"fund", "forum", "mission"}
    unheld = HELD | {"agenda": [{"item": "Panel"}], "sub_events": []}
    assert set(public_event(parsed_of(unheld))["parties"]) == {"fund", "forum"}


# By whose invitation

INVITED = HELD | {
    "access": "open",
    "agenda": [
        {"time": "9:00–12:00", "item": "Panel", "access": "by-invitation"},
        {
            "time": "12:00–14:00",
            "item": "Lunch",
            "access": {"to": "by-invitation", "of": ["fund", "mission"]},
            "who": "okoye",
        },
    ],
    "sub_events": [{"title": "Film", "time": "19:00–21:00", "access": {"to": "by-invitation", "of": "fund"}}],
}


def test_papers_say_by_whose_invitation_one_comes() -> None:
    said = lines(parsed_of(INVITED), "programme")
    assert {"Panel (by invitation)", "Lunch (by invitation of the Water Fund and the Mission of Ruritania)"} <= set(
        said
    )
    assert any(one.endswith("(by invitation of the Water Fund)") for one in said)
    assert "Lunch (sur invitation de Water Fund et de la Mission of Ruritania)" in lines(
        parsed_of(INVITED | {"language": "fr"}), "programme"
    )
    brief = lines(parsed_of(INVITED), "speaker-brief", internal=True)
    assert any(one.endswith("(by invitation of the Water Fund and the Mission of Ruritania)") for one in brief)


def test_exports_say_by_whose_invitation_one_comes() -> None:
    made = entries(INVITED)
    assert "Access: by invitation of the Water Fund" in str(made["Film"]["description"])
    assert "By invitation of the Water Fund and the Mission of Ruritania" in str(made["Lunch"]["description"])
    assert [(row["access"], row["access_of"]) for row in table(INVITED)] == [
        ("by-invitation", ""),
        ("by-invitation", "Water Fund\nMission of Ruritania"),
    ]


def test_nobody_invites_to_what_is_open(tmp_path: Path) -> None:
    (problem,) = refused(INVITED | {"access": {"to": "open", "of": "fund"}}, tmp_path)
    assert problem.message == "“of” says who invites, but this is open"
    (problem,) = refused(INVITED | {"access": "invite"}, tmp_path)
    assert problem.message == "“invite” is not a choice here"


def test_editors_offer_the_short_form_of_access() -> None:
    short, _ = event_json_schema()["$defs"]["Access"]["anyOf"]
    assert short == {"type": "string", "enum": ["open", "by-invitation", "closed"]}


# A weekday without a year

OLD = ONE_DAY | {"date": {"day": "2031-06-10", "year": "inferred", "weekday": "tuesday"}}


@pytest.mark.parametrize(("language", "said"), [("en", "Tuesday, 10 June"), ("fr", "Mardi 10 juin")])
def test_a_weekday_is_printed_without_an_inferred_year(language: str, said: str) -> None:
    parsed = parsed_of(OLD | {"language": language})
    (first, *_) = [one for one in lines(parsed, "programme") if "10 " in one]
    assert first.startswith(f"{said}, ")
    assert Wording(parsed).day(parsed.date).casefold() == said.replace("10 ", "10\u00a0").casefold()
    assert "2031" not in " ".join(lines(parsed, "invitation"))


def test_a_weekday_must_be_that_of_the_day(tmp_path: Path) -> None:
    (problem,) = refused(ONE_DAY | {"date": OLD["date"] | {"weekday": "friday"}}, tmp_path)
    assert (problem.message, problem.hint) == ("2031-06-10 is a Tuesday", "in 2033 the day is a Friday")
    (problem,) = refused(ONE_DAY | {"date": {"day": "2031-06-10", "weekday": "friday"}}, tmp_path)
    assert problem.hint == "check the day and the weekday"


# Days and hours that are not known yet

UNKNOWN = WHOLE | {
    "people": {"okoye": {"name": "Ada Okoye"}},
    "sittings": [
        {"title": "Third", "date": "tbc", "time": "9:00–12:00", "agenda": [{"minutes": "30", "item": "Start"}]},
        {"title": "Second", "date": "2031-06", "agenda": [{"time": "9:15–9:45", "item": "Words", "who": "okoye"}]},
        {"title": "First", "date": "2031-06-10", "time": "tbc", "agenda": [{"time": "9:00–9:30", "item": "Opening"}]},
    ],
    "sub_events": [
        {"title": "Film", "date": "2031-06-30", "time": "19:00–21:00"},
        {
            "title": "Visit",
            "date": "2031-06",
            "time": "9:00–",
            "agenda": [{"time": "9:00–", "item": "Bus", "who": "okoye"}],
        },
    ],
}
MISSING = ("Visit", "Second", "Third")
"""What has no day, in its order."""


def test_papers_say_what_is_to_be_confirmed_of_days_and_hours() -> None:
    said = lines(parsed_of(UNKNOWN), "programme")
    agenda = said[said.index("# Agenda") + 1 :]
    assert [one for one in agenda if one.startswith("# ")] == [
        "# Tuesday, 10 June 2031: First",
        "# Monday, 30 June 2031: Film",
        "# June 2031, day to be confirmed: Visit",
        "# June 2031, day to be confirmed: Second",
        "# Date to be confirmed: Third",
    ]
    assert sum(one.startswith("Time to be confirmed") for one in agenda) == 2
    assert {"9:00–9:30", "9:15–9:45"} <= set(said)


@pytest.mark.parametrize(
    ("language", "date_", "time_", "said"),
    [
        ("en", "2031-06", "9:00–12:00", "June 2031, day to be confirmed, 9:00–12:00 (Zurich time)"),
        ("fr", "2031-06", "tbc", "Juin 2031, jour à confirmer, horaire à confirmer"),
        ("en", "tbc", "tbc", "Date to be confirmed, time to be confirmed"),
        ("en", "2031-06-10", None, "Tuesday, 10 June 2031, time to be confirmed"),
    ],
)
def test_the_first_lines_say_it(language: str, date_: str, time_: str | None, said: str) -> None:
    hours = {"time": time_} if time_ else {}
    parsed = parsed_of(WHOLE | {"language": language, "date": date_} | hours)
    for document in ("programme", "invitation"):
        assert any(said in one for one in lines(parsed, document))


def test_lines_and_headings_begin_with_a_capital_in_every_paper() -> None:
    parts = {
        "sittings": [{"date": "tbc"}, {"date": "2031-06-10"}],
        "sub_events": [{"title": "Film", "date": "2031-06"}],
    }
    whole = WHOLE | parts | {"access": "by-invitation", "registration": {"deadline": "2031-06-02"}, "language": "fr"}
    parsed = parsed_of(whole | {"people": {"okoye": {"name": "Ada Okoye", "status": "tbc"}}, "panel": ["okoye"]})
    small = {"date", "horaire", "mardi", "juin", "juillet", "lundi", "sur", "à", "avant", "jusqu’au"}
    for document in sorted(set(shipped_documents()) - {"overview"}):
        said = lines(parsed, document, internal=True)
        assert [one for one in said if one.removeprefix("# ").split(" ")[0].rstrip(",") in small] == [], document
    assert "# Mardi 10 juin 2031" in lines(parsed, "programme")


def test_an_event_of_which_no_day_is_known_has_no_calendar_file(tmp_path: Path) -> None:
    event = strategies.write_project(tmp_path, WHOLE | {"date": "tbc"}, {})
    known = Request(event, tmp_path / "out", ("ics", "json"), values=["date=2031-06-10"])
    assert [one.path.name for one in build(known).outputs] == ["event.ics", "event.json"]
    for formats in (("ics",), ("ics", "json")):
        done = build(Request(event, tmp_path / "out", formats))
        assert [one.path.name for one in done.outputs] == [f"event.{form}" for form in formats[1:]]
        (said,) = done.warnings
        assert (said.message, said.path) == (
            "no day of “Sharing water” is known, so there is no calendar file",
            ("date",),
        )
        assert "date: 2031-06-10" in str(said.hint)
        assert not (tmp_path / "out" / "event.ics").exists()


def test_calendars_have_the_whole_day_or_no_entry(tmp_path: Path) -> None:
    made = entries(UNKNOWN)
    assert set(made) == {"Sharing water: First", "Opening", "Film"}
    first = made["Sharing water: First"]
    assert (first["dtstart"].dt, "dtend" in first) == (date(2031, 6, 10), False)
    source = load_event(strategies.write_project(tmp_path, UNKNOWN, {}))
    told = [one.message for one in undated(source)]
    assert told == [f"the day of “{title}” is not known, so the calendar has no entry for it" for title in MISSING]
    linked = things(UNKNOWN)
    assert (linked["First"]["startDate"], linked["Opening"]["startDate"][:16]) == ("2031-06-10", "2031-06-10T09:00")
    assert not {"startDate", "endDate"} & {*linked["Second"], *linked["Words"], *linked["Third"]}
    rows = {row["item"]: (row["date"], row["start"]) for row in table(UNKNOWN)}
    assert rows["Words"] == ("", "09:15")
    assert rows["Opening"] == ("2031-06-10", "09:00")


def test_unknown_times_are_listed_and_keep_papers_from_being_final(tmp_path: Path) -> None:
    assert sorted(finals(UNKNOWN, tmp_path)) == [
        ("sittings.0.date", "the day of “Third” is still to be confirmed"),
        ("sittings.1.date", "the day of “Second” is still to be confirmed"),
        ("sittings.1.time", "the hours of “Second” are still to be confirmed"),
        ("sittings.2.time", "the hours of “First” are still to be confirmed"),
        ("sub_events.1.date", "the day of “Visit” is still to be confirmed"),
    ]
    assert ("the day", "Third") in still_open(UNKNOWN)
    assert ("the hours", "First") in still_open(UNKNOWN)
    found = status_of(parsed_of(ONE_DAY | {"date": "2031-06"}), TODAY)
    assert (found.day, found.days_left) == (None, None)
    assert found.to_json()["day"] is None


def test_checks_say_nothing_about_what_nobody_knows() -> None:
    text = "The event will be held on Friday, 12 June 2031 from 9.00 to 11.30 a.m."
    said = UNKNOWN | {"sections": [{"heading": "When", "text": text}], "forum": "un-new-york-lunch"}
    assert not {code for code in codes(said, TODAY) if code in ("CN101", "CN102", "CN106", "CN122", "CN123", "CN171")}


def test_a_date_is_known_in_one_way(tmp_path: Path) -> None:
    (problem,) = refused(ONE_DAY | {"date": {"day": "2031-06-10", "month": "2031-06"}}, tmp_path)
    assert problem.hint == "write the day, 2031-06-10; the month alone, 2031-06; or tbc"
    (problem,) = refused(ONE_DAY | {"date": {"month": "2031-06", "year": "inferred"}}, tmp_path)
    assert problem.message == "the date has a year or weekday, but no day"


def test_public_data_keep_what_is_not_known() -> None:
    for one in (UNKNOWN, ONE_DAY | {"date": "tbc", "time": "tbc"}):
        parsed = parsed_of(one)
        again = public_view(parsed)
        assert [(each.date, each.time) for each in Programme(again).occasions] == [
            (each.date, each.time) for each in Programme(parsed).occasions
        ]
