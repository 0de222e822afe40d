"""The people, places and times of an event in plain words, as its papers write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from functools import cached_property

from msgspec import Struct

from conceptnote.languages.dates import DatePatterns
from conceptnote.languages.locale import Locale
from conceptnote.schema.agenda import AgendaRow, SubEvent, Venue
from conceptnote.schema.entries import Entry, Occasion
from conceptnote.schema.event import Event
from conceptnote.schema.naming import holders
from conceptnote.schema.people import Person, Slot, says_country
from conceptnote.schema.precedence import in_order
from conceptnote.schema.registration import Access, Registration
from conceptnote.schema.when import EventDate
from conceptnote.schema.zone_names import zone_code

UNSAID_ROLES = ("panellist", "speaker")
"""The default roles on a panel; papers omit them before a name."""


Described = Collection[str]
"""The ids of the people whose functions follow their names."""
NOBODY: Described = ()


class Wording(Struct, frozen=True, dict=True):
    """The facts of an event in the words of its papers, without typography.

    The event is a `public_view`, so absent people are not in it. Tests compare it with the papers.
    """

    event: Event

    @cached_property
    def words(self) -> Locale:
        """The words of the papers' language."""
        return self.event.locale

    @property
    def dates(self) -> DatePatterns:
        """The event's style of dates."""
        return self.words.dates(self.event.date_style)

    def bare_name(self, person: Person, *, capitals: bool = True) -> str:
        """The name alone, in its order and with the `capitals` of papers."""
        name = person.name
        if isinstance(name, str):
            return name
        style = self.event.names
        family = name.family.upper() if capitals and style.family == "capitals" else name.family
        family_first = (name.order or style.order) == "family-first"
        return f"{family} {name.given}" if family_first else f"{name.given} {family}"

    def name(self, person: Person) -> str:
        """The name with titles before and after it."""
        after = person.honorific_after or ""
        after = f" {after}" if after.startswith("(") else f"{self.words.phrase_comma}{after}" if after else ""
        name = self.bare_name(person)
        if person.honorific:
            name = self.words.titled.format(honorific=person.honorific, name=name).replace("\u00a0", " ")
        return f"{name}{after}"

    def functions(self, person: Person) -> str:
        """Positions with their organisations, and the country unless they name it."""
        found = [self._phrases(one.position, one.organisation) for one in person.functions]
        country = self.words.country_name(person.country) if person.country else ""
        parts = self.words.semicolon.join(found), "" if says_country(person, country) else country
        return self._phrases(*parts)

    def _phrases(self, *parts: str | None) -> str:
        return self.words.phrase_comma.join(part for part in parts if part)

    def _bracketed(self, text: str) -> str:
        return self.words.space + self.words.brackets.format(text=text)

    def occupant(self, slot: Slot, described: Described = NOBODY) -> str:
        """The occupant of a slot; with functions if the person is to be `described`."""
        if slot.person:
            person = self.event.people[slot.person]
            functions = self.functions(person) if slot.person in described else ""
            return self._phrases(self.name(person), functions)
        if slot.party:
            return self.event.parties[slot.party].name
        if slot.any_of:
            return self.words.alternative.join(self.who(other, described) for other in slot.any_of)
        return slot.office or slot.group or ""

    def who(self, slot: Slot, described: Described = NOBODY) -> str:
        """The occupant of a slot with everything that papers print there."""
        length = self._bracketed(self.words.lasting(slot.minutes)) if slot.minutes else ""
        return self._phrases(self.who_alone(slot, described), slot.topic) + length

    def who_alone(self, slot: Slot, described: Described = NOBODY) -> str:
        """The occupant of a slot and how they come, without topic and minutes."""
        words = self.words
        whom = words.on_behalf_of.format(whom=slot.on_behalf_of) if slot.on_behalf_of else ""
        by = words.delivered_by.format(whom=self.who(slot.delivered_by, described)) if slot.delivered_by else ""
        text = self._phrases(self.occupant(slot, described), whom, by)
        marks = (words.presences[slot.presence] if slot.presence else "", self.mark(slot))
        return text + "".join(self._bracketed(mark) for mark in marks if mark)

    def mark(self, slot: Slot) -> str:
        """The mark of a person who has not confirmed, or nothing."""
        own = slot.status or (self.event.people[slot.person].status if slot.person else "confirmed")
        return self.words.statuses[own]

    def role(self, role: str, count: int = 1) -> str:
        """A role in the words of the language; an unknown one as written, with a capital."""
        forms = self.words.roles.get(role)
        return self.words.plural(forms, min(count, 3)) if forms else capital(role)

    def holders_of(self, slot: Slot) -> int:
        """How many hold the role of a slot."""
        return slot.holders(self.event.known_languages[self.event.language].words.numbers)

    def in_role(self, slot: Slot, described: Described = NOBODY) -> str:
        """The occupant of a slot after the role."""
        who = self.who(slot, described)
        return (
            who
            if slot.role in (None, *UNSAID_ROLES)
            else f"{self.role(slot.role, self.holders_of(slot))}{self.words.colon}{who}"
        )

    def ordered(self, slots: Sequence[Slot], where: str = "agenda") -> list[Slot]:
        """Slots in the order of the papers."""
        return in_order(self.event, slots, where, lambda slot: slot)

    def place(self, venue: Venue | None, room: str | None = None) -> str:
        """A place on one line, perhaps with another room."""
        if venue is None:
            return room or ""
        inside = (room,) if room else (venue.floor, venue.room)
        return self._phrases(venue.name, venue.street, *inside, venue.city)

    def place_of(self, entry: Entry) -> str:
        """The place of an entry, on one line."""
        return self.place(entry.venue, self.room_of(entry))

    def room_of(self, entry: Entry) -> str | None:
        """The room of an entry, unless its venue names it."""
        return None if entry.venue is not None and entry.room == entry.venue.room else entry.room

    def holders(self, *roles: str) -> list[str]:
        """The names of the parties with one of these roles, in order of print."""
        return [self.event.parties[key].name for key in holders(self.event, *roles)]

    def access(self, access: Access | None) -> str:
        """Who may come in, and by whose invitation; empty if unknown."""
        if access is None:
            return ""
        if not access.of:
            return self.words.accesses[access.to]
        return self.sentence(self.words.accesses_of["by-invitation"], whom=access.of)

    def sentence(self, pattern: str, **parties: Sequence[str]) -> str:
        """A pattern filled with parties, by id, as a sentence names them."""
        ((place, keys),) = parties.items()
        before, _, after = pattern.partition(f"{{{place}}}")
        named = [self.words.named(one.name, one.in_sentence) for one in map(self.event.parties.__getitem__, keys)]
        text, articles = self.words.before_names(before, named)
        return text + self.listed([f"{a}{one.rest}" for a, one in zip(articles, named, strict=True)]) + after

    def hosts(self, entry: Entry) -> list[str]:
        """The names of the parties that hold a row or an event within the event, if it says so itself."""
        record = entry.record
        return [self.event.parties[key].name for key in record.host] if isinstance(record, AgendaRow | SubEvent) else []

    def hosted(self, entry: Entry) -> str:
        """The line under an item that says who holds it."""
        record = entry.record
        hosts = record.host if isinstance(record, AgendaRow | SubEvent) else []
        return self.sentence(self.words.hosted_by, hosts=hosts) if hosts else ""

    def listed(self, items: Sequence[str]) -> str:
        """Things in a row: a, b and c."""
        last = self.words.and_for(items[-1]) if items else ""
        return last.join(part for part in (self.words.comma.join(items[:-1]), *items[-1:]) if part)

    def languages(self) -> str:
        """The languages spoken, and those interpreted into."""
        spoken = self._languages(self.event.languages)
        spoken = spoken[:1].upper() + spoken[1:]
        if not self.event.interpretation:
            return spoken
        return self.words.interpretation.format(languages=spoken, into=self._languages(self.event.interpretation))

    def _languages(self, codes: Iterable[str]) -> str:
        return self.listed([self.words.language_name(code) for code in codes])

    def parent_event(self) -> tuple[str, str]:
        """How the event belongs to another, and the name of that; both are empty if it does not."""
        parent = self.event.parent_event
        if parent is None:
            return "", ""
        own, name = self.words.written_relation(parent.name)
        return own or self.words.relations[parent.relation], name

    def part_of(self) -> str:
        """How the event belongs to another, as a phrase if the other's article is known; otherwise after a colon."""
        relation, name = self.parent_event()
        named = self.words.named(name)
        if relation.endswith(":") or (named.sure and self.words.articles):
            return self.words.led_to(relation, named)
        return f"{relation}{self.words.colon}{name}" if name else ""

    def hosting(self, keys: Sequence[str]) -> str:
        """A sentence that says who holds the event or a part of it."""
        named = [self.words.named(one.name, one.in_sentence) for one in map(self.event.parties.__getitem__, keys)]
        parts = [f"{one.article}{one.rest}" for one in named]
        if not parts:
            return ""
        if named[0].article:
            parts[0] = capital(parts[0])
        count = 2 if len(named) == 1 and self.words.is_plural(parts[0]) else len(named)
        return self.words.plural(self.words.hosting, count).format(hosts=self.listed(parts))

    def registration(self, how: Registration | None) -> str:
        """How to come in."""
        if how is None:
            return ""
        by = self.words.register_by.format(date=self.day(how.deadline)) if how.deadline else None
        return "\n".join(part for part in (self._phrases(by, how.email, how.url), how.text) if part)

    def day(self, day: EventDate | date) -> str:
        """A date in words; an inferred year is left out, and so is the weekday unless the file names it."""
        words = self.words
        if isinstance(day, date):
            return words.format_date(day, self.dates.date_with_weekday)
        if day.month is not None:
            return words.day_to_confirm.format(month=words.format_month(day.month))
        if day.day is None:
            return words.date_to_confirm
        pattern = self.dates.date_pattern(year=day.year == "known", weekday=day.weekday_known)
        return words.format_date(day.day, pattern)

    def hours(self, one: Occasion) -> str:
        """The hours of a sitting with their zone."""
        words, span = self.words, one.time
        if span is None:
            return words.time_to_confirm
        start = self._clock(span.start)
        text = words.until.format(start=start, end=self._clock(span.end)) if span.end else start
        text = words.from_.format(start=start) if span.open_end else text
        return zoned(self.event, text, one)

    def _clock(self, clock: time) -> str:
        return self.words.clock_parts(clock, self.event.clock).whole

    def standing(self) -> str:
        """The status of the event, its version, and the day of its facts."""
        event, words = self.event, self.words
        version = words.version.format(number=words.numbered(str(event.version))) if event.version else ""
        as_of = words.as_of.format(date=words.format_date(event.as_of, self.dates.date)) if event.as_of else ""
        return " · ".join(part for part in (words.document_statuses[event.status], version, as_of) if part)


def capital(text: str) -> str:
    """A text with a capital at the beginning."""
    return text[:1].upper() + text[1:]


def zoned(event: Event, hours: str, one: Occasion) -> str:
    """The hours of a sitting as papers write them, with their zone."""
    words = event.locale
    if event.names_zone(one.timezone):
        return words.zone_named.format(time=hours, zone=event.timezone_name)
    if code := zone_code(event.timezone_style, one.timezone, one.start):
        return words.zone_named.format(time=hours, zone=code)
    return words.zone.format(time=hours, city=words.city(one.timezone))
