"""The filters for people: their names in papers, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, cast

from markupsafe import Markup

from conceptnote.compose.prose import set_typography
from conceptnote.compose.view import View, scope_of
from conceptnote.doc.origin import Traced
from conceptnote.languages.typography import Typographies
from conceptnote.schema.people import Slot
from conceptnote.schema.precedence import in_order

_SHORT = 3
"""The letters of the longest particle that may have a capital: “La”, “Van”, “Bin”."""
NBSP = "\u00a0"


def named(person: View) -> Any:
    """A name in papers: its parts in order, the family name in capitals if the event wants that.

    A line may end between its parts, but not after a particle (“van der”, “de”) or an initial.
    """
    name = person.name
    scope = scope_of(person)
    if not isinstance(name, View):
        return _bound(name, scope.typographies)
    style = scope.event.names
    family = _bound(name.family, scope.typographies, family=True, capitals=style.family == "capitals")
    given = _bound(name.given, scope.typographies)
    family_first = (name.order or style.order) == "family-first"
    return Markup("{} {}").format(*((family, given) if family_first else (given, family)))


def _bound(name: Traced, typographies: Typographies, *, family: bool = False, capitals: bool = False) -> Markup:
    """A part of a name, with particles and initials bound to the word after them."""
    words = str(name).split(" ")
    ends = [" " if not _leads(word, family) else NBSP for word in words[:-1]]
    text = "".join(map("".join, zip(words, [*ends, ""], strict=True)))
    return name.wrap(set_typography(text.upper() if capitals else text, typographies.at(name.path)))


def _leads(word: str, family: bool) -> bool:
    """Whether a word is a particle (without a capital, or short in a family name) or an initial."""
    letters = word.strip(".’'-")
    return len(letters) == 1 or word[:1].islower() or (family and len(letters) <= _SHORT)


def ordered(slots: Sequence[View], where: str = "agenda") -> list[View]:
    """Slots in the event's order for its panel or its agenda."""
    if not slots:
        return []
    scope = scope_of(slots[0])
    return in_order(scope.event, slots, where, lambda view: cast(Slot, scope.model(view)))


def grouped(slots: Iterable[View]) -> list[dict[str, Any]]:
    """Consecutive slots with the same role together."""
    groups = groupby(slots, key=lambda slot: None if slot.role is None else str(slot.role))
    return [{"role": those[0].role, "slots": those} for those in (list(slots) for _, slots in groups)]
