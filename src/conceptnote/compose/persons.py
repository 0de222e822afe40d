"""The filters for people: their names as papers write them, and the order in which they are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any, get_args
from unicodedata import combining, normalize

from markupsafe import Markup

from conceptnote.compose.prose import set_typography
from conceptnote.compose.view import View, scope_of
from conceptnote.doc.origin import Traced
from conceptnote.schema.people import Person, Rank, Slot

# Those who lead come first, those who answer and sum up last; everybody else stands between them.
_LEADING = ("chair", "co-chair", "master of ceremonies", "moderator", "co-moderator", "facilitator")
_FOLLOWING = ("respondent", "discussant", "rapporteur")
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


def named(person: View) -> Any:
    """A name as papers write it: its parts in their order, the family name in capitals where the event asks for it."""
    name = person.name
    if not isinstance(name, View):
        return name
    scope = scope_of(person)
    style = scope.event.names
    family: Traced = name.family
    shown: Any = family
    if style.family == "capitals":
        shown = family.wrap(set_typography(str(family).upper(), scope.typography))
    family_first = (name.order or style.order) == "family-first"
    parts = (shown, name.given) if family_first else (name.given, shown)
    return Markup("{} {}").format(*parts)


def ordered(slots: Sequence[View], where: str = "agenda") -> list[View]:
    """Slots in the order that the event asks for in its panel or its agenda."""
    if not slots:
        return []
    order = getattr(scope_of(slots[0]).event.people_order, where)
    if order == "as-written":
        return list(slots)
    by_precedence = order == "precedence"
    return sorted(slots, key=lambda slot: (_place(slot), _precedence(slot) if by_precedence else ()))


def grouped(slots: Iterable[View]) -> list[dict[str, Any]]:
    """Slots that follow each other in one role, together."""
    groups = groupby(slots, key=lambda slot: None if slot.role is None else str(slot.role))
    return [{"role": those[0].role, "slots": those} for those in (list(slots) for _, slots in groups)]


def _place(slot: View) -> int:
    role = "" if slot.role is None else str(slot.role)
    if role in _LEADING:
        return _LEADING.index(role) - len(_LEADING)
    return _FOLLOWING.index(role) + 1 if role in _FOLLOWING else 0


def _precedence(slot: View) -> tuple[int, int, str]:
    """The place of whoever is in a slot: their own, else their rank, and among equals their country."""
    model = scope_of(slot).model(slot)
    assert isinstance(model, Slot)
    person: Person | None = scope_of(slot).event.people[model.person] if model.person else None
    if person is None:
        return (10_000, len(_RANKS), "")
    rank = _RANKS.index(person.rank) if person.rank else len(_RANKS)
    return (person.precedence or 10_000, rank, _country(person.country) if person.country else "\U0010ffff")


@cache
def _country(code: str) -> str:
    """The English name of a country in plain letters, by which equals are ordered whatever the paper's language."""
    from babel import Locale

    name = _NAMES_IN_ORDER.get(code) or str(Locale("en").territories[code]).replace("St. ", "Saint ")
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).casefold()
