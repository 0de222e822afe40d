"""CN106: hours in a text that are not the event's."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.moments import dates, spans
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.schedule import clock, minute
from conceptnote.check.event.texts import event_takes_place, sentence
from conceptnote.diagnostics import Severity


@rule(
    "CN106",
    Severity.WARNING,
    breaks="""
        time: 9:15–10:45
        sections:
          - heading: Format
            text: The event runs from 9.15 to 11.00 a.m.
    """,
    mends="""
        time: 9:15–10:45
        sections:
          - heading: Format
            text: The event runs from 9.15 to 10.45 a.m.
    """,
)
def other_hours(context: Context) -> Iterator[Remark]:
    """Hours in a text begin or end with the event, but are not its hours.

    Hours that were moved have to move everywhere, and prose is where they are forgotten.
    """
    time = context.event.time
    if time.end is None:
        return
    begin, end = minute(time.start), minute(time.end)
    for said in context.texts:
        for span in spans(said.plain):
            around = sentence(said.plain, span.start, span.stop)
            inside = begin <= span.begin and span.end <= end
            beside = not inside and (span.begin == begin or span.end == end)
            if (span.begin, span.end) == (begin, end) or not (beside or event_takes_place().search(around)):
                continue
            if all(date.meant(context.event.date.day) == context.event.date.day for date in dates(around)):
                message = f"“{span.said}” is not when the event takes place: {clock(begin)}–{clock(end)}"
                yield Remark(said.path, message, "mend the text, or the time", said.text[: span.start])
