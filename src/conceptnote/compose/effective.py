"""What holds for a row or a sitting, as templates see it: its own word, or that of what it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conceptnote.compose.view import View, scope_of
from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Entry, Occasion, Timed
from conceptnote.schema.schedule import Programme

_INHERITED = ("venue", "mode", "access", "registration", "status", "date", "timezone")
EFFECTIVE = frozenset({*_INHERITED, "room", "venue_apart", "access_apart", "sitting", "session", "timed"})
"""What templates may ask for."""


class Effective:
    """The values that hold for one entry of the programme, each with the path at which it is written.

    `venue`, `room`, `mode`, `access`, `registration`, `status`, `date` and `timezone` are its own or those of what it
    stands in; `venue_apart` is the venue unless all sittings are held there, and `access_apart` the access unless it is
    that of the event; `sitting` is the sitting or the event within the event that it is part of, `session` the row that
    it stands in, and `timed` the nearest of it and these whose time is known.
    """

    __slots__ = ("_entry", "_of")

    def __init__(self, of: View) -> None:
        self._of = of
        self._entry = _entry(scope_of(of).programme, of.path)

    def __getattr__(self, name: str) -> Any:
        if name not in _INHERITED:
            raise AttributeError(name)
        return self._at(self._entry.given(name))

    @property
    def room(self) -> Any:
        """The room, where one is named."""
        return self._at(self._entry.room_given)

    @property
    def venue_apart(self) -> Any:
        """The venue, unless it is the one of all sittings, which papers name in their first lines."""
        return None if self._entry.venue == scope_of(self._of).programme.venue else self.venue

    @property
    def access_apart(self) -> Any:
        """Who may come in, unless the same may come to the event as a whole."""
        return None if self._entry.access == self._entry.event.access else self.access

    @property
    def sitting(self) -> View:
        """The sitting, the event within the event, or the event itself."""
        entry = self._entry
        return scope_of(self._of).at(entry.occasion.path if isinstance(entry, Timed) else entry.path)

    @property
    def session(self) -> View | None:
        """The row that a row stands in."""
        parent = self._entry.parent
        return scope_of(self._of).at(parent.path) if isinstance(parent, Timed) else None

    @property
    def timed(self) -> View:
        """The nearest whose time is known."""
        entry = self._entry
        return scope_of(self._of).at(entry.nearest_timed.path if isinstance(entry, Timed) else entry.path)

    def _at(self, given: tuple[DataPath, Any] | None) -> Any:
        return scope_of(self._of).value(given[0]) if given else None


def effective(of: View) -> Effective:
    """What holds for a row, a sitting, an event within the event, or the event."""
    return Effective(of)


def sittings(event: View) -> list[View]:
    """The sittings of an event, or the event itself where it has none, as they begin."""
    scope = scope_of(event)
    return [scope.at(one.path) for one in scope.programme.sittings]


def venues(event: View) -> list[dict[str, Any]]:
    """Each `venue` of the sittings, in their order, with those `sittings` as `where` they are not all at one.

    A venue is the same wherever its record says the same.
    """
    scope = scope_of(event)
    found: dict[Any, list[Occasion]] = {}
    held = scope.programme.sittings
    for one in held:
        if one.venue is not None:
            found.setdefault(one.venue.model_dump_json(), []).append(one)
    return [
        {
            "venue": effective(scope.at(here[0].path)).venue,
            "sittings": [] if len(here) == len(held) else [scope.at(one.path) for one in here],
            "whole_days": _whole_days(here, held),
        }
        for here in found.values()
    ]


def _whole_days(here: Iterable[Occasion], sittings: Iterable[Occasion]) -> bool:
    """Whether all that is held on the days of these is held there."""
    chosen = {one.path for one in here}
    days = {one.date.known for one in here}
    return all(one.path in chosen for one in sittings if one.date.known in days)


def _entry(programme: Programme, path: DataPath) -> Entry:
    return programme.around(path)
