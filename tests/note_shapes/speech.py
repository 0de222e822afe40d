"""Days, hours and lists as notes write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from note_shapes.truth import Draw

_NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class Speech:
    """How one note writes days and hours; a note keeps to its way."""

    words: dict[str, Any]
    day: str
    clock: str
    span_of: str
    halves: tuple[str, str]

    def day_of(self, day: date, pattern: str = "") -> str:
        """A day."""
        words = self.words
        suffix = words["suffixes"].get(day.day, words["suffix"])
        weekday, month = words["weekdays"][day.weekday()], words["months"][day.month - 1]
        return (pattern or self.day).format(
            d=day.day, m=day.month, y=day.year, th=suffix, month=month, mon=month[:3], wd=weekday[:3],
            weekday=weekday, Weekday=weekday.capitalize(),
        )  # fmt: skip

    def days(self, draw: Draw, first: date, last: date) -> str:
        """Two days of one month."""
        words = self.words
        weekday, other = words["weekdays"][first.weekday()], words["weekdays"][last.weekday()]
        pattern = draw.one(words["days"])
        return str(
            pattern.format(
                d=first.day, d2=last.day, month=words["months"][first.month - 1], y=first.year, weekday=weekday,
                weekday2=other, Weekday=weekday.capitalize(),
            )
        )  # fmt: skip

    def time(self, minutes: int, *, half: bool = True) -> str:
        """An hour; `half` if it says whether it is in the afternoon."""
        hour, minute = divmod(minutes, 60)
        if self.clock.startswith("12"):
            short = f"{(hour - 1) % 12 + 1}"
            sign = "." if "dots" in self.clock else ":"
            written = f"{short}{sign}{minute:02}" if minute or self.clock != "12" else short
            return f"{written} {self.halves[minutes >= _NOON]}" if half else written
        mark = {"colon": ":", "dot": ".", "h": "h", "h spaced": " h ", "hrs": ":"}[self.clock]
        if self.clock.startswith("h ") and not minute:
            return f"{hour} h"
        shown = f"{hour:02}" if self.clock in ("dot", "hrs") else f"{hour}"
        return f"{shown}{mark}{minute:02}"

    def span(self, start: int, end: int, pattern: str = "") -> str:
        """From an hour to another."""
        shared = self.clock == "12 shared" and (start < _NOON) == (end < _NOON)
        written = (pattern or self.span_of).format(a=self.time(start, half=not shared), b=self.time(end))
        return f"{written} hrs" if self.clock == "hrs" else written


def speech(draw: Draw, words: dict[str, Any], day: date, *, several: bool) -> Speech:
    """Draw a way to write days and hours."""
    ambiguous = day.day <= 12
    patterns = [one for one in words["dates"] if not (ambiguous and "{m:02}" in one)]
    patterns = [one for one in patterns if "{y}" in one] if several else patterns
    chosen = draw.shape("date", patterns)
    clock = draw.shape("clock", list(dict.fromkeys(words["clocks"])))
    halves = draw.one([("a.m.", "p.m."), ("am", "pm"), ("AM", "PM")])
    return Speech(words, chosen, clock, draw.shape("span", words["spans"]), halves)


def listed(names: Sequence[str], words: dict[str, Any], *, oxford: bool = False) -> str:
    """Names with commas and “and”."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if oxford and len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {words['and']} {names[-1]}"
