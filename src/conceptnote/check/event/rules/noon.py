"""CN104: noon and midnight on the 12-hour clock."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import half_day_time
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity


@rule("CN104", Severity.WARNING)
def twelve_hours(context: Context) -> Iterator[Remark]:
    """A time on the 12-hour clock is impossible, or could be noon or midnight."""
    for text in context.texts:
        for match in half_day_time().finditer(text.plain):
            hour, minute = int(match["hour"]), int(match["minute"] or 0)
            if hour == 12 and not minute:
                message, hint = (
                    f"“{match[0].strip()}” may be noon or midnight",
                    "write “noon”, “midnight”, 12:00 or 0:00",
                )
            elif not 1 <= hour <= 12 or minute > 59:
                message, hint = (
                    f"“{match[0].strip()}” is not a time of the 12-hour clock",
                    "on the 12-hour clock, hours go from 1 to 12",
                )
            else:
                continue
            yield Remark(text.path, message, hint, text.text[: match.start()])
