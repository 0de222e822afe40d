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

VERSION = 1
ORDER = ("declined", "tbc", "invited", "replaced", "confirmed")
"""The statuses of people, the most pressing first."""


@dataclass(slots=True)
class Attendance:
    """Whether somebody comes, and where they stand in the event: `panel`, or the items of the agenda."""

    who: str
    status: str
    where: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that still has to be settled, and where: an office without a name, a group, alternatives, a note."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class EventStatus:
    """All that `conceptnote status` says; `days_left` is negative once the event is past."""

    title: str
    day: date
    days_left: int
    registration_closes: date | None
    status: str
    as_of: date | None
    people: list[Attendance]
    open: list[Open]
    agreements: list[Agreement]
    notes: list[str]

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


def slots_of(event: Event) -> Iterator[Placed]:
    """Every slot of an event, in the order of the file; alternatives and replacements are not taken apart."""
    for at, slot in enumerate(event.panel):
        yield Placed(slot, ("panel", at), "panel")
    for number, row in enumerate(event.agenda):
        for at, slot in enumerate(row.who):
            yield Placed(slot, ("agenda", number, "who", at), row.item)


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
    for placed in slots_of(event):
        slot: Slot | None = placed.slot
        while slot is not None:
            key = name_in(event, slot), status_in(event, slot)
            attendance = people.setdefault(key, Attendance(*key))
            if placed.where not in attendance.where:
                attendance.where.append(placed.where)
            slot = slot.replaced_by
    return EventStatus(
        title=event.title,
        day=event.date.day,
        days_left=(event.date.day - today).days,
        registration_closes=event.registration.deadline if event.registration else None,
        status=event.status,
        as_of=event.as_of,
        people=sorted(people.values(), key=lambda one: ORDER.index(one.status)),
        open=list(dict.fromkeys(_open(event))),
        agreements=agreements(event),
        notes=[note for funder in event.funders for note in funder.notes],
    )


def _open(event: Event) -> Iterator[Open]:
    for placed in slots_of(event):
        slot = placed.slot
        while slot.replaced_by is not None:
            slot = slot.replaced_by
        if slot.office or slot.group or slot.any_of:
            yield Open(name_in(event, slot), placed.where)
    for section in event.sections:
        for name, note in section.footnotes.items():
            if note.status == "tbc":
                yield Open(f"the note “{name}”", section.heading)
