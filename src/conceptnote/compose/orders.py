"""People by name, and organisations by role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from conceptnote.compose.view import View, scope_of
from conceptnote.datapath import DataPath
from conceptnote.schema.naming import holders
from conceptnote.textfolding import plain_letters


def by_name(slots: Iterable[View]) -> list[View]:
    """Slots of people in the order of family names; for a name in one piece, of its last word."""
    return sorted(slots, key=_sorted_as)


def _sorted_as(slot: View) -> tuple[str, str]:
    name = slot.person.name
    if isinstance(name, View):
        return plain_letters(name.family), plain_letters(name.given)
    given, _, family = str(name).rpartition(" ")
    return plain_letters(family), plain_letters(given)


def by_role(parties: Mapping[str, View]) -> list[tuple[str, list[View]]]:
    """Parties by role: for each role its parties, in the order of the file: `roles` first, then the parties.

    A party with several roles is in each group. Funders and publishers are in none: a funder has its acknowledgement, a
    publisher the imprint.
    """
    given = scope_of(next(iter(parties.values()))).event.roles if parties else ()
    roles = dict.fromkeys([*given, *(role for party in parties.values() for role in party.roles)])
    held = ((role, holding(parties, role)) for role in roles if role not in ("funder", "publisher"))
    return [(next(own for own in those[0].roles if own == role), those) for role, those in held if those]


def by_holders(parties: Mapping[str, View], besides: Collection[str] = ()) -> list[tuple[list[str], list[View]]]:
    """The same, with roles of the same parties joined, and without some roles."""
    found: dict[tuple[DataPath, ...], tuple[list[str], list[View]]] = {}
    for role, held in by_role(parties):
        if role not in besides:
            found.setdefault(tuple(party.path for party in held), ([], held))[0].append(role)
    return list(found.values())


def holding(parties: Mapping[str, View], role: str) -> list[View]:
    """The parties with a role: those of the event's `roles`, then others in the order of the file.

    Without funders that must not be named.
    """
    if not parties:
        return []
    scope = scope_of(next(iter(parties.values())))
    hidden = _suppressed(scope.view) if role == "funder" else set()
    held = (parties[key] for key in holders(scope.event, str(role)) if key in parties)
    return [party for party in held if party.path not in hidden]


def in_bands(funders: Iterable[View]) -> list[list[View]]:
    """Funders that stand together under one lock-up, where the first of them stands; each of the others alone."""
    bands: dict[object, list[View]] = {}
    for funder in funders:
        alike = str(funder.lockup), *map(str, funder.placement)
        bands.setdefault(alike if funder.together else funder.path, []).append(funder)
    return list(bands.values())


def _suppressed(event: View) -> set[DataPath]:
    """The parties that fund and are named in no acknowledgement."""
    named = {funder.party.path for funder in event.funders if funder.suppressed is None}
    return {funder.party.path for funder in event.funders} - named
