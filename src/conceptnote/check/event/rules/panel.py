"""CN131, CN132 and CN138: the panel and the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import Occupant, occupants
from conceptnote.check.event.words import phrase
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.people import Slot
from conceptnote.schema.precedence import FOLLOWING, LEADING


def _on_panel(context: Context) -> dict[str, DataPath]:
    return {
        who.slot.person: who.path
        for who in occupants(context.event, context.event.panel, ("panel",))
        if who.slot.person
    }


def _in_rows(context: Context) -> dict[str, DataPath]:
    everywhere = [
        who
        for row in reversed(context.rows)
        for who in occupants(context.event, row.row.who, (*row.path, "who"))
        if row.path[0] != "sub_events"
    ]
    return {who.slot.person: who.path for who in everywhere if who.slot.person}


@rule("CN131", Severity.WARNING)
def without_a_row(context: Context) -> Iterator[Remark]:
    """Somebody is on the panel and in no item of the agenda.

    A moderator needs none, unless items name other moderators.
    """
    rows = _in_rows(context)
    for_all = any(
        (not row.row.who and phrase("everybody").search(row.row.item)) or any(_group(slot) for slot in row.row.who)
        for row in context.rows
    )
    if not rows or for_all:
        return
    leads = _leading(occupants(context.event, context.event.panel, ("panel",)))
    in_rows = (occupants(context.event, row.row.who, (*row.path, "who")) for row in context.rows)
    led = set(_leading(chain.from_iterable(in_rows)).values())
    for person, path in _on_panel(context).items():
        if person not in rows and leads.get(person, "") not in {*LEADING, *FOLLOWING} - led:
            message = f"{context.event.people[person].name} is on the panel, but in no item of the agenda"
            yield Remark(path, message, "give them an item, or remove them here")


def _leading(those: Iterable[Occupant]) -> dict[str, str]:
    """The roles of people who have one, by person."""
    return {who.slot.person or "": who.slot.role.casefold() for who in those if who.slot.role}


def _group(slot: Slot) -> bool:
    return slot.group is not None


@rule("CN132", Severity.WARNING)
def without_a_place(context: Context) -> Iterator[Remark]:
    """Somebody is in the agenda and not on the panel."""
    panel = _on_panel(context)
    for person, path in sorted(_in_rows(context).items(), key=lambda item: str(item[1])):
        if panel and person not in panel:
            message = f"{context.event.people[person].name} is in the agenda, but not on the panel"
            yield Remark(path, message, f"add “- {person}” to the panel, or remove them here")


@rule("CN138", Severity.ERROR)
def twice_in_a_list(context: Context) -> Iterator[Remark]:
    """Somebody is twice in the same list."""
    event = context.event
    lists = [list(occupants(event, event.panel, ("panel",)))]
    lists += [list(occupants(event, row.row.who, (*row.path, "who"))) for row in context.rows]
    for those in lists:
        first: dict[str, Occupant] = {}
        for who in those:
            if not who.slot.person or not who.certain:
                continue
            if who.slot.person in first:
                message = f"{event.people[who.slot.person].name} is in this list twice"
                yield Remark(who.path, message, "keep the one that says more")
            first.setdefault(who.slot.person, who)
