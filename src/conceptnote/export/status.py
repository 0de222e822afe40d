"""The status of an event: who comes, what is open, how many days are left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct, field, to_builtins

from conceptnote.datapath import DataPath
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.schema.event import Event
from conceptnote.schema.people import Slot
from conceptnote.schema.schedule import Programme, slot_lists

VERSION = 1
ORDER = ("declined", "tbc", "invited", "replaced", "confirmed")
"""The statuses of people, the most urgent first."""
UNPRINTED = ("declined", "replaced")
"""The statuses of people that no paper prints."""


class Attendance(Struct):
    """Whether somebody comes, and where in the event: `panel`, or the items of the agenda.

    For a replaced person, `replaced_by` names the replacements.
    """

    who: str
    status: str
    where: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)


class Open(Struct, frozen=True):
    """Something open and its path: an office without a name, a group, alternatives, a note."""

    what: str
    where: str


class Closing(Struct, frozen=True):
    """The deadline of a part of the programme with separate registration, and the name of the part."""

    what: str
    closes: date


class EventStatus(Struct, frozen=True):
    """Everything in `conceptnote status`; `days_left` is negative after the event, and None without a day."""

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
        return {"version": VERSION} | {key: _plain(value) for key, value in to_builtins(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value


class Placed(Struct, frozen=True):
    """A slot of the panel or the agenda, its path, and the name of its place."""

    slot: Slot
    path: DataPath
    where: str


class Occupant(Struct, frozen=True):
    """A person in a slot; `decided` is the path of the value that says whether they come."""

    slot: Slot
    status: str
    decided: DataPath
    where: str


def slots_of(event: Event) -> Iterator[Placed]:
    """All slots of an event in the order of the file, with alternatives and replacements inside them."""
    for path, slots, where in slot_lists(event):
        for at, slot in enumerate(slots):
            yield Placed(slot, (*path, at), where)


def occupants(event: Event) -> Iterator[Occupant]:
    """All people in the slots of an event: each alternative, and the replaced before their replacements."""
    for placed in slots_of(event):
        yield from _in_slot(event, placed, None)


def _in_slot(event: Event, placed: Placed, group: tuple[str, DataPath] | None) -> Iterator[Occupant]:
    slot, path = placed.slot, placed.path
    by_person = slot.status is None and slot.person is not None
    own: DataPath = ("people", slot.person or "", "status") if by_person else (*path, "status")
    # Alternatives are as uncertain as their slot; so are those in a slot that is not printed.
    parts = (status_in(event, slot), own)
    if group is not None and (group[0] in UNPRINTED or ORDER.index(group[0]) < ORDER.index(parts[0])):
        parts = group
    if slot.any_of is None:
        yield Occupant(slot, *parts, placed.where)
    for at, other in enumerate(slot.any_of or ()):
        yield from _in_slot(event, Placed(other, (*path, "any_of", at), placed.where), parts)
    if slot.delivered_by is not None:
        yield from _in_slot(event, Placed(slot.delivered_by, (*path, "delivered_by"), placed.where), group)
    if slot.replaced_by is not None:
        yield from _in_slot(event, Placed(slot.replaced_by, (*path, "replaced_by"), placed.where), group)


def status_in(event: Event, slot: Slot) -> str:
    """Whether the person in a slot comes: by the slot's status, otherwise by the person's."""
    if slot.status is not None:
        return str(slot.status)
    return str(event.people[slot.person].status) if slot.person else "confirmed"


def name_in(event: Event, slot: Slot) -> str:
    """The occupant of a slot, in words."""
    if slot.person:
        person = event.people[slot.person]
        return f"{person.honorific} {person.name}" if person.honorific else str(person.name)
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
    """The deadlines of sittings and events within the event that take place and have separate registration."""
    for one in Programme(event).occasions:
        own = one.registration if one.path and one.record.registration else None
        if own is not None and own.deadline is not None and one.status != "cancelled":
            untitled = one.record.title is None and one.day is not None
            yield Closing(f"{one.title}, {one.day}" if untitled else one.title, own.deadline)


def unsettled_parts(event: Event) -> Iterator[tuple[DataPath, str]]:
    """The parts of the programme that are to be confirmed by themselves: the path of the status, and their names."""
    for path, entry in Programme(event).entries.items():
        record = entry.record
        if not isinstance(record, Event) and record.status == "tbc":
            yield (*path, "status"), entry.title


def unknown_times(event: Event) -> Iterator[tuple[DataPath, str, str]]:
    """Each unknown day and hour of an event that takes place: its path, which it is, and of what."""
    for one in Programme(event).occasions:
        # An event within the event without a day has that of the event, which is reported already.
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
            yield Open(f"who comes{',' if slot.any_of else ' as'} {name_in(event, slot)}", placed.where)
    for _, section in event.headed:
        for name, note in section.footnotes.items():
            if note.status == "tbc":
                yield Open(f"the note “{name}”", section.heading)
