"""The effective values of a row or a sitting, as templates see them: its own, or those of its parent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conceptnote.compose.view import View, scope_of
from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Entry, Occasion, Timed
from conceptnote.schema.schedule import Programme

_INHERITED = ("venue", "mode", "access", "registration", "status", "date", "timezone")
EFFECTIVE = frozenset({*_INHERITED, "room", "venue_apart", "access_apart", "sitting", "session", "timed"})
"""The names that templates may use."""


class Effective:
    """The effective values of one entry of the programme, each with the path where it is written.

    `venue`, `room`, `mode`, `access`, `registration`, `status`, `date` and `timezone` are its own or those of its
    parent. `venue_apart` is the venue unless it is that of all sittings; `access_apart` the access unless it is that of
    the event; `sitting` the sitting or event within the event around it, `session` the row around it, and `timed` the
    nearest of all these with a known time.
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
        """The room, if one is named."""
        return self._at(self._entry.room_given)

    @property
    def venue_apart(self) -> Any:
        """The venue, unless it is that of all sittings, which is in the first lines of a paper."""
        return None if self._entry.venue == scope_of(self._of).programme.venue else self.venue

    @property
    def access_apart(self) -> Any:
        """The access, unless it is the same as for the event."""
        return None if self._entry.access == self._entry.event.access else self.access

    @property
    def sitting(self) -> View:
        """The sitting, the event within the event, or the event itself."""
        entry = self._entry
        return scope_of(self._of).at(entry.occasion.path if isinstance(entry, Timed) else entry.path)

    @property
    def session(self) -> View | None:
        """The row around a row."""
        parent = self._entry.parent
        return scope_of(self._of).at(parent.path) if isinstance(parent, Timed) else None

    @property
    def timed(self) -> View:
        """The nearest entry with a known time."""
        entry = self._entry
        return scope_of(self._of).at(entry.nearest_timed.path if isinstance(entry, Timed) else entry.path)

    def _at(self, given: tuple[DataPath, Any] | None) -> Any:
        return scope_of(self._of).value(given[0]) if given else None


def effective(of: View) -> Effective:
    """The effective values of a row, a sitting, an event within the event, or the event."""
    return Effective(of)


def sittings(event: View) -> list[View]:
    """The sittings of an event in order of time, or the event itself without any."""
    scope = scope_of(event)
    return [scope.at(one.path) for one in scope.programme.sittings]


def venues(event: View) -> list[dict[str, Any]]:
    """Each `venue` of the sittings in order, with its `sittings` as `where` if not all are there.

    Venues are the same if their records are.
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
    """Whether everything on the days of these sittings is there."""
    chosen = {one.path for one in here}
    days = {one.date.known for one in here}
    return all(one.path in chosen for one in sittings if one.date.known in days)


def _entry(programme: Programme, path: DataPath) -> Entry:
    return programme.around(path)
