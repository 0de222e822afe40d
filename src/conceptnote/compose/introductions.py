"""Where an agenda describes its people: at the first mention of each that no list of people in the paper has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from conceptnote.compose.view import Scope, View
from conceptnote.datapath import DataPath
from conceptnote.schema.schedule import slot_lists

Printed = Callable[[Sequence[View]], list[View]]


def introductions(scope: Scope, printed: Printed, panel: bool, biographies: bool) -> frozenset[DataPath]:
    """The paths of the slots that first name somebody in a sitting, or in an event within the event.

    Without people whom the paper lists with their functions: on the `panel`, or among its `biographies`.
    """
    key = ("introductions", panel, biographies)
    if key not in scope.kept:
        scope.kept[key] = frozenset(_introductions(scope, printed, panel, biographies))
    found: frozenset[DataPath] = scope.kept[key]
    return found


def _introductions(scope: Scope, printed: Printed, panel: bool, biographies: bool) -> Iterator[DataPath]:
    listed = {slot.person.path for slot in printed(scope.view.panel) if panel and slot.person is not None}
    described = (one for one in scope.view.people.values() if one.biography or one.short_biography or one.photo)
    listed |= {one.path for one in described if biographies}
    met: set[tuple[DataPath, DataPath]] = set()
    for path, _, _ in slot_lists(scope.event):
        if path == ("panel",):
            continue
        sitting = path[:2] if path[0] in ("sittings", "sub_events") else ()
        for slot in _each(scope.at(path[:-1]).who, printed):
            if slot.person is None or slot.person.path in listed or (sitting, slot.person.path) in met:
                continue
            met.add((sitting, slot.person.path))
            yield slot.path


def _each(slots: Sequence[View], printed: Printed) -> Iterator[View]:
    """The slots whose people a paper names, with alternatives and people who deliver another's words."""
    for slot in printed(slots):
        yield slot
        yield from _each(slot.any_of or (), printed)
        yield from _each([slot.delivered_by] if slot.delivered_by is not None else (), printed)
