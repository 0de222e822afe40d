"""Dates and times of a paper, from what it prints of them in several places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from itertools import product
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.languages.date_words import ClockParts, ClockStyle
from conceptnote.languages.dates import DateStyle
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.ours.pieces import Line, Piece, plain
from conceptnote.recognise.ours.said import Said
from conceptnote.recognise.ours.spans import Span, following, minutes_of, owner, written
from conceptnote.recognise.when import FoundDay, find_day, year_of
from conceptnote.recognise.words import Words

_NUMBER = re.compile(r"\d{1,2}")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN = 40
"""The most characters between the start and the end of a time."""


def is_day(path: DataPath) -> bool:
    """Whether a path leads to a day."""
    return path[-2:] == ("date", "day") or path[-1:] in (("as_of",), ("deadline",))


def is_hour(path: DataPath) -> bool:
    """Whether a path leads to a time of day, or the length that gives it."""
    lasts = path[-1:] == ("minutes",) and path[0] != "panel" and "who" not in path
    return lasts or path[-2:] in (("time", "start"), ("time", "end"))


def digits(text: str) -> str:
    """A text with the digits of ASCII."""
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)


class Times(Struct):
    """All that a paper says of its days and hours."""

    words: Words
    said: Said
    days: dict[DataPath, list[FoundDay]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    clocks: list[tuple[str, str]] = field(default_factory=list)
    """Times of day, each with the text that says it; the same for whole dates."""
    dates_written: list[tuple[date, str]] = field(default_factory=list)
    _known_clocks: dict[ClockStyle | None, dict[str, list[time]]] = field(default_factory=dict)

    def read(self, line: Line) -> None:
        """Take the days and hours of a line."""
        self._days(line)
        for zone_after, span in self._spans(line):
            if not zone_after or not any(one.of_start == span.of_start for one in self.spans):
                self.spans.append(span)

    def _days(self, line: Line) -> None:
        found: list[tuple[DataPath, FoundDay]] = []
        for piece in line.values:
            if is_day(piece.path) and (part := self._part(piece.text)):
                found.append((piece.path, part))
        # “27 and 28 March 2030”: what several share is written once, before or after.
        parts = _completed([part for _, part in found])
        for (path, _), part in zip(found, parts, strict=True):
            self.days.setdefault(path, []).append(part)

    def _part(self, text: str) -> FoundDay | None:
        text = digits(text)
        number = _NUMBER.search(text)
        found = find_day(text, self.words)
        if found is not None and found.year:
            self.dates_written.append((date(found.year, found.month, found.day), text))
        return found or (FoundDay(0, 0, int(number[0]), 0, None, None) if number else None)

    def _spans(self, line: Line) -> Iterator[tuple[bool, Span]]:
        pieces = line.pieces
        at = 0
        while at < len(pieces):
            if not is_hour(pieces[at].path):
                at += 1
                continue
            end = at
            for next_ in range(at + 1, len(pieces)):
                if is_hour(pieces[next_].path):
                    end = next_
                    break
                if pieces[next_].path or len(pieces[next_].text) > _BETWEEN or "\n" in pieces[next_].text:
                    break
            around = "".join(piece.text for piece in pieces[max(0, at - 1) : at] if not piece.path)
            if span := self._span(pieces[at : end + 1], around):
                yield _zone_after(pieces[end + 1 :]), span
            at = end + 1

    def _span(self, pieces: Sequence[Piece], before: str) -> Span | None:
        start, end = self._by_halves(*(digits(piece.text) for piece in (pieces[0], pieces[-1])))
        if not start:
            found = find_time(digits("".join(piece.text for piece in pieces)), self.words)
            start, _, end = (found.written if found else "").partition("–")
        end = end if len(pieces) > 1 else ""
        if not start:
            return None
        self.clocks += zip((start, end), (digits(pieces[0].text), digits(pieces[-1].text)), strict=True)
        open_end = len(pieces) == 1 and self.said.starts(self.said.papers.from_, before)
        # An end that has the path of the start is worked out from the row below.
        known = len(pieces) > 1 and (pieces[-1].path[-1] != "start")
        return Span(pieces[0].path, pieces[-1].path if known else (), start, end if known else "", open_end)

    def _by_halves(self, start: str, end: str) -> tuple[str, str]:
        """A span on a clock of this language: a half of the day that start and end share is written once."""
        styles = (None, *self.said.papers.clocks)
        for within_day, style in product((True, False), styles):
            known = self._readings(style)
            every = product(known.get(start, ()), known.get(end, ()))
            pairs = [(one, other) for one, other in every if (one <= other) is within_day]
            if pairs:
                first, last = min(pairs, key=lambda pair: (pair[0].hour // 12 != pair[1].hour // 12, pair))
                return f"{first.hour}:{first:%M}", f"{last.hour}:{last:%M}"
        return "", ""

    def _readings(self, style: ClockStyle | None) -> dict[str, list[time]]:
        """The times of day that a text can mean on a clock of the language."""
        if style not in self._known_clocks:
            found = self._known_clocks[style] = {}
            for of_day in (time(*divmod(minute, 60)) for minute in range(24 * 60)):
                for text in dict.fromkeys(_ways(self.said.papers.clock_parts(of_day, style))):
                    found.setdefault(text, []).append(of_day)
        return self._known_clocks[style]

    # What it makes

    def dates(self, today: date, year: str) -> Iterator[tuple[DataPath, str, bool, str]]:
        """Each day by its path, whether its year is inferred, and the weekday that the paper names."""
        shared = next((part.year for parts in self.days.values() for part in parts if part.year), 0)
        for path, parts in self.days.items():
            best = max(parts, key=lambda part: (bool(part.year), bool(part.month), part.weekday is not None))
            if not best.month:
                continue
            asked = int(year) if year else 0
            known = best.year or asked or (shared if best.weekday is None else 0)
            guessed = known or year_of(best, today)[0]
            weekday = _WEEKDAYS[best.weekday] if best.weekday is not None else ""
            yield path, f"{guessed}-{best.month:02}-{best.day:02}", not (best.year or asked), weekday

    def styles(self) -> Iterator[tuple[str, str]]:
        """How the paper writes times and dates, where that is not usual in its language."""
        papers = self.said.papers

        def clock(style: ClockStyle | None) -> int:
            return sum(
                text in _ways(papers.clock_parts(_time(of_day), style)) for of_day, text in self.clocks if of_day
            )

        def day(style: DateStyle | None) -> int:
            patterns = papers.dates(style)
            ways = [patterns.date_pattern(year=True, weekday=weekday) for weekday in (True, False)]
            return sum(
                text in [plain(digits(papers.format_date(one, way))) for way in ways]
                for one, text in self.dates_written
            )

        kinds: tuple[tuple[str, Any, Any], ...] = (
            ("clock", clock, papers.clocks), ("date_style", day, papers.date_styles)
        )  # fmt: skip
        for key, count, known in kinds:
            best = max((None, *known), key=count)
            if best is not None:
                yield key, best

    def hours(
        self, beside: Mapping[DataPath, DataPath], tracks: Mapping[DataPath, object]
    ) -> Iterator[tuple[DataPath, str, str]]:
        """The time and the length of each record that prints one of them; `tracks` are those of rows.

        Rows `beside` others have the hours of their line, unless they print others.
        """
        found = self._found(beside)
        going_on = {one for rows in {one[:-1] for one in found} for one in following(rows, found, tracks)}
        for one, span in found.items():
            time, minutes = written(span, one)
            if minutes and not time and one not in going_on:
                time = span.start
            yield one, time, minutes

    def outside(self) -> Iterator[DataPath]:
        """The rows that are before or after what they are in, as coffee and receptions are."""
        found = self._found({})
        for one, span in found.items():
            around = found.get(one[:-2]) if one[-2:-1] in (("agenda",), ("rows",)) else None
            if around is None or not around.end:
                continue
            if not minutes_of(around.start) <= minutes_of(span.start) < minutes_of(around.end):
                yield one

    def _found(self, beside: Mapping[DataPath, DataPath]) -> dict[DataPath, Span]:
        owners = dict.fromkeys(owner(path) for span in self.spans for path in (span.of_start, span.of_end) if path)
        found = {one: self._of(one) for one in owners}
        for one, other in beside.items():
            line = next((span for span in self.spans if owner(span.of_start) == other), None)
            if one not in found and line is not None:
                found[one] = line
        return found

    def _of(self, one: DataPath) -> Span:
        """The span of a record: one that has no other's start or end, where there is one."""
        own = [span for span in self.spans if owner(span.of_start) == one and span.of_end[: len(one)] == one]
        return (own or [span for span in self.spans if one in (owner(span.of_start), owner(span.of_end or (0, 0)))])[0]


def _ways(parts: ClockParts) -> list[str]:
    return [plain(digits(text)) for text in (parts.whole, parts.bare)]


def _time(clock: str) -> time:
    hour, _, minute = clock.partition(":")
    return time(int(hour), int(minute))


def _completed(parts: Sequence[FoundDay]) -> list[FoundDay]:
    made = list(parts)
    for order in (range(len(made) - 2, -1, -1), range(1, len(made))):
        for at in order:
            beside = made[at + 1] if order.step < 0 else made[at - 1]
            if not made[at].month:
                made[at] = replace(made[at], month=beside.month, year=beside.year)
            elif not made[at].year and made[at].weekday is None:
                made[at] = replace(made[at], year=beside.year)
    return made


def _zone_after(pieces: Sequence[Piece]) -> bool:
    """Whether a span is on the clocks of another zone."""
    for piece in pieces:
        if is_hour(piece.path):
            return False
        if piece.path:
            return piece.path[0] == "other_timezones"
    return False
