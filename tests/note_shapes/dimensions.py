"""Which facts of a note depend on the shape of a dimension."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from note_corpus import Score

_FRONT = {"title", "subtitle", "type", "parent_event"}
_WHEN = {"date", "time", "timezone", "venue", "sitting"}
_PEOPLE = {"person", "office"}
_ROWS = {"row", "who"}
_FACTS: dict[str, set[str]] = {
    "paper": _FRONT, "kind": _FRONT, "title": _FRONT, "front style": _FRONT,
    "date": {"date", "sitting"}, "clock": {"time", "row"}, "span": {"time", "row"}, "venue": {"venue", "timezone"},
    "facts": _WHEN, "labels": _WHEN, "hosts": {"party"}, "languages": {"languages", "interpretation"},
    "speakers": _PEOPLE, "entry": _PEOPLE, "names": _PEOPLE, "people columns": _PEOPLE, "moderator": _PEOPLE,
    "agenda": _ROWS, "agenda people": _ROWS | _PEOPLE, "agenda entry": _ROWS | _PEOPLE,
    "row time": _ROWS, "after time": _ROWS,
    "questions": {"questions"}, "registration": {"registration"}, "contact": {"contact"}, "heading style": {"section"},
    "bullet": {"person", "questions", "party"}, "group style": _PEOPLE,
}  # fmt: skip
"""Dimensions that concern all facts are not here."""


def concerned(score: Score, dimension: str) -> Score:
    """The part of a score that depends on a dimension."""
    facts = _FACTS.get(dimension)
    if facts is None:
        return score
    parts = {field.name: _about(getattr(score, field.name), facts) for field in fields(Score)}
    return Score(**parts)


def _about(found: list[Any], facts: set[str]) -> list[Any]:
    return [one for one in found if (one[0] if isinstance(one[0], str) else one[0][0]) in facts]
