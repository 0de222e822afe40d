"""The page format of each document: from the request, the event, and the room for marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.pageformat import FormatMismatch, PageFormat, page_format
from conceptnote.schema.papers import Printing
from conceptnote.theme.css import text_width
from conceptnote.theme.theme import Theme, load_theme

if TYPE_CHECKING:
    from conceptnote.build.targets import Planned
    from conceptnote.doc.nodes import Asset
    from conceptnote.schema.funder import Logo
    from conceptnote.source.load import Source

_PAGE_NUMBER = 16.0
"""Millimetres at the foot of the page reserved for the page number."""


def page_formats(request: Request, source: Source, targets: Mapping[Target, Planned]) -> Mapping[Target, PageFormat]:
    """The page format of each target; the request comes before the event.

    Raises DiagnosticError if the two contradict each other.
    """
    formats: dict[str, PageFormat] = {}
    problems: list[Diagnostic] = []
    if request.impose and not any(form.imposed for form in request.of_papers):
        message, hint = "only PDFs are imposed on sheets, and this build makes none", "add PDF: -f pdf"
        problems.append(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--impose"), hint=hint))
    for document, facts in {target.document: planned.facts for target, planned in targets.items()}.items():
        its = source.event.papers.get(document, Printing())
        orientation = request.orientation or its.orientation or ("landscape" if facts.landscape else None)
        try:
            formats[document] = page_format(request.paper or its.paper, orientation, request.impose or its.impose)
        except FormatMismatch as mismatch:
            at, path = asked_at(request, source, document)
            message = f"{document}: {mismatch.message}"
            problems.append(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, path, mismatch.hint))
    if problems:
        raise DiagnosticError(*problems)
    return {target: formats[target.document] for target in targets}


def asked_at(request: Request, source: Source, document: str) -> tuple[Location, DataPath]:
    """The path that asks for the imposition of a document."""
    if request.impose:
        return Location("--impose"), ()
    path: DataPath = ("papers", document, "impose")
    return source.source_map.locate(path), path


def wide_marks(
    source: Source, formats: Mapping[Target, PageFormat], themes: Mapping[Target, Theme], assets: Mapping[str, Asset]
) -> Iterator[Diagnostic]:
    """Marks that with their clear space are wider, at their required height, than a page on which they are printed.

    Where the usual look has the room, it is the event's look that lacks it.
    """
    for target, page in formats.items():
        theme, usual = themes[target], load_theme().on(page.paper)
        rooms = [text_width(one, page.paper, page.orientation) for one in (theme, usual)]
        for at, funder in enumerate(source.event.funders):
            beside = _PAGE_NUMBER if "footer" in funder.placement else 0
            for number, logo in enumerate(funder.printed_logos):
                width, clear = _width(logo, theme, assets[logo.file])
                if width + clear <= rooms[0] - beside:
                    continue
                path: DataPath = ("funders", at, "logos", number)
                message = (
                    f"the mark “{logo.alt}” is {width:.0f} mm wide at its required height"
                    f"{f' and keeps {clear:.0f} mm clear' if clear else ''}, but {target}"
                    f" on {page.paper} has {rooms[0] - beside:.0f} mm for it"
                )
                hint = "use a larger paper, or ask the funder for a narrower mark"
                if source.event.look and width + clear <= rooms[1] - beside:
                    path = ("look", "word") if source.event.look.word else ("look",)
                    hint = f"give the look's pages narrower margins: {rooms[1]:.0f} mm between them would do"
                yield Diagnostic(Code.ASSET_TOO_WIDE, message, source.source_map.locate(path), path, hint)


def _width(logo: Logo, theme: Theme, asset: Asset) -> tuple[float, float]:
    """How wide a mark is, and what it keeps clear from the page number, beyond the gap that is there."""
    height = max(theme.logo_height, logo.min_height or 0)
    clear = logo.clear_space.at(height) if logo.clear_space else 0.0
    return height * asset.width / asset.height, max(0.0, clear - theme.page.column_gap)
