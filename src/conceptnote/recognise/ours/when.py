"""Puts the dates, the times and the zone that a paper prints into its event."""

from __future__ import annotations

from typing import Any

from conceptnote.datapath import texts_in
from conceptnote.recognise.ours.event import Tree
from conceptnote.recognise.ours.paper import Reading
from conceptnote.recognise.zones import find_zone
from conceptnote.yamldata import Inline


def put_times(reading: Reading, tree: Tree) -> None:
    """Complete a tree with all that the reading knows of days and hours."""
    _days(reading, tree)
    _hours(reading, tree)
    for key, style in reading.times.styles():
        tree.set((key,), style)
    if "timezone" not in tree.data:
        zone = find_zone(" ".join(texts_in(tree.data.get("venue", {}))), reading.words)
        named = find_zone(str(tree.data.get("timezone_name", "")), reading.words)
        if zone or named:
            tree.set(("timezone",), named or zone)
            tree.draft.likely("the zone is that of the place", ("timezone",))
    sittings = tree.data.get("sittings", {})
    if sittings:
        # The date and the time of the event are those of its first sitting.
        opening = {key: tree.data.pop(key) for key in ("date", "time") if key in tree.data}
        for key, value in opening.items():
            sittings[min(sittings)].setdefault(key, value)
    for part in sittings.values():
        part.setdefault("date", "tbc")


def _days(reading: Reading, tree: Tree) -> None:
    for path, day, inferred, weekday in reading.times.dates(reading.today, reading.given.get("year", "")):
        record = path[:-1] if path[-1] == "day" else path
        value: Any = day
        if inferred and path[-1] == "day":
            value = Inline({"day": day, "year": "inferred"} | ({"weekday": weekday} if weekday else {}))
            hint = "write the right year, and remove “year: inferred”; until then the papers print none"
            tree.draft.doubt(f"the original names no year: {day[:4]} is a placeholder", hint, record)
        tree.below(record[:-1])[record[-1]] = value


def _hours(reading: Reading, tree: Tree) -> None:
    for owner, time, minutes in reading.times.hours(reading.beside, reading.tracks):
        if time:
            tree.set((*owner, "time"), time)
        if minutes:
            tree.set((*owner, "minutes"), minutes)
    for path in reading.times.outside():
        row = tree.below(path)
        if "kind" not in row and "item" in row:
            row["kind"] = "break"
            message = f"“{row['item']}” is before or after what it is part of, as breaks and meals are"
            tree.draft.likely(message, path[:1])
