"""The status of an event, and what keeps its papers from being final."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, Severity

if TYPE_CHECKING:
    from conceptnote.export.status import Attendance as Attendance  # which the command line prints
    from conceptnote.export.status import EventStatus as EventStatus
    from conceptnote.schema.event import Event
    from conceptnote.source.load import Source
    from conceptnote.source.project import Project

_CONFIRM = "remove “status” once it is certain, or write “status: cancelled”"
_WRITE = {"day": "write the day: “date: 2031-06-10”", "hours": "write from when to when: “time: 9:15–10:45”"}


def readiness(event: Path | Project, today: date) -> EventStatus:
    """The status of an event on a day. Raises DiagnosticError with all mistakes in its file."""
    from conceptnote.export.status import status_of
    from conceptnote.source.load import load_event

    return status_of(load_event(event).event, today)


def pending(source: Source, *, final: bool) -> Iterator[Diagnostic]:
    """What is open: approvals and missing translations, as warnings of every build; for `final` papers as errors."""
    for at, funder in enumerate(source.event.funders):
        if funder.approval_pending:
            name = source.event.parties[funder.party].name
            message = f"{name} has not approved the acknowledgement yet, so nothing can be published"
            hint = "once it has, write approved_by and approved_on under its “approval”"
            severity = Severity.ERROR if final else Severity.WARNING
            path: DataPath = ("funders", at, "approval")
            yield Diagnostic(Code.APPROVAL_PENDING, message, source.source_map.locate(path), path, hint, severity)
    if final:
        for message, path, hint in _unsettled(source):
            yield Diagnostic(Code.NOT_FINAL, message, source.source_map.locate(path), path, hint)
    elif missing := sum(1 for _ in _untranslated(source)):
        text = "one text is" if missing == 1 else f"{missing} texts are"
        language = source.event.language
        message = f"{text} missing in “{language}”: its papers print the text of another language"
        hint = f"to see the list, run: conceptnote check {source.project.shown} --language {language}"
        place = source.source_map.locate(("language",))
        yield Diagnostic(Code.UNTRANSLATED, message, place, ("language",), hint, Severity.WARNING)


def undated(source: Source) -> Iterator[Diagnostic]:
    """Entries without a known day that the calendar omits; or that there is no calendar."""
    from conceptnote.schema.schedule import Programme

    if not is_dated(source.event):
        message = f"no day of “{source.event.title}” is known, so there is no calendar file"
        path = ("sittings", 0, "date") if source.event.sittings else ("date",)
        yield Diagnostic(Code.NOT_DATED, message, source.source_map.locate(path), path, _WRITE["day"], Severity.WARNING)
        return
    for one in Programme(source.event).occasions:
        if one.day is None and (given := one.given("date")):
            message = f"the day of “{one.title}” is not known, so the calendar has no entry for it"
            at = source.source_map.locate(given[0])
            yield Diagnostic(Code.NOT_DATED, message, at, given[0], _WRITE["day"], Severity.WARNING)


def is_dated(event: Event) -> bool:
    """Whether the day of anything that takes place is known."""
    from conceptnote.schema.schedule import Programme

    return any(one.day for one in Programme(event).occasions)


def _untranslated(source: Source) -> Iterator[tuple[str, DataPath, str]]:
    """Texts missing in this language, unless the event silences the check for them."""
    from conceptnote.check.event.context import Context
    from conceptnote.check.event.translations import UNTRANSLATED, lacking
    from conceptnote.check.event.words import in_languages

    event, adjusted = source.event, source.event.checks.get(UNTRANSLATED)
    if source.collected or (adjusted and adjusted.severity == "off"):
        return
    context = Context(event, event.date.nominal, languages=source.languages, wordings=source.source_map)
    with in_languages(event.known_languages):
        found = list(lacking(context))
    yield from ((one.message, one.path, one.hint or "") for one in found)


def _written(source: Source) -> Iterator[tuple[str, DataPath, str]]:
    """What only a text says to be open: a name with “(TBC)” after it."""
    from conceptnote.check.event.context import Context
    from conceptnote.check.event.plain import written_statuses
    from conceptnote.check.event.words import in_languages

    if not source.collected:
        context = Context(source.event, source.event.date.nominal)
        with in_languages(source.event.known_languages):
            found = list(written_statuses(context))
        yield from ((one.message, one.path, one.hint or "") for one in found)


def _unsettled(source: Source) -> Iterator[tuple[str, DataPath, str]]:
    from conceptnote.export.status import name_in, occupants, unknown_times, unsettled_parts

    yield from _untranslated(source)
    yield from _written(source)
    event = source.event
    if event.status not in ("final", "cancelled"):
        yield f"the status is “{event.status}”", ("status",), "write “status: final”, or build without --final"
    reported = set()
    for one in occupants(event):
        name = name_in(event, one.slot)
        if one.status in ("tbc", "invited") and (name, one.decided) not in reported:
            reported.add((name, one.decided))
            word = "still to be confirmed" if one.status == "tbc" else "invited, and has not confirmed"
            yield f"{name} is {word}", one.decided, "confirm or replace them"
    for where, what, title in unknown_times(event):
        yield f"the {what} of “{title}” {'is' if what == 'day' else 'are'} still to be confirmed", where, _WRITE[what]
    for where, title in unsettled_parts(event):
        yield f"“{title}” is still to be confirmed", where, _CONFIRM
    for path, section in event.headed:
        for name, note in section.footnotes.items():
            if note.status == "tbc":
                where = (*path, "footnotes", name, "status")
                yield f"the note “{name}” is still to be completed", where, "complete it, and remove “status”"
