"""The facts at the head of a note -> the keys of the event: title, day, time, place and so on."""

from __future__ import annotations

from datetime import date

from conceptnote.datapath import DataPath
from conceptnote.read.manuscript import Block, Table
from conceptnote.recognise.making import Making
from conceptnote.recognise.parts import Passage, heading_text
from conceptnote.recognise.place import read_venue
from conceptnote.recognise.when import FoundDay, find_day, find_time, find_zone, year_of
from conceptnote.recognise.words import Words, fold

_LONGEST_TITLE = 250
_LONGEST_SUBTITLE = 160
_LONGEST_FACT = 1000


def front(making: Making, part: Passage) -> None:
    """What stands before the first heading or label: the title, a subtitle, perhaps the day."""
    event = making.event
    rest: list[Block] = []
    for block in part.body:
        if isinstance(block, Table):
            rest.append(block)
        elif block.kind in ("title", "subtitle") and block.kind not in event:
            event[block.kind] = block.text
        elif "title" not in event and len(block.text) <= _LONGEST_TITLE:
            event["title"] = block.text
        elif len(block.text) <= _LONGEST_TITLE and _says_when(block.text, making.words):
            when(making, Passage("when", body=[block]))
        elif (
            not rest and "subtitle" not in event and len(block.text) <= _LONGEST_SUBTITLE and block.text[-1] not in ".:"
        ):
            event["subtitle"] = block.text
        else:
            rest.append(block)
    if rest:
        making.section(making.heading("introduction"), rest)


def _says_when(text: str, words: Words) -> bool:
    return bool(find_day(text, words) or find_time(text, words))


def paper(making: Making, part: Passage) -> None:
    """“Concept note”, which the papers print on their own, and the title below it."""
    if part.heading is not None:
        making.draft.quote(("title",), heading_text(part.heading))
    front(making, part)


def text_field(making: Making, part: Passage) -> None:
    """A fact that is one text."""
    text = " ".join(paragraph.text for paragraph in part.paragraphs)
    if not text or part.kind in making.event:
        making.keep([part.heading, *part.paragraphs], "this is said twice, or says nothing")
        return
    making.event[part.kind] = text
    making.quote(part, (part.kind,), text)


def when(making: Making, part: Passage) -> None:
    """The day, the time and the place, of which a line has one or several."""
    event, words = making.event, making.words
    text = ", ".join(paragraph.text for paragraph in part.paragraphs)
    if len(text) > _LONGEST_FACT:
        making.keep([part.heading, *part.paragraphs], "this is too long for a day, a time or a place")
        return
    rest, path = [text], DataPath()
    day = find_day(text, words) if part.kind in ("date", "when") and "date" not in event else None
    if day is not None and _date(making, day, part):
        path, rest = ("date",), [text[: day.start], text[day.end :]]
    if part.kind != "venue" and "time" not in event:
        for at, piece in enumerate(rest):
            if time := find_time(piece, words):
                event["time"] = time.written
                path = path or ("time",)
                rest[at : at + 1] = [piece[: time.start], piece[time.end :]]
                break
    place = ", ".join(filter(None, (words.joint(piece) for piece in rest)))
    if part.kind in ("venue", "when") and place and "venue" not in event and fold(place) not in words.statuses:
        event["venue"] = read_venue(place, words)
        path = path or ("venue",)
    if "timezone" not in event and (zone := find_zone(text, words)):
        event["timezone"] = zone
    if path:
        making.quote(part, path, text)
    else:
        making.keep([part.heading, *part.paragraphs], "this could not be read")


def _date(making: Making, found: FoundDay, part: Passage) -> bool:
    """Take a day over, unless there is none such in the year that is known."""
    line = part.paragraphs[0].line
    year = found.year or int(making.given.get("year", 0))
    if not year:
        year, by_weekday = year_of(found, making.today)
        reason = (
            f"{year} is the nearest in which the weekday is right" if by_weekday else f"{year} only holds its place"
        )
        hint = "write the right year, and take “year: inferred” out; until then the papers print none"
        making.draft.find(line, f"the original names no year: {reason}", hint, ("date",))
        making.event["date"] = {"day": f"{year}-{found.month:02}-{found.day:02}", "year": "inferred"}
    else:
        try:
            day = date(year, found.month, found.day)
        except ValueError:  # 29 February, in a year that was given besides
            making.draft.find(line, f"there is no such day in {year}", "give another year", ("date",))
            return False
        making.event["date"] = str(day)
        if found.weekday not in (None, day.weekday()):
            making.draft.find(line, "the weekday is not that of the date", "check both", ("date",))
    if found.doubt:
        hint = "compare with the original, and settle the day"
        making.draft.find(line, f"the date is uncertain: {found.doubt}", hint, ("date",))
    return True
