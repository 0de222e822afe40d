"""A project's own languages: untrusted folders of data to complete languages, or what they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.languages.known import DEFAULT, FILES, TAG, Language, Languages, model_of, shipped
from conceptnote.source.project import OutsideProject, Project
from conceptnote.source.project_file import TextKind, read_text

if TYPE_CHECKING:
    from conceptnote.languages.locale import Locale

FOLDER = "languages"
_REFERENCE = "docs/adding-a-language.md"
_KIND = TextKind("language file", Code.LANGUAGE_UNREADABLE, megabytes=1)
_MOST = 20
_OPEN = ("documents", "role-groups", "roles")
"""Tables of papers.yaml that may have more entries than the default language, and never fewer."""


class _File(Struct, frozen=True):
    """A file of a language as written, and its name in messages."""

    name: str
    shown: str
    text: str


def known_languages(project: Project) -> Languages:
    """The languages of a project's papers: its own, and the shipped ones.

    Its own replaces a shipped one of the same name. Raises DiagnosticError with everything that its own are missing.
    """
    folder = project.root / FOLDER
    if project.world.kind(folder) is None:
        return shipped()
    problems: list[Diagnostic] = []
    found: list[tuple[str, tuple[_File, ...]]] = []
    try:
        names = project.world.names(project.confine(folder))
    except OutsideProject:
        raise DiagnosticError(_leads_out(project.name_of(folder))) from None
    except OSError:
        names = []
    folders = [one for one in names if project.world.kind(folder / one) == "folder" and not one.startswith(".")]
    if len(folders) > _MOST:
        message = f"there are more than {_MOST} languages"
        raise DiagnosticError(Diagnostic(Code.LANGUAGE_UNREADABLE, message, Location(project.name_of(folder))))
    for tag in folders:
        files, wrong = _files(project, folder / tag)
        problems += wrong
        found.append((tag, tuple(files)))
    try:
        known = _read(tuple(found)) if found else shipped()
    except DiagnosticError as error:
        problems += error.diagnostics
    if problems:
        raise DiagnosticError(*problems)
    return known


def _files(project: Project, folder: Path) -> tuple[list[_File], list[Diagnostic]]:
    """The files of a language that can be read, and what is wrong with the others."""
    shown = project.name_of(folder)
    if not TAG.fullmatch(folder.name):
        message = f"“{folder.name}” cannot be the name of a language"
        hint = "name the folder by the language's ISO 639 code, two or three small letters: nl"
        return [], [Diagnostic(Code.LANGUAGE_UNREADABLE, message, Location(shown), hint=hint)]
    files: list[_File] = []
    problems: list[Diagnostic] = []
    for name in FILES:
        path = folder / f"{name}.yaml"
        at = project.name_of(path)
        if project.world.kind(path) is None:
            hint = f"begin with a copy of the one of “{DEFAULT}”: {_REFERENCE} shows how"
            problems.append(Diagnostic(Code.LANGUAGE_UNREADABLE, "the file is missing", Location(at), hint=hint))
            continue
        try:
            files.append(_File(name, at, read_text(path, at, _KIND, project)))
        except DiagnosticError as error:
            problems += error.diagnostics
    return files, problems


def _leads_out(shown: str) -> Diagnostic:
    message = "it is a link that points outside the project"
    return Diagnostic(Code.LANGUAGE_UNREADABLE, message, Location(shown), hint="put the file itself there")


@lru_cache(8)
def _read(found: tuple[tuple[str, tuple[_File, ...]], ...]) -> Languages:
    """The languages in these texts; the same texts give the same languages in any project."""
    problems: list[Diagnostic] = []
    languages = []
    for tag, files in found:
        records: dict[str, Any] = {}
        for file in files:
            record, wrong = _record(file)
            problems += wrong
            records[file.name] = record
        languages.append(Language(tag, records))
    if problems:
        raise DiagnosticError(*problems)
    return Languages(languages)


def _record(file: _File) -> tuple[Any, list[Diagnostic]]:
    from conceptnote.source.validation import validate
    from conceptnote.source.yaml_tree import read_yaml

    try:
        data, source_map, problems = read_yaml(file.text, file.shown)
    except DiagnosticError as error:
        return None, list(error.diagnostics)
    record, wrong = validate(model_of(file.name), data, source_map, _REFERENCE)
    problems = [*problems, *wrong]
    if file.name == "papers" and record is not None:
        for table, missing in _lacking(record):
            at = source_map.locate((table,), key=True)
            message = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing here"
            problems.append(Diagnostic(Code.MISSING_KEY, message, at, (table, missing[0]), f"add “{missing[0]}: …”"))
    return record, problems


def _lacking(papers: Any) -> Iterator[tuple[str, list[str]]]:
    """Tables without an entry that the default language has."""
    usual: Locale = shipped()[DEFAULT].papers
    for table in _OPEN:
        name = table.replace("-", "_")
        if missing := [key for key in getattr(usual, name) if key not in getattr(papers, name)]:
            yield table, missing
