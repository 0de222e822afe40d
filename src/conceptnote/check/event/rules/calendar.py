"""CN113: an update that calendars take for another event."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity
from conceptnote.schema.identity import uid_of


@rule("CN113", Severity.WARNING)
def no_uid(context: Context) -> Iterator[Remark]:
    """An event that has changed, or is cancelled, has no `uid`.

    Calendars may show the event twice.
    """
    event = context.event
    if event.uid is not None or not (event.version or event.status == "cancelled"):
        return
    key = "version" if event.version else "status"
    text = "has changed" if event.version else "is cancelled"
    made = uid_of(context.main or event)
    hint = f"copy it from the calendar file that was sent; the present title and day give “uid: {made}”"
    yield Remark((key,), f"the event {text}, but has no “uid”, by which calendars recognise it", hint)
