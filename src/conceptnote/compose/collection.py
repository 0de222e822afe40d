"""The filters for several events: by day, by place, and by party."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from conceptnote.compose.effective import effective
from conceptnote.compose.view import View, scope_of
from conceptnote.schema.entries import Occasion
from conceptnote.schema.naming import holders
from conceptnote.schema.when import EventDate
from conceptnote.textfolding import plain_letters

Group = dict[str, Any]


def by_day(events: Iterable[View]) -> list[Group]:
    """Each `day` with something in the events, with its `entries` in order of time.

    An entry is an `event` with its `sitting` on that day and the title of this `part`; an event in one sitting is its
    own sitting, without a part. It can also be an event `within` the event.
    """
    return _grouped(events, "day", lambda event, sitting, one: [(_day_key(one.date), effective(sitting).date)])


def _day_key(of: EventDate) -> str:
    """The key of a day: a month comes after its days, and an unknown day last."""
    return f"{of.order} {'' if of.day else of.month or 'tbc'}"


def by_venue(events: Iterable[View]) -> list[Group]:
    """Each `venue` by the name of its building, with the entries there; entries without one are last."""

    def venue(_: View, sitting: View, __: Occasion) -> Iterable[tuple[str, Any]]:
        place = effective(sitting).venue
        return [(plain_letters(str(place.name)), place) if place is not None else ("\U0010ffff", None)]

    return _grouped(events, "venue", venue)


def by_party(events: Iterable[View], *roles: str) -> list[Group]:
    """Each `party` with one of the roles in one of the events, by name, with the entries of its events.

    If one event uses the acronym that another defines, both mean the same party; its full name is shown.
    """
    events = list(events)
    full = {
        plain_letters(str(party.acronym)): party
        for event in events
        for party in event.parties.values()
        if party.acronym
    }

    def parties(event: View, _: View, __: Occasion) -> Iterable[tuple[str, Any]]:
        held = (event.parties[key] for key in holders(scope_of(event).event, *roles))
        shown = (full.get(plain_letters(str(party.name)), party) for party in held)
        return [(plain_letters(str(party.name)), party) for party in shown]

    return _grouped(events, "party", parties)


def _grouped(
    events: Iterable[View], kind: str, keys: Callable[[View, View, Occasion], Iterable[tuple[str, Any]]]
) -> list[Group]:
    groups: dict[str, Group] = {}
    for event, sitting, one in _in_order(events):
        for key, value in keys(event, sitting, one):
            group = groups.setdefault(key, {kind: value, "entries": []})
            part = sitting.title if one.path else None
            group["entries"].append({"event": event, "sitting": sitting, "part": part, "within": one.within})
    return [groups[key] for key in sorted(groups)]


def _in_order(events: Iterable[View]) -> Sequence[tuple[View, View, Occasion]]:
    """The sittings of all events in order of time, then of title."""
    return sorted(_sittings(events), key=lambda entry: (entry[2].order, plain_letters(str(entry[0].title))))


def _sittings(events: Iterable[View]) -> Iterator[tuple[View, View, Occasion]]:
    for event in events:
        scope = scope_of(event)
        for one in scope.programme.occasions:
            yield event, scope.at(one.path), one
