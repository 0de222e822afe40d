"""CN101: a wrong weekday."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import dates, spell
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.words import weekday_name
from conceptnote.diagnostics import Severity


@rule("CN101", Severity.ERROR)
def weekdays(context: Context) -> Iterator[Remark]:
    """A text gives a date the wrong weekday."""
    event, own = context.event.date, context.event.date.day
    if own is None:
        return
    for text in context.texts:
        for date in dates(text.plain):
            day = date.meant(own) if date.first is None else None
            if day is None or date.weekday is None or day.weekday() == date.weekday:
                continue
            year = "" if date.year else f" in {day.year}" + (", the inferred year" if event.year == "inferred" else "")
            message = f"“{date.text}” is a {weekday_name(day.weekday())}{year}"
            hint = f"the event is on {spell(own, weekday=True)}" if abs((day - own).days) <= 7 else None
            yield Remark(text.path, message, hint or "look the date up in a calendar", text.text[: date.start])
