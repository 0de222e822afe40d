"""In which order people are named: by their roles, and by protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, get_args

from conceptnote.schema.event import Event
from conceptnote.schema.people import Rank, Slot
from conceptnote.textfolding import plain_letters

Item = TypeVar("Item")

# Those who lead come first, those who answer and sum up last; everybody else stands between them.
LEADING = ("chair", "co-chair", "master of ceremonies", "moderator", "co-moderator", "facilitator")
FOLLOWING = ("respondent", "discussant", "rapporteur")
# Countries that the United Nations call by other names than Unicode does, at another place in the alphabet (UNTERM).
_NAMES_IN_ORDER = {
    "CD": "Democratic Republic of the Congo",
    "CV": "Cabo Verde",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "MD": "Republic of Moldova",
    "PS": "State of Palestine",
    "TZ": "United Republic of Tanzania",
    "VA": "Holy See",
}
_RANKS: tuple[str, ...] = get_args(get_args(Rank)[0])


def in_order(event: Event, items: Sequence[Item], where: str, slot_of: Callable[[Item], Slot]) -> list[Item]:
    """Items with slots, in the event's order for its `panel` or `agenda`."""
    order = getattr(event.people_order, where)
    if order == "as-written":
        return list(items)

    def key(item: Item) -> tuple[Any, ...]:
        slot = slot_of(item)
        return (_place(slot), *(_precedence(event, slot) if order == "precedence" else ()))

    return sorted(items, key=key)


def _place(slot: Slot) -> int:
    if slot.role in LEADING:
        return LEADING.index(slot.role) - len(LEADING)
    return FOLLOWING.index(slot.role) + 1 if slot.role in FOLLOWING else 0


def _precedence(event: Event, slot: Slot) -> tuple[int, int, str]:
    """The sort key of a slot: `precedence`, else rank, then country."""
    if slot.person is None:
        return (10_000, len(_RANKS), "")
    person = event.people[slot.person]
    rank = _RANKS.index(person.rank) if person.rank else len(_RANKS)
    return (person.precedence or 10_000, rank, _country(person.country) if person.country else "\U0010ffff")


@cache
def _country(code: str) -> str:
    """The English name of a country in plain letters: the sort key of equals in every language of papers."""
    from babel import Locale

    name = _NAMES_IN_ORDER.get(code) or str(Locale("en").territories[code]).replace("St. ", "Saint ")
    return plain_letters(name)
