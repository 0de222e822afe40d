"""What a shell offers for an option's value. It is asked while somebody types: nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from conceptnote.build.formats import FORMATS, paper_formats
from conceptnote.build.request import known_documents
from conceptnote.build.templates import shipped_templates
from conceptnote.languages.known import TAG, shipped_tags
from conceptnote.pageformat import IMPOSITIONS, ORIENTATIONS, PAPERS
from conceptnote.pdfstandard import PdfStandard
from conceptnote.publish.papers import ALLOWANCES
from conceptnote.report.forms import FORMS, RESULT_FORMS
from conceptnote.site.record import SITE_ALLOWANCES

PENDING = ("accept", "reject")
"""What can become of tracked changes that nobody has accepted."""


def formats(incomplete: str) -> list[str]:
    """Formats, after a comma too."""
    return _continued(incomplete, FORMATS)


def documents(context: typer.Context, incomplete: str) -> list[str]:
    """The documents of the project that the command line names, after a comma too."""
    # Before the value of its option is complete, a command line is not parsed further: then the file is left over.
    event = next(iter(context.args), None) or context.params.get("event") or "data/event.yaml"
    first = event[0] if isinstance(event, list | tuple) else event
    return _continued(incomplete, known_documents(Path(first)))


def papers(incomplete: str) -> list[str]:
    """Sizes of paper."""
    return _begun(incomplete, PAPERS)


def orientations(incomplete: str) -> list[str]:
    """Which way a paper is turned."""
    return _begun(incomplete, ORIENTATIONS)


def impositions(incomplete: str) -> list[str]:
    """Ways to impose pages on sheets, after a comma too."""
    return _continued(incomplete, IMPOSITIONS)


def languages(incomplete: str) -> list[str]:
    """Languages of the papers."""
    return _begun(incomplete, _languages_here())


def several_languages(incomplete: str) -> list[str]:
    """The same, after a comma too."""
    return _continued(incomplete, _languages_here())


def _languages_here() -> tuple[str, ...]:
    """The shipped languages, and those of a project in the current folder."""
    own = sorted(one.name for one in Path("languages").glob("*") if one.is_dir() and TAG.fullmatch(one.name))
    return tuple(dict.fromkeys([*shipped_tags(), *own]))


def standards(incomplete: str) -> list[str]:
    """Standards that a PDF can follow."""
    return _begun(incomplete, [standard.value for standard in PdfStandard])


def forms(incomplete: str) -> list[str]:
    """Formats in which problems are reported."""
    return _begun(incomplete, FORMS)


def report_forms(incomplete: str) -> list[str]:
    """Forms in which changes are printed."""
    from conceptnote.compare.report import REPORT_FORMS

    return _begun(incomplete, REPORT_FORMS)


def result_forms(incomplete: str) -> list[str]:
    """Forms in which other results are printed."""
    return _begun(incomplete, RESULT_FORMS)


def pending(incomplete: str) -> list[str]:
    """What becomes of tracked changes that nobody has accepted."""
    return _begun(incomplete, PENDING)


def redline_formats(incomplete: str) -> list[str]:
    """Formats of papers, after a comma too."""
    return _continued(incomplete, paper_formats())


def site_allowances(incomplete: str) -> list[str]:
    """What a site is made in spite of only where it is asked for, after a comma too."""
    return _continued(incomplete, SITE_ALLOWANCES)


def looks(incomplete: str) -> list[str]:
    """The looks that come with conceptnote."""
    from conceptnote.build.looks import listed_looks

    return _begun(incomplete, [one.name for one in listed_looks()])


def templates(incomplete: str) -> list[str]:
    """The templates that can be copied."""
    return _begun(incomplete, shipped_templates())


def allowances(incomplete: str) -> list[str]:
    """What is published only where it is asked for, after a comma too."""
    return _continued(incomplete, ALLOWANCES)


def _begun(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _continued(incomplete: str, words: Iterable[str]) -> list[str]:
    """What a list with commas can go on with: words that begin so, and are not in it."""
    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [before + comma + word for word in words if word.startswith(begun) and word not in taken]
