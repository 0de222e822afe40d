"""CN102: another day in a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import dates, spell
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.texts import announces
from conceptnote.diagnostics import Severity

_BESIDE = 240


@rule("CN102", Severity.WARNING)
def other_days(context: Context) -> Iterator[Remark]:
    """A text gives the event another day."""
    event, days = context.event.date.day, [one.day for one in context.sittings if one.day]
    if event is None or len(days) < len(context.sittings):
        return
    held = {one.day for one in context.occasions if one.day}
    for text in context.texts:
        heading = text.path in (("title",), ("subtitle",))
        for one in dates(text.plain):
            day = one.meant(event)
            if day is None or days[0] <= day <= days[-1] or one.weekday not in (None, day.weekday()):
                continue  # CN101 reports a wrong weekday.
            first = day.replace(day=max(1, min(one.first, day.day))) if one.first is not None else day
            if any(first <= other <= day for other in held):
                continue
            near = heading and _near(day, event)
            around = context.sentence(text, one.start, one.end)
            before, after = text.plain[max(0, one.start - _BESIDE) : one.start], text.plain[one.end : one.end + _BESIDE]
            if near or announces(around, before, after):
                message = f"“{one.text}” is not the day of the event, which is {spell(event, weekday=True)}"
                hint = "fix it, or say what the other date is"
                yield Remark(text.path, message, hint, text.text[: one.start])


def _near(day: date, event: date) -> bool:
    """Whether a day is within a week of the event, in its year or the one before or after."""
    return any(abs((day - event).days - years * 365) <= 7 for years in (-1, 0, 1))
