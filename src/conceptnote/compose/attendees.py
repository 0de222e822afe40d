"""The attendees of an event, each with their places, as templates see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from conceptnote.compose.view import Scope, View, scope_of
from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Timed
from conceptnote.schema.schedule import slot_lists
from conceptnote.textfolding import slug

_ELSEWHERE = ("remote", "video-message")
Printed = Callable[[Sequence[View]], list[View]]


class Seat(Struct, frozen=True):
    """A slot, with the row and the sitting around it; the panel is in none.

    `instead_of` is the slot of the announced person whose words this one delivers.
    """

    slot: View
    row: View | None = None
    sitting: View | None = None
    instead_of: View | None = None


class Attendee(Struct, frozen=True):
    """A person, an office or a party, with a `key` for file names; `slot` is the first of its places."""

    key: str
    slot: View
    places: list[Seat] = field(default_factory=list)

    @property
    def badged(self) -> bool:
        """Whether they wear a badge: a known person or holder of an office in the room."""
        if not self.present or self.slot.party is not None:
            return False
        if self.slot.person is None:
            return not _is_open(self.slot, str(self.slot.office))
        name = self.slot.person.name
        return isinstance(name, View) or not _is_open(self.slot, str(name))

    @property
    def present(self) -> bool:
        """Whether they are in the room at any time."""
        return any(place.slot.presence not in _ELSEWHERE for place in self.places)


def attendees(scope: Scope, printed: Printed) -> list[Attendee]:
    """Everybody who comes, once, in the order in which papers first name them.

    Without people who declined and counted groups, with all alternatives, and with the person who delivers another's
    words instead of the other.
    """
    found: dict[str, Attendee] = {}
    for path, _, _ in slot_lists(scope.event):
        record = scope.at(path[:-1])
        slots = record.panel if path == ("panel",) else record.who
        row, sitting = (None, None) if path == ("panel",) else _around(scope, path)
        for slot, announced in _present(slots, printed):
            if (key := _key(slot)) is not None:
                one = found.setdefault(key, Attendee(key, slot))
                one.places.append(Seat(slot, row, sitting, announced))
    return list(found.values())


def _is_open(slot: View, name: str) -> bool:
    """Whether a name only says that there is none yet: “To be announced”, in any language of the run."""
    text = name.strip(" .()").casefold()
    return any(text == word.casefold() for one in scope_of(slot).event.known_languages for word in one.checks.unsettled)


def _around(scope: Scope, path: DataPath) -> tuple[View | None, View]:
    """The row, if any, and the sitting or event within the event around a list of slots."""
    around = scope.programme.around(path)
    if isinstance(around, Timed):
        return scope.at(around.path), scope.at(around.occasion.path)
    return None, scope.at(around.path)


def _present(
    slots: Sequence[View], printed: Printed, announced: View | None = None
) -> Iterator[tuple[View, View | None]]:
    """Everybody who is there, and whose words they deliver."""
    for slot in printed(slots):
        if slot.any_of is not None:
            yield from _present(slot.any_of, printed, announced)
        elif slot.delivered_by is not None:
            yield from _present([slot.delivered_by], printed, announced or slot)
        else:
            yield slot, announced


def _key(slot: View) -> str | None:
    if slot.person is not None:
        return str(slot.person.path[-1])
    if slot.party is not None:
        return str(slot.party.path[-1])
    return name_in_file(str(slot.office)) if slot.office is not None else None


def name_in_file(text: str) -> str:
    """A text as a part of a file name: small letters, digits and hyphens, or `x` if nothing is left."""
    return slug(text)[:60].rstrip("-") or "x"
