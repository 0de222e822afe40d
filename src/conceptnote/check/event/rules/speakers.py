"""CN126: speakers who are given more time than there is."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import printed_minutes
from conceptnote.diagnostics import Severity


@rule(
    "CN126",
    Severity.ERROR,
    breaks="""
        people: {amari: {name: Leïla Amari}, brandt: {name: Jonas Brandt}}
        agenda:
          - time: 9:15–10:45
            item: Panel
            who: [{person: amari, minutes: 60}, {person: brandt, minutes: 45}]
    """,
    mends="""
        people: {amari: {name: Leïla Amari}, brandt: {name: Jonas Brandt}}
        agenda:
          - time: 9:15–10:45
            item: Panel
            who: [{person: amari, minutes: 45}, {person: brandt, minutes: 45}]
    """,
)
def speakers_minutes(context: Context) -> Iterator[Remark]:
    """The speakers of an item have more minutes together than the item.

    The last of them is cut short.
    """
    for row in context.rows:
        minutes = sum(printed_minutes(context.event, slot) for slot in row.row.who)
        if row.length is not None and minutes > row.length:
            message = f"the speakers have {minutes} minutes together, and “{row.row.item}” has {row.length}"
            yield Remark((*row.path, "who"), message, "give the item more time, or the speakers less", key=True)
