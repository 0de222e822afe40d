"""CN126: more minutes for speakers than there are."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.length_parsing import minutes_each, speakers_counted
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import Occupant, occupants, printed_minutes
from conceptnote.diagnostics import Severity
from conceptnote.schema.agenda import AgendaRow
from conceptnote.schema.event import Event
from conceptnote.schema.precedence import LEADING


@rule("CN126", Severity.ERROR)
def speakers_minutes(context: Context) -> Iterator[Remark]:
    """The speakers of an item have more minutes together than the item.

    Minutes that a text gives to each speaker count for everybody.
    """
    for row in context.rows:
        given = [printed_minutes(context.event, slot) for slot in row.row.who]
        each = next(filter(None, (minutes_each(text) for text in (row.row.item, row.row.text or ""))), None)
        count = len(_speakers(context.event, row.row))
        minutes = sum(given)
        if each and not minutes:
            wording = max(speakers_counted(text) for text in (row.row.item, row.row.text or ""))
            minutes = each * max(count, wording)
        elif each:
            minutes = sum(one or each for one in given)
        if row.length is not None and minutes > row.length:
            message = f"the speakers have {minutes} minutes together, but “{row.row.item}” has {row.length}"
            path, key = ((*row.path, "who"), True) if row.row.who else (row.time_path, False)
            yield Remark(path, message, "give the item more time, or the speakers less", key=key)


def _speakers(event: Event, row: AgendaRow) -> list[Occupant]:
    """The speakers of a row; a moderator has the remaining minutes."""
    there = occupants(event, row.who, ())
    return [who for who in there if who.certain and (who.slot.role or "").casefold() not in LEADING]
