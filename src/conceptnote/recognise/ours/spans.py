"""Printed spans of time, and what they say of the records that have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from conceptnote.datapath import DataPath

_DAY = 24 * 60
"""Minutes; a span may end on the next day."""


class Span(Struct):
    """A printed span: whose start and whose end it is, and both on the 24-hour clock."""

    of_start: DataPath
    of_end: DataPath
    start: str
    end: str
    open_end: bool = False


def owner(path: DataPath) -> DataPath:
    """The record that has a time."""
    return path[:-1] if path[-1] == "minutes" else path[:-2]


def following(rows: DataPath, found: Mapping[DataPath, Span], tracks: Mapping[DataPath, object]) -> Iterator[DataPath]:
    """The rows of a list that begin where the one before in their track ends, or with what they are in.

    The rule for rows that have only a length is that of the event file (schema/schedule.py).
    """
    around = found.get(rows[:-1])
    ends: dict[object, str] = {None: around.start if around else ""}
    expected = 0
    for at in sorted(one[-1] for one in found if one and one[:-1] == rows and isinstance(one[-1], int)):
        one = (*rows, at)
        if at != expected:
            ends = {None: ""}  # what is before it is not printed
        expected = at + 1
        track, span = tracks.get(one), found[one]
        begins = ends.get(track, ends[None]) if track else max(ends.values(), key=minutes_of)
        if begins == span.start:
            yield one
        ends = ends | {track: span.end} if track else {None: span.end}


def written(span: Span, one: DataPath) -> tuple[str, str]:
    """The time and the length of a record with this span."""
    own = [path for path in (span.of_start, span.of_end) if path and owner(path) == one]
    lasts = any(path[-1] == "minutes" for path in own)
    minutes = str((minutes_of(span.end) - minutes_of(span.start)) % _DAY) if lasts and span.end else ""
    if span.of_start[-1] == "minutes" and owner(span.of_start) == one:
        return "", minutes
    if minutes:
        return span.start, minutes
    if span.end:
        return f"{span.start}–{span.end}", ""
    return f"{span.start}–" if span.open_end else span.start, ""


def minutes_of(clock: str) -> int:
    """The minutes from midnight to a time; none for no time."""
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute) if clock else 0
