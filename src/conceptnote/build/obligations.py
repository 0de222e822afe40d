"""What the funders of events are promised of papers, with the marks by which they are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conceptnote.build.assets import load_assets
from conceptnote.build.theme import theme_of
from conceptnote.check.obligation import Obligation, obligations
from conceptnote.doc.nodes import Image
from conceptnote.pageformat import PAPERS
from conceptnote.theme.css import text_width

if TYPE_CHECKING:
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source


def funders_obligations(source: Source) -> tuple[Obligation, ...]:
    """What the funders of an event are promised. Raises DiagnosticError where a mark cannot be read."""
    theme = theme_of(source)
    assets, _ = load_assets(marks(source.event), source, theme, text_width(theme, PAPERS[0]))
    return obligations(source.event, assets)


def obligations_to_all(source: Source) -> tuple[Obligation, ...]:
    """What the funders of each event of a collection are promised, in its language, or else in the event's main one."""
    return tuple(obligation for one in source.collected.values() for obligation in funders_obligations(one))


def marks(event: Event) -> Iterator[Image]:
    """The marks of an event's funders that are not to be left out."""
    for at, funder in enumerate(event.funders):
        for number, logo in enumerate(funder.logos if funder.suppressed is None else ()):
            yield Image(logo.file, logo.alt, logo.min_height or 0, ("funders", at, "logos", number, "file"))
