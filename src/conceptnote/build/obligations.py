"""The obligations of papers to the funders of events, with the marks to recognise."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.build.assets import load_assets
from conceptnote.build.theme import theme_of
from conceptnote.check.obligation import Obligation, obligations
from conceptnote.doc.nodes import Image
from conceptnote.pageformat import PAPERS
from conceptnote.schema.event import Event
from conceptnote.source.load import Source
from conceptnote.theme.css import text_width


def funders_obligations(source: Source) -> tuple[Obligation, ...]:
    """The obligations to the funders of an event. Raises DiagnosticError if a mark cannot be read."""
    theme = theme_of(source)
    assets, _ = load_assets(marks(source.event), source, theme, text_width(theme, PAPERS[0]))
    return obligations(source.event, assets)


def obligations_to_all(source: Source) -> tuple[Obligation, ...]:
    """The obligations to the funders of each event of a collection, in its language or the event's main one."""
    return tuple(obligation for one in source.collected.values() for obligation in funders_obligations(one))


def marks(event: Event) -> Iterator[Image]:
    """The marks of an event's funders that may be shown."""
    for at, funder in enumerate(event.funders):
        for number, logo in enumerate(funder.logos if funder.suppressed is None else ()):
            yield Image(logo.file, logo.alt, logo.min_height or 0, ("funders", at, "logos", number, "file"))
