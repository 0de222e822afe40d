"""Replacements that are written once, in the record of the person who is replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from conceptnote.schema.agenda import AgendaRow, Sitting, SubEvent
from conceptnote.schema.event import Event
from conceptnote.schema.people import Person, Slot

Part = TypeVar("Part", AgendaRow, Sitting, SubEvent)


def with_replacements(event: Event) -> Event:
    """The event with the replacement in each slot of a person who is replaced.

    Role, topic and minutes of the slot are those of the replacement. A slot with its own status stays.
    """
    if not any(person.replaced_by for person in event.people.values()):
        return event
    people = event.people
    return event.model_copy(
        update={
            "panel": _slots(event.panel, people),
            "agenda": _parts(event.agenda, people),
            "sittings": _parts(event.sittings, people),
            "sub_events": _parts(event.sub_events, people),
        }
    )


def _parts(parts: Sequence[Part], people: Mapping[str, Person]) -> list[Part]:
    made = []
    for part in parts:
        below = "rows" if isinstance(part, AgendaRow) else "agenda"
        update: dict[str, Any] = {below: _parts(getattr(part, below), people)}
        if not isinstance(part, Sitting):
            update["who"] = _slots(part.who, people)
        made.append(part.model_copy(update=update))
    return made


def _slots(slots: Sequence[Slot], people: Mapping[str, Person]) -> list[Slot]:
    return [_slot(slot, people) for slot in slots]


def _slot(slot: Slot, people: Mapping[str, Person]) -> Slot:
    if slot.any_of is not None:
        return slot.model_copy(update={"any_of": _slots(slot.any_of, people)})
    update = {
        name: _slot(below, people)
        for name in ("replaced_by", "delivered_by")
        if (below := getattr(slot, name)) is not None
    }
    instead = people[slot.person].replaced_by if slot.person and slot.status is None else None
    if instead is None:
        return slot.model_copy(update=update) if update else slot
    following = _slot(slot.model_copy(update={"person": instead}), people)
    return slot.model_copy(update={**update, "status": "replaced", "replaced_by": following})
