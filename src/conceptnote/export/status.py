"""Where an event stands: who comes, what is open, how many days are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.schedule import Programme, slot_lists

VERSION = 1
ORDER = ("declined", "tbc", "invited", "replaced", "confirmed")
"""The statuses of people, the most pressing first."""
UNPRINTED = ("declined", "replaced")
"""The statuses of people whom no paper prints."""


@dataclass(slots=True)
class Attendance:
    """Whether somebody comes, and where they stand in the event: `panel`, or the items of the agenda.

    Of whoever is replaced, `replaced_by` names those who come instead.
    """

    who: str
    status: str
    where: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that still has to be settled, and where: an office without a name, a group, alternatives, a note."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day to register for a part of the programme that has its own, and what the part is called."""

    what: str
    closes: date


@dataclass(frozen=True, slots=True)
class EventStatus:
    """All that `conceptnote status` says; `days_left` is negative once the event is past, and None without a day."""

    title: str
    day: date | None
    days_left: int | None
    registration_closes: date | None
    status: str
    as_of: date | None
    people: list[Attendance]
    open: list[Open]
    agreements: list[Agreement]
    notes: list[str]
    parts_close: list[Closing] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The status in the shape that docs/status.md describes; dates are ISO 8601."""
        return {"version": VERSION} | {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot of the panel or the agenda, its path, and what the place is called."""

    slot: Slot
    path: DataPath
    where: str


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody in a slot; `decided` is the path of the word that says whether they come."""

    slot: Slot
    status: str
    decided: DataPath
    where: str


def slots_of(event: Event) -> Iterator[Placed]:
    """Every slot of an event, in the order of the file; alternatives and replacements are not taken apart."""
    for path, slots, where in slot_lists(event):
        for at, slot in enumerate(slots):
            yield Placed(slot, (*path, at), where)


def occupants(event: Event) -> Iterator[Occupant]:
    """Everybody in the slots of an event, each alternative by itself, the replaced before their replacements."""
    for placed in slots_of(event):
        yield from _in_slot(event, placed, None)


def _in_slot(event: Event, placed: Placed, group: tuple[str, DataPath] | None) -> Iterator[Occupant]:
    slot, path = placed.slot, placed.path
    by_person = slot.status is None and slot.person is not None
    own: DataPath = ("people", slot.person or "", "status") if by_person else (*path, "status")
    # Alternatives are no more certain than their slot; and of a slot that is not printed, neither are they.
    said = (status_in(event, slot), own)
    if group is not None and (group[0] in UNPRINTED or ORDER.index(group[0]) < ORDER.index(said[0])):
        said = group
    if slot.any_of is None:
        yield Occupant(slot, *said, placed.where)
    for at, other in enumerate(slot.any_of or ()):
        yield from _in_slot(event, Placed(other, (*path, "any_of", at), placed.where), said)
    if slot.delivered_by is not None:
        yield from _in_slot(event, Placed(slot.delivered_by, (*path, "delivered_by"), placed.where), group)
    if slot.replaced_by is not None:
        yield from _in_slot(event, Placed(slot.replaced_by, (*path, "replaced_by"), placed.where), group)


def status_in(event: Event, slot: Slot) -> str:
    """Whether the one in a slot comes: the slot's own word, or the person's."""
    if slot.status is not None:
        return str(slot.status)
    return str(event.people[slot.person].status) if slot.person else "confirmed"


def name_in(event: Event, slot: Slot) -> str:
    """Who stands in a slot, in words."""
    if slot.person:
        person = event.people[slot.person]
        name = person.name if isinstance(person.name, str) else f"{person.name.given} {person.name.family}"
        return f"{person.honorific} {name}" if person.honorific else name
    if slot.party:
        return event.parties[slot.party].name
    if slot.any_of:
        return " or ".join(name_in(event, other) for other in slot.any_of)
    return slot.office or slot.group or ""


def status_of(event: Event, today: date) -> EventStatus:
    """The status of an event on a day."""
    people: dict[tuple[str, str], Attendance] = {}
    day = Programme(event).sittings[0].day
    for one in occupants(event):
        key = name_in(event, one.slot), one.status
        attendance = people.setdefault(key, Attendance(*key))
        if one.where not in attendance.where:
            attendance.where.append(one.where)
        instead = name_in(event, one.slot.replaced_by) if one.slot.replaced_by else None
        if instead and instead not in attendance.replaced_by:
            attendance.replaced_by.append(instead)
    return EventStatus(
        title=event.title,
        day=day,
        days_left=(day - today).days if day else None,
        registration_closes=event.registration.deadline if event.registration else None,
        status=event.status,
        as_of=event.as_of,
        people=sorted(people.values(), key=lambda one: ORDER.index(one.status)),
        open=list(dict.fromkeys(_open(event))),
        agreements=agreements(event),
        notes=[note for funder in event.funders for note in funder.notes],
        parts_close=list(_closings(event)),
    )


def _closings(event: Event) -> Iterator[Closing]:
    """The deadlines of sittings and of events within the event that take place and have their own registration."""
    for one in Programme(event).occasions:
        own = one.registration if one.path and one.record.registration else None
        if own is not None and own.deadline is not None and one.status != "cancelled":
            untitled = one.record.title is None and one.day is not None
            yield Closing(f"{one.title}, {one.day}" if untitled else one.title, own.deadline)


def unsettled_parts(event: Event) -> Iterator[tuple[DataPath, str]]:
    """Each part of the programme that is to be confirmed by its own word: the path of that, and what it is called."""
    for path, entry in Programme(event).entries.items():
        record = entry.record
        if not isinstance(record, Event) and record.status == "tbc":
            yield (*path, "status"), entry.title


def unknown_times(event: Event) -> Iterator[tuple[DataPath, str, str]]:
    """Each day, and the hours, that are not known of what takes place: where to write them, which, and what it is."""
    for one in Programme(event).occasions:
        # An event within the event that names no day has that of the event, which is told already.
        if one.day is None and (own := one.given("date")) and own[0][:-1] == one.path:
            yield own[0], "day", one.title
        if one.time is None:
            yield (*one.path, "time"), "hours", one.title


def _open(event: Event) -> Iterator[Open]:
    for _, what, title in unknown_times(event):
        yield Open(f"the {what}", title)
    for _, title in unsettled_parts(event):
        yield Open("whether it takes place", title)
    for placed in slots_of(event):
        slot = placed.slot
        while slot.replaced_by is not None:
            slot = slot.replaced_by
        if slot.office or slot.group or slot.any_of:
            yield Open(name_in(event, slot), placed.where)
    for _, section in event.headed:
        for name, note in section.footnotes.items():
            if note.status == "tbc":
                yield Open(f"the note “{name}”", section.heading)
