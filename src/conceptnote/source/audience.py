"""Parts of an event for one audience: they are in its papers only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace
from pydantic import BaseModel

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.schema.event import Event
from conceptnote.schema.naming import named
from conceptnote.schema.written_times import with_written_times
from conceptnote.source.load import Source


def for_audience(source: Source, audience: str | None) -> Source:
    """An event as an audience may read it; without an audience, as everybody may.

    Parts for others are removed, and the items of lists are numbered anew; `told` gives back the numbers of the file.
    Raises DiagnosticError for an audience that no part of the event is for.
    """
    known = audiences(source.event)
    if audience is not None and audience not in known:
        message = f"no part of the event is for “{audience}”"
        hint = did_you_mean(audience, known, listing="the event has parts for") or "write “audience:” in a part of it"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--audience"), hint=hint))
    if not known:
        return source
    file_positions: dict[DataPath, int] = {}
    event = _event_for(source.event, audience, file_positions)
    main = _event_for(source.main, audience, {}) if source.main else None
    return replace(source, event=event, main=main, source_map=replace(source.source_map, file_positions=file_positions))


def in_file_terms(source: Source, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Problems of an audience's event, with paths as in the event file."""
    return [replace(problem, path=source.source_map.in_file(problem.path)) for problem in problems]


def audiences(event: Event) -> set[str]:
    """All audiences that the event has parts for."""
    return set(_audiences(event))


def _audiences(value: Any) -> Iterator[str]:
    for below in _below(value):
        yield from getattr(below, "audience", ())
        yield from _audiences(below)


def _below(value: Any) -> Iterator[Any]:
    if isinstance(value, BaseModel):
        yield from (getattr(value, name) for name in type(value).model_fields)
    elif isinstance(value, list):
        yield from value


def _event_for(event: Event, audience: str | None, file_positions: dict[DataPath, int]) -> Event:
    whole = with_written_times(event)
    return _without_unnamed(_projected(whole, audience, (), file_positions), whole)


def _projected(value: Any, audience: str | None, path: DataPath, file_positions: dict[DataPath, int]) -> Any:
    """The value without parts for others; `file_positions` records the earlier positions of items."""
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        made = {name: _projected(each, audience, (*path, name), file_positions) for name, each in fields.items()}
        changed = {name: each for name, each in made.items() if each is not fields[name]}
        return value.model_copy(update=changed) if changed else value
    if not isinstance(value, list):
        return value
    kept = [(at, each) for at, each in enumerate(value) if _is_for(each, audience)]
    file_positions |= {(*path, new): at for new, (at, _) in enumerate(kept) if new != at}
    items = [_projected(each, audience, (*path, new), file_positions) for new, (_, each) in enumerate(kept)]
    same = len(items) == len(value) and all(item is old for item, old in zip(items, value, strict=True))
    return value if same else items


def _without_unnamed(event: Event, whole: Event) -> Event:
    """The event without people and parties that only removed parts refer to."""
    lost = named(whole) - named(event)
    people = {key: person for key, person in event.people.items() if ("people", key) not in lost}
    # A party with a role is printed without a reference.
    parties = {key: party for key, party in event.parties.items() if party.roles or ("parties", key) not in lost}
    return event.model_copy(update={"people": people, "parties": parties})


def _is_for(item: Any, audience: str | None) -> bool:
    audiences = getattr(item, "audience", ())
    return not audiences or audience in audiences
