"""The values of an event, of any type, in the words of its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from conceptnote.compare.differences import OCCUPANT
from conceptnote.datapath import DataPath
from conceptnote.export.plain import plain
from conceptnote.export.wording import Wording
from conceptnote.languages.change_words import ChangeWords
from conceptnote.schema.agenda import AgendaRow, Sitting, SubEvent, Venue
from conceptnote.schema.attachments import Contact
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_marks
from conceptnote.schema.funder import Funder
from conceptnote.schema.people import Function, Person, PersonName, Slot
from conceptnote.schema.registration import Access, Registration
from conceptnote.schema.text import Human, is_internal
from conceptnote.schema.when import EventDate, TimeSpan


class Version(Struct, frozen=True, dict=True):
    """The public part of an event in one language: as data, and as the event made from them."""

    data: Mapping[str, Any]
    event: Event

    @cached_property
    def wording(self) -> Wording:
        """The wording of papers."""
        return Wording(self.event)

    @property
    def changes(self) -> ChangeWords:
        """The words for changes in its language."""
        return self.event.locale.changes

    def at(self, path: DataPath) -> Any:
        """The value at a path; for a slot's occupant, the slot."""
        value: Any = self.event
        for step in path:
            if step != OCCUPANT:
                value = getattr(value, str(step)) if isinstance(value, BaseModel) else value[step]
        return value

    def marks(self, path: DataPath) -> list[Any]:
        """The annotations of the field at a path; none for an item of a list."""
        record = self.at(path[:-1])
        field = type(record).model_fields.get(str(path[-1])) if isinstance(record, BaseModel) else None
        return list(field_marks(field)) if field else []

    def is_prose(self, path: DataPath) -> bool:
        """Whether the value at a path is prose."""
        return any(isinstance(mark, Human) and mark.prose for mark in self.marks(path))

    def say(self, path: DataPath) -> str:
        """The value at a path in words; empty without one."""
        value = self.at(path)
        if isinstance(value, str) and self.is_prose(path):
            return " ".join(plain(value).split())
        item = isinstance(path[-1], int)
        human = any(isinstance(mark, Human) for mark in self.marks(path[:-1] if item else path))
        return self._value(value, self._key(path), human)

    def name(self, record: Any) -> str:
        """The name of a record; empty without one."""
        match record:
            case AgendaRow():
                return record.item
            case Sitting() | SubEvent():
                return record.title or (self.wording.day(record.date) if record.date else "")
            case Slot():
                return self.wording.occupant(record)
            case Person():
                return self.wording.name(record)
            case Funder():
                return self.event.parties[record.party].name
            case _:
                found = (getattr(record, key, None) for key in ("heading", "title", "name", "purpose"))
                return next((one for one in found if isinstance(one, str)), "")

    def hours(self, span: TimeSpan) -> str:
        """A time span without its zone."""
        words, clock = self.wording.words, self.event.clock
        start = words.clock_parts(span.start, clock).whole
        if span.open_end:
            return words.from_.format(start=start)
        end = words.clock_parts(span.end, clock).whole if span.end else None
        return words.until.format(start=start, end=end) if end else start

    def _key(self, path: DataPath) -> str:
        return str(next((step for step in reversed(path) if isinstance(step, str)), ""))

    def _value(self, value: Any, key: str, human: bool) -> str:
        wording = self.wording
        match value:
            case Slot():
                return wording.in_role(value)
            case TimeSpan():
                return self.hours(value)
            case date():
                return wording.words.format_date(value, wording.dates.date)
            case EventDate():
                return wording.day(value)
            case Venue():
                return wording.place(value)
            case PersonName():
                return str(value)
            case Access():
                return wording.access(value)
            case Registration():
                return wording.registration(value).replace("\n", wording.words.semicolon)
            case Function():
                return ", ".join(part for part in (value.position, value.organisation) if part)
            case AgendaRow():
                return f"{value.item} ({self.hours(value.time)})" if value.time else value.item
            case Contact():
                return wording.words.semicolon.join(self._texts(value))
            case BaseModel():
                return self.name(value) or next(self._texts(value), "")
            case list():
                parts = [self._value(one, key, human) for one in value]
                return wording.words.semicolon.join(parts) if all(parts) else ""
            case bool() | dict() | None:
                return ""
            case _:
                return self._scalar(str(value), key, human)

    def _texts(self, value: BaseModel) -> Iterator[str]:
        for name, field in type(value).model_fields.items():
            given = getattr(value, name)
            if given is not None and not is_internal(field):
                text = self._value(given, name, True)
                yield from [text] if text and isinstance(given, str) else []

    def _scalar(self, value: str, key: str, human: bool) -> str:
        words = self.wording.words
        values: Mapping[str, Callable[[str], str]] = {
            "person": lambda one: self.wording.name(self.event.people[one]),
            "party": lambda one: self.event.parties[one].name,
            "host": lambda one: self.event.parties[one].name,
            "track": lambda one: self.event.tracks[one].title,
            "role": self.wording.role,
            "roles": self.wording.role,
            "country": words.country_name,
            "languages": words.language_name,
            "interpretation": words.language_name,
            "status": lambda one: _word(self.changes.standings, one),
            "mode": lambda one: _word(words.modes, one),
            "presence": lambda one: _word(words.presences, one),
            "timezone": words.city,
        }
        if key in values:
            return values[key](value)
        return " ".join(value.split()) if human or key in ("minutes", "email", "url", "version") else ""


def _word(words: Mapping[Any, str], value: str) -> str:
    """The word for a choice; nothing if papers have none, as for `confirmed`."""
    return words.get(value, "")
