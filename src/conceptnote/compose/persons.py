"""The filters for people: their names as papers write them, and the order in which they are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, cast

from markupsafe import Markup

from conceptnote.compose.prose import set_typography
from conceptnote.compose.view import View, scope_of
from conceptnote.doc.origin import Traced
from conceptnote.schema.people import Slot
from conceptnote.schema.precedence import in_order


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
    scope = scope_of(slots[0])
    return in_order(scope.event, slots, where, lambda view: cast(Slot, scope.model(view)))


def grouped(slots: Iterable[View]) -> list[dict[str, Any]]:
    """Slots that follow each other in one role, together."""
    groups = groupby(slots, key=lambda slot: None if slot.role is None else str(slot.role))
    return [{"role": those[0].role, "slots": those} for those in (list(slots) for _, slots in groups)]
