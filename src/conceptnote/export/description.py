"""The description of an event and its parts in calendars and search engines, in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conceptnote.export.plain import plain
from conceptnote.export.wording import Wording, capital
from conceptnote.schema.agenda import Sitting, SubEvent
from conceptnote.schema.entries import Occasion, Timed
from conceptnote.schema.naming import holders
from conceptnote.schema.people import Slot


def about_occasion(wording: Wording, one: Occasion) -> str:
    """A sitting or an event within the event: its status, its facts, its people and its questions."""
    event, record = wording.event, one.record
    within = isinstance(record, SubEvent)
    return _together(
        wording.standing(),
        event.title if within else event.subtitle,
        "" if within else wording.hosting(holders(event, "host") or holders(event, "organiser")),
        plain(record.text) if isinstance(record, Sitting | SubEvent) and record.text else None,
        "\n".join(_facts(wording, one)),
        "\n".join(_speakers(wording, record.who) if isinstance(record, SubEvent) else _panel(wording)),
        "" if within else "\n".join(event.questions),
    )


def about_row(wording: Wording, timed: Timed) -> str:
    """A row: its event, its hosts, access, its description and its speakers."""
    row = timed.row
    return _together(
        wording.standing(),
        wording.event.title,
        wording.hosted(timed),
        capital(wording.access(timed.access)),
        plain(row.text) if row.text else None,
        "\n".join(row.questions),
        "\n".join(_speakers(wording, row.who)),
    )


def _together(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)


def _facts(wording: Wording, one: Occasion) -> Iterator[str]:
    event, words = wording.event, wording.words
    hosts = wording.hosts(one)
    if event.type:
        yield f"{words.facts['type']}{words.colon}{event.type}"
    if event.parent_event:
        yield wording.part_of()
    facts = {
        wording.role("host", len(hosts)): wording.listed(hosts),
        words.facts["mode"]: words.modes[one.mode] if one.mode else None,
        words.facts["access"]: wording.access(one.access),
        words.facts["languages"]: wording.languages() if event.languages else None,
        words.facts["registration"]: wording.registration(one.registration),
    }
    yield from (f"{label}{words.colon}{text}" for label, text in facts.items() if text)


def _panel(wording: Wording) -> Iterator[str]:
    for slot in wording.ordered(wording.event.panel, "panel"):
        held = wording.functions(wording.event.people[slot.person]) if slot.person else ""
        yield f"{wording.in_role(slot)}, {held}" if held else wording.in_role(slot)


def _speakers(wording: Wording, slots: Sequence[Slot]) -> Iterator[str]:
    """The people of a row or an event within the event, which have no separate list of people."""
    yield from (wording.in_role(slot, wording.event.people) for slot in wording.ordered(slots))
