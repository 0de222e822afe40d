"""Who appears in a paper: people in their order, each once, and organisations by what they do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from conceptnote.compose.view import View

Printed = Callable[[Iterable[View]], list[View]]
"""The slots that a public paper shows."""


def appearing(event: View, printed: Printed) -> list[View]:
    """The people of the panel and then of the agenda who come, each once."""
    found = {person.path: person for part in (event.panel, event.agenda) for person in _people(part, printed)}
    return list(found.values())


def _people(value: Any, printed: Printed) -> Iterator[View]:
    """The people in slots, wherever these stand: a row of an agenda may hold others, and a slot too."""
    within = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    views = [item for item in within if isinstance(item, View)]
    for view in printed(views) if all(map(_is_slot, views)) else views:
        if _is_slot(view) and view.person is not None:
            yield view.person
        for name in view.field_names:
            # Whoever was replaced is not there any more, and the one who comes instead has been put into the place.
            if name not in ("person", "party", "replaced_by"):
                yield from _people(getattr(view, name), printed)


def _is_slot(view: View) -> bool:
    return "any_of" in view.field_names


def by_name(people: Iterable[View]) -> list[View]:
    """People in the order of their family names, accents and capitals apart."""
    return sorted(people, key=_sorted_as)


def _sorted_as(person: View) -> tuple[str, str]:
    if isinstance(person.name, View):
        return _plain(person.name.family), _plain(person.name.given)
    given, _, family = str(person.name).rpartition(" ")
    return _plain(family), _plain(given)


def _plain(text: str) -> str:
    """A text in its bare small letters, with the letters that no accent was taken from after all others."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def by_role(parties: Mapping[str, View], groups: Iterable[str]) -> list[tuple[str, list[View]]]:
    """Parties by what they do: for each role its parties, in the order of the groups, other roles after them.

    A party stands once, in the first of its groups. Funders make none: they have an acknowledgement of their own.
    """
    roles = dict.fromkeys([*groups, *(role for party in parties.values() for role in party.roles)])
    found: dict[str, list[View]] = {role: [] for role in roles if role != "funder"}
    for party in parties.values():
        if own := next((role for role in found if role in party.roles), None):
            found[own].append(party)
    return [(role, held) for role, held in found.items() if held]
