"""The event as linked data: a schema.org Event in JSON-LD, for search engines and other people's calendars."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.export.plain import plain
from conceptnote.export.public import public_view
from conceptnote.export.wording import Wording
from conceptnote.schema.agenda import AgendaRow, Mode, Sitting, SubEvent, Venue
from conceptnote.schema.entries import Entry, Occasion
from conceptnote.schema.event import Event
from conceptnote.schema.identity import part_uids, uid_of
from conceptnote.schema.naming import holders
from conceptnote.schema.people import Party, Person, Slot
from conceptnote.schema.registration import Registration
from conceptnote.schema.schedule import Programme

Thing = dict[str, Any]

VOCABULARY = "https://schema.org"
ROLES = {
    "organizer": ("lead organiser", "organiser", "co-organiser", "convenor", "host", "co-host"),
    "sponsor": ("co-sponsor",),
    "funder": ("funder",),
    "contributor": (
        "in collaboration with", "in cooperation with", "with the support of", "facilitated by", "implementer",
    ),
}  # fmt: skip
"""The properties of schema.org for these roles; it has none for a patron or a publisher of an event."""
_MODES = {"in-person": "Offline", "online": "Online", "hybrid": "Mixed"}


def event_json(event: Event, main: Event | None = None) -> bytes:
    """An event as JSON-LD (UTF-8), with its sittings, rows and the events within it as `subEvent`.

    It has known, public facts only: times have the offset of their zone, unknown times are left out, and performers are
    confirmed people, because the vocabulary has no word for “invited”. Identifiers are those of the event in its `main`
    language. The tests compare its terms with those of schema.org.
    """
    return (_embeddable(json.dumps(_linked(event, main), ensure_ascii=False, indent=2)) + "\n").encode()


def embedded_json(event: Event, main: Event | None = None) -> str:
    """The same for `<script type="application/ld+json">`, in ASCII and on one line."""
    return _embeddable(json.dumps(_linked(event, main), ensure_ascii=True, separators=(",", ":")))


def _embeddable(text: str) -> str:
    """Escape JSON so that HTML finds no markup in it, and JavaScript no end of a line; the values stay the same.

    The element ends at the first `</script`, and `<!--` begins another state of the parser, inside a string too (HTML
    Living Standard, 4.12.1.3, “Restrictions for contents of script elements”). U+2028 and U+2029 end a line in
    JavaScript before ECMAScript 2019.
    """
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _linked(event: Event, main: Event | None) -> Thing:
    return {"@context": VOCABULARY} | _Linking(public_view(event), public_view(main or event)).event_thing()


class _Linking:
    """Makes the things of one event from its public view."""

    def __init__(self, event: Event, main: Event) -> None:
        self.event, self.wording = event, Wording(event)
        self.uid, self.uids = uid_of(main), part_uids(main)
        self.programme = Programme(event)

    def event_thing(self) -> Thing:
        """The event with everything in it; with several sittings it lasts from the first to the last."""
        event = self.event
        sittings = self.programme.sittings
        first, last = sittings[0], max(sittings, key=lambda one: one.end or one.order)
        modes = {one.mode for one in sittings}
        parent = self.wording.parent_event()[1]
        rows = self._rows(first, event.agenda, ("agenda",)) if not event.sittings else []
        return self._thing(
            self.uid,
            event.title,
            first,
            startDate=_begin(first),
            endDate=_offset(last.end, last) if all(one.end for one in sittings) else None,
            location=_distinct(place for one in sittings for place in self._locations(one)),
            eventAttendanceMode=_attendance("hybrid" if len(modes - {None}) > 1 else first.mode),
            description="\n".join(part for part in (event.subtitle, event.theme) if part),
            keywords=event.keywords,
            inLanguage=event.languages,
            url=_address(event.registration),
            superEvent={"@type": "Event", "name": parent} if parent else None,
            **{name: self._holders(name) for name in ROLES},
            performer=self._performers(event.panel),
            subEvent=[*rows, *(self._occasion(one) for one in self.programme.occasions if one.path)],
        )

    def _occasion(self, one: Occasion) -> Thing:
        record = one.record
        assert isinstance(record, Sitting | SubEvent)
        return self._thing(
            self.uids[one.path],
            record.title or self.event.title,
            one,
            startDate=_begin(one),
            endDate=_offset(one.end, one),
            location=self._locations(one),
            eventAttendanceMode=_attendance(one.mode),
            description=plain(record.text) if record.text else None,
            url=_address(record.registration),
            organizer=self._hosts(one),
            performer=self._performers(record.who) if isinstance(record, SubEvent) else None,
            subEvent=self._rows(one, record.agenda, (*one.path, "agenda")),
        )

    def _rows(self, one: Occasion, rows: Sequence[AgendaRow], path: DataPath) -> list[Thing]:
        return [self._row(one, row, (*path, at)) for at, row in enumerate(rows)]

    def _row(self, one: Occasion, row: AgendaRow, path: DataPath) -> Thing:
        """A row, with its place if this differs from the sitting's."""
        timed = self.programme.row(path)
        return self._thing(
            self.uids[path],
            row.item,
            timed,
            startDate=_offset(timed.start, one),
            endDate=_offset(timed.end, one),
            location=_place(timed.venue, self.wording.room_of(timed)) if timed.elsewhere else None,
            description="\n\n".join([*([plain(row.text)] if row.text else []), *row.questions]),
            organizer=self._hosts(timed),
            performer=self._performers(row.who),
            subEvent=self._rows(one, row.rows, (*path, "rows")),
        )

    def _thing(self, uid: str, name: str, entry: Entry, **properties: Any) -> Thing:
        """An event of the vocabulary with its description."""
        status = "EventCancelled" if entry.status == "cancelled" else "EventScheduled"
        # The vocabulary has no word for “to be confirmed”: “postponed” and “rescheduled” mean that it was certain.
        text = f"{VOCABULARY}/{status}" if entry.status != "tbc" else None
        thing = {"@type": "Event", "name": name, "identifier": uid, "eventStatus": text}
        return _without_empty(thing | properties)

    def _locations(self, one: Occasion) -> list[Thing]:
        places = []
        if one.venue and one.mode != "online":
            places.append(_place(one.venue, None))
        if one.mode in ("online", "hybrid"):
            name = self.wording.words.modes["online"]
            places.append(_without_empty({"@type": "VirtualLocation", "name": name, "url": _address(one.registration)}))
        return places

    def _holders(self, name: str) -> list[Thing]:
        """The parties with this property; funders also if they are only acknowledged."""
        acknowledged = [funder.party for funder in self.event.funders] if name == "funder" else []
        keys = dict.fromkeys([*holders(self.event, *ROLES[name]), *acknowledged])
        return [_organisation(self.event.parties[key]) for key in keys]

    def _hosts(self, entry: Entry) -> list[Thing]:
        record = entry.record
        keys = record.host if isinstance(record, AgendaRow | SubEvent) else ()
        return [_organisation(self.event.parties[key]) for key in keys]

    def _performers(self, slots: Sequence[Slot]) -> list[Thing]:
        found: list[Thing] = []
        for slot in self.wording.ordered(slots):
            found += [thing for thing in self._performer(slot) if thing not in found]
        return found

    def _performer(self, slot: Slot) -> Iterator[Thing]:
        """The speaker in a slot, if the name is known and confirmed."""
        if self.wording.mark(slot):
            return
        if slot.delivered_by:
            yield from self._performer(slot.delivered_by)
        elif slot.person:
            yield self._person(self.event.people[slot.person])
        elif slot.party:
            yield _organisation(self.event.parties[slot.party])

    def _person(self, person: Person) -> Thing:
        parts = {} if isinstance(person.name, str) else person.name.model_dump(include={"given", "family"})
        return _without_empty(
            {
                "@type": "Person",
                "name": self.wording.bare_name(person, capitals=False),
                "givenName": parts.get("given"),
                "familyName": parts.get("family"),
                "honorificPrefix": person.honorific,
                "honorificSuffix": person.honorific_after,
                "jobTitle": [one.position for one in person.functions],
                "affiliation": [_named(one.organisation) for one in person.functions if one.organisation],
            }
        )


def _address(registration: Registration | None) -> str | None:
    return registration.url if registration else None


def _organisation(party: Party) -> Thing:
    return _named(party.name) | _without_empty({"alternateName": party.acronym, "url": party.url})


def _named(organisation: str) -> Thing:
    return {"@type": "Organization", "name": organisation}


def _place(venue: Venue | None, room: str | None) -> Thing:
    if venue is None:
        return {"@type": "Place", "name": room}
    inside = (room,) if room else (venue.floor, venue.room)
    address = _without_empty({"streetAddress": venue.street, "addressLocality": venue.city})
    name = ", ".join(part for part in (venue.name, *inside) if part)
    return _without_empty({"@type": "Place", "name": name, "address": address and {"@type": "PostalAddress"} | address})


def _begin(one: Occasion) -> str | None:
    """The beginning; without hours, the day."""
    return _offset(one.start, one) or (one.day.isoformat() if one.day else None)


def _offset(moment: datetime | None, one: Occasion) -> str | None:
    """A time on the clocks of its place with their offset (ISO 8601); None without a day."""
    return one.local(moment).isoformat(timespec="minutes") if moment and one.day else None


def _attendance(mode: Mode | None) -> str | None:
    return f"{VOCABULARY}/{_MODES[mode]}EventAttendanceMode" if mode else None


def _distinct(things: Iterable[Thing]) -> list[Thing]:
    """Things without duplicates."""
    found: list[Thing] = []
    found += (thing for thing in things if thing not in found)
    return found


def _without_empty(thing: Thing) -> Thing:
    """A thing without its empty properties."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
