"""What the funders of events are promised of papers, with the marks by which they are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conceptnote.build.assets import load_assets
from conceptnote.check.promise import Promise, promises
from conceptnote.doc.nodes import Image
from conceptnote.pageformat import PAPERS
from conceptnote.source.load import load_languages
from conceptnote.theme.css import text_width
from conceptnote.theme.theme import load_theme

if TYPE_CHECKING:
    from conceptnote.build.request import Request
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source


def funders_promises(source: Source) -> tuple[Promise, ...]:
    """What the funders of an event are promised. Raises DiagnosticError where a mark cannot be read."""
    theme = load_theme()
    assets, _ = load_assets(marks(source.event), source, theme, text_width(theme, PAPERS[0]))
    return promises(source.event, assets)


def promised_by_all(request: Request, source: Source) -> tuple[Promise, ...]:
    """What the funders of each event of a collection are promised, in its language, or else in the event's main one."""
    found: list[Promise] = []
    for path in request.events.values():
        languages = load_languages(path, source.overrides)
        alike = (one for one in languages if one.event.language == source.event.language)
        found += funders_promises(next(alike, languages[0]))
    return tuple(found)


def marks(event: Event) -> Iterator[Image]:
    """The marks of an event's funders that are not to be left out."""
    for at, funder in enumerate(event.funders):
        for number, logo in enumerate(funder.logos if funder.suppressed is None else ()):
            yield Image(logo.file, logo.alt, logo.min_height or 0, ("funders", at, "logos", number, "file"))
