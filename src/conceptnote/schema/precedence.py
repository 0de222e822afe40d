"""In which order people are named: by their roles, and by protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, get_args

from conceptnote.schema.event import Event
from conceptnote.schema.people import Rank, Slot

Item = TypeVar("Item")

# Those who lead come first, those who answer and sum up last; everybody else stands between them.
_LEADING = ("chair", "co-chair", "master of ceremonies", "moderator", "co-moderator", "facilitator")
_FOLLOWING = ("respondent", "discussant", "rapporteur")
_RANKS: tuple[str, ...] = get_args(get_args(Rank)[0])


def in_order(event: Event, items: Sequence[Item], where: str, slot_of: Callable[[Item], Slot]) -> list[Item]:
    """Whatever stands for slots, in the order that the event asks for in its `panel` or `agenda`."""
    order = getattr(event.people_order, where)
    if order == "as-written":
        return list(items)

    def key(item: Item) -> tuple[Any, ...]:
        slot = slot_of(item)
        return (_place(slot), *(_precedence(event, slot) if order == "precedence" else ()))

    return sorted(items, key=key)


def _place(slot: Slot) -> int:
    if slot.role in _LEADING:
        return _LEADING.index(slot.role) - len(_LEADING)
    return _FOLLOWING.index(slot.role) + 1 if slot.role in _FOLLOWING else 0


def _precedence(event: Event, slot: Slot) -> tuple[int, int, str]:
    """The place of whoever is in a slot: their own, else their rank, and among equals their country."""
    if slot.person is None:
        return (10_000, len(_RANKS), "")
    person = event.people[slot.person]
    rank = _RANKS.index(person.rank) if person.rank else len(_RANKS)
    return (person.precedence or 10_000, rank, _country(person.country) if person.country else "\U0010ffff")


@cache
def _country(code: str) -> str:
    """The English name of a country, by which equals are ordered whatever the language of the paper."""
    from babel import Locale

    return str(Locale("en").territories[code])
