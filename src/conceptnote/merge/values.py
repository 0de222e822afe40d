"""From an edited printed text to values that may print as it reads now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import combinations, groupby, islice, product
from typing import Any, get_args, get_origin

from conceptnote.datapath import DataPath
from conceptnote.edit.changes import Change, Remove, Set, has, value_at
from conceptnote.merge.blocks import Line, plain
from conceptnote.merge.paper import Printed
from conceptnote.merge.splice import spliced
from conceptnote.merge.typed import as_printed, is_dated
from conceptnote.recognise.when import find_day
from conceptnote.recognise.words import load_words
from conceptnote.schema.event import Event
from conceptnote.schema.fields import kinds_at

_MOST_WAYS = 200
_NOT_IN_NAMES = frozenset(":;,()[]/*–—")
_BLANKS = re.compile(r"[ \t\r\n\u00a0\u2002\u202f]+")

Candidate = tuple[DataPath, Sequence[Change]]
_Group = tuple[DataPath | None, str]
"""The origin of a printed text, and its words."""
_Wording = tuple[DataPath, str, str]
"""The origin of a printed text, its words as sent, and its words as returned."""


def field_candidates(printed: Printed, old: Line, new: Line) -> Iterator[Candidate]:
    """Changes of the values of a paragraph: as few as possible, then removals."""
    groups = [
        (origin, "".join(span.text for span in spans))
        for origin, spans in groupby(old.spans, key=lambda span: span.origin)
    ]
    said_now = as_printed(new.text) if is_dated(old) else new.text
    valued = [at for at, (origin, text) in enumerate(groups) if origin is not None and text.strip()]
    ways = (chosen for count in range(1, len(valued) + 1) for chosen in combinations(valued, count))
    for chosen, wordings in _matches(groups, islice(ways, _MOST_WAYS), said_now):
        edited = [
            (groups[at][0], plain(groups[at][1]), plain(wording)) for at, wording in zip(chosen, wordings, strict=True)
        ]
        of_each: dict[DataPath, list[_Wording]] = {}
        for path, was, now in edited:
            if path and was != now:
                of_each.setdefault(printed.in_file(path), []).append((path, was, now))
        each = [list(islice(_of_value(printed, path, parts, said_now), 8)) for path, parts in of_each.items()]
        for changes in islice(product(*each), 24):
            together = [change for group in changes for change in group]
            if together:
                yield together[0].path, together
    for at in valued:
        path = groups[at][0]
        if path is not None:
            yield from removals(printed, path)
    whole = {printed.in_file(path) for path in old.paths}
    for path in whole if len(whole) == 1 else ():
        there = value_at(printed.data, path)
        if isinstance(there, str) and _may_be(path, there, said_now):
            yield path, [Set(path, there, said_now)]


def _of_value(printed: Printed, path: DataPath, parts: Sequence[_Wording], said_now: str) -> Iterator[Sequence[Change]]:
    """Changes of one value that is printed in some parts, such as the beginning and the end of a time."""
    if len(parts) == 1:
        yield from values(printed, *parts[0])
        return
    there = value_at(printed.data, path)
    if not isinstance(there, str):
        return
    made = there
    for _, was, now in parts:
        made = made.replace(was, now) if made.count(was) == 1 else there
    for value in dict.fromkeys((made, *days(printed, there, said_now))):
        if value != there:
            yield [Set(path, there, value)]


def _matches(
    groups: Sequence[_Group], ways: Iterator[tuple[int, ...]], said_now: str
) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
    """What some groups say now, if the others say what they did; commas within them leave two readings."""
    for chosen in ways:
        found = (re.fullmatch(_pattern(groups, chosen, any_text), said_now, re.DOTALL) for any_text in (".*?", ".*"))
        for wordings in dict.fromkeys(match.groups() for match in found if match):
            yield chosen, wordings


def _pattern(groups: Sequence[_Group], chosen: Sequence[int], any_text: str) -> str:
    parts = []
    for at, (_, text) in enumerate(groups):
        if at in chosen:
            lead, trail = text != text.lstrip(), text != text.rstrip()
            parts.append((r"\s*" if lead else "") + f"({any_text})" + (r"\s*" if trail else ""))
        else:
            parts.append(r"\s*".join(re.escape(word) for word in _BLANKS.split(text)))
    return r"\s*" + "".join(parts) + r"\s*"


def removals(printed: Printed, path: DataPath) -> Iterator[Candidate]:
    """Changes that remove the value at a path, or the record of which it is the last value."""
    real = printed.in_file(path)
    while real:
        if has(value_at(printed.data, real[:-1]), real[-1]):
            yield real, [Remove(real, value_at(printed.data, real))]
        around = value_at(printed.data, real[:-1])
        if not isinstance(around, dict | list) or len(around) > 1:
            return
        real = real[:-1]


def values(printed: Printed, path: DataPath, old: str, new: str) -> Iterator[Sequence[Change]]:
    """Changes of one value, so that its print may read as the new text."""
    real = printed.in_file(path)
    there = value_at(printed.data, real)
    if not isinstance(there, str):
        return
    if not new:
        yield [Remove(real, there)]
        return
    seen = {there}
    for value in _texts(printed, path, there, old, new):
        if value not in seen and _may_be(real, there, value):
            seen.add(value)
            yield [Set(real, there, value)]


def _may_be(path: DataPath, there: str, value: str) -> bool:
    """Whether a text may be a value: what follows a mark such as a colon or a bracket is no part of a name."""
    return path[:1] != ("people",) or path[2:3] != ("name",) or not _NOT_IN_NAMES & (set(value) - set(there))


def _texts(printed: Printed, path: DataPath, there: str, old: str, new: str) -> Iterator[str]:
    bare, wording = (text.strip(" :;,()") for text in (old, new))
    yield from _words(printed, path, wording)
    if old == there.upper() != there and new.isupper():
        yield new.title()  # printed in capitals
    if _alike(there, old):
        yield from spliced(there, old, new)
    if bare and there.count(bare) == 1:
        yield there.replace(bare, wording)
    if old.count(there) == 1:  # “(20 min)” is made of 20
        before, _, after = old.partition(there)
        if new.startswith(before) and new.endswith(after) and len(new) > len(before + after):
            yield new[len(before) : len(new) - len(after)]
    tokens = [text.split() for text in (old, new)]
    if len(tokens[0]) == len(tokens[1]):
        changed = [pair for pair in zip(*tokens, strict=True) if pair[0] != pair[1]]
        if len(changed) == 1 and there.count(changed[0][0]) == 1:
            before, after = changed[0]
            yield there.replace(before, after)  # “10:15 م” is made of 10:15
    yield from days(printed, there, wording)
    if not _alike(there, old) and path[-1] not in ("start", "end"):
        yield wording


def _alike(there: str, old: str) -> bool:
    """Whether a value prints as itself, except for markup and typography."""
    ours, theirs = (re.sub(r"\W", "", text).casefold() for text in (there, old))
    return ours == theirs or (len(theirs) > 40 and theirs in ours)


def days(printed: Printed, there: str, text: str) -> Iterator[str]:
    """The day in a text, in the year of the old one unless it names another."""
    with suppress(ValueError):
        before = date.fromisoformat(there)
        if found := find_day(text, load_words(printed.source.event.known_languages)):
            yield date(found.year or before.year, found.month, found.day).isoformat()


def _words(printed: Printed, path: DataPath, text: str) -> Iterator[str]:
    """Values of a choice that papers print so: `moderator` for “Moderator”."""
    folded = text.casefold()
    yield from dict.fromkeys(_keys(printed.source.event.locale.model_dump(mode="json"), folded, ()))
    yield from _choices(path)


def _keys(words: Any, folded: str, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(words, dict):
        for key, below in words.items():
            yield from _keys(below, folded, (*path, str(key)))
    elif isinstance(words, str) and words.casefold() == folded:
        yield from reversed(path[-2:])


def _choices(path: DataPath) -> Iterator[str]:
    for kind in kinds_at(path, Event):
        if get_origin(kind) is not None:
            yield from (str(one) for one in get_args(kind) if isinstance(one, str))
