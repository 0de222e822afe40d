"""What a shell offers for an option's value. It is asked while somebody types: nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from conceptnote.build.run import FORMATS, LANGUAGES, PAPERS, known_documents


def formats(incomplete: str) -> list[str]:
    """Formats, after a comma too."""
    return _continued(incomplete, FORMATS)


def documents(context: typer.Context, incomplete: str) -> list[str]:
    """The documents of the project that the command line names, after a comma too."""
    # Before the value of its option is complete, a command line is not parsed further: then the file is left over.
    event = next(iter(context.args), None) or context.params.get("event") or "data/event.yaml"
    return _continued(incomplete, known_documents(Path(event)))


def papers(incomplete: str) -> list[str]:
    """Sizes of paper."""
    return [size for size in PAPERS if size.startswith(incomplete)]


def languages(incomplete: str) -> list[str]:
    """Languages of the papers."""
    return [language for language in LANGUAGES if language.startswith(incomplete)]


def _continued(incomplete: str, words: Iterable[str]) -> list[str]:
    """What a list with commas can go on with: words that begin so, and are not in it."""
    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [before + comma + word for word in words if word.startswith(begun) and word not in taken]
