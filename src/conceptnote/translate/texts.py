"""The texts of an event that are written by language, each with its translation, if it has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.check.event.texts import texts
from conceptnote.check.event.translations import lacks_others
from conceptnote.datapath import DataPath, format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.prose import is_plain
from conceptnote.schema.event import Event
from conceptnote.source.load import Source, read_languages
from conceptnote.source.profiles import forum_of
from conceptnote.source.project import Project, find_project


class Text(Struct, frozen=True):
    """A public text of an event in its main language, and its translation into another.

    `path` has no language in it. `whole` is the path of the value written by language: the text itself, or a list or
    record around it. `limit` is the most characters that a forum allows. `line_end` ends the text in the file.
    """

    path: DataPath
    whole: DataPath
    source: str
    target: str | None
    prose: bool
    limit: int | None = None
    line_end: str = ""

    @property
    def name(self) -> str:
        """Its name in messages and for translators: `agenda[2].item`."""
        return format_path(self.path)


def languages_of(project: Project) -> tuple[str, ...]:
    """The languages of an event, the main one first. Raises DiagnosticError for an invalid event."""
    return _sources(project)[0].languages


def main_event(project: Project) -> Event:
    """An event in its main language. Raises DiagnosticError for an invalid event."""
    return _sources(project)[0].event


def texts_into(project: Project, language: str) -> list[Text]:
    """The texts for translators of one language, in reading order.

    Each paragraph is on one line: the file's line ends have no meaning in prose. Raises DiagnosticError for an invalid
    event.
    """
    main = _sources(project)[0]
    limit = _title_limit(project, main)
    found: list[Text] = []
    seen: set[DataPath] = set()
    for text in texts(main.event):
        if written := main.source_map.translated(text.path):
            path, each = written
            source = each.get(main.event.language)
            if path not in seen and source is not None:
                seen.add(path)
                found += _parts(path, path, source, each.get(language), text.prose)
        elif lacks_others(text, main.source_map):
            found.append(Text(text.path, text.path, unfolded(text.text, text.prose), None, text.prose))
    return [replace(one, limit=limit) if one.path == ("title",) else one for one in found]


def texts_by_language(event: Path) -> dict[str, list[Text]]:
    """The same for each language of an event file except the main one; none if the event is invalid."""
    try:
        project = find_project(event)
        return {language: texts_into(project, language) for language in languages_of(project)[1:]}
    except DiagnosticError:
        return {}


def unfolded(text: str, prose: bool) -> str:
    """A text with each paragraph of plain words on one line."""
    if not prose:
        return text.strip()
    return "\n\n".join(" ".join(one.split("\n")) if is_plain(one) else one for one in text.strip().split("\n\n"))


def _sources(project: Project) -> list[Source]:
    sources, problems = read_languages(project)
    valid = [source for source in sources if source]
    if len(valid) < len(sources) or not valid:
        raise DiagnosticError(*problems)
    return valid


def _title_limit(project: Project, main: Source) -> int | None:
    forum = forum_of(project, main.event.forum)
    return forum.title.most if forum and forum.title else None


def _parts(path: DataPath, whole: DataPath, source: Any, target: Any, prose: bool) -> Iterator[Text]:
    if isinstance(source, str):
        there = unfolded(target, prose) if isinstance(target, str) else None
        yield Text(path, whole, unfolded(source, prose), there, prose, line_end="\n" if source.endswith("\n") else "")
    elif isinstance(source, list):
        targets: Sequence[Any] = target if isinstance(target, list) else ()
        for at, part in enumerate(source):
            yield from _parts((*path, at), whole, part, targets[at] if at < len(targets) else None, prose)
    elif isinstance(source, dict):
        for key, part in source.items():
            yield from _parts((*path, key), whole, part, target.get(key) if isinstance(target, dict) else None, prose)
