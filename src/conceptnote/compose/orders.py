"""People by their names, and organisations by what they do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from conceptnote.compose.view import View


def by_name(slots: Iterable[View]) -> list[View]:
    """Slots of people in the order of their family names; of a name in one piece, its last word is taken for that."""
    return sorted(slots, key=_sorted_as)


def _sorted_as(slot: View) -> tuple[str, str]:
    name = slot.person.name
    if isinstance(name, View):
        return _plain(name.family), _plain(name.given)
    given, _, family = str(name).rpartition(" ")
    return _plain(family), _plain(given)


def _plain(text: str) -> str:
    """A text without capitals and accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def by_role(parties: Mapping[str, View], groups: Iterable[str]) -> list[tuple[str, list[View]]]:
    """Parties by what they do: for each role its parties, in the order of the groups, other roles after them.

    A party stands once, in the first of its groups. Funders and publishers make none: a funder has its
    acknowledgement, and a publisher its place in the imprint.
    """
    roles = dict.fromkeys([*groups, *(role for party in parties.values() for role in party.roles)])
    found: dict[str, list[View]] = {role: [] for role in roles if role not in ("funder", "publisher")}
    for party in parties.values():
        if own := next((role for role in found if role in party.roles), None):
            found[own].append(party)
    return [(next(own for own in held[0].roles if own == role), held) for role, held in found.items() if held]
