"""Completions for option values. They run while somebody types: nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from conceptnote.build.request import known_documents
from conceptnote.languages.known import TAG, shipped_tags

Words = Iterable[str] | Callable[[], Iterable[str]]
"""The words of an option, or a function that gives them once somebody types."""
PENDING = ("accept", "reject")
"""The choices for pending tracked changes."""


def one(words: Words) -> Callable[[str], list[str]]:
    """The completion of an option with one of these words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in _known(words) if word.startswith(incomplete)]

    return complete


def several(words: Words) -> Callable[[str], list[str]]:
    """The completion of an option with several of these words, also after a comma."""

    def complete(incomplete: str) -> list[str]:
        return _continued(incomplete, _known(words))

    return complete


def documents(context: typer.Context, incomplete: str) -> list[str]:
    """The documents of the project on the command line, also after a comma."""
    # An incomplete command line is not parsed beyond this option: the event file may be among the rest.
    event = next(iter(context.args), None) or context.params.get("event") or "data/event.yaml"
    first = event[0] if isinstance(event, list | tuple) else event
    return _continued(incomplete, known_documents(Path(first)))


def languages() -> Iterable[str]:
    """The shipped languages, and those of a project in the working folder."""
    own = sorted(one.name for one in Path("languages").glob("*") if one.is_dir() and TAG.fullmatch(one.name))
    return dict.fromkeys([*shipped_tags(), *own])


def looks() -> Iterable[str]:
    """The looks that come with conceptnote."""
    from conceptnote.build.looks import listed_looks

    return [one.name for one in listed_looks()]


def changes() -> Iterable[str]:
    """Formats of changes."""
    from conceptnote.compare.report import REPORT_FORMS

    return REPORT_FORMS


def _known(words: Words) -> Iterable[str]:
    return words() if callable(words) else words


def _continued(incomplete: str, words: Iterable[str]) -> list[str]:
    """Continuations of a list with commas: words with this beginning that are not in it yet."""
    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [before + comma + word for word in words if word.startswith(begun) and word not in taken]
