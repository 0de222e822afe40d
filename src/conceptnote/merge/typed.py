"""Dates and times as people type them: “9.15-10.00” and “June 11th” mean “9:15–10:00” and “11 June”."""

from __future__ import annotations

import re

from conceptnote.merge.blocks import Line

_TIME = re.compile(r"(?<!\d)(\d{1,2})[.h](\d{2})(?!\d)")
_RANGE = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d{1,2}:\d{2})")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_TOKENS = re.compile(r"\w[\w:]*|[^\w\s]")
_DATED = ("date", "dates", "time", "day", "start", "end", "deadline")
"""The last steps of the paths of dates and times."""


def is_dated(line: Line) -> bool:
    """Whether a paragraph prints a date or a time."""
    return any(step in _DATED for path in line.paths for step in path[-2:])


def as_printed(text: str) -> str:
    """A text with its times as papers print them."""
    return _RANGE.sub("–", _TIME.sub(r"\1:\2", text))


def says_the_same(old: Line, new: Line) -> bool:
    """Whether two paragraphs differ only in the notation of a time, or in the order of a day and its month."""
    if old.text == new.text:
        return True
    if not is_dated(old) or old.form != new.form:
        return False
    ours, theirs = (_TOKENS.findall(_ORDINAL.sub("", as_printed(line.text))) for line in (old, new))
    for end in (0, -1):
        while ours and theirs and ours[end] == theirs[end]:
            del ours[end], theirs[end]
    words = [sorted(one for one in side if one != ",") for side in (ours, theirs)]
    return words[0] == words[1] and sum(not one.isdigit() for one in words[0]) <= 1
