"""An event file to a validated Event in each of its languages, or all its mistakes at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.languages.known import Languages
from conceptnote.schema.event import Event
from conceptnote.schema.naming import without_unnamed
from conceptnote.schema.replacement import with_replacements
from conceptnote.schema.text import Known
from conceptnote.source.advice import of_duplicates
from conceptnote.source.include import Includes
from conceptnote.source.languages import asked_languages, in_language, languages_of
from conceptnote.source.looks import with_look
from conceptnote.source.overrides import Override, apply_overrides, overrides_of
from conceptnote.source.own_languages import known_languages
from conceptnote.source.profiles import fill_from_profiles, forum_names
from conceptnote.source.project import Project, opened
from conceptnote.source.prose import check_texts
from conceptnote.source.source_map import SourceMap
from conceptnote.source.templates import Templates
from conceptnote.source.validation import validate


class Source(Struct, frozen=True):
    """An event, and the locations of its values."""

    event: Event
    source_map: SourceMap
    project: Project
    included: tuple[Path, ...] = ()
    """The files that the event file includes."""
    shared: Mapping[DataPath, str] = field(default_factory=dict)
    """People and parties from an included file, which other events share, and that file."""
    collected: Mapping[str, Source] = field(default_factory=dict)
    """The events of a collection by name, each in this language, otherwise in its main one."""
    languages: tuple[str, ...] = ()
    """All languages of its papers, the main one first; the event is in one of them."""
    main: Event | None = None
    """The event in the main language, if this one is in another: identifiers are the same in all."""

    @property
    def edition(self) -> str | None:
        """The language in file names, if it is not the main one."""
        return self.event.language if self.languages and self.event.language != self.languages[0] else None

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Values set on the command line."""
        return self.project.once(overrides_of)

    @property
    def events(self) -> Mapping[str, Event]:
        """The events of a collection, by name."""
        return {name: one.event for name, one in self.collected.items()}


def load_event(event: Path | Project) -> Source:
    """Read and validate an event file with values of the command line, in its main language.

    Raises DiagnosticError with all mistakes in them.
    """
    source, problems = read_event(event)
    if source is None or problems:
        raise DiagnosticError(*problems)
    return source


def load_languages(event: Path | Project, asked: Sequence[str] = ()) -> list[Source]:
    """An event in the requested languages, otherwise in all, in its order, the main one first.

    Raises DiagnosticError with all mistakes, and for a language without papers.
    """
    sources, problems = read_languages(event, asked)
    if problems:
        raise DiagnosticError(*problems)
    return [source for source in sources if source is not None]


def read_event(event: Path | Project) -> tuple[Source | None, list[Diagnostic]]:
    """An event file with all its mistakes; the event is there if it is valid nevertheless.

    Raises DiagnosticError for something that is not an event file.
    """
    written = opened(event).once(_Written)
    source, wrong = written.source(written.languages[0])
    return source, list(dict.fromkeys([*written.problems, *wrong]))


def read_languages(event: Path | Project, asked: Sequence[str] = ()) -> tuple[list[Source | None], list[Diagnostic]]:
    """The same in the requested languages, otherwise in all; None for one in which it is invalid.

    Each problem is there once. Raises what `read_event` raises, and DiagnosticError for a language without papers.
    """
    written = opened(event).once(_Written)
    wanted = asked_languages(asked, written.languages, written.known)
    main, wrong = written.source(written.languages[0])
    problems = [*written.problems, *wrong]
    sources = [main] if main is None or main.event.language in wanted else []
    for language in written.languages[1:]:
        if language in wanted:
            source, wrong = written.source(language)
            sources.append(source)
            problems += wrong
    return sources, list(dict.fromkeys(problems))


def written_data(event: Path | Project) -> Any:
    """The data of an event file as written, with included files and values of the command line.

    Raises DiagnosticError for something that is not an event file. Callers may not change them.
    """
    return opened(event).once(_Written).data


class _Written:
    """An event file as written, in all its languages, with values of the command line; each language is read once."""

    def __init__(self, project: Project) -> None:
        overrides, includes = project.once(overrides_of), Includes(project)
        self.known = known = project.once(known_languages)
        """All languages that papers of the project can be made in."""
        data, source_map, read = includes.read_event()
        problems = list(of_duplicates([*read, *with_look(data, source_map, includes)], Event))
        if data in (None, {}) and not problems:
            at = Location(project.shown, 1, 1)
            hint = "an event needs at least: title, date, time and timezone"
            raise DiagnosticError(Diagnostic(Code.EVENT_EMPTY, "the event file is empty", at, hint=hint))
        problems += apply_overrides(overrides, data, source_map, known)
        self.languages, unknown = languages_of(data, source_map, known)
        self.problems = (*problems, *unknown)
        self.data, self._marks, self._project, self._included = data, source_map, project, tuple(includes.files)
        self._sources: dict[str, tuple[Source | None, list[Diagnostic]]] = {}

    def source(self, language: str) -> tuple[Source | None, list[Diagnostic]]:
        """The event in one of its languages, if it is valid, and its mistakes."""
        if language not in self._sources:
            self._sources[language] = self._validated(language)
        return self._sources[language]

    def _validated(self, language: str) -> tuple[Source | None, list[Diagnostic]]:
        project, languages = self._project, self.languages
        data, source_map, problems = in_language(self.data, language, languages, self._marks, self.known)
        data, unfilled = fill_from_profiles(data, source_map, project)
        event, wrong = validate(Event, data, source_map, "docs/event-file.md", _known(data, project, self.known))
        reported = {problem.path for problem in unfilled}
        later = [
            *unfilled,
            *(problem for problem in wrong if problem.path not in reported),
            *check_texts(data, source_map),
        ]
        problems += [replace(problem, path=source_map.in_file(problem.path)) for problem in later]
        if event is None:
            return None, problems
        shared = _shared(source_map)
        event = without_unnamed(with_replacements(event), shared)
        main = self.source(languages[0])[0] if language != languages[0] else None
        in_main = main.event if main else None
        return Source(event, source_map, project, self._included, shared, languages=languages, main=in_main), problems


def _shared(source_map: SourceMap) -> dict[DataPath, str]:
    collected = {
        path: at.file for path, at in source_map.keys.items() if len(path) == 2 and path[0] in ("people", "parties")
    }
    return {path: file for path, file in collected.items() if file != source_map.file}


def _known(data: Any, project: Project, languages: Languages) -> Known:
    """Declared ids, valid or not, so that a wrong record does not make its references wrong."""

    def collection(name: str) -> dict[str, Any]:
        value = data.get(name) if isinstance(data, dict) else None
        return value if isinstance(value, dict) else {}

    return Known(
        languages=languages,
        people=frozenset(collection("people")),
        parties=frozenset(collection("parties")),
        tracks=frozenset(collection("tracks")),
        keys=frozenset(key for key, value in data.items() if value) if isinstance(data, dict) else None,
        forums=frozenset(forum_names(project)),
        figures=frozenset(collection("figures")),
        documents=frozenset(project.once(Templates).documents()),
        roles=frozenset(collection("roles"))
        | frozenset(role for party in collection("parties").values() for role in _roles(party))
        | frozenset(_roles_on_panel(data)),
    )


def _roles_on_panel(data: Any) -> Iterator[str]:
    panel = data.get("panel") if isinstance(data, dict) else None
    for slot in panel if isinstance(panel, list) else [panel]:
        if isinstance(slot, dict) and isinstance(slot.get("role"), str):
            yield slot["role"]


def _roles(party: Any) -> Iterator[str]:
    roles = party.get("roles") if isinstance(party, dict) else None
    yield from (role for role in (roles if isinstance(roles, list) else [roles]) if isinstance(role, str))
