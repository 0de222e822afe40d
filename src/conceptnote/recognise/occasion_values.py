"""Day, time and place out of a text, and the rest of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from conceptnote.datapath import DataPath
from conceptnote.recognise.clock import FoundTime, find_bare_span, find_time
from conceptnote.recognise.draft import Data
from conceptnote.recognise.making import Making
from conceptnote.recognise.place import in_order, may_be_place, place_kind
from conceptnote.recognise.remainder import (
    BARS,
    before_day,
    is_small,
    says_zone,
    without_other_hours,
    without_small,
    without_timed_asides,
    without_zone,
)
from conceptnote.recognise.when import FoundDay, days_of, find_day, year_of
from conceptnote.recognise.words import Words, fold

_LONGEST_LINE = 160

Where = Literal["label", "line", "sentence"]
"""The evidence for a fact: a label, a line without anything else, a sentence of the text."""


def with_city(venue: str | Data, older: object, words: Words) -> str | Data:
    """A venue after a label, with the city that a line above has named alone, or with what other labels have given."""
    record = {"name": venue} if isinstance(venue, str) else venue
    if isinstance(older, dict) and "name" not in older:
        return in_order(older | record)
    if not isinstance(older, str) or place_kind(older, words) != "city":
        return venue
    known = any(fold(older) in fold(text) for text in record.values())
    return venue if "city" in record or known else record | {"city": older}


def parted(
    text: str, kind: str, event: dict[str, object], words: Words
) -> tuple[list[str], tuple[FoundDay, ...], FoundTime | None]:
    """The pieces of a text around its day and its time."""
    rest = [text]
    days: tuple[FoundDay, ...] = ()
    time: FoundTime | None = None
    first = find_day(text, words) if kind in ("date", "when", "time") else None
    if first is not None and "date" not in event and "sittings" not in event:
        days = days_of(first, text, words)
        rest = [before_day(text[: first.start], words), text[days[0].end :]]
    if kind != "venue" and "time" not in event:
        for at, piece in enumerate(rest):
            found = find_time(piece, words) or (find_bare_span(piece) if days or kind == "time" else None)
            if found:
                time = found
                rest[at : at + 1] = [_without_joint(piece[: found.start], words), piece[found.end :]]
                break
    return rest, days, time


def _without_joint(before: str, words: Words) -> str:
    """What stands before a time, without the word that joins it: “Auditorium A de”."""
    head, _, last = before.rstrip().rpartition(" ")
    return head if last.islower() and words.has("joints", last) else before


def place_left(pieces: list[str], kind: str, where: Where, words: Words) -> str | None:
    """The rest of a text as its place, if a label or its form shows that."""
    pieces = [without_timed_asides(piece, words) for piece in pieces]
    here = [without_other_hours(part, words) for piece in pieces for part in BARS.split(piece)]
    parts = [without_small(words.joint(part), words) for part in here]
    parts = [cleaned for part in parts if (cleaned := without_zone(part, words)) and not is_small(cleaned, words)]
    parts = [part for part in parts if fold(part) not in words.statuses and not says_zone(part, words)]
    if kind == "when":
        parts = [part for part in parts if may_be_place(part, words)]
    if kind not in ("venue", "when") or not parts:
        return None
    if where == "line":
        likely = [part for part in parts if len(part) <= _LONGEST_LINE and may_be_place(part, words)]
        if not likely:
            return None
        barred = any(BARS.search(piece) for piece in pieces)
        after = not any(c.isalpha() for c in words.joint(pieces[0]))
        alone = len(likely) == 1 and len(likely[0].split()) < 4  # “Farrow, 14 June 2030”
        if not (barred or after or alone or any(place_kind(one, words) for part in parts for one in part.split(","))):
            return None
        parts = likely
    return ", ".join(parts) or None


def take_date(making: Making, days: tuple[FoundDay, ...], text: str, line: int) -> bool:
    """Take a day, or the days of several sittings, unless it does not exist in the known year."""
    if not days:
        return False
    found = days[0]
    read = [_written(making, day, line, first=at == 0) for at, day in enumerate(days)]
    if any(day is None for day in read):
        return False
    if len(read) == 1:
        making.event["date"] = read[0]
    else:
        making.event["sittings"] = [{"date": day} for day in read]
    if found.doubt:
        path: DataPath = ("date",) if len(read) == 1 else ("sittings",)
        making.draft.doubt(
            f"the date is uncertain: {found.doubt}", "compare with the original, and settle the day", path, line
        )
    return True


def _written(making: Making, found: FoundDay, line: int, *, first: bool) -> str | dict[str, str] | None:
    path: DataPath = ("date",)
    year = found.year or int(making.given.get("year", 0))
    if not year:
        year, by_weekday = year_of(found, making.today)
        if first:
            reason = (
                f"{year} is the nearest in which the weekday is right" if by_weekday else f"{year} is a placeholder"
            )
            hint = "write the right year, and remove “year: inferred”; until then the papers print none"
            making.draft.find(line, f"the original names no year: {reason}", hint, path)
        return {"day": f"{year}-{found.month:02}-{found.day:02}", "year": "inferred"}
    try:
        day = date(year, found.month, found.day)
    except ValueError:  # 29 February, in a given year
        making.draft.find(line, f"{year} has no such day", "give another year", path)
        return None
    if found.weekday not in (None, day.weekday()):
        making.draft.find(line, "the weekday is not that of the date", "check both", path)
    return str(day)
