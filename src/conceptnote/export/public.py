"""The public part of an event: the source that a PDF carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any

import yaml

from conceptnote.datapath import DataPath, texts_in, walk_data
from conceptnote.languages.known import Languages
from conceptnote.schema.event import Event
from conceptnote.schema.fields import field_marks
from conceptnote.schema.pictures import OwnRecord
from conceptnote.schema.section import CONTENTS
from conceptnote.schema.text import Category, Human, Known, Record, Ref, is_internal
from conceptnote.yamldata import dumper

Data = dict[str, Any]
OCCUPANTS = frozenset({"person", "office", "party", "group", "any_of"})


def public_event(event: Event, shown: Iterable[DataPath] | None = None) -> Data:
    """The public data of an event, from which the same papers can be made.

    Without internal fields, suppressed funders, people who declined or were replaced, and people and parties that
    nothing else refers to. With the paths that a paper shows, without everything that it does not show: then only this
    paper can be made again, and the data change only with the paper.
    """
    dumped = event.model_dump(mode="json", exclude_defaults=True, exclude={"roles"})
    data, _ = _Public(shown).record(event, dumped, ())
    # Values of a profile are in the event already; another machine may have another profile, or none.
    data["funders"] = [
        {key: value for key, value in funder.items() if key not in ("profile", "variables")}
        for funder in data.get("funders", ())
        if "suppressed" not in funder
    ]
    data["panel"] = _coming(event, data.get("panel", ()))
    _take_out_absent(event, data)
    for person in data.get("people", {}).values():
        # The replacements are in the slots.
        if person.pop("replaced_by", None):
            del person["status"]
    if "sittings" in data:
        # They are those of the first sitting, and are computed again.
        data = {key: value for key, value in data.items() if key not in ("date", "time")}
    _drop_unnamed(event, data)
    data["roles"] = _roles(event, data["parties"])
    for parts in ("sections", "annexes"):
        data[parts] = list(_sections(data, data.get(parts, ())))
    booklet = data.get("booklet") or {}
    booklet |= {key: list(_sections(data, booklet[key])) for key in ("before", "after") if key in booklet}
    _drop_figures(data)
    cleaned: Data = _without_empty(data)
    # An empty list of attachments differs from a missing one.
    return cleaned if event.attachments else cleaned | {"attachments": []}


def public_view(event: Event) -> Event:
    """The event as everybody may know it: the view of `public_event`.

    Readers can show all of it: everybody in a slot comes, or may still come.
    """
    return event_of(public_event(event), event.known_languages)


def event_of(data: Data, languages: Languages) -> Event:
    """The event in public data. Raises ValidationError if they are none."""
    known = Known(
        languages=languages,
        people=frozenset(data.get("people", ())),
        parties=frozenset(data.get("parties", ())),
        tracks=frozenset(data.get("tracks", ())),
        figures=frozenset(data.get("figures", ())),
        documents=frozenset(data.get("documents", ())),
        roles=frozenset(role for party in data.get("parties", {}).values() for role in party.get("roles", ()))
        | frozenset(slot["role"] for slot in data.get("panel", ()) if slot.get("role")),
    )
    return Event.model_validate(data, context=known)


def public_yaml(event: Event, shown: Iterable[DataPath] | None = None) -> bytes:
    """The public data of an event as an event file (UTF-8)."""
    return as_yaml(public_event(event, shown))


def as_yaml(data: Data) -> bytes:
    """Public data as YAML (UTF-8), with long texts as blocks."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()


class _Seen(IntEnum):
    """How a paper shows a value: not at all, only through a record that refers to it, or itself."""

    NOT = 0
    BY_REFERENCE = 1
    ITSELF = 2


class _Public:
    """Removes internal fields from records, and everything outside the shown paths."""

    def __init__(self, shown: Iterable[DataPath] | None) -> None:
        ends = None if shown is None else set(shown)
        self._shown = None if ends is None else {path[:length] for path in ends for length in range(1, len(path) + 1)}

    def record(self, record: Record, dumped: Data, path: DataPath) -> tuple[Data, _Seen]:
        """The public fields of a record; of texts only those that are shown; and how it is shown."""
        kept: Data = {}
        most, least = _Seen.NOT, _Seen.ITSELF if isinstance(record, OwnRecord) else _Seen.BY_REFERENCE
        for name, value in dumped.items():
            field = type(record).model_fields[name]
            if is_internal(field):
                continue
            below, seen = self._value(getattr(record, name), value, (*path, name))
            marks = list(field_marks(field))
            if any(self._refers(mark, value) for mark in marks if isinstance(mark, Ref)):
                seen = max(seen, _Seen.BY_REFERENCE)
            text = any(isinstance(mark, Human) for mark in marks) and not any(isinstance(m, Category) for m in marks)
            own = isinstance(getattr(record, name), OwnRecord)
            if seen or not (text or own) or field.is_required():
                kept[name] = below
            if text and field.is_required() and not seen:
                # A row without its words is removed, whoever speaks in it.
                least = _Seen.ITSELF
            most = max(most, seen)
        return kept, most if most >= least else _Seen.NOT

    def _value(self, value: Any, dumped: Any, path: DataPath) -> tuple[Any, _Seen]:
        if isinstance(value, Record) and isinstance(dumped, dict):
            return self.record(value, dumped, path)
        if isinstance(value, dict) and any(isinstance(item, Record) for item in value.values()):
            return self._collection(value, dumped, path)
        if isinstance(value, list):
            items = [self._value(item, below, (*path, at)) for at, (item, below) in _numbered(value, dumped)]
            # A list of words, such as languages, is kept or removed as a whole.
            words = not any(isinstance(item, Record) for item in value)
            return [item for item, seen in items if seen or words], max((seen for _, seen in items), default=_Seen.NOT)
        return dumped, _Seen.ITSELF if self._is_shown(path) else _Seen.NOT

    def _collection(self, value: dict[str, Any], dumped: Data, path: DataPath) -> tuple[Data, _Seen]:
        """Records by id.

        A record that is not shown may still be referred to: then it keeps its required fields.
        """
        kept: Data = {}
        most = _Seen.NOT
        for key, record in value.items():
            below, seen = self.record(record, dumped[key], (*path, key))
            fields = type(record).model_fields
            kept[key] = below if seen else {name: part for name, part in below.items() if fields[name].is_required()}
            most = max(most, seen)
        return kept, most

    def _refers(self, mark: Ref, value: Any) -> bool:
        """Whether an id, or one of several, is that of a shown record."""
        return any(self._is_shown((mark.collection, one)) for one in (value if isinstance(value, list) else [value]))

    def _is_shown(self, path: DataPath) -> bool:
        return self._shown is None or path in self._shown


def _numbered(values: list[Any], dumped: list[Any]) -> Iterable[tuple[int, tuple[Any, Any]]]:
    return enumerate(zip(values, dumped, strict=True))


def _take_out_absent(event: Event, data: Data) -> None:
    """Keep only people who come, in an agenda, a sitting or a row."""
    for key in ("agenda", "sittings", "sub_events", "rows"):
        for record in data.get(key, ()):
            if "who" in record:
                record["who"] = _coming(event, record["who"])
            _take_out_absent(event, record)


def _coming(event: Event, slots: Any) -> list[Data]:
    """The slots that papers show, with replacements instead of the replaced."""
    return [slot for slot in (_shown(event, slot) for slot in slots) if slot is not None]


def _shown(event: Event, slot: Data) -> Data | None:
    while _status(event, slot) == "replaced":
        slot = slot["replaced_by"]
    if _status(event, slot) == "declined" or not slot.keys() & OCCUPANTS:
        # Without an occupant a paper shows nothing here: the replaced person is shown elsewhere.
        return None
    if "any_of" in slot:
        coming = _coming(event, slot["any_of"])
        if not coming:
            return None
        if len(coming) == 1:
            return _merged(slot, coming[0])
        return slot | {"any_of": coming}
    if "delivered_by" in slot:
        deliverer = _shown(event, slot["delivered_by"])
        slot = {key: value for key, value in slot.items() if key != "delivered_by"}
        return slot if deliverer is None else slot | {"delivered_by": deliverer}
    return slot


def _merged(slot: Data, only: Data) -> Data:
    """The only remaining alternative as a slot."""
    return only | {key: value for key, value in slot.items() if key != "any_of" and key not in only}


def _status(event: Event, slot: Data) -> str:
    if "status" in slot:
        return str(slot["status"])
    return str(event.people[slot["person"]].status) if "person" in slot else "confirmed"


def _drop_unnamed(event: Event, data: Data) -> None:
    """Remove the people and parties that only removed parts refer to."""
    hidden = {funder.party for funder in event.funders if funder.suppressed is not None}
    named = {
        key: set(_ids(data, name)) for key, name in (("people", "person"), ("parties", "party"), ("tracks", "track"))
    }
    named["parties"] |= {*_ids(data, "host"), *_ids(data, "of")}
    hidden -= {funder["party"] for funder in data["funders"]}
    for party in hidden & data.get("parties", {}).keys():
        record = data["parties"][party]
        record["roles"] = [role for role in record.get("roles", ()) if role != "funder"]
    for collection, used in named.items():
        records = data.get(collection, {})
        # Only parties have roles, and are printed without a reference.
        data[collection] = {key: record for key, record in records.items() if key in used or record.get("roles")}


def _roles(event: Event, parties: Data) -> Data:
    """The holders of a role in order of print, as far as the parties are there."""
    return {
        role: [key for key in holders if role in parties.get(key, {}).get("roles", ())]
        for role, holders in event.roles.items()
    }


def _ids(value: Any, key: str) -> Iterator[str]:
    for path, text in walk_data(value):
        if path[-1] == key and isinstance(text, str | list):
            yield from texts_in(text)


def _sections(data: Data, sections: Sequence[Data]) -> Iterator[Data]:
    """Sections or annexes, with what they show if it is still there."""
    roles = {role for party in data["parties"].values() for role in party.get("roles", ())}
    there = {part for part in CONTENTS if data.get(part)} | ({"agenda"} if data.get("sittings") else set())
    known = {*roles, *data.get("figures", ())}
    headings = {section["heading"] for section in data.get("sections", ())}
    for section in sections:
        shown = [part for part in section.get("show", ()) if part in (there if part in CONTENTS else known)]
        if shown or "text" in section or (not section.get("show") and section["heading"] in headings):
            yield section | {"show": shown}


def _drop_figures(data: Data) -> None:
    """Remove figures that nothing shows."""
    showing = [part for parts in ("sections", "annexes", "practical") for part in data.get(parts, ())]
    showing += [part for parts in (data.get("booklet") or {}).values() for part in parts]
    shown = {figure for part in showing for figure in part.get("show", ())} | {(data.get("look") or {}).get("picture")}
    data["figures"] = {key: figure for key, figure in data.get("figures", {}).items() if key in shown}


def _without_empty(value: Any) -> Any:
    """The same without empty lists, records and keys."""
    if isinstance(value, dict):
        cleaned = {key: _without_empty(below) for key, below in value.items()}
        return {key: below for key, below in cleaned.items() if below not in (None, [], {})}
    if isinstance(value, list):
        return [_without_empty(below) for below in value]
    return value


class _Dumper(dumper()):  # type: ignore[misc] # a class, though a function gives it
    """Writes texts of several lines as blocks, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """An event file has no aliases."""
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """A text, as a block if it has several lines."""
        style = "|" if "\n" in text else None
        node: yaml.ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", text, style=style)
        return node


_Dumper.add_representer(str, _Dumper.represent_text)
