"""What an event needs of this machine: a writable folder, and fonts."""

from __future__ import annotations

import contextlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conceptnote.build.outputs import folder_of, output_folder
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doctor.result import Result, State
from conceptnote.source.project import Project, find_project
from conceptnote.systemerror import plain


class _Seen(Exception):
    """The question is answered."""


def check_event(event_file: Path) -> Iterator[Result]:
    """Whether the papers of an event could be written and set. Raises DiagnosticError if the file is missing."""

    project = find_project(event_file)
    root = project.root
    folder = folder_of(project)
    try:
        # An interrupted attempt leaves nothing behind.
        with contextlib.suppress(_Seen), output_folder(folder, root):
            raise _Seen
        yield Result("output folder", State.OK, str(folder))
    except DiagnosticError as error:
        problem = error.diagnostics[0]
        yield Result("output folder", State.LACKING, f"{folder}: {problem.message}", None, problem.hint)
    try:
        yield from check_fonts(_texts_of(project), project)
    except (ImportError, OSError) as error:  # a library or a font, reported elsewhere
        yield Result("letters", State.NOTE, f"not checked: {plain(error)}")
    except DiagnosticError as error:
        count = len(error.diagnostics)
        text = f"not checked, because {event_file} has {count} mistake{'s' if count > 1 else ''}"
        yield Result("letters", State.NOTE, text, None, f"conceptnote build {event_file}")


def check_fonts(texts: Iterable[str], project: Project | None = None) -> Iterator[Result]:
    """The letters of the texts that no font has, by script; one OK if there are none.

    The fonts are the bundled ones and the project's. Raises DiagnosticError if one of these is broken.
    """
    from conceptnote.build.characters import advice
    from conceptnote.build.fonts import added_families
    from conceptnote.build.machine_fonts import families_for
    from conceptnote.theme.theme import load_theme
    from conceptnote.write.typefaces import Typefaces

    theme, text = load_theme(), "\n".join(texts)
    typefaces = Typefaces.of(theme)
    if project is not None:
        bundled = frozenset(family.name for family in typefaces.bundled)
        typefaces = typefaces.with_added(added_families(project, bundled))
    typefaces = typefaces.with_added(families_for(theme, typefaces, text))
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for letter in typefaces.lacking(text):
        missing[_script(letter)].append(letter)
    if not missing:
        yield Result("letters", State.OK, "the fonts have all that the event uses")
    for script, letters in sorted(missing.items()):
        shown = " ".join(sorted(letters)[:8]) + (" …" if len(letters) > 8 else "")
        wording = f"{len(letters)} in no font: {shown}"
        yield Result(f"letters: {script}", State.LACKING, wording, "a font that has them", "; ".join(advice(letters)))


def _script(letter: str) -> str:
    # Python knows no scripts; the first word of a character's name is mostly its script.
    return unicodedata.name(letter, "UNNAMED").split()[0].split("-")[0].title().replace("Cjk", "Chinese or Japanese")


def _texts_of(project: Project) -> Iterator[str]:
    from conceptnote.source.load import load_languages

    for source in load_languages(project):
        yield from _texts(source.event, human=False)


def _texts(value: Any, *, human: bool) -> Iterator[str]:
    from pydantic import BaseModel

    from conceptnote.schema.fields import public_fields
    from conceptnote.schema.text import Human

    if isinstance(value, BaseModel):
        for name, marks in public_fields(type(value)).items():
            yield from _texts(getattr(value, name), human=any(isinstance(mark, Human) for mark in marks))
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, human=human)
    elif isinstance(value, str) and human:
        yield value
