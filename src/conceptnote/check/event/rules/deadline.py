"""CN111: a deadline that comes too late."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.date_parsing import spell
from conceptnote.check.event.rule import Remark, rule
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity


@rule("CN111", Severity.ERROR)
def late_deadline(context: Context) -> Iterator[Remark]:
    """Registration closes after the event."""
    whole: DataPath = ()
    last = max(one.date.order for one in context.sittings)
    held = [(whole, context.event.registration, last)]
    held += [(one.path, one.record.registration, one.date.order) for one in context.occasions if one.path]
    for path, how, day in held:
        if how and how.deadline and how.deadline > day:
            message = f"registration closes on {spell(how.deadline)}, after the event on {spell(day)}"
            yield Remark((*path, "registration", "deadline"), message, "fix one of the two dates")
