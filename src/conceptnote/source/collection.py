"""Several events as one source, from which an overview is made, composed and checked like any paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Diagnostic, DiagnosticError, Location
from conceptnote.schema.event import Event
from conceptnote.schema.schedule import Programme, in_order
from conceptnote.schema.text import Known
from conceptnote.source.audience import for_audience
from conceptnote.source.languages import asked_languages
from conceptnote.source.load import Source, load_languages
from conceptnote.source.project import Project
from conceptnote.source.source_map import SourceMap


def load_collected_languages(
    files: Sequence[Path | Project], audience: str | None, asked: Sequence[str] = ()
) -> list[Source]:
    """The events of a collection for an audience, and the collection as an event, in the requested languages, otherwise
    in those of all events.

    That event has the days of all events as its sittings and what they have in common; it has no people and no funders.
    Values of an event have its name before their path: `events.rivers.title`. The main language is that of most events;
    in it each event is in its own main language. Raises DiagnosticError with all mistakes in the files.
    """
    sources: list[list[Source]] = []
    problems: list[Diagnostic] = []
    for file in files:
        try:
            sources.append([for_audience(one, audience) for one in load_languages(file)])
        except DiagnosticError as error:
            problems += error.diagnostics
    if problems:
        raise DiagnosticError(*dict.fromkeys(problems))
    main = _usual(of_one[0].event.language for of_one in sources)
    known = sources[0][0].event.known_languages
    others = [one for one in known.tags if one != main and all(one in of_one[0].languages for of_one in sources)]
    languages = (main, *others)
    made = []
    for language in asked_languages(asked, languages, known):
        own = [_in(language, of_one) if language != main else of_one[0] for of_one in sources]
        made.append(_collected(own, language, languages))
    return made


def _in(language: str, sources: Sequence[Source]) -> Source:
    return next(source for source in sources if source.event.language == language)


def _collected(sources: Sequence[Source], language: str, languages: tuple[str, ...]) -> Source:
    first = sources[0]
    source_map = SourceMap(first.project.shown, {("events",): Location(first.project.shown, 1, 1)})
    events: dict[str, Source] = {}
    for source in sources:
        name = _name(source, events)
        events[name] = source
        _graft(source_map, ("events", name), source.source_map)
    inputs = [path for source in sources for path in (source.project.event_file, *source.included)]
    whole = _whole([one.event for one in events.values()], first.project.root.name, language)
    included = tuple(dict.fromkeys(inputs))
    return Source(whole, source_map, first.project, included, collected=events, languages=languages)


def _name(source: Source, taken: Container[str]) -> str:
    """The name of an event in paths: its file's name, with the project's before it if that is taken."""
    file, root = source.project.event_file, source.project.root
    names = chain([file.stem], (f"{root.name}-{file.stem}{number or ''}" for number in count()))
    return next(name for name in names if name not in taken)


def _graft(source_map: SourceMap, path: DataPath, other: SourceMap) -> None:
    source_map.graft(path, other)
    source_map.chosen_languages |= {(*path, *below): language for below, language in other.chosen_languages.items()}
    source_map.languages = other.languages
    source_map.file_positions |= {(*path, *below): at for below, at in other.file_positions.items()}
    source_map.provided_by |= {(*path, *below): (*path, *real) for below, real in other.provided_by.items()}


def _whole(events: Sequence[Event], name: str, language: str) -> Event:
    sittings = in_order(one for event in events for one in Programme(event).occasions)
    data: dict[str, Any] = {
        "title": name,
        "timezone": _usual(event.timezone for event in events),
        "language": language,
        "sittings": [
            {
                "date": one.date.model_dump(mode="json"),
                "time": one.time.model_dump(mode="json") if one.time else None,
                "timezone": one.timezone,
            }
            for one in sittings
        ],
    }
    # A name for the time belongs to one zone.
    named = ("timezone_name",) if len({event.timezone for event in events}) == 1 else ()
    for key in ("parent_event", "theme", "status", *named):
        values = [getattr(event, key) for event in events]
        if all(value == values[0] for value in values):
            data[key] = values[0]
    return Event.model_validate(data, context=Known(languages=events[0].known_languages))


def _usual(values: Iterable[str]) -> str:
    """The most frequent value; of several the first."""
    return Counter(values).most_common(1)[0][0]
