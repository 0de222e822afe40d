"""What holds for each part of a programme: its own word, or that of what it stands in, the same in all that says it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import strategies
from examples import examples
from exporting import LEAST, event_of
from hypothesis import event, given
from hypothesis import strategies as st
from icalendar import Calendar
from test_shapes import EVENTS

from conceptnote.build.edition import Edition
from conceptnote.build.request import Request
from conceptnote.compose.compose import Asked, Composer
from conceptnote.doc.nodes import Definition, DefinitionList, Heading, Inline, Paragraph, plain_text, walk
from conceptnote.export.calendar import calendar
from conceptnote.export.jsonld import event_json
from conceptnote.export.programme_csv import programme_csv
from conceptnote.languages.known import shipped
from conceptnote.schema.agenda import AgendaRow
from conceptnote.schema.entries import Entry, Occasion, Timed
from conceptnote.schema.event import Event
from conceptnote.schema.schedule import Programme
from conceptnote.site.page import Listed, list_page
from conceptnote.site.papers import PAPERS, Offer
from conceptnote.source.collection import load_collected_languages
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

WORDS = shipped()["en"].papers
few = examples(12, shrink=False)


@cache
def templates() -> Templates:
    """One for all, as each keeps what it has compiled."""
    return Templates(find_project(EVENTS["one-hour"]))


def lines(parsed: Event, document: str, *, internal: bool = False) -> list[str]:
    """The headings, marked with `#`, and the paragraphs of a paper."""
    composer = Composer(parsed, templates().read, load_theme().style_names)
    doc = composer.compose(document, Asked(internal=internal))
    return [
        ("# " if isinstance(node, Heading) else "") + plain(node.children)
        for node in walk(doc.blocks)
        if isinstance(node, Heading | Paragraph)
    ]


def plain(inlines: tuple[Inline, ...]) -> str:
    return plain_text(inlines).replace("\u00a0", " ")


def paragraphs(node: object) -> list[tuple[Inline, ...]]:
    return [one.children for one in walk(node) if isinstance(one, Paragraph)]


def under(said: Sequence[str], heading: str) -> list[str]:
    """What stands under a heading, up to the next one."""
    first = said.index(f"# {heading}") + 1
    return said[first : next((at for at in range(first, len(said)) if said[at].startswith("# ")), len(said))]


# Any event, and what its file says of each part


@dataclass(frozen=True)
class Expected:
    """What a reader of the file takes for granted of a sitting, an event within the event, or a row."""

    title: str
    kind: str
    day: str
    zone: str
    hours: str
    venue: str | None
    room: str | None
    mode: str | None
    access: str | None
    parent: str | None = None
    timed: bool = True
    track: str | None = None

    @property
    def start(self) -> datetime:
        """When it begins, as far as its hours are its own."""
        clock = datetime.strptime(self.hours.split("–")[0], "%H:%M").time()
        return datetime.combine(date.fromisoformat(self.day), clock, ZoneInfo(self.zone))

    @property
    def place(self) -> str:
        """Where, on a line."""
        if self.venue is None:
            return self.room or ""
        return ", ".join(filter(None, (self.venue, self.room)))


def inherited(record: strategies.Data, around: Expected, title: str, kind: str, **own: Any) -> Expected:
    """The record's own words, and where it has none those around it; what is held online is at no venue of others."""
    venue, online = record.get("venue"), record.get("mode") == "online"
    track_room = own.pop("track_room", None)
    room = record.get("room") or track_room
    if venue:
        place = (venue["name"], venue.get("room"))
    else:
        place = (None, None) if online else (around.venue, room or around.room)
    return Expected(
        title,
        kind,
        record.get("date", around.day),
        record.get("timezone", around.zone),
        record.get("time", around.hours),
        *place,
        record.get("mode", around.mode),
        record.get("access", around.access),
        timed="time" in record,
        **own,
    )


def expected(data: strategies.Data) -> list[Expected]:
    """All that happens in the order of the file: each occasion, and after it its rows."""
    first = data["sittings"][0] if "sittings" in data else data
    nothing = Expected("", "", first["date"], data["timezone"], first["time"], None, None, None, None)
    whole = inherited(data, nothing, data["title"], "event")
    found: list[Expected] = []
    for kind in ("sittings", "sub_events"):
        for record in data.get(kind, ()):
            found.append(inherited(record, whole, record["title"], kind))
            found += rows_of(record.get("agenda", ()), found[-1], data)
    if "sittings" not in data:
        found = [whole, *rows_of(data.get("agenda", ()), whole, data), *found]
    return found


def rows_of(rows: Sequence[strategies.Data], around: Expected, data: strategies.Data) -> Iterator[Expected]:
    for row in rows:
        track = data["tracks"].get(row.get("track"), {})
        of_track = {"track_room": track.get("room"), "track": track.get("title")}
        one = inherited(row, around, row["item"], "row", parent=around.title, **of_track)
        yield one
        yield from rows_of(row.get("rows", ()), one, data)


VENUES = st.sampled_from([{"name": "Palais"}, {"name": "Palais", "room": "XX"}, {"name": "House B"},
                          {"name": "Lake", "room": "Pier"}]).map(dict)  # fmt: skip
ACCESS = st.sampled_from(["open", "by-invitation", "closed"])
MODES = st.sampled_from(["in-person", "online", "hybrid"])


@st.composite
def programmes(draw: strategies.Draw) -> strategies.Data:
    """An event whose parts may say for themselves where they are held and for whom; each row has its own speaker."""
    names = iter(f"{letter}{number}" for number in range(9) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    people: dict[str, Any] = {}
    where = {"venue": VENUES, "mode": MODES, "access": ACCESS}

    def row(hour: int, depth: int = 0) -> strategies.Data:
        name = next(names)
        people[name.lower()] = {"name": f"Speaker {name}"}
        made: strategies.Data = {"item": f"Item {name}", "who": name.lower()}
        made |= draw(st.fixed_dictionaries({}, optional={"access": ACCESS}))
        own = draw(st.sampled_from(["venue", "room", ""]))
        made |= {"venue": {"name": "House C", "room": "1"}} if own == "venue" else {"room": "Attic"} if own else {}
        if depth == 0:
            made |= {"time": f"{hour}:00–{hour}:45"} | draw(st.sampled_from([{}, {"track": "a"}, {"track": "b"}]))
            made |= {"rows": [row(hour, 1) for _ in range(draw(st.integers(1, 2)))]} if draw(st.booleans()) else {}
        elif draw(st.booleans()):
            made["time"] = f"{hour}:10–{hour}:20"
        return made

    def held(day: int, hour: int, title: str) -> strategies.Data:
        made = {"title": title, "date": f"2031-05-0{day}", "time": f"{hour}:00–{hour + 3}:00"}
        made |= draw(st.fixed_dictionaries({}, optional=where | {"timezone": st.just("Africa/Bamako")}))
        return made | {"agenda": [row(hour + at) for at in range(draw(st.integers(0, 2)))]}

    tracks = {"a": {"title": "Track A", "room": "Hall"}, "b": {"title": "Track B"}}
    data: strategies.Data = {"title": "Any programme", "timezone": "Europe/Zurich", "tracks": tracks}
    data |= draw(st.fixed_dictionaries({}, optional=where))
    if draw(st.booleans()):
        days = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True))
        data["sittings"] = [held(day, 9, f"Sitting {next(names)}") for day in days]
    else:
        data |= {"date": "2031-05-02", "time": "9:00–12:00", "agenda": [row(9), row(10)]}
    data["sub_events"] = [
        held(draw(st.integers(1, 4)), draw(st.integers(13, 18)), f"Event {next(names)}")
        for _ in range(draw(st.integers(0, 3)))
    ]
    for one in data["sub_events"]:
        if "sittings" not in data and draw(st.booleans()):
            del one["date"]
    return data | {"people": people}


def parsed_of(data: strategies.Data) -> Event:
    with TemporaryDirectory() as folder:
        return load_event(strategies.write_project(Path(folder), data, {})).event


def in_order(found: Sequence[Expected]) -> list[Expected]:
    """Sittings and events within the event as they begin; of those that begin at once, the sittings first."""
    held = [one for one in found if one.kind != "row"]
    return sorted(held, key=lambda one: (one.start, one.kind == "sub_events"))


def said_day(one: Expected) -> str:
    return WORDS.format_date(date.fromisoformat(one.day), WORDS.date_with_weekday).replace("\u00a0", " ")


def said_days(days: Sequence[int]) -> str:
    """Days of May: of a row of days the first and the last."""
    first, last = ", ".join(map(str, days[:-1])), days[-1]
    in_a_row = len(days) > 1 and last - days[0] == len(days) - 1
    return f"{days[0]}–{last} May" if in_a_row else f"{first} and {last} May" if first else f"{last} May"


def said_hours(one: Expected) -> str:
    city = one.zone.rsplit("/", 1)[-1]
    return f"{one.hours} ({city} time)"


def title_of(entry: Entry) -> str:
    record = entry.record
    return record.item if isinstance(record, AgendaRow) else record.title or ""


@few
@given(data=programmes())
def test_the_view_says_of_each_part_what_its_file_says(data: strategies.Data) -> None:
    programme = Programme(parsed_of(data))
    known = {title_of(one): one for one in programme.entries.values()}
    wanted = expected(data)
    assert len(known) == len(wanted)
    for one in wanted:
        entry = known[one.title]
        venue = entry.venue.name if entry.venue else None
        access = entry.access.to if entry.access else None
        assert (venue, entry.room, entry.mode, access) == (one.venue, one.room, one.mode, one.access)
        occasion = entry.occasion if isinstance(entry, Timed) else entry
        assert isinstance(occasion, Occasion)
        assert (str(occasion.day), occasion.timezone, entry.status) == (one.day, one.zone, "final")
        assert not one.timed or (isinstance(entry, Occasion | Timed) and entry.start == one.start)
        assert one.parent is None or (entry.parent and title_of(entry.parent) == one.parent)
    assert [title_of(one) for one in programme.occasions] == [one.title for one in in_order(wanted)]
    event(f"{len(programme.sittings)} sittings, {len(programme.occasions) - len(programme.sittings)} events within")


def has_days(data: strategies.Data, held: Sequence[Expected]) -> bool:
    return "sittings" in data or len({one.day for one in held}) > 1


def own_clock(line: str) -> str:
    """Hours without those on the clocks of the event, where a part of it is held in another zone."""
    return re.sub(r"(?<=Bamako time\)), [\d:–]+ (Zurich|\(Zurich time\))", "", line)


def marks(one: Expected, data: strategies.Data) -> str:
    """How one takes part and who may come in, where that is not as in the event as a whole."""
    mode = f", {WORDS.modes[one.mode]}" if one.mode and one.mode != data.get("mode") else ""  # type: ignore[index]
    access = one.access if one.access != data.get("access") else None
    return mode + (f" ({WORDS.accesses[access]})" if access else "")  # type: ignore[index]


@few
@given(data=programmes())
def test_a_brief_sends_each_speaker_to_their_place_at_their_time(data: strategies.Data) -> None:
    said = lines(parsed_of(data), "speaker-brief", internal=True)
    wanted = expected(data)
    held = in_order(wanted)
    events = {one.title for one in held}
    for one in (one for one in wanted if one.kind == "row"):
        header = under(said, f"Speaker {one.title.removeprefix('Item ')}")
        facts = under(said, one.title)
        session = one.parent if one.parent not in events else one.track
        assert not session or facts.pop(0) == session
        day = f"{said_day(one)}, " if has_days(data, held) else ""
        assert own_clock(facts.pop(0)) == f"{day}{said_hours(one)}{marks(one, data)}"
        own = facts[0] if facts[0] != "Speaker" else ""
        venues = {name for name in ("Palais", "House B", "House C", "Lake") if name in own}
        assert venues <= {one.venue}
        # Of one venue for all, the facts of the event have said where it is.
        assert not one.venue or one.venue in (own if venues else header[1])
        rooms = {"XX", "Pier", "Attic", "Hall", "1"} & set(own.split(", "))
        assert rooms <= {one.room}
        assert not one.room or one.room in (own if rooms else header[1]).split(", ")


@few
@given(data=programmes())
def test_the_programme_and_the_run_of_show_go_day_by_day(data: strategies.Data) -> None:
    parsed = parsed_of(data)
    wanted = expected(data)
    held = in_order(wanted)
    days = has_days(data, held)
    headings = []
    for _, group in groupby(held, key=lambda one: one.day):
        for at, one in enumerate(group):
            of_day = days and (at == 0 or one.kind != "sub_events")
            title = "" if one.kind == "event" else one.title
            headings.append(": ".join(filter(None, [said_day(one) if of_day else "", title])))
    for document in ("programme", "run-of-show"):
        said = lines(parsed, document, internal=document == "run-of-show")
        found = [line[2:] for line in said if line.startswith("# ") and line[2:] in headings]
        assert found == [heading for heading in headings if heading]
        for one, heading in zip(held, headings, strict=True):
            if one.kind == "event":
                continue
            facts = under(said, heading)[0]
            assert said_hours(one) in facts
            venues = {name for name in ("Palais", "House B", "Lake") if name in facts}
            assert venues <= {one.venue}
            assert not one.venue or one.place in (facts if venues else said[2])
            own = record_of(data, one)
            assert ("mode" in own) == (WORDS.modes[one.mode] in facts if one.mode else False)
            assert ("access" in own) == (f"({WORDS.accesses[one.access]})" in facts if one.access else False)  # type: ignore[index]
        for one in (one for one in wanted if one.kind == "row"):
            own = record_of(data, one)
            mark = f" ({WORDS.accesses[own['access']]})" if "access" in own else ""
            at = next(at for at, line in enumerate(said) if line.split("\u2002")[-1] == one.title + mark)
            place = own.get("room") or ("House C, 1" if "venue" in own else None)
            assert not place or place in said[at + 1 : at + 5]


def record_of(data: strategies.Data, one: Expected) -> strategies.Data:
    """The record of a part in the file."""

    def records(below: Sequence[strategies.Data]) -> Iterator[strategies.Data]:
        for record in below:
            yield record
            yield from records([*record.get("agenda", ()), *record.get("rows", ())])

    found = records([data, *data.get("sittings", ()), *data.get("sub_events", ())])
    return next(record for record in found if one.title in (record.get("item"), record.get("title")))


@few
@given(data=programmes())
def test_an_invitation_names_the_place_of_each_sitting(data: strategies.Data) -> None:
    said = lines(parsed_of(data), "invitation")
    sittings = [one for one in in_order(expected(data)) if one.kind != "sub_events"]
    when = next(line for line in said if said_day(sittings[0]) in line)
    assert own_clock(when) == "".join(f"{said_day(one)}, {said_hours(one)}{marks(one, data)}" for one in sittings)
    places = {one.place: [other for other in sittings if other.place == one.place] for one in sittings if one.venue}
    where = said[said.index(when) + 1] if places else ""
    expected_places = [
        place if len(here) == len(sittings) else f"{place} ({said_days([int(one.day[-2:]) for one in here])})"
        for place, here in places.items()
    ]
    assert where == "".join(expected_places)


@few
@given(data=programmes())
def test_exports_say_of_each_part_its_own_time_and_place(data: strategies.Data) -> None:
    parsed = parsed_of(data)
    entries = {
        str(one["summary"]).removeprefix("Any programme: "): one
        for one in Calendar.from_ical(calendar(parsed, rows=True)).walk("VEVENT")
    }
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(programme_csv(parsed).decode("utf-8-sig")))}
    things = {one["name"]: one for one in below(json.loads(event_json(parsed))) if one.get("@type") == "Event"}
    wanted = expected(data)
    for one in wanted:
        access = WORDS.accesses[one.access] if one.access else None  # type: ignore[index]
        if one.timed:
            entry = entries[one.title]
            assert entry["dtstart"].dt == one.start
            assert str(entry.get("location", "")) == (one.place or ("Online" if one.mode == "online" else ""))
            assert access is None or access in str(entry["description"]).lower()
        thing = things[one.title]
        if one.kind == "row":
            row = rows[one.title]
            assert (row["date"], row["zone"], row["access"]) == (one.day, one.zone, one.access or "")
            assert not one.timed or row["start"] == f"{one.start:%H:%M}"
            assert (one.venue or "") in row["venue"]
            assert (one.room or "") in (row["room"] or row["venue"])
            around = next(occasion for occasion in wanted if occasion.title == occasion_of(one, wanted))
            places = [one.place] if one.place != around.place else []
        else:
            places = [one.place] if one.venue and one.mode != "online" else []
            if "sittings" in data or one.kind != "event":
                assert thing["startDate"] == one.start.isoformat(timespec="minutes")
        located = thing.get("location", [])
        located = [located] if isinstance(located, dict) else located
        assert [place["name"] for place in located if place["@type"] == "Place"] == places
    assert list(rows) == [
        one.title
        for occasion in in_order(wanted)
        for one in wanted
        if one.kind == "row" and occasion_of(one, wanted) == occasion.title
    ]


def occasion_of(one: Expected, wanted: Sequence[Expected]) -> str:
    """The title of what a row is a part of."""
    while one.kind == "row":
        one = next(other for other in wanted if other.title == one.parent)
    return one.title


def below(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from below(one)


def _entry(item: Definition) -> tuple[str, str]:
    """What an entry of the overview is, and where."""
    first, *others = (one for one in item.details if isinstance(one, Paragraph))
    places = [plain(one.children) for one in others if one.style == "agenda-text"]
    return plain(first.children), places[-1] if places else ""


@few
@given(data=programmes())
def test_an_overview_lists_all_of_it_under_its_day(data: strategies.Data) -> None:
    with TemporaryDirectory() as folder:
        source, *_ = load_collected_languages([strategies.write_project(Path(folder), data, {})], None)
    composer = Composer(source.event, templates().read, load_theme().style_names, source.events)
    doc = composer.compose("overview")
    said: list[tuple[str, ...]] = []
    for node in walk(doc.blocks):
        if isinstance(node, Heading) and node.level == 3:
            said.append((plain(node.children),))
        elif isinstance(node, DefinitionList):
            said += [(plain(item.term), *_entry(item)) for item in node.items]
    wanted: list[tuple[str, ...]] = []
    for _, group in groupby(in_order(expected(data)), key=lambda one: one.day):
        for at, one in enumerate(group):
            wanted += [(said_day(one),)] if at == 0 else []
            title = one.title if one.kind == "event" else f"Any programme: {one.title}"
            access = f" ({WORDS.accesses[one.access]})" if one.access else ""  # type: ignore[index]
            place = one.place if one.venue else WORDS.modes[one.mode] if one.mode else ""  # type: ignore[index]
            wanted.append((one.hours, title + access, place))
    # Where another city has the usual time of the overview, the own one is said beside the hours.
    assert [(re.sub(r" \(?(Bamako|Zurich)\)?$", "", row[0]), *row[1:]) for row in said[: len(wanted)]] == wanted


@examples(4, shrink=False)
@given(data=programmes())
def test_the_list_of_a_site_says_where_and_when_each_sitting_is(data: strategies.Data) -> None:
    page = listed(strategies.as_yaml(data))
    sittings = [one for one in in_order(expected(data)) if one.kind != "sub_events"]
    said = re.findall(r"<p class=.function.>(.*?)</p>", page)
    day = "" if len(sittings) == 1 else "{}, "
    hours = [day.format(said_day(one)) + said_hours(one) for one in sittings]
    assert said == [*hours, *dict.fromkeys(one.place for one in sittings if one.venue)]


def listed(text: str) -> str:
    """The page that lists an event."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(text, encoding="utf-8")
        edition = Edition.of(Request(file, formats=("html",), documents=PAPERS), load_event(file))
    return list_page([Listed("event", [Offer(edition, (), {})])], None).decode().replace("\u00a0", " ")


# What real events got wrong


TWO_HOUSES = """
title: Two houses
timezone: Europe/Zurich
venue: Palais
people: {okoye: {name: Ngozi Okoye}, keita: {name: Awa Keita}}
sittings:
  - date: 2030-03-06
    time: 9:00–12:00
    venue: House B
    agenda:
      - time: 9:00–10:00
        item: Rivers
        rows: [{item: The Niger, who: okoye}]
  - {date: 2030-03-05, time: 9:00–12:00, agenda: [{time: 9:00–9:30, item: Opening, who: keita}]}
sub_events:
  - {title: Film, date: 2030-03-05, time: 19:00–20:00, who: keita}
  - {title: Fair, date: 2030-03-06, time: 13:00–15:00}
  - {title: Visit, date: 2030-03-07, time: 10:00–12:00, venue: Lake}
"""


def test_a_brief_and_an_invitation_lead_to_the_second_house() -> None:
    parsed = event_of(TWO_HOUSES)
    brief = lines(parsed, "speaker-brief", internal=True)
    hours = "Wednesday, 6 March 2030, 9:00–10:00 (Zurich time)"
    assert under(brief, "The Niger") == ["Rivers", hours, "House B", "Speaker"]
    # Whoever holds an event within the event is told where, too.
    assert under(brief, "Film") == ["Tuesday, 5 March 2030, 19:00–20:00 (Zurich time)", "Palais", "Speaker"]
    invitation = lines(parsed, "invitation")
    assert "Palais (5 March)House B (6 March)" in invitation


def test_events_within_the_event_stand_under_their_day() -> None:
    parsed = event_of(TWO_HOUSES)
    for document in ("programme", "run-of-show"):
        said = lines(parsed, document, internal=document == "run-of-show")
        headings = [line[2:] for line in said if line.startswith("# ")]
        first = headings.index("Tuesday, 5 March 2030")
        assert headings[first : first + 5] == [
            "Tuesday, 5 March 2030", "Film", "Wednesday, 6 March 2030", "Fair", "Thursday, 7 March 2030: Visit",
        ]  # fmt: skip


@pytest.mark.parametrize(("status", "mark"), [("cancelled", "cancelled, "), ("final", "")])
def test_the_list_of_a_site_says_that_an_event_is_cancelled_online_and_by_invitation(status: str, mark: str) -> None:
    page = listed(LEAST + f"status: {status}\nmode: online\naccess: by-invitation\n")
    assert f"({mark}Online, by invitation)" in page


def test_a_cancelled_event_is_cancelled_in_each_of_its_parts() -> None:
    parsed = event_of(TWO_HOUSES + "status: cancelled\n")
    entries = Calendar.from_ical(calendar(parsed, rows=True)).walk("VEVENT")
    assert len(entries) == 7
    assert {(str(one["status"]), "(cancelled)" in one["summary"]) for one in entries} == {("CANCELLED", True)}
    things = [one for one in below(json.loads(event_json(parsed))) if one.get("@type") == "Event"]
    assert len(things) == 9
    assert {one["eventStatus"] for one in things} == {"https://schema.org/EventCancelled"}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "event.yaml"
        file.write_text(TWO_HOUSES + "status: cancelled\n")
        source, *_ = load_collected_languages([file], None)
    doc = Composer(source.event, templates().read, load_theme().style_names, source.events).compose("overview")
    titles = [plain(one) for one in paragraphs(doc.blocks)]
    assert len([line for line in titles if line.startswith("Two houses")]) == 10
    assert all("(cancelled)" in line for line in titles if line.startswith("Two houses"))
