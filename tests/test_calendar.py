"""The calendar file, read back by the library that wrote it and by another: the same times, zones and texts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import reading
import strategies
from examples import examples
from exporting import ANY_EVENT, LEAST, SITTINGS, event_of, loaded
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.compose.compose import Composer
from conceptnote.compose.prose import set_typography
from conceptnote.diagnostics import DiagnosticError
from conceptnote.export.calendar import calendar
from conceptnote.export.plain import plain
from conceptnote.export.public import public_view
from conceptnote.export.timezones import timezone_rules
from conceptnote.export.wording import Wording
from conceptnote.schema.identity import part_uids, uid_of
from conceptnote.schema.schedule import Programme, all_rows, occasions, schedule, slot_lists
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

ROOT = Path(__file__).parents[1]


@cache
def reader() -> subprocess.Popen[str]:
    """ical.js, which reads a file a line."""
    return subprocess.Popen(
        ["node", ROOT / "tests" / "ical.mjs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module", autouse=True)
def _end_of_reader() -> Iterator[None]:
    yield
    if reader.cache_info().currsize:
        reader().communicate()
        reader.cache_clear()


def by_ical_js(file: bytes) -> dict[str, Any]:
    """What ical.js finds in a file."""
    process = reader()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(file.decode()) + "\n")
    process.stdin.flush()
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def entries(file: bytes) -> list[Any]:
    """The entries as icalendar reads them."""
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def entry(file: bytes, summary: str) -> Any:
    return next(one for one in entries(file) if one["SUMMARY"] == summary)


def test_an_event_becomes_one_entry_with_its_zone() -> None:
    file = calendar(event_of(LEAST))
    (made,) = entries(file)
    assert made["DTSTART"].dt == datetime(2030, 3, 5, 9, 15, tzinfo=ZoneInfo("Europe/Zurich"))
    assert made["DTEND"].dt == datetime(2030, 3, 5, 10, 45, tzinfo=ZoneInfo("Europe/Zurich"))
    assert made["DTSTART"].params["TZID"] == "Europe/Zurich"
    lines = file.decode().split("\r\n")
    assert "METHOD:PUBLISH" in lines
    assert "TZID:Europe/Zurich" in lines
    assert not any(line.startswith("X-WR-CALNAME") for line in lines), "Outlook would make a calendar for one entry"
    assert "VALARM" not in file.decode()


def test_the_same_event_makes_the_same_bytes_whatever_the_clock_says() -> None:
    assert calendar(event_of(LEAST)) == calendar(event_of(LEAST))
    stamp = entries(calendar(event_of(LEAST)))[0]["DTSTAMP"].dt
    assert stamp == datetime(2030, 3, 5, tzinfo=UTC)
    stamp = entries(calendar(event_of(LEAST + "as_of: 2030-02-01\n")))[0]["DTSTAMP"].dt
    assert stamp == datetime(2030, 2, 1, tzinfo=UTC)


@ANY_EVENT
@given(data=strategies.events(), rows=st.booleans())
def test_times_are_those_of_the_schedule_and_two_readers_find_the_same(data: strategies.Data, rows: bool) -> None:
    event = event_of(strategies.as_yaml(data))
    file = calendar(event, rows=rows)
    one, other = entries(file), by_ical_js(file)["entries"]
    assert [str(each["UID"]) for each in one] == [each["uid"][0] for each in other]
    for mine, theirs in zip(one, other, strict=True):
        for name, key in (("DTSTART", "start"), ("DTEND", "end"), ("DTSTAMP", "stamp")):
            if (moment := mine.get(name)) is None:
                assert theirs[key] is None
                continue
            if not isinstance(moment.dt, datetime):
                continue  # A whole day is at no time.
            assert theirs[key]["utc"] == moment.dt.timestamp()
            assert theirs[key]["zone"] == moment.params.get("TZID")
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "URL", "ORGANIZER", "RELATED-TO"):
            assert theirs[name.lower()] == ([str(mine[name])] if name in mine else [])
        assert theirs["sequence"] == [str(event.version)]
        assert theirs["categories"] == [str(word) for word in event.keywords]
    uids = part_uids(event)
    found = {str(each["UID"]): each for each in one}
    assert len(found) == len(one)
    dated = [place for place in occasions(event) if place.day]
    expected = {uids[place.path]: (place.start or place.day, place.end) for place in dated}
    for row in (row for place in dated for row in schedule(place) if rows and row.start):
        expected[uids[row.path]] = (row.start, row.end)
    assert found.keys() == expected.keys()
    for uid, (start, end) in expected.items():
        assert found[uid]["DTSTART"].dt == start
        if end is not None:
            assert found[uid]["DTEND"].dt == end


@ANY_EVENT
@given(data=strategies.events())
def test_nothing_hidden_is_in_it_and_all_lines_are_short(data: strategies.Data) -> None:
    file = calendar(event_of(strategies.as_yaml(data)), rows=True)
    assert strategies.HIDDEN not in file.replace(b"\r\n ", b"").decode()
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"BEGIN:VALARM" not in file


def letters(text: str) -> str:
    """A text without signs and spaces, which typography changes."""
    return "".join(filter(str.isalnum, text))


@ANY_EVENT
@given(data=strategies.events())
def test_people_and_places_are_called_as_in_the_papers(data: strategies.Data) -> None:
    source = loaded(strategies.as_yaml(data))
    composer = Composer(source.event, Templates(source.project).read, load_theme().style_names)
    programme, note = (reading.read_doc(composer.compose(name)) for name in ("programme", "concept-note"))
    wording = Wording(public_view(source.event))

    def printed(text: str, paper: reading.Reading) -> bool:
        return letters(unescape(set_typography(text, wording.words.typography))) in letters(paper.body)

    listed = {slot.person for slot in wording.event.panel}
    for _, slots, where in slot_lists(wording.event):
        for slot in slots:
            # A person whom no list names is described where the agenda names them first.
            described = wording.event.people.keys() - listed
            assert printed(wording.who(slot), programme) or printed(wording.who(slot, described), programme), where
    for slot in wording.event.panel:
        assert not slot.person or printed(wording.functions(wording.event.people[slot.person]), programme)
    assert all(printed(wording.place(one.venue), note) for one in Programme(wording.event).sittings)
    assert printed(wording.languages(), note) or not wording.event.languages
    assert all(printed(part, note) for part in wording.registration(wording.event.registration).split("\n"))
    if not wording.event.sittings:
        assert printed(wording.day(wording.event.date), note)
        assert printed(wording.hours(wording.event.time, wording.event.timezone), note)


ZONES = ("Europe/Zurich", "America/New_York", "Europe/Dublin", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia",
         "Europe/Istanbul", "Africa/Bamako", "Australia/Lord_Howe", "America/Sao_Paulo")  # fmt: skip


@examples(100)
@given(zone=st.sampled_from(ZONES), day=st.dates(date(1996, 1, 1), date(2035, 12, 30)), hour=st.integers(0, 23))
def test_the_rules_in_the_file_are_those_of_the_zone(zone: str, day: date, hour: int) -> None:
    """A reader that knows no zone but what the file says of it comes to the same moments."""
    rules = timezone_rules(zone, day.year, day.year)
    known_only_here = rules.to_tz(lookup_tzid=False)
    there = ZoneInfo(zone)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    local = moment.astimezone(there).replace(tzinfo=None)
    clear = there.utcoffset(local) == there.utcoffset(local.replace(fold=1)) and local.year == day.year
    if clear:
        assert local.replace(tzinfo=known_only_here).astimezone(UTC) == moment


def test_onsets_are_told_by_the_clocks_that_end() -> None:
    """RFC 5545, 3.6.5: DTSTART of an observance counts by TZOFFSETFROM; in Zurich clocks go forward at 2:00."""
    (summer,) = timezone_rules("Europe/Zurich", 2030, 2030).walk("DAYLIGHT")
    assert summer["DTSTART"].dt == datetime(2030, 3, 31, 2)
    winters = timezone_rules("Europe/Zurich", 2030, 2030).walk("STANDARD")
    assert [winter["DTSTART"].dt for winter in winters] == [datetime(2029, 10, 28, 3), datetime(2030, 10, 27, 3)]
    (constant,) = timezone_rules("Africa/Bamako", 2030, 2030).subcomponents
    assert constant["TZOFFSETFROM"].td == constant["TZOFFSETTO"].td == timedelta()


def test_a_time_that_clocks_show_twice_is_told_in_utc() -> None:
    text = LEAST.replace("2030-03-05", "2030-10-27").replace("9:15–10:45", "2:00–4:00")
    file = calendar(event_of(text + "agenda: [{minutes: 70, item: Watch}, {minutes: 10, item: Sleep}]\n"), rows=True)
    sleep = entry(file, "Sleep")
    assert sleep["DTSTART"].dt == datetime(2030, 10, 27, 1, 10, tzinfo=UTC)
    assert "TZID" not in sleep["DTSTART"].params


def test_sittings_and_rows_say_when_and_where() -> None:
    file = calendar(event_of(SITTINGS), rows=True)
    found = {str(one["SUMMARY"]): one for one in entries(file)}
    assert list(found) == ["Rivers: First day", "Opening", "Panel", "Talk", "Debate", "Closing", "Film", "Rivers"]
    ends = {name: f"{one['DTEND'].dt:%H:%M}" for name, one in found.items() if "DTEND" in one}
    # What says no end goes on until the next row, or the end of what it stands in; of the film nothing is known.
    assert ends == {"Rivers: First day": "12:00", "Opening": "09:30", "Panel": "11:00", "Talk": "09:50",
                    "Debate": "11:00", "Closing": "12:00", "Rivers": "11:00"}  # fmt: skip
    assert found["Rivers"]["DTSTART"].params["TZID"] == "America/New_York"
    assert found["Panel"]["LOCATION"] == "Palais, 8 avenue, XXI, Geneva"
    assert found["Talk"]["LOCATION"] == found["Panel"]["LOCATION"]
    assert found["Rivers"]["LOCATION"] == "Online"
    assert found["Opening"]["LOCATION"] == "Palais, 8 avenue, 3rd, XX, Geneva"
    assert found["Opening"]["RELATED-TO"] == found["Rivers: First day"]["UID"]
    assert found["Talk"]["RELATED-TO"] == found["Panel"]["UID"]
    assert {name: str(one["TRANSP"]) for name, one in found.items() if one["TRANSP"] == "OPAQUE"}.keys() == {
        "Rivers: First day", "Rivers",
    }  # fmt: skip
    rows = Programme(event_of(SITTINGS)).rows
    assert [row.path for row in rows if row.start is None or row.occasion.day is None] == [("sittings", 0, "agenda", 3)]
    assert by_ical_js(file)["name"] == "Rivers"


def test_rows_are_in_it_only_where_they_are_asked_for() -> None:
    assert [str(one["SUMMARY"]) for one in entries(calendar(event_of(SITTINGS)))] == [
        "Rivers: First day",
        "Film",
        "Rivers",
    ]


def test_an_entry_says_who_speaks_and_whom_to_write_to() -> None:
    file = calendar(event_of(SITTINGS))
    about = str(entry(file, "Rivers: First day")["DESCRIPTION"])
    assert "Moderator: Ms Leïla Amari, Director, Forum\nNgozi Okoye (TBC)\nDeputy" in about
    assert "Brandt" not in about
    assert "Registration: desk@example.org, https://example.org/a,b;c\nBring a passport." in about
    assert str(entry(file, "Film")["DESCRIPTION"]).endswith("Host: Ruritania")
    (other, *_) = by_ical_js(file)["entries"]
    assert other["organizer"] == ["mailto:desk@example.org"]
    assert other["organiser"] == "The 'River' Forum; Geneva"
    assert other["categories"] == ["water", "peace; war, and \\ more"]
    assert other["url"] == ["https://example.org/a,b;c"]
    assert not any("ORGANIZER" in one for one in entries(calendar(event_of(LEAST)))), "nobody may know an address"


def test_papers_in_french_make_an_entry_in_french() -> None:
    event = event_of(
        LEAST + "language: fr\nstatus: draft\nmode: online\npeople: {a: {name: A, status: tbc}}\npanel: [a]\n"
    )
    (made,) = entries(calendar(event))
    assert made["DESCRIPTION"] == "projet\n\nModalité\u00a0: En ligne\n\nA (à confirmer)"
    assert made["LOCATION"] == "En ligne"
    assert made["STATUS"] == "TENTATIVE"


def test_uids_stay_when_words_and_times_change() -> None:
    before = part_uids(event_of(SITTINGS))
    changed = SITTINGS.replace("title: Rivers\n", "title: Streams\n").replace("2030-03-05", "2031-04-07")
    changed = changed.replace("9:30, item: Panel", "9:45, item: Panel").replace("item: Closing", "item: The end")
    changed = changed.replace(
        "      - {time: 9:00, item: Opening", "      - {time: 8:00, item: Coffee}\n      - {time: 9:00, item: Opening"
    )
    after = part_uids(event_of(changed))
    # All parts but the row that is new are known again, each at the place that it has now.
    assert set(before.values()) < set(after.values())
    assert len(after) == len(before) + 1
    rows = dict(all_rows(event_of(changed)))
    closing = next(path for path, row in rows.items() if row.item == "The end")
    assert after[closing] == before["sittings", 0, "agenda", 2]


def test_uids_are_derived_where_none_is_written_and_each_is_one() -> None:
    event = event_of(LEAST + "agenda: [{item: Coffee}, {item: Talk}, {item: Coffee}]\n")
    uids = part_uids(event)
    assert len(set(uids.values())) == 4
    assert uids[()] == uid_of(event) != uid_of(event_of(LEAST.replace("Sharing", "Saving")))
    assert uid_of(event_of(LEAST + "uid: mine\n")) == "mine"


def test_an_update_has_the_uid_and_a_higher_sequence() -> None:
    first, second = (entries(calendar(event_of(LEAST + f"uid: mine\nversion: {number}\n")))[0] for number in (0, 3))
    assert first["UID"] == second["UID"] == "mine"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 3)


def test_a_cancelled_event_is_cancelled_in_calendars() -> None:
    file = calendar(event_of(LEAST + "uid: mine\nversion: 1\nstatus: cancelled\n"))
    (made,) = by_ical_js(file)["entries"]
    assert by_ical_js(file)["method"] == "CANCEL"
    assert made["status"] == ["CANCELLED"]
    assert made["summary"] == ["Sharing water (cancelled)"]
    # Several entries have several UIDs, for which the method CANCEL is not.
    file = calendar(event_of(SITTINGS.replace("version: 2", "version: 2\nstatus: cancelled")), rows=True)
    assert by_ical_js(file)["method"] == "PUBLISH"
    assert {one["status"][0] for one in by_ical_js(file)["entries"]} == {"CANCELLED"}


def test_an_id_names_one_part_only_and_a_uid_has_no_spaces() -> None:
    text = LEAST + "agenda: [{item: A, id: a, rows: [{item: B, id: a}]}]\n"
    with pytest.raises(DiagnosticError, match="“a” is the id of two parts of the programme"):
        event_of(text)
    with pytest.raises(DiagnosticError, match="cannot be a UID"):
        event_of(LEAST + "uid: two words\n")
    with pytest.raises(DiagnosticError, match="is not a date of an event"):
        event_of(LEAST.replace("2030", "9999"))


PROSE = """Two *rivers* in [three](https://e.org).[^a]
See <https://x.org/ü>\\
and `code`.

- one
- two

  1. in

> quoted

[^a]: Counted."""
PLAIN = """Two rivers in three (https://e.org).[1] See https://x.org/ü
and code.

– one
– two
  1. in

quoted

[1] Counted."""


def test_prose_becomes_plain_text() -> None:
    assert plain(PROSE) == PLAIN
