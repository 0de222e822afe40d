"""The parts of a note below its facts to sections, organisations, people, agenda and funders."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from msgspec.structs import replace

from conceptnote.read.manuscript import Block, Paragraph, Table
from conceptnote.recognise import contacts, facts
from conceptnote.recognise.agenda import AgendaReader
from conceptnote.recognise.days import is_day_label
from conceptnote.recognise.making import Making, listed
from conceptnote.recognise.named import looks_like_name, looks_like_person
from conceptnote.recognise.normal import text_of
from conceptnote.recognise.organisations import is_body
from conceptnote.recognise.panel import PanelReader
from conceptnote.recognise.parties import add_parties
from conceptnote.recognise.passage import Passage, heading_text
from conceptnote.recognise.remainder import bare_hours
from conceptnote.recognise.several import several_people
from conceptnote.recognise.timetable import minutes_of
from conceptnote.recognise.when import FoundDay, find_day, weekday_of
from conceptnote.recognise.words import fold
from conceptnote.yamldata import Prose

_MIDNIGHT = 24 * 60 - 1


def section(making: Making, part: Passage) -> None:
    """A heading with text, or with lines of people only."""
    lines = part.paragraphs
    listed_alone = len(lines) > 1 and len(lines) == len(part.body)
    one = len(lines) == len(part.body) == 1 and "panel" in making.event
    named = one and looks_like_person(lines[0].text, making.words) and lines[0].text.count(",") > 0
    if (
        named
        or _has_people_table(making, part)
        or (listed_alone and (_are_people(making, lines) or _lists_people(making, lines)))
    ):
        panel(making, part)
    else:
        making.part_section(part, part.body)


def _has_people_table(making: Making, part: Passage) -> bool:
    """Whether a table under the heading has a column of names."""
    heads = [row for block in part.body if isinstance(block, Table) for row in block.rows[:1]]
    columns = making.words.people_columns
    return any(columns.get(fold(text_of(cell))) == "name" for row in heads for cell in row)


def _are_people(making: Making, lines: list[Paragraph]) -> bool:
    """Whether each line names a person, and at least one has a title or a status."""
    titled = [looks_like_person(line.text, making.words) for line in lines]
    return any(titled) and all(
        one or looks_like_name(line.text, making.words) for one, line in zip(titled, lines, strict=True)
    )


def _lists_people(making: Making, lines: list[Paragraph]) -> bool:
    """Whether a list names people with titles, and says nothing else but what each speaks about."""
    items = [line for line in lines if line.kind in ("bullet", "number")]
    titled = [looks_like_person(line.text, making.words) for line in items]
    return len(items) == len(lines) and sum(titled) > 1 and titled[0]


def margin(making: Making, part: Passage) -> None:
    """The text of page headers and footers, which may say whom to ask."""
    for paragraph in part.paragraphs:
        label = making.words.labelled(paragraph.text)
        if label and label[0].kind == "contacts" and "contacts" not in making.event:
            heading, rest = paragraph.part(0, label[1]), paragraph.part(label[2])
            if contacts.addresses_in(rest.text):
                contacts.contacts(making, Passage("contacts", heading, inline=True, body=[rest]))
                part.body.remove(paragraph)
    making.keep(making.lines(part.body), "this is in the head or foot of the pages")


def parties(making: Making, part: Passage) -> None:
    """The organisations in a role."""
    people = [one for line in part.paragraphs for one in several_people(line.text, making.words)]
    if people and not any(is_body(one, making.words) for one in people):
        if part.inline:
            making.keep([part.heading, *part.paragraphs], "people are named here, and no organisation")
        else:
            making.part_section(part, part.body)
        return
    strays = add_parties(making.draft, part, making.writer, making.words)
    tables = [block for block in part.body if isinstance(block, Table)]
    held = any(part.role in listed(party.get("roles")) for party in making.draft.records("parties").values())
    made = making.part_section(part, [*strays, *tables])
    if held and part.role not in making.shown():
        made["show"] = part.role


def panel(making: Making, part: Passage) -> None:
    """The people of the event; a text about how it runs may be among them."""
    result = PanelReader(making, part).read()
    shows = ["panel"] if "panel" in making.event and "panel" not in making.shown() else []
    if part.heading is not None and not result and not shows:
        making.draft.quote(("panel",), heading_text(part.heading))
        return
    as_structure = bool(result) and part.role == "structure" and "structure" not in making.event
    made = making.part_section(part, [] if as_structure else result)
    if as_structure:
        _tell(making, result)
        shows.append("structure")
    if shows:
        made["show"] = shows if len(shows) > 1 else shows[0]


def person(making: Making, part: Passage) -> None:
    """A person in a role: the moderator."""
    if not part.paragraphs and not any(isinstance(block, Table) for block in part.body):
        making.keep([part.heading], "no name follows this")
        return
    before = len(making.event.get("panel", ()))
    result = PanelReader(making, part).read()
    making.keep(making.lines(result), "this could not be read as a person")
    if not part.inline and len(making.event.get("panel", ())) > before + 1 and "panel" not in making.shown():
        making.part_section(part, [])["show"] = "panel"


def structure(making: Making, part: Passage) -> None:
    """How the event runs, as a text."""
    first = part.paragraphs[0] if part.paragraphs else None
    if part.inline and first is not None and facts.mode_or_access(making, first.text):
        making.quote(part, ("mode",) if "mode" in making.event else ("access",), first.text)
        if further := part.body[1:]:
            making.section(making.heading("introduction"), further)
        return
    if "structure" in making.event or not part.body:
        section(making, part)
    else:
        _tell(making, part.body)
        making.part_section(part, [])["show"] = "structure"


def _tell(making: Making, blocks: list[Block]) -> None:
    making.event["structure"] = Prose(making.writer.prose(making.lines(blocks)))


def agenda(making: Making, part: Passage) -> None:
    """How the event runs, row by row; its section is filled last."""
    made = making.part_section(part, []) if part.heading is not None and not part.day else None
    making.waiting.append((part, made))


def fill_agenda(making: Making, part: Passage, made: dict[str, Any] | None) -> None:
    """Read a postponed agenda; below the heading of a day, it belongs to a sitting."""
    rows, path = _place_of_rows(making, part)
    before = len(rows)
    if part.day:
        _hours(making, part, path)
    strays = AgendaReader(making.draft, making.words, making.writer, rows, path).read(part.body)
    strays = [block for block in strays if not (isinstance(block, Paragraph) and _fact(making, block))]
    _in_the_afternoon(making, rows[before:], path)
    if made is not None:
        made |= making.section(str(made["heading"]), strays, new=False)
    elif strays:
        making.keep(making.lines(strays), "this is by itself beside the agenda")
    if len(rows) > before:
        if "sittings" not in making.event and rows:
            making.event["agenda"] = rows
        waiting = [section for _, section in making.waiting if section is not None]
        shown = made if made is not None else next((one for one in waiting if "text" not in one), None)
        if shown is not None and "agenda" not in making.shown():
            shown["show"] = "agenda"
    elif part.day and part.heading is not None:
        making.draft.quote(path, heading_text(part.heading))


def _in_the_afternoon(making: Making, rows: list[dict[str, Any]], path: tuple[str | int, ...]) -> None:
    """Rows of an event from 3 to 4:15 p.m. that say 3:00 and 3:10 are in the afternoon too."""
    timed = [row for row in rows if "time" in row]
    event = str(making.event.get("time", "")).split("–")
    if path != ("agenda",) or not event[0] or not timed:
        return
    first = minutes_of(event[0])
    last = minutes_of(event[1]) if len(event) == 2 else _MIDNIGHT
    begins = [minutes_of(row["time"].split("–")[0]) for row in timed]
    if (
        begins[0] >= first
        or (len(event) == 1 and begins[0] + 720 != first)
        or not all(first <= one + 720 <= last for one in begins)
    ):
        return
    for row in timed:
        clocks = (one.split(":") for one in row["time"].split("–"))
        row["time"] = "–".join(f"{int(hour) + 12}:{minute}" for hour, minute in clocks)
    making.draft.likely("the rows are taken to be in the afternoon, as the event is", path)


def _hours(making: Making, part: Passage, path: tuple[str | int, ...]) -> None:
    """The title of a sitting, and its hours if a line below its heading has nothing else."""
    if path[0] != "sittings" or part.heading is None:
        return
    sitting = making.event["sittings"][path[1]]
    day = find_day(part.heading.text, making.words)
    title = part.heading.text[day.end :].strip(" :–—-") if day is not None and not day.start else ""
    first = part.paragraphs[0] if part.paragraphs else None
    if title and "title" not in sitting:
        sitting["title"] = title
    if first is not None and part.body[0] is first and (hours := bare_hours(first.text, making.words)):
        sitting["time"] = hours
        making.draft.quote((*path[:2], "time"), first.text)
        part.body.remove(first)
    agenda = sitting.pop("agenda")
    sitting["agenda"] = agenda


def _fact(making: Making, block: Paragraph) -> bool:
    """A line about registration below an agenda."""
    return contacts.is_rsvp(block.text, making.words) and contacts.take_registration(making, block.text)


def _place_of_rows(making: Making, part: Passage) -> tuple[list[Any], tuple[str | int, ...]]:
    """The list for the rows, and its path in the event file."""
    event = making.event
    day = find_day(part.heading.text, making.words) if part.day and part.heading is not None else None
    if part.day and part.heading is not None and ("sittings" in event or making.days > 1):
        at = _sitting_of_name(making, part.heading.text) if day is None else None
        at = _sitting(making, day) if at is None else at
        making.draft.quote(("sittings", at), part.heading.text)
        return event["sittings"][at].setdefault("agenda", []), ("sittings", at, "agenda")
    if part.day and part.heading is not None:
        making.draft.quote(("date",), part.heading.text)
        if "date" not in event and day is not None:
            event["date"] = making.written_day(day)
    if "sittings" in event and not part.body:
        return [], ("agenda",)  # the days below have the rows
    if "sittings" in event:
        sitting = next((one for one in event["sittings"] if "agenda" not in one), event["sittings"][0])
        at = event["sittings"].index(sitting)
        path = ("sittings", at, "agenda")
        if part.body:  # otherwise a heading of all days
            making.draft.doubt("the agenda does not say which day it is for", "move rows to their day", path)
        return sitting.setdefault("agenda", []), path
    return event.setdefault("agenda", []), ("agenda",)


def _sitting_of_name(making: Making, text: str) -> int | None:
    """The sitting whose weekday or number is in a heading: “Lundi après-midi”, “Day 2”."""
    dates = [
        str(one["date"]["day"] if isinstance(one["date"], dict) else one["date"])
        for one in making.event.get("sittings", ())
    ]
    if named := weekday_of(text, making.words):
        for at, one in enumerate(dates):
            day = date.fromisoformat(one) if one != "tbc" else None
            if day is not None and day.weekday() == named[0] and named[1] in (None, day.day):
                return at
    number = re.search(r"\d+", " ".join(text.split()[:2])) if is_day_label(text, making.words) else None
    if number is None:
        return None
    of_month = [at for at, one in enumerate(dates) if one[8:] == f"{int(number[0]):02}"]  # “Dia 5”
    return int(number[0]) - 1 if 0 < int(number[0]) <= len(dates) else next(iter(of_month), None)


def _sitting(making: Making, day: FoundDay | None) -> int:
    """The path of the sitting of a day, which is created if needed."""
    sittings = making.event.setdefault("sittings", [])
    if "date" in making.event:
        sittings.insert(0, {"date": making.event.pop("date")})
    free = [at for at, one in enumerate(sittings) if "agenda" not in one]
    if day is None:
        if not free:
            sittings.append({"date": sittings[-1]["date"] if sittings else "tbc"})
            making.draft.doubt(
                "the day of this sitting is not known", "write its date", ("sittings", len(sittings) - 1)
            )
        return free[0] if free else len(sittings) - 1
    written = making.written_day(day, [one["date"] for one in sittings])
    fitting = [at for at, one in enumerate(sittings) if one["date"] == written]
    if not fitting:
        sittings.append({"date": written})
    return fitting[0] if fitting else len(sittings) - 1


def questions(making: Making, part: Passage) -> None:
    """The guiding questions."""
    asked = [block for block in part.paragraphs if block.kind in ("bullet", "number") and not block.notes]
    asked = asked or [block for block in part.paragraphs if block.text.endswith(("?", "？", "؟")) and not block.notes]
    if "questions" in making.event:
        asked = []
    made = making.part_section(part, [block for block in part.body if block not in asked])
    if asked:
        making.event["questions"] = [paragraph.text for paragraph in asked]
        made["show"] = "questions"


def move_notes(part: Passage) -> None:
    """A heading cannot call notes: its calls move to the end of the first words below it."""
    calls = tuple(run for run in part.heading.runs if run.note is not None) if part.heading is not None else ()
    if calls and (first := next(iter(part.paragraphs), None)) is not None:
        part.body[part.body.index(first)] = replace(first, runs=(*first.runs, *calls))
