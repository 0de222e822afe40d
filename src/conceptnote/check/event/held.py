"""The roles of parties, and where in the event file each is given."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.datapath import DataPath
from conceptnote.schema.event import Event


def held_roles(event: Event) -> Iterator[tuple[DataPath, str, str]]:
    """Every role of a party: its place, the party's id and the role; what the event gives comes before the records."""
    for role, holders in event.roles.items():
        for number, identifier in enumerate(holders):
            yield ("roles", role, number), identifier, role
    for identifier, party in event.parties.items():
        for number, role in enumerate(party.roles):
            if identifier not in event.roles.get(role, ()):
                yield ("parties", identifier, "roles", number), identifier, role
