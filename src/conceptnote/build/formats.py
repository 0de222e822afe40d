"""Which documents are built, and on what each is printed: what a build is asked for, and what the event says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from conceptnote.build.request import Request
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.pageformat import FormatMismatch, PageFormat, page_format
from conceptnote.schema.papers import Printing

if TYPE_CHECKING:
    from conceptnote.datapath import DataPath
    from conceptnote.source.load import Source


def page_formats(request: Request, source: Source, documents: Sequence[str]) -> Mapping[str, PageFormat]:
    """The page format of each document: what the request says comes before the event.

    Raises DiagnosticError where the two do not go together.
    """
    formats: dict[str, PageFormat] = {}
    problems: list[Diagnostic] = []
    for document in documents:
        its = source.event.papers.get(document, Printing())
        orientation = request.orientation or its.orientation
        try:
            formats[document] = page_format(request.paper or its.paper, orientation, request.impose or its.impose)
        except FormatMismatch as mismatch:
            at, path = asked_at(request, source, document)
            message = f"{document}: {mismatch.message}"
            problems.append(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, path, mismatch.hint))
    if problems:
        raise DiagnosticError(*problems)
    return formats


def asked_at(request: Request, source: Source, document: str) -> tuple[Location, DataPath]:
    """Where it is said that the pages of a document are imposed."""
    if request.impose:
        return Location("--impose"), ()
    path: DataPath = ("papers", document, "impose")
    return source.marks.locate(path), path
