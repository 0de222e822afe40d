"""The people and parties to which an event refers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from conceptnote.datapath import DataPath, texts_in
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_marks
from conceptnote.schema.text import Ref


def named(event: Event) -> set[DataPath]:
    """The paths of the records to which something in the event refers by id."""
    return set(_named(event))


def holders(event: Event, *roles: str) -> list[str]:
    """The ids of the parties with one of the roles: those under `roles` of the event, then in the file's order."""
    first = [key for role in roles for key in event.roles.get(role, ())]
    return list(
        dict.fromkeys([*first, *(key for key, party in event.parties.items() if set(roles) & set(party.roles))])
    )


def without_unnamed(event: Event, shared: Collection[DataPath]) -> Event:
    """The event without shared people and parties to which nothing in it refers; a role refers to a party."""
    if not shared:
        return event
    kept = named(event)
    people = {key: one for key, one in event.people.items() if ("people", key) in kept or ("people", key) not in shared}
    parties = {
        key: one
        for key, one in event.parties.items()
        if one.roles or ("parties", key) in kept or ("parties", key) not in shared
    }
    return event.model_copy(update={"people": people, "parties": parties})


def _named(value: Any) -> Iterator[DataPath]:
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            below = getattr(value, name)
            collection = _references(type(value)).get(name)
            if collection is None:
                yield from _named(below)
            else:
                yield from ((collection, key) for key in texts_in(below))


@cache
def _references(model: type[BaseModel]) -> dict[str, str]:
    """The fields with ids, each with the collection of these."""
    return {
        name: mark.collection
        for name, field in model.model_fields.items()
        for mark in field_marks(field)
        if isinstance(mark, Ref)
    }
