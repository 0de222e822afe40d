"""What an event asks of this machine: a folder to write to, and letters."""

from __future__ import annotations

import contextlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conceptnote.build.outputs import default_folder, output_folder
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doctor.result import Result, State


class _Seen(Exception):
    """What was to be seen has been seen."""


def check_event(event_file: Path) -> Iterator[Result]:
    """Whether the papers of an event could be written, and set.

    Raises DiagnosticError where there is no such file.
    """
    from conceptnote.source.project import find_project

    root = find_project(event_file).root
    folder = default_folder(root)
    try:
        # Broken off, it leaves nothing behind.
        with contextlib.suppress(_Seen), output_folder(folder, root):
            raise _Seen
        yield Result("output folder", State.OK, str(folder))
    except DiagnosticError as error:
        problem = error.diagnostics[0]
        yield Result("output folder", State.LACKING, f"{folder}: {problem.message}", None, problem.hint)
    try:
        yield from check_fonts(_texts_of(event_file))
    except (ImportError, OSError) as error:  # a library or a font, told of elsewhere
        yield Result("letters", State.NOTE, f"not looked at: {error}")
    except DiagnosticError as error:
        count = len(error.diagnostics)
        said = f"not looked at, since {event_file} has {count} mistake{'s' if count > 1 else ''}"
        yield Result("letters", State.NOTE, said, None, f"conceptnote build {event_file}")


def check_fonts(texts: Iterable[str]) -> Iterator[Result]:
    """Which letters of the texts no bundled face has, script by script; one OK where there are none."""
    covered = _covered()
    lacking: defaultdict[str, set[str]] = defaultdict(set)
    for letter in {letter for text in texts for letter in unicodedata.normalize("NFC", text)}:
        # What has no shape of its own needs no font: controls, format characters, spaces, selectors of variants.
        if unicodedata.category(letter)[0] in "CZ" or "VARIATION SELECTOR" in unicodedata.name(letter, ""):
            continue
        # A shaper sets a letter that a font lacks from its base and accents (OpenType's `ccmp`).
        if not covered.issuperset(map(ord, unicodedata.normalize("NFD", letter))) and ord(letter) not in covered:
            lacking[_script(letter)].add(letter)
    if not lacking:
        yield Result("letters", State.OK, "the bundled fonts have all that the event uses")
    for script, letters in sorted(lacking.items()):
        shown = " ".join(sorted(letters)[:8]) + (" …" if len(letters) > 8 else "")
        said = f"{len(letters)} in no bundled font, left to the fonts of this machine: {shown}"
        yield Result(f"letters: {script}", State.NOTE, said)


def _covered() -> frozenset[int]:
    import uharfbuzz as hb

    from conceptnote.theme.theme import load_theme

    faces = sorted(load_theme().fonts_folder.glob("*.ttf"))
    return frozenset(code for face in faces for code in hb.Face(face.read_bytes()).unicodes)


def _script(letter: str) -> str:
    # Python knows no scripts; the first word of a character's name is its script, or says what it is.
    return unicodedata.name(letter, "UNNAMED").split()[0].split("-")[0].title().replace("Cjk", "Chinese or Japanese")


def _texts_of(event_file: Path) -> Iterator[str]:
    from conceptnote.source.load import load_event

    yield from _texts(load_event(event_file).event, human=False)


def _texts(value: Any, *, human: bool) -> Iterator[str]:
    from pydantic import BaseModel

    from conceptnote.compose.view import public_fields
    from conceptnote.schema.text import Human

    if isinstance(value, BaseModel):
        for name, marks in public_fields(type(value)).items():
            yield from _texts(getattr(value, name), human=any(isinstance(mark, Human) for mark in marks))
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, human=human)
    elif isinstance(value, str) and human:
        yield value
