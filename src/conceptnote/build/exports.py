"""The event as files that are no papers: calendar, linked data, table and form."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conceptnote.build.request import EXPORTS, Format, Request
from conceptnote.build.standing import is_dated
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError

if TYPE_CHECKING:
    from conceptnote.source.load import Source


@dataclass(frozen=True, slots=True)
class Exported:
    """The event itself in one format, and how many seconds that took."""

    name: str
    document: str
    format: Format
    data: bytes
    seconds: float


def export(request: Request, source: Source) -> Iterator[Exported]:
    """The files of the event itself that a build is asked for. Raises DiagnosticError where one cannot be made.

    Where no day is known there is no calendar: one without entries is not valid (RFC 5545, 3.6).
    """
    for form in export_formats(request, source):
        began = time.perf_counter()
        data = _WRITERS[form](source)
        name = request.file_name(EXPORTS[form], form)
        yield Exported(name, EXPORTS[form], form, data, time.perf_counter() - began)


def export_formats(request: Request, source: Source) -> list[Format]:
    """Those of the formats of the event that are asked for in which it has a file."""
    return [form for form in request.exports if form != "ics" or is_dated(source.event)]


def _calendar(source: Source) -> bytes:
    from conceptnote.export.calendar import calendar

    return calendar(source.event, rows=source.event.calendar_rows, main=source.main)


def _linked_data(source: Source) -> bytes:
    from conceptnote.export.jsonld import event_json

    return event_json(source.event, source.main)


def _table(source: Source) -> bytes:
    from conceptnote.export.programme_csv import programme_csv

    return programme_csv(source.event)


def _form(source: Source) -> bytes:
    from conceptnote.export.application import application
    from conceptnote.source.forums import load_forum

    forum = load_forum(source.project, source.event.forum) if source.event.forum else None
    if forum is None or forum.application is None:
        message = "no application form is known for this event"
        hint = "name a forum whose profile has one: “forum: un-new-york-lunch”; see forums/"
        at = source.marks.locate(("forum",))
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, ("forum",), hint))
    return application(source.event, forum.application).text.encode()


_WRITERS: Mapping[Format, Callable[[Source], bytes]] = {
    "ics": _calendar, "json": _linked_data, "csv": _table, "txt": _form,
}  # fmt: skip
