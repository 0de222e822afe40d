"""Completions for option values. They run while somebody types: nothing heavy is imported here."""

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
"""The choices for pending tracked changes."""


def formats(incomplete: str) -> list[str]:
    """Formats, also after a comma."""
    return _continued(incomplete, FORMATS)


def documents(context: typer.Context, incomplete: str) -> list[str]:
    """The documents of the project on the command line, also after a comma."""
    # An incomplete command line is not parsed beyond this option: the event file may be among the rest.
    event = next(iter(context.args), None) or context.params.get("event") or "data/event.yaml"
    first = event[0] if isinstance(event, list | tuple) else event
    return _continued(incomplete, known_documents(Path(first)))


def papers(incomplete: str) -> list[str]:
    """Sizes of paper."""
    return _begun(incomplete, PAPERS)


def orientations(incomplete: str) -> list[str]:
    """Orientations of a paper."""
    return _begun(incomplete, ORIENTATIONS)


def impositions(incomplete: str) -> list[str]:
    """Impositions, also after a comma."""
    return _continued(incomplete, IMPOSITIONS)


def languages(incomplete: str) -> list[str]:
    """Languages of the papers."""
    return _begun(incomplete, _languages_here())


def several_languages(incomplete: str) -> list[str]:
    """Languages of the papers, also after a comma."""
    return _continued(incomplete, _languages_here())


def _languages_here() -> tuple[str, ...]:
    """The shipped languages, and those of a project in the working folder."""
    own = sorted(one.name for one in Path("languages").glob("*") if one.is_dir() and TAG.fullmatch(one.name))
    return tuple(dict.fromkeys([*shipped_tags(), *own]))


def standards(incomplete: str) -> list[str]:
    """Standards that a PDF can follow."""
    return _begun(incomplete, [standard.value for standard in PdfStandard])


def forms(incomplete: str) -> list[str]:
    """Formats of problems."""
    return _begun(incomplete, FORMS)


def report_forms(incomplete: str) -> list[str]:
    """Formats of changes."""
    from conceptnote.compare.report import REPORT_FORMS

    return _begun(incomplete, REPORT_FORMS)


def result_forms(incomplete: str) -> list[str]:
    """Formats of other results."""
    return _begun(incomplete, RESULT_FORMS)


def pending(incomplete: str) -> list[str]:
    """The choices for pending tracked changes."""
    return _begun(incomplete, PENDING)


def redline_formats(incomplete: str) -> list[str]:
    """Formats of papers, also after a comma."""
    return _continued(incomplete, paper_formats())


def site_allowances(incomplete: str) -> list[str]:
    """Conditions that a site may ignore on request, also after a comma."""
    return _continued(incomplete, SITE_ALLOWANCES)


def looks(incomplete: str) -> list[str]:
    """The looks that come with conceptnote."""
    from conceptnote.build.looks import listed_looks

    return _begun(incomplete, [one.name for one in listed_looks()])


def templates(incomplete: str) -> list[str]:
    """The templates that can be copied."""
    return _begun(incomplete, shipped_templates())


def allowances(incomplete: str) -> list[str]:
    """Conditions that a publication may ignore on request, also after a comma."""
    return _continued(incomplete, ALLOWANCES)


def _begun(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _continued(incomplete: str, words: Iterable[str]) -> list[str]:
    """Continuations of a list with commas: words with this beginning that are not in it yet."""
    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [before + comma + word for word in words if word.startswith(begun) and word not in taken]
