"""CN103: a date without a confirmed year."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import spell
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity


@rule("CN103", Severity.WARNING)
def inferred_year(context: Context) -> Iterator[Remark]:
    """The year of the event is inferred.

    Papers then print no year, and a weekday only if the file names it.
    """
    for one in context.occasions:
        day = one.day
        if day is None or one.date.year != "inferred" or (one.path and one.record.date is None):
            continue
        message = f"the year {day.year} is inferred, so no paper prints it"
        hint = f"once it is confirmed that the event is on {spell(day, weekday=True)}, write “date: {day.isoformat()}”"
        yield Remark((*one.path, "date", "year"), message, hint)
