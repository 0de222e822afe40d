"""Who appears in a paper: people in their order, each once, and organisations by what they do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from conceptnote.compose.view import View
from conceptnote.datapath import DataPath

Printed = Callable[[Iterable[View]], list[View]]
"""The slots that a public paper shows."""


def appearing(event: View, printed: Printed) -> list[View]:
    """Of the people of the panel and then of the programme who come, each one's first slot."""
    found: dict[DataPath, View] = {}
    parts = (event.panel, event.agenda, event.sittings, event.sub_events)
    for slot in (slot for part in parts for slot in _held(part, printed)):
        found.setdefault(slot.person.path, slot)
    return list(found.values())


def _held(value: Any, printed: Printed) -> Iterator[View]:
    """The slots of people, wherever these stand: a row of an agenda may hold others, and a slot too."""
    within = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    views = [item for item in within if isinstance(item, View)]
    for view in printed(views) if all(map(_is_slot, views)) else views:
        if _is_slot(view) and view.person is not None:
            yield view
        for name in view.field_names:
            # Whoever was replaced is not there any more, and the one who comes instead has been put into the place.
            if name not in ("person", "party", "replaced_by"):
                yield from _held(getattr(view, name), printed)


def _is_slot(view: View) -> bool:
    return "any_of" in view.field_names


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
    return [(role, held) for role, held in found.items() if held]
