"""The roles of parties, and where the event file gives each."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.datapath import DataPath
from conceptnote.schema.event import Event


def held_roles(event: Event) -> Iterator[tuple[DataPath, str, str]]:
    """Each role of a party: its path, the party's id and the role; those of the event precede those of the records."""
    for role, holders in event.roles.items():
        for number, identifier in enumerate(holders):
            yield ("roles", role, number), identifier, role
    for identifier, party in event.parties.items():
        for number, role in enumerate(party.roles):
            if identifier not in event.roles.get(role, ()):
                yield ("parties", identifier, "roles", number), identifier, role
