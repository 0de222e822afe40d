"""The slots of a panel or a row, as papers print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from conceptnote.check.event.words import any_of, by_languages, words
from conceptnote.datapath import DataPath
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.schedule import slot_lists


class Occupant(Struct, frozen=True):
    """A printed slot and its path; `certain` unless it is one of several alternatives."""

    path: DataPath
    slot: Slot
    status: str
    certain: bool = True


def occupants(event: Event, slots: Sequence[Slot], path: DataPath, *, certain: bool = True) -> Iterator[Occupant]:
    """The printed slots: nobody who declined, replacements instead of the replaced, all alternatives."""
    for number, slot in enumerate(slots):
        yield from _occupants(event, slot, (*path, number), certain=certain)


def _occupants(event: Event, slot: Slot, here: DataPath, *, certain: bool) -> Iterator[Occupant]:
    while slot.replaced_by is not None:
        slot, here = slot.replaced_by, (*here, "replaced_by")
    person = event.people[slot.person] if slot.person else None
    status = slot.status or (person.status if person else "confirmed")
    if slot.any_of is not None:
        yield from occupants(event, slot.any_of, (*here, "any_of"), certain=False)
    elif status != "declined":
        yield Occupant(here, slot, status, certain)
        if slot.delivered_by is not None:
            yield from _occupants(event, slot.delivered_by, (*here, "delivered_by"), certain=certain)


def present(event: Event, slots: Sequence[Slot], path: DataPath) -> dict[str, DataPath]:
    """People who are certainly present, in person or by link; a recording or a statement can be in two rooms."""
    return {
        who.slot.person: who.path
        for who in occupants(event, slots, path)
        if who.slot.person and who.certain and who.slot.presence != "video-message" and not who.slot.delivered_by
    }


def all_slots(event: Event) -> Iterator[tuple[DataPath, Slot]]:
    """All slots of the event, printed or not."""
    lists: list[tuple[DataPath, Sequence[Slot]]] = [(path, slots) for path, slots, _ in slot_lists(event)]
    while lists:
        path, slots = lists.pop(0)
        for number, slot in enumerate(slots):
            here: DataPath = (*path, number)
            while slot is not None:
                yield here, slot
                if slot.any_of is not None:
                    lists.append(((*here, "any_of"), slot.any_of))
                if slot.delivered_by is not None:
                    yield (*here, "delivered_by"), slot.delivered_by
                if slot.replaced_by is None:
                    break
                slot, here = slot.replaced_by, (*here, "replaced_by")


def printed_minutes(event: Event, slot: Slot) -> int:
    """The minutes of a slot; of alternatives, the longest."""
    who = occupants(event, [slot], ())
    nested = max((one.slot.minutes or 0 for one in who), default=0)
    while slot.replaced_by is not None:
        slot = slot.replaced_by
    return slot.minutes if slot.any_of and slot.minutes else nested


def room_of(timed: Timed) -> tuple[str, str]:
    """The venue and the room of a row, for comparison; the room is empty if it is that of the sitting."""
    room = (timed.room if timed.elsewhere else None) or _track_title(timed)
    return (timed.venue.name.casefold() if timed.venue else "", (room or "").casefold())


def _track_title(timed: Timed) -> str | None:
    """The title of the track around a row, which distinguishes rooms."""
    if timed.row.track is not None:
        return timed.event.tracks[timed.row.track].title
    return _track_title(timed.parent) if isinstance(timed.parent, Timed) else None


def named_room(entry: Occasion | Timed) -> tuple[str, str] | None:
    """The building and the room that something is certainly in; None if only a building is named, or nothing.

    An event within the event without a place may be anywhere.
    """
    within = entry.occasion
    venue, given = entry.given("venue"), entry.room_given
    reported = {path[: len(within.path)] for path, _ in filter(None, (venue, given))}
    if within.within and within.path not in reported and (given is None or given[0][0] != "tracks"):
        return None
    return room_in(venue[1].name if venue else "", entry.room)


def room_in(building: str, room: str | None) -> tuple[str, str] | None:
    """A building and a room in it; in “Palais des Nations, Room XX”, the room is after the comma."""
    if room is None and (match := _at_the_end().search(building)):
        building, room = building[: match.start()], match[1]
    return (building, room) if room else None


@by_languages
def _at_the_end() -> re.Pattern[str]:
    return re.compile(rf"(?:^|,\s*)({any_of(words('rooms'))}\b.*)$", re.IGNORECASE)
