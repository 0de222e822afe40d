"""From an event to its documents; nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.targets import Planned, composer_of
from conceptnote.compose.compose import Asked
from conceptnote.compose.two_languages import one_after_the_other, side_by_side
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.doc.nodes import Doc
from conceptnote.pageformat import PageFormat
from conceptnote.source.audience import for_audience
from conceptnote.source.load import Source, read_languages
from conceptnote.source.templates import PaperFacts
from conceptnote.theme.css import text_width
from conceptnote.theme.theme import Theme


def compose_targets(
    request: Request,
    source: Source,
    targets: Mapping[Target, Planned],
    formats: Mapping[Target, PageFormat],
    themes: Mapping[Target, Theme],
) -> dict[Target, Doc]:
    """The documents of a build. Raises DiagnosticError with all mistakes in templates and prose."""
    problems: list[Diagnostic] = []
    docs: dict[Target, Doc] = {}
    composer = composer_of(source)
    for target, planned in targets.items():
        theme, page = themes[target], formats[target]
        printing = source.event.papers.get(target.document)
        tracks = theme.tables["agenda-grid"].more_columns(text_width(theme, page.paper, page.orientation))
        layout = printing.layout if printing else None
        asked = Asked(layout, tracks, planned.facts.internal, planned.recipients, target.part)
        try:
            if planned.facts.languages:
                docs[target] = _in_two_languages(request, source, target.document, planned.facts, asked)
            else:
                docs[target] = composer.compose(target.document, asked)
        except DiagnosticError as error:
            problems += [_located(diagnostic, source) for diagnostic in error.diagnostics]
    if problems:
        # All documents meet a mistake in a prose or a shared macro.
        raise DiagnosticError(*dict.fromkeys(problems))
    return docs


def _in_two_languages(request: Request, source: Source, document: str, facts: PaperFacts, asked: Asked) -> Doc:
    """A document in two languages of the event. Raises DiagnosticError if it does not have two."""
    sources = _pair(request, source, document)
    first, second = (composer_of(one).compose(document, asked) for one in sources)
    if facts.languages == "one-after-the-other":
        return one_after_the_other(first, second)
    names = [one.event.locale.language_name(one.event.language) for one in sources]
    return side_by_side(first, second, (names[0], names[1]))


def _pair(request: Request, source: Source, document: str) -> tuple[Source, Source]:
    printing = source.event.papers.get(document)
    own = source.event.language
    wanted = list(printing.languages) if printing and printing.languages else [own]
    wanted += [language for language in source.languages if language not in wanted][: 2 - len(wanted)]
    sources, problems = read_languages(source.project, wanted)
    found = {one.event.language: for_audience(one, request.audience) for one in sources if one}
    if len(wanted) != 2 or len(set(wanted)) != 2 or len(found) != 2:
        message = (
            f"{document} is a paper in two languages, and the event has papers in {' and '.join(source.languages)}"
        )
        hint = "write the languages of the event, such as “language: [en, fr]”"
        raise DiagnosticError(
            *problems or [Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, path=("language",), hint=hint)]
        )
    return found[wanted[0]], found[wanted[1]]


def _located(diagnostic: Diagnostic, source: Source) -> Diagnostic:
    if diagnostic.location is None:
        return replace(diagnostic, location=source.source_map.locate(diagnostic.path))
    return diagnostic
