"""The answers to a forum's application form, as text to paste."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from conceptnote.export.public import public_view
from conceptnote.export.wording import UNSAID_ROLES, Wording
from conceptnote.schema.entries import Occasion
from conceptnote.schema.event import Event
from conceptnote.schema.forum import Application, Fact
from conceptnote.schema.schedule import Programme, slot_lists


class FilledForm(Struct, frozen=True):
    """The fields of a form with their known values, and the labels of the empty ones."""

    answers: Sequence[tuple[str, str]]
    missing: Sequence[str]
    text: str
    """`Label: value`, one field a line; a value of several lines begins below its label. Missing fields are listed
    last."""


def application(event: Event, form: Application) -> FilledForm:
    """Fill in a forum's form from the event, in the language of its papers with the labels of the form.

    It has public facts only.
    """
    wording = Wording(public_view(event))
    answers = [(field.label, (field.fact and _ANSWERS[field.fact](wording)) or "") for field in form.fields]
    missing = [label for label, text in answers if not text]
    lines = [f"{label}:{_after_label(text)}" for label, text in answers]
    if missing:
        lines += ["", wording.words.missing.format(what=wording.words.comma.join(missing))]
    return FilledForm(answers, missing, "\n".join(lines) + "\n")


def _after_label(text: str) -> str:
    return "".join(f"\n{line}" for line in text.split("\n")) if "\n" in text else f" {text}".rstrip()


def _hours(wording: Wording) -> str:
    sittings = _sittings(wording)
    hours = [wording.hours(one) for one in sittings]
    if len(set(hours)) == 1:
        return hours[0]
    return "\n".join(f"{wording.day(one.date)}, {text}" for one, text in zip(sittings, hours, strict=True))


def _co_organisers(wording: Wording) -> str:
    hosting = ("host",) if wording.holders(*_ORGANISING) else ()
    leading = set(wording.holders(*_ORGANISING))
    return wording.listed([name for name in wording.holders(*hosting, *_TAKING_PART) if name not in leading])


def _speakers(wording: Wording) -> str:
    """The panel, then the other speakers, each once, with their functions."""
    values: dict[str, str] = {}
    for path, slots, _ in slot_lists(wording.event):
        if path[0] == "sub_events":
            continue
        for slot in wording.ordered(slots, "panel" if path == ("panel",) else "agenda"):
            held = wording.functions(wording.event.people[slot.person]) if slot.person else ""
            who = wording.who_alone(slot)
            role = "" if slot.role in (None, *UNSAID_ROLES) else f"{wording.role(slot.role)}{wording.words.colon}"
            values.setdefault(wording.occupant(slot), f"{role}{who}, {held}" if held else f"{role}{who}")
    return "\n".join(values.values())


def _sittings(wording: Wording) -> Sequence[Occasion]:
    return Programme(wording.event).sittings


def _of_each(fact: Callable[[Wording, Occasion], str | None]) -> Callable[[Wording], str]:
    """A fact of each sitting, each answer once."""
    return lambda wording: "\n".join(dict.fromkeys(filter(None, (fact(wording, one) for one in _sittings(wording)))))


_ORGANISING = ("lead organiser", "organiser", "convenor")
_TAKING_PART = ("co-organiser", "co-host", "co-sponsor")
_ANSWERS: Mapping[Fact, Callable[[Wording], str | None]] = {
    "title": lambda wording: wording.event.title,
    "subtitle": lambda wording: wording.event.subtitle,
    "theme": lambda wording: wording.event.theme,
    "type": lambda wording: wording.event.type,
    "parent-event": lambda wording: wording.parent_event()[1],
    "mandate": lambda wording: wording.event.mandate,
    "date": _of_each(lambda wording, one: wording.day(one.date)),
    "time": _hours,
    "venue": _of_each(lambda wording, one: wording.place(one.venue)),
    "organiser": lambda wording: wording.listed(wording.holders(*_ORGANISING) or wording.holders("host")),
    "co-organisers": _co_organisers,
    "contact": lambda wording: wording.event.registration.email if wording.event.registration else None,
    "languages": lambda wording: wording.languages() if wording.event.languages else None,
    "mode": _of_each(lambda wording, one: wording.words.modes[one.mode] if one.mode else None),
    "access": _of_each(lambda wording, one: wording.access(one.access) if one.access else None),
    "link": lambda wording: wording.event.registration.url if wording.event.registration else None,
    "speakers": _speakers,
    "questions": lambda wording: "\n".join(wording.event.questions),
}
