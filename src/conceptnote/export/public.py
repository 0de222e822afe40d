"""The event without anything that is not for the public: what travels inside a PDF as its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel

from conceptnote.schema.event import CONTENTS, Event
from conceptnote.schema.text import is_internal

Data = dict[str, Any]


def public_event(event: Event) -> Data:
    """An event as plain data that reads back as an event, and from which the same papers are made.

    Left out are internal fields, funders who must not be named, whoever declined or was replaced, and
    the people and parties whom nothing else in the event refers to.
    """
    data: Data = _public(event, event.model_dump(mode="json", exclude_defaults=True))
    data["funders"] = [funder for funder in data.get("funders", ()) if "suppressed" not in funder]
    data["panel"] = _coming(event, data.get("panel", ()))
    for row in data.get("agenda", ()):
        row["who"] = _coming(event, row.get("who", ()))
    _drop_unnamed(event, data)
    data["sections"] = list(_sections(data))
    cleaned: Data = _without_empty(data)
    return cleaned


def public_yaml(event: Event) -> bytes:
    """The public data of an event as an event file (UTF-8)."""
    text: str = yaml.dump(public_event(event), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()


def _public(record: BaseModel, dumped: Data) -> Data:
    fields = type(record).model_fields
    return {
        name: _walk(getattr(record, name), value) for name, value in dumped.items() if not is_internal(fields[name])
    }


def _walk(value: Any, dumped: Any) -> Any:
    if isinstance(value, BaseModel):
        # A record of another kind, such as a length, is dumped as it is written.
        return _public(value, dumped) if isinstance(dumped, dict) else dumped
    if isinstance(value, list):
        return [_walk(item, below) for item, below in zip(value, dumped, strict=True)]
    if isinstance(value, dict):
        return {key: _walk(item, dumped[key]) for key, item in value.items()}
    return dumped


def _coming(event: Event, slots: Any) -> list[Data]:
    """The slots that papers show, with replacements in the place of the replaced."""
    return [slot for slot in (_shown(event, slot) for slot in slots) if slot is not None]


def _shown(event: Event, slot: Data) -> Data | None:
    while _status(event, slot) == "replaced":
        slot = slot["replaced_by"]
    if _status(event, slot) == "declined":
        return None
    if "any_of" in slot:
        coming = _coming(event, slot["any_of"])
        if not coming:
            return None
        if len(coming) == 1:
            return _merged(slot, coming[0])
        return slot | {"any_of": coming}
    return slot


def _merged(slot: Data, only: Data) -> Data:
    """The only alternative that is left, as a slot of its own."""
    return only | {key: value for key, value in slot.items() if key != "any_of" and key not in only}


def _status(event: Event, slot: Data) -> str:
    if "status" in slot:
        return str(slot["status"])
    return str(event.people[slot["person"]].status) if "person" in slot else "confirmed"


def _drop_unnamed(event: Event, data: Data) -> None:
    """Take out the people and parties whom only what was left out had named."""
    hidden = {funder.party for funder in event.funders if funder.suppressed is not None}
    named = {"people": set(_ids(data, "person")), "parties": set(_ids(data, "party"))}
    for party in hidden & data.get("parties", {}).keys():
        record = data["parties"][party]
        record["roles"] = [role for role in record.get("roles", ()) if role != "funder" or party in named["parties"]]
    for collection, used in named.items():
        records = data.get(collection, {})
        # People have no roles of their own: only parties are printed without being referred to.
        data[collection] = {key: record for key, record in records.items() if key in used or record.get("roles")}


def _ids(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            yield value[key]
        for below in value.values():
            yield from _ids(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from _ids(below, key)


def _sections(data: Data) -> Iterator[Data]:
    """The sections, showing only what is still there."""
    roles = {role for party in data["parties"].values() for role in party.get("roles", ())}
    for section in data.get("sections", ()):
        shown = [part for part in section.get("show", ()) if (data.get(part) if part in CONTENTS else part in roles)]
        if shown or "text" in section:
            yield section | {"show": shown}


def _without_empty(value: Any) -> Any:
    """The same without empty lists, records and keys that say nothing."""
    if isinstance(value, dict):
        cleaned = {key: _without_empty(below) for key, below in value.items()}
        return {key: below for key, below in cleaned.items() if below not in (None, [], {})}
    if isinstance(value, list):
        return [_without_empty(below) for below in value]
    return value


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and repeats no value by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """An event file has no aliases."""
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """A text, as a block where it has several lines."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _Dumper.represent_text)
