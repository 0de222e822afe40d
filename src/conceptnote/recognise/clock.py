"""Times as people write them, to those of the event file."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from msgspec import Struct

from conceptnote.recognise.words import Words, any_of, fold


class FoundTime(Struct, frozen=True):
    """A time or a time span in a text, as in the event file."""

    start: int
    end: int
    written: str


_VOWELS = "[\u064b-\u0652]*"
"""The marks above Arabic letters."""


@lru_cache(8)
def _clock_pattern(words: Words) -> re.Pattern[str]:
    any_word = {name: any_of(words.lists[name]) for name in ("hour_signs", "oclock", "until", "noon")}
    am, pm = (any_of(word.rstrip(".") for word in words.lists[name]) for name in ("am", "pm"))

    spaced = any_of(word for word in words.lists["after_time"] if word < "\u2e80")
    after = rf"\s*{spaced}(?!\w)\.?|{any_of(word for word in words.lists['after_time'] if word > chr(0x2E80))}"

    def clock(n: str) -> str:
        half = rf"(?:\s*(?:(?P<{n}am>{am})|(?P<{n}pm>{pm}))\b{_VOWELS}\.?)?"
        mark = rf"[:.]|{any_word['hour_signs']}|{any_word['oclock']}"
        before = rf"(?:(?:(?P<{n}before_am>{am})|(?P<{n}before_pm>{pm}))\s?)?"
        hour = rf"{before}(?P<{n}h>\d{{1,2}})(?:\s?(?P<{n}mark>{mark})\s?(?P<{n}m>\d{{2}})?)?"
        return rf"(?:(?:12(?:[:.]00)?\s?)?(?P<{n}noon>{any_word['noon']}){_VOWELS}|{hour}{half})(?:{after})?"

    until = rf"\s*(?:[–—-]|/(?=\d{{1,2}}[:.]\d{{2}})|(?<![a-z])(?P<joint>{any_word['until']})(?![a-z]))\s*"
    # A letter of a script without spaces may stand right before a time, or after it.
    return re.compile(rf"(?<![a-z\d:./-]){clock('a')}(?:{until}{clock('b')})?(?![a-z\d/]|\.\d)")


def find_time(text: str, words: Words) -> FoundTime | None:
    """The first time of day, or time span, in a text."""
    for match in _clock_pattern(words).finditer(fold(text, keep_length=True)):
        start, end = (_clock(match.groupdict(), name) for name in "ab")
        if start is None or not (_is_time(match) or _is_announced(match, words)):
            continue
        first, last = _halves(start, end)
        if (
            first is not None
            and last is not None
            and last < first
            and last.hour < 8
            and not (start[2] or (end and end[2]))
        ):
            last = time(last.hour + 12, last.minute)  # “11:30 – 1:00” goes past noon
        if first is not None and (last is None or last > first):
            written = f"{first.hour}:{first:%M}" + (f"–{last.hour}:{last:%M}" if last else "")
            return FoundTime(match.start(), match.end(), written)
    return None


_BARE_SPAN = re.compile(r"(?<![\w.:/])(\d{1,2})\s*[–—-]\s*(\d{1,2})(?![\w.:/]|\s*[–—-]\s*\d)")


def find_bare_span(text: str) -> FoundTime | None:
    """Two bare hours beside a day: `Monday, 10 September, 9 – 15`."""
    found = _BARE_SPAN.search(text)
    if found is None or not 6 <= int(found[1]) < int(found[2]) <= 24 or int(found[2]) == 24:
        return None
    return FoundTime(found.start(), found.end(), f"{int(found[1])}:00–{int(found[2])}:00")


_Clock = tuple[int, int, str]


def _clock(parts: dict[str, str | None], name: str) -> _Clock | None:
    if parts[f"{name}noon"]:
        return 12, 0, "pm"
    if not (hour := parts[f"{name}h"]):
        return None
    am, pm = (parts[f"{name}{half}"] or parts[f"{name}before_{half}"] for half in ("am", "pm"))
    half = "am" if am else "pm" if pm else ""
    return int(hour), int(parts[f"{name}m"] or 0), half


def _is_time(match: re.Match[str]) -> bool:
    """A bare number is not a time: minutes, an h or a half of the day make it one."""
    return any(
        match[name + part] for name in "ab" for part in ("m", "mark", "am", "pm", "before_am", "before_pm", "noon")
    ) and not (match["amark"] == "." and not match["am"])


def _is_announced(match: re.Match[str], words: Words) -> bool:
    """Whether bare hours stand after words of hours only, and before no other word: “ore 18”, “dalle 9 alle 13”."""
    text, hours = match.string, words.lists["until"] - words.lists["ranges"] - words.lists["ands"]
    before = text[: match.start()].rstrip()
    named = any(before.endswith(f" {one}") or before == one for one in hours | words.lists["oclock"])
    ended = re.match(r"\s*(?:[.,;:|)\]–—]|$)", text[match.end() :]) is not None
    return ended and match["amark"] is None and (named or match["joint"] in hours)


def _halves(start: _Clock, end: _Clock | None) -> tuple[time | None, time | None]:
    """Both on the 24-hour clock; if only the end has its half, the start is in the last one before it."""
    if end is None:
        return _on_24(start), None
    last = _on_24(end)
    first = _on_24(start)
    if start[2] and not end[2] and first and last and last <= first:
        last = next((clock for half in (start[2], "pm") if (clock := _on_24((*end[:2], half))) and clock > first), last)
    if start[2] or not end[2] or last is None:
        return _on_24(start), last
    options = [clock for half in ("pm", "am") if (clock := _on_24((*start[:2], half))) and clock < last]
    return (options[0] if options else _on_24(start)), last


def _on_24(clock: _Clock) -> time | None:
    hour, minute, half = clock
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
