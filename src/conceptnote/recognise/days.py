"""Whether a line is the heading of a day of several."""

from __future__ import annotations

import re

from conceptnote.recognise.when import find_day, weekday_of
from conceptnote.recognise.words import Words, fold


def is_day_alone(text: str, words: Words) -> bool:
    """Whether a text is a day and nothing else but a part of it: “Monday 4 March – morning”, “Lundi matin”."""
    day = find_day(text, words)
    if day is None:
        return weekday_of(text, words) is not None
    rest = re.findall(r"\w+", fold(text[: day.start] + " " + text[day.end :]))
    return all(one in words.lists["periods"] for one in rest)


def is_day_label(text: str, words: Words) -> bool:
    """Whether a text names a day by number: `Day 1`, `Jour 2 – jeudi`, or an ordinal and “day”."""
    tokens = re.findall(r"\w+", fold(text))[:2]
    if tokens and tokens[0] > "\u2e80":
        return len(tokens[0]) in (3, 4) and tokens[0].endswith(words.unspaced("days"))  # “第一天”
    small = words.lists["of"] | words.lists["particles"] | {"d"}
    if len(tokens) < 2 or tokens[1] in small:
        return False  # “Journée d’étude”, “Jornada de puertas abiertas”
    return tokens[0] in words.lists["days"] or tokens[1] in words.lists["days"]


def begins_with_day(text: str, words: Words) -> bool:
    """Whether a line begins with a day, after small words: “am Dienstag, dem 9. April”."""
    found = find_day(text, words)
    return found is not None and len(text[: found.start].split()) < 3


def names_day(text: str, words: Words) -> bool:
    """Whether a text is the name of a day and no more, by its date, its weekday or its number."""
    return is_day_alone(text, words) or is_day_label(text, words)
