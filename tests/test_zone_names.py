"""What papers and exports call a time zone: by its city, by the event's own name, by letters or by distance."""

from __future__ import annotations

import pytest
import strategies
from test_effective import lines, parsed_of

from conceptnote.export.public import public_view
from conceptnote.export.wording import Wording
from conceptnote.schema.schedule import Programme
from conceptnote.site.times import moments

EVENT: strategies.Data = {
    "title": "Sharing water",
    "date": "2031-06-10",
    "time": "9:00–12:00",
    "timezone": "Europe/Zurich",
}
CODES: strategies.Data = {"timezone_style": "abbreviation"}
UTC: strategies.Data = {"timezone_style": "offset"}
WINTER: strategies.Data = {"date": "2031-01-15"}
NAMES = {"en": "Geneva time", "fr": "heure de Genève"}
FRENCH = "9 h 00 – 12 h 00"


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [
        ("en", {}, "9:00–12:00 (Zurich time)"),
        ("fr", {}, f"{FRENCH} (heure locale, Zurich)"),
        ("en", {"timezone_name": "Geneva time"}, "9:00–12:00 (Geneva time)"),
        ("fr", {"timezone_name": "heure de Genève"}, f"{FRENCH} (heure de Genève)"),
        # The event's own name comes first.
        ("en", {"timezone_name": "Geneva time"} | CODES, "9:00–12:00 (Geneva time)"),
        ("en", CODES, "9:00–12:00 (CEST)"),
        ("fr", CODES | WINTER, f"{FRENCH} (CET)"),
        ("en", UTC, "9:00–12:00 (UTC+2)"),
        ("en", UTC | WINTER, "9:00–12:00 (UTC+1)"),
        ("en", CODES | {"timezone": "America/Sao_Paulo"}, "9:00–12:00 (UTC−3)"),
        ("en", UTC | {"timezone": "Asia/Kolkata"}, "9:00–12:00 (UTC+5:30)"),
        ("fr", UTC | {"timezone": "Africa/Dakar"}, f"{FRENCH} (UTC)"),
        # Whether it is summer time then, nobody knows.
        ("en", CODES | {"date": "tbc"}, "9:00–12:00 (Zurich time)"),
    ],
)
def test_papers_and_exports_say_whose_time_it_is(language: str, given: strategies.Data, said: str) -> None:
    event = parsed_of(EVENT | {"language": language} | given)
    for document in ("concept-note", "invitation"):
        assert any(line.endswith(said) for line in lines(event, document)), document
    wording = Wording(public_view(event))
    assert wording.hours(Programme(wording.event).sittings[0]).replace("\N{NO-BREAK SPACE}", " ") == said
    assert all(one.there.replace("\N{NO-BREAK SPACE}", " ").endswith(said) for one in moments(event, event.locale))


SITTINGS: strategies.Data = {
    "title": "Sharing water",
    "timezone": "Europe/Zurich",
    "timezone_name": "Geneva time",
    "other_timezones": ["Africa/Nairobi"],
    "sittings": [
        {"date": "2031-06-10", "time": "9:00–12:00", "agenda": [{"time": "9:00–9:30", "item": "Opening"}]},
        {"date": "2031-06-11", "time": "9:00–12:00", "timezone": "America/New_York"},
    ],
}


@pytest.mark.parametrize(
    ("given", "others"),
    [
        ({}, ("10:00–13:00 (Nairobi time)", "9:00–12:00 (New York time)")),
        (CODES, ("10:00–13:00 (EAT)", "9:00–12:00 (EDT)")),
        (UTC, ("10:00–13:00 (UTC+3)", "9:00–12:00 (UTC−4)")),
    ],
)
def test_the_name_is_that_of_the_zone_of_the_event_alone(given: strategies.Data, others: tuple[str, str]) -> None:
    text = "\n".join(lines(parsed_of(SITTINGS | given), "programme"))
    assert "9:00–12:00 (Geneva time)" in text
    assert "15:00–18:00 (Geneva time)" in text
    assert all(one in text for one in others)
    # The head of the column does not say “time” twice.
    assert "Geneva time" in text.split("\n")
