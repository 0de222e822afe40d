"""CN106: wrong hours in a text."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import clock, dates, minute, spans, time_at
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.texts import event_begins, event_takes_place
from conceptnote.check.event.words import mentions
from conceptnote.diagnostics import Severity


@rule("CN106", Severity.WARNING)
def other_hours(context: Context) -> Iterator[Remark]:
    """A text gives the event other hours, or another start."""
    times = [one.time for one in context.sittings if one.time]
    event = context.event.date.day
    if event is None or len(times) < len(context.sittings):
        return
    hours = [(minute(time.start), minute(time.end)) for time in times if time.end is not None]
    within = [one.time for one in context.occasions if one.within and one.time]
    known = [*hours, *((minute(time.start), minute(time.end)) for time in within if time.end is not None)]
    days = {one.day for one in context.sittings}
    begins = {minute(one.time.start) for one in context.occasions if one.time}
    for text in context.texts:
        for span in spans(text.plain):
            around = context.sentence(text, span.start, span.stop)
            inside = any(begin <= span.begin and span.end <= end for begin, end in hours)
            beside = not inside and any(span.begin == begin or span.end == end for begin, end in hours)
            if (span.begin, span.end) in known or not (beside or event_takes_place().search(around)):
                continue
            if hours and all(date.meant(event) in days for date in dates(around)):
                when = ", ".join(f"{clock(begin)}–{clock(end)}" for begin, end in dict.fromkeys(hours))
                message = f"“{span.text}” is not when the event takes place: {when}"
                yield Remark(text.path, message, "fix the text, or the time", text.text[: span.start])
        for match in event_begins().finditer(text.plain) if mentions(text.plain, "begins") else ():
            time = time_at(text.plain, match.end())
            if time is None or time.begin in begins:
                continue
            if all(date.meant(event) in days for date in dates(context.sentence(text, match.start(), time.stop))):
                when = ", ".join(clock(begin) for begin in sorted({minute(one.start) for one in times}))
                message = f"“{time.text}” is not when the event begins: {when}"
                yield Remark(text.path, message, "fix the text, or the time", text.text[: time.start])
