"""What is to be built of an event becomes documents; nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from conceptnote.build.record import Target
from conceptnote.build.targets import Planned, composer_of
from conceptnote.compose.compose import Asked
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.theme.css import text_width

if TYPE_CHECKING:
    from conceptnote.doc.nodes import Doc
    from conceptnote.pageformat import PageFormat
    from conceptnote.source.load import Source
    from conceptnote.theme.theme import Theme


def compose_targets(
    source: Source,
    targets: Mapping[Target, Planned],
    formats: Mapping[Target, PageFormat],
    themes: Mapping[Target, Theme],
) -> dict[Target, Doc]:
    """The documents of a build. Raises DiagnosticError with all that is wrong with templates and prose."""
    problems: list[Diagnostic] = []
    docs: dict[Target, Doc] = {}
    composer = composer_of(source)
    for target, planned in targets.items():
        theme, page = themes[target], formats[target]
        printing = source.event.papers.get(target.document)
        tracks = theme.tables["agenda-grid"].more_columns(text_width(theme, page.paper, page.orientation))
        layout = printing.layout if printing else None
        try:
            docs[target] = composer.compose(
                target.document, Asked(layout, tracks, planned.facts.internal, planned.recipients, target.part)
            )
        except DiagnosticError as error:
            problems += [_located(diagnostic, source) for diagnostic in error.diagnostics]
    if problems:
        # One mistake in a prose or a shared macro is met by every document.
        raise DiagnosticError(*dict.fromkeys(problems))
    return docs


def _located(diagnostic: Diagnostic, source: Source) -> Diagnostic:
    if diagnostic.location is None:
        return replace(diagnostic, location=source.source_map.locate(diagnostic.path))
    return diagnostic
