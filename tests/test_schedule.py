"""Times, tracks and protocol: what papers print agrees with the clocks of the world and with the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
import strategies
from examples import examples
from hypothesis import assume, event, given
from hypothesis import strategies as st
from test_shapes import EVENTS, is_name, values, who_comes

from conceptnote.compose.compose import Asked, Composer
from conceptnote.datapath import DataPath
from conceptnote.doc.nodes import Doc, Paragraph, Table, Text, plain_text, walk
from conceptnote.languages.known import shipped
from conceptnote.schema.event import Event
from conceptnote.schema.people import Rank
from conceptnote.schema.schedule import all_rows, occasions, schedule, slot_lists
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

TEMPLATES = Templates(find_project(EVENTS["one-hour"]))
"""One for all, as each keeps what it has compiled."""

LAYOUTS = ("table", "list", "grid", None)
Draw = strategies.Draw
quick = examples(30, fuzz=600, shrink=False)


def composed(data: strategies.Data, layout: str | None = None, most: int = 3) -> tuple[Event, Doc]:
    """The programme of an event in a layout of its agenda."""
    with TemporaryDirectory() as folder:
        parsed = load_event(strategies.write_project(Path(folder), data, {})).event
    composer = Composer(parsed, TEMPLATES.read, load_theme().style_names)
    return parsed, composer.compose("programme", Asked(layout, most))


# Any agenda

CLOCKS = st.builds("{}:{:02}".format, st.integers(8, 19), st.sampled_from([0, 15, 30]))


@st.composite
def hours(draw: Draw) -> strategies.Data:
    """As much of its time as a row may have."""
    start, minutes = draw(CLOCKS), draw(st.sampled_from([15, 45, 90, 150]))
    begin = datetime.combine(date(2031, 1, 1), time(*map(int, start.split(":"))))
    end = f"{begin + timedelta(minutes=minutes):%H:%M}"
    forms: list[strategies.Data] = [
        {"time": f"{start}–{end}"}, {"time": f"{start}–{end}"}, {"time": start}, {"time": f"{start}–"},
        {"time": start, "minutes": str(minutes)}, {"minutes": str(minutes)}, {},
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


def slots(people: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Those who come, those who do not, and those who come for others."""
    person = st.sampled_from(people)
    named = st.fixed_dictionaries({"person": person}, optional={"role": strategies.role, "delivered_by": person})
    replaced = st.fixed_dictionaries({"person": person, "status": st.just("replaced"), "replaced_by": named})
    declined = st.fixed_dictionaries({"person": person, "status": st.just("declined")})
    either = st.fixed_dictionaries({"any_of": st.lists(named, min_size=2, max_size=2)})
    return st.one_of(person, named, replaced, declined, either, st.builds(lambda: {"office": "An office"}))


@st.composite
def rows(draw: Draw, tracks: tuple[str, ...], people: tuple[str, ...], depth: int = 0) -> list[strategies.Data]:
    """The rows of an agenda, in no order at all; each says its own number."""
    made = []
    for _ in range(draw(st.integers(1, 9 if depth == 0 else 2))):
        row: strategies.Data = {"item": "An item"} | draw(hours())
        if tracks and draw(st.integers(0, 3)):
            row["track"] = draw(st.sampled_from(tracks))
        if draw(st.booleans()):
            row["who"] = draw(st.lists(slots(people), min_size=1, max_size=2))
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            row["rows"] = draw(rows((), people, depth + 1))
        row["kind"] = draw(st.sampled_from(["session", "break", "meal", "plenary"]))
        made.append(row)
    return made


@st.composite
def agendas(draw: Draw) -> strategies.Data:
    """An event with an agenda, or with several."""
    tracks = ("one", "two", "three", "four")[: draw(st.sampled_from([4, 3, 2, 0]))]
    people = {name: {"name": name.capitalize()} for name in ("ada", "bo", "cy")}
    agenda = rows(tracks, tuple(people))
    data: strategies.Data = {
        "title": "Any agenda",
        "timezone": "Europe/Zurich",
        "people": people,
        "panel": ["ada"],
        "people_order": {"agenda": draw(strategies.ORDERS)},
    }
    data |= {"tracks": {track: f"Track {track}" for track in tracks}} if tracks else {}
    if draw(st.booleans()):
        days = [{"date": f"2031-05-0{day}", "time": "9:00–18:00", "agenda": draw(agenda)} for day in (1, 2)]
        return data | {"sittings": days}
    return data | {"date": "2031-05-01", "time": "9:00–18:00", "agenda": draw(agenda)}


def items(doc: Doc) -> list[DataPath]:
    """The rows that a document prints, in the order of reading."""
    return [path[:-1] for path in values_in_order(doc) if path[-1] == "item"]


@quick
@given(data=agendas(), layout=st.sampled_from(LAYOUTS))
def test_no_row_or_person_is_lost_or_printed_twice_in_any_layout(data: strategies.Data, layout: str | None) -> None:
    parsed, doc = composed(data, layout)
    assert sorted(items(doc), key=str) == sorted((path for path, _ in all_rows(parsed)), key=str)
    people = Counter(str(path[1]) for path in values(doc).elements() if is_name(path))
    slots = [slot for _, slots, _ in slot_lists(parsed) for slot in slots]
    assert people == Counter(person for slot in slots for person in who_comes(slot, parsed))
    event(f"layout {layout}, {len(parsed.tracks)} tracks")


@quick
@given(data=agendas(), layout=st.sampled_from(LAYOUTS))
def test_times_never_run_backwards_on_paper_within_a_track(data: strategies.Data, layout: str | None) -> None:
    parsed, doc = composed(data, layout)
    timed = {row.path: row for one in occasions(parsed) for row in schedule(one)}
    printed = [timed[path] for path in items(doc)]
    compared = 0
    for around in {row.path[:-1] for row in printed}:
        here = [row for row in printed if row.path[:-1] == around and row.start]
        for track in {row.row.track for row in here}:
            starts = [row.start for row in here if row.row.track in (track, None) and row.start]
            assert starts == sorted(starts)
            compared += len(starts)
    event(f"{min(compared, 6)} rows compared")


@quick
@given(data=agendas(), layout=st.sampled_from([None, "grid"]))
def test_tracks_stand_side_by_side_in_tables_without_spans(data: strategies.Data, layout: str | None) -> None:
    """Each line has a cell for each track, all of its rows are in the track of their column, and no line begins before
    the one above it has ended."""
    parsed, doc = composed(data, layout, most=3)
    timed = {row.path: row for one in occasions(parsed) for row in schedule(one)}
    tables = [node for node in walk(doc.blocks) if isinstance(node, Table)]
    assert all(cell.colspan == cell.rowspan == 1 for table in tables for row in table.body for cell in row.cells)
    grids = [table for table in tables if table.style == "agenda-grid"]
    for table in grids:
        names = [plain_text(said.children) for cell in table.header[0].cells[1:] for said in paragraphs(cell)]
        assert 1 < len(names) <= (3 if layout is None else 4)
        lines = [[[timed[path] for path in items_of(cell)] for cell in row.cells[1:]] for row in table.body]
        for line in lines:
            assert len(line) == len(names)
            assert any(line)
            for name, cell in zip(names, line, strict=True):
                assert all(parsed.tracks[row.row.track or ""].title == name for row in cell if row.depth == 0)
        for above, below in pairwise([[row for cell in line for row in cell if row.depth == 0] for line in lines]):
            if all(row.start and row.end for row in (*above, *below)):
                assert max(row.end for row in above if row.end) <= min(row.start for row in below if row.start)
    event(f"{min(len(grids), 2)} grids")


def paragraphs(node: object) -> list[Paragraph]:
    return [one for one in walk(node) if isinstance(one, Paragraph)]


def items_of(node: object) -> Iterator[DataPath]:
    texts = (one for one in walk(node) if isinstance(one, Text) and one.origin is not None)
    return (text.origin[:-1] for text in texts if text.origin is not None and text.origin[-1] == "item")


# Clocks

CHANGES = {
    "America/New_York": (date(2031, 3, 9), date(2031, 11, 2)),
    "Europe/Zurich": (date(2031, 3, 30), date(2031, 10, 26)),
    "Pacific/Auckland": (date(2031, 4, 6), date(2031, 9, 28)),
    "America/Santiago": (date(2031, 4, 6), date(2031, 9, 7)),
    "Australia/Lord_Howe": (date(2031, 4, 6), date(2031, 10, 5)),
    "Africa/Nairobi": (date(2031, 3, 9), date(2031, 3, 30)),
    "Asia/Kathmandu": (date(2031, 3, 9), date(2031, 3, 30)),
}
"""Days on which clocks change, there or elsewhere; Lord Howe Island changes by half an hour, Kathmandu by none."""


def test_clocks_change_on_the_days_that_are_looked_at() -> None:
    for zone, days in list(CHANGES.items())[:5]:
        for day in days:
            noon = datetime.combine(day, time(12), ZoneInfo(zone))
            before, after = (noon - timedelta(days=1)).utcoffset(), noon.utcoffset()
            assert before != after, f"{zone} {day}"


@st.composite
def moments(draw: Draw) -> tuple[str, list[str], date, time, int]:
    """A zone, others, a day when clocks change or in the weeks between, a time that clocks show, and a length."""
    here, *elsewhere = draw(st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=4, unique=True))
    day = draw(st.sampled_from([day for days in CHANGES.values() for day in days]))
    day += timedelta(days=draw(st.sampled_from([-1, 0, 1, 7, 14])))
    clock = time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 20, 45])))
    begin = datetime.combine(day, clock, ZoneInfo(here))
    assume(begin.astimezone(UTC).astimezone(ZoneInfo(here)).time() == clock)
    return here, elsewhere, day, clock, draw(st.sampled_from([15, 60, 240]))


@quick
@given(moment=moments())
def test_times_that_are_worked_out_and_times_elsewhere_are_those_of_the_zone_database(
    moment: tuple[str, list[str], date, time, int],
) -> None:
    here, elsewhere, day, clock, minutes = moment
    rows = [{"time": f"{clock:%H:%M}", "minutes": str(minutes), "item": "First"}, {"minutes": "30", "item": "Second"}]
    sitting = {"date": str(day), "time": f"{clock:%H:%M}", "agenda": rows}
    data = {"title": "A moment", "timezone": here, "other_timezones": elsewhere, "sittings": [sitting]}
    _, doc = composed(data)
    (table,) = (node for node in walk(doc.blocks) if isinstance(node, Table))
    begin = datetime.combine(day, clock, ZoneInfo(here))
    for row, start, length in zip(table.body, (begin, later(begin, minutes)), (minutes, 30), strict=True):
        said = [plain_text(one.children) for one in paragraphs(row.cells[0])]
        end = later(start, length)
        assert said[0] == f"{start.hour}:{start:%M}–{end.hour}:{end:%M}"
        for zone, line in zip(elsewhere, said[1:], strict=True):
            there = start.astimezone(ZoneInfo(zone))
            days = (there.date() - day).days
            shift = {-1: " (day before)", 0: "", 1: " (next day)"}[days]
            city = shipped()["en"].papers.city(zone)
            assert " ".join(line.split()) == f"{there.hour}:{there:%M}{shift} {city}"


def later(moment: datetime, minutes: int) -> datetime:
    """So many minutes later, as they pass, on the same clocks."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


READ = {
    "en": re.compile(
        r"(?P<noon>12 noon)|(?P<midnight>12 midnight)|(?P<hour>\d+):(?P<minute>\d\d)(?: (?P<half>[ap]\.m\.))?"
    ),
    "fr": re.compile(
        r"(?P<noon>midi)|(?P<midnight>minuit)"
        r"|(?P<hour>\d+) h (?P<minute>\d\d)(?: (?P<half>du matin|de l’après-midi|du soir))?"
    ),
}
BEFORE_NOON = ("a.m.", "du matin")


def read_back(text: str, language: str) -> list[time]:
    """The times of a text on the 12-hour clock; one without its half of the day is in that of the next."""
    found, half = [], None
    for match in reversed(list(READ[language].finditer(text.replace("\N{NO-BREAK SPACE}", " ")))):
        half = match["half"] or half
        if match["noon"] or match["midnight"]:
            found.append(time(12 if match["noon"] else 0))
            continue
        assert half, f"“{text}” does not say in which half of the day it is"
        found.append(time(int(match["hour"]) % 12 + (0 if half in BEFORE_NOON else 12), int(match["minute"])))
    return found[::-1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_noon_and_midnight_are_never_twelve_of_a_half_day(language: str) -> None:
    locale = shipped()[language].papers
    said = {
        minute: locale.clock_parts(time(*divmod(minute, 60)), "12h").whole.replace("\N{NO-BREAK SPACE}", " ")
        for minute in range(24 * 60)
    }
    assert len(set(said.values())) == 24 * 60
    for minute, text in said.items():
        assert read_back(text, language) == [time(*divmod(minute, 60))]
        assert not re.match(r"12(:00| h 00)?( [ap]\.m\.| du | de )", text), text
    assert not any(text.startswith("12 h") for minute, text in said.items() if language == "fr" and minute < 60)


@quick
@given(
    span=st.tuples(st.integers(0, 95), st.integers(0, 95)).filter(lambda span: span[0] < span[1]),
    language=st.sampled_from(["en", "fr"]),
)
def test_a_span_on_the_twelve_hour_clock_reads_back_to_its_times(span: tuple[int, int], language: str) -> None:
    start, end = (time(quarter // 4, quarter % 4 * 15) for quarter in span)
    row = {"time": f"{start:%H:%M}–{end:%H:%M}", "item": "An item"}
    data = {"title": "A span", "timezone": "Europe/Paris", "language": language, "clock": "12h", "agenda": [row]}
    _, doc = composed(data | {"date": "2031-05-01", "time": "0:00–23:59"})
    (table,) = (node for node in walk(doc.blocks) if isinstance(node, Table))
    (said,) = paragraphs(table.body[0].cells[0])
    assert read_back(plain_text(said.children), language) == [start, end]


# Protocol

RANKS = get_args(get_args(Rank)[0])
ALPHABET = {"AO": "angola", "CI": "cote d'ivoire", "HR": "croatia", "KN": "saint kitts", "KR": "republic of korea",
            "TR": "turkiye", "TM": "turkmenistan", "ZW": "zimbabwe"}  # fmt: skip
"""Countries as their English names follow each other, whatever their letters."""


@st.composite
def delegations(draw: Draw) -> dict[str, strategies.Data]:
    """People with as much of a rank as they may have."""
    protocol = st.fixed_dictionaries(
        {},
        optional={
            "rank": st.sampled_from(RANKS),
            "country": st.sampled_from(sorted(ALPHABET)),
            "precedence": st.integers(1, 3).map(str),
        },
    )
    return {f"p{at}": {"name": f"Person {at}"} | draw(protocol) for at in range(draw(st.integers(2, 9)))}


@quick
@given(people=delegations())
def test_people_stand_in_the_order_of_precedence(people: dict[str, strategies.Data]) -> None:
    data = {"title": "Protocol", "date": "2031-05-01", "time": "9:00", "timezone": "Europe/Zurich", "people": people}
    _, doc = composed(data | {"people_order": {"panel": "precedence"}, "panel": list(people)})
    printed = [str(path[1]) for path in values_in_order(doc) if is_name(path)]

    def place(name: str) -> tuple[int, int, str]:
        person = people[name]
        rank = RANKS.index(person["rank"]) if "rank" in person else len(RANKS)
        return int(person.get("precedence", 9)), rank, ALPHABET.get(person.get("country", ""), "~")

    # Of equals the file's order decides.
    assert printed == sorted(people, key=place)


def values_in_order(doc: Doc) -> list[DataPath]:
    return [node.origin for node in walk(doc.blocks) if isinstance(node, Text) and node.origin is not None]
