"""The event as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.datapath import DataPath
from conceptnote.export.description import about_occasion, about_row
from conceptnote.export.public import public_view
from conceptnote.export.timezones import timezone_rules
from conceptnote.export.wording import Wording
from conceptnote.schema.agenda import Sitting, SubEvent
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.event import Event
from conceptnote.schema.identity import part_uids
from conceptnote.schema.schedule import Programme, assumed_ends

if TYPE_CHECKING:
    from icalendar import Event as Entry
    from icalendar import vCalAddress

PRODUCT = "-//conceptnote//conceptnote//EN"
"""The product that wrote the file (RFC 5545, 3.7.3); without a version, so the same event makes the same bytes."""
ORGANISERS = ("lead organiser", "organiser", "convenor", "host")
"""Roles that a calendar takes for the organiser, the first first."""


def calendar(event: Event, *, rows: bool = False, main: Event | None = None) -> bytes:
    """An event as a calendar file (UTF-8, CRLF): an entry for it or each sitting, and for each event within it.

    Entries without a day are left out; entries without hours are for the whole day. With `rows`, each row of an agenda
    with a time has an entry too. All facts are public. There are no alarms: guests choose their own. Sequence numbers
    are the event's `version`, UIDs those of `schema.identity`; for an event in several languages those of its `main`
    one, so that it is one event in every calendar. DTSTAMP is midnight (UTC) of the event's `as_of`, or else of the
    first known day: a clock would change the bytes of an unchanged event. Entries of a cancelled event, and a cancelled
    part, have the status CANCELLED, and Google's calendar removes them; one to be confirmed is TENTATIVE, and so are
    those of a draft. The method is CANCEL for one entry, and PUBLISH for several, because CANCEL is for one UID (RFC
    5546, 3.2.5).
    """
    from icalendar import Calendar

    making = _Making(public_view(event), rows, public_view(main or event))
    entries = list(making.entries())
    cancelled = event.status == "cancelled"
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "CANCEL" if cancelled and len(entries) == 1 else "PUBLISH")
    if len(entries) > 1:
        # Outlook makes another calendar of this name, so one entry has none (MS-OXCICAL, 2.1.3.1.1.17).
        made.add("x-wr-calname", event.title)
    # Google shows times without a zone in this one, and Apple shows the whole calendar in it.
    made.add("x-wr-timezone", event.timezone)
    for name, first, last in making.zones():
        made.add_component(timezone_rules(name, first, last))
    for entry in entries:
        made.add_component(entry)
    return bytes(made.to_ical())


class _Making(Struct, frozen=True, dict=True):
    """Makes the entries of one calendar from the public view of an event."""

    event: Event
    rows: bool
    main: Event

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.event)

    @cached_property
    def uids(self) -> dict[DataPath, str]:
        return part_uids(self.main)

    @cached_property
    def programme(self) -> Programme:
        return Programme(self.event)

    @cached_property
    def ends(self) -> dict[DataPath, datetime]:
        return {path: end for one in self.programme.occasions if one.day for path, end in assumed_ends(one).items()}

    def zones(self) -> Iterator[tuple[str, int, int]]:
        """The zones of the entries, each with the first and the last year of its use."""
        years: dict[str, set[int]] = {}
        for one in (one for one in self.programme.occasions if one.day):
            moments = [one.at(time(12)), *(end for path, end in self.ends.items() if path[: len(one.path)] == one.path)]
            if one.timezone != "UTC":
                years.setdefault(one.timezone, set()).update(one.local(moment).year for moment in moments)
        yield from ((name, min(years[name]), max(years[name])) for name in sorted(years))

    def entries(self) -> Iterator[Entry]:
        for entry in self.programme.entries.values():
            if isinstance(entry, Occasion):
                if entry.day:
                    yield self._occasion(entry)
            elif self.rows and entry.start is not None and entry.occasion.day:
                yield self._row(entry)

    def _occasion(self, one: Occasion) -> Entry:
        """The entry of a sitting; events beside the sittings do not block the time of guests."""
        record = one.record
        entry = self._entry(one, one, one.start, transparent=isinstance(record, SubEvent))
        name = self.event.title
        if isinstance(record, SubEvent):
            name = record.title
        elif isinstance(record, Sitting) and record.title:
            name += self.wording.words.colon + record.title
        self._say(entry, one, name, about_occasion(self.wording, one))
        return entry

    def _row(self, timed: Timed) -> Entry:
        """The entry of a row. The event blocks the time already."""
        assert timed.start is not None
        row, one = timed.row, timed.occasion
        entry = self._entry(timed, one, timed.start, transparent=True)
        around = self.uids.get(timed.path[:-2], self.uids[one.path])
        entry.add("related-to", around)
        self._say(entry, timed, row.item, about_row(self.wording, timed))
        return entry

    def _entry(self, text: Occasion | Timed, one: Occasion, start: datetime | None, *, transparent: bool) -> Entry:
        """The parts that every entry has; without hours it is for the whole day (RFC 5545, 3.6.1)."""
        from icalendar import Event as Entry

        event, path = self.event, text.path
        entry = Entry()
        entry.add("uid", self.uids[path])
        entry.add("sequence", event.version)
        first = next(one.day for one in self.programme.occasions if one.day)
        entry.add("dtstamp", datetime.combine(event.as_of or first, time(), UTC))
        entry.add("dtstart", _in_zone(start, one) if start else one.day)
        if start and path in self.ends:
            entry.add("dtend", _in_zone(self.ends[path], one))
        status = {"final": "CONFIRMED", "cancelled": "CANCELLED"}.get(text.status, "TENTATIVE")
        entry.add("status", status)
        entry.add("transp", "TRANSPARENT" if transparent else "OPAQUE")
        if event.keywords:
            entry.add("categories", event.keywords)
        if one.registration and one.registration.url:
            entry.add("url", one.registration.url)
        if organiser := self._organiser(one):
            entry.add("organizer", organiser)
        return entry

    def _say(self, entry: Entry, one: Occasion | Timed, name: str, about: str) -> None:
        """Add name, place and description of an entry in plain text, because no calendar shows markup."""
        words = self.wording.words
        # Calendars that ignore the status show this at least; Exchange itself writes “Canceled:” before.
        word = words.document_statuses[one.status] if one.status in ("cancelled", "tbc") else ""
        entry.add("summary", f"{name} ({word})" if word else name)
        if (place := self.wording.place_of(one)) or one.mode == "online":
            entry.add("location", place or words.modes["online"])
        if about:
            entry.add("description", about)

    def _organiser(self, one: Occasion) -> vCalAddress | None:
        """The contact, if the address is public: only registration has one."""
        from icalendar import vCalAddress

        how = one.registration
        if how is None or how.email is None:
            return None
        address = vCalAddress(f"mailto:{how.email}")
        names = [name for role in ORGANISERS for name in self.wording.holders(role)]
        if names:
            # A parameter has no escape for quotation marks (RFC 5545, 3.2).
            address.params["CN"] = names[0].replace('"', "'")
        return address


def _in_zone(moment: datetime, one: Occasion) -> datetime:
    """A time on the clocks of its place; in UTC if it occurs twice, when clocks are turned back."""
    local = one.local(moment)
    return moment if local.fold or one.timezone == "UTC" else local
