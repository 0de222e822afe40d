"""Who a paragraph names: a person of the event, a new person, or an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.adding import add_person
from conceptnote.edit.changes import Change, Insert
from conceptnote.merge.blocks import Line
from conceptnote.merge.paper import Printed
from conceptnote.recognise.people import read_person
from conceptnote.recognise.positions import functions_of
from conceptnote.recognise.words import load_words
from conceptnote.textfolding import slug

SPOKEN = ("people", "parties")
"""The collections of slots."""

Slot = tuple[list[Change], Any]
"""An occupant, with what must be added to the event for it."""


def slots(printed: Printed, lines: Sequence[Line]) -> Iterator[Slot]:
    """The possible occupants in a paragraph, the likeliest first; the lines below it describe a new person."""
    yield from known(printed, lines)
    if printed.in_several_languages:
        return
    for record, role in _records(printed, lines):
        if (made := _new_person(printed.data, record)) is not None:
            id = str(made[0].path[1]) if len(made[0].path) > 1 else next(iter(made[0].new))
            yield [*made], {"person": id, "role": role} if role else id
    if len(lines) == 1 and not is_named(printed, lines[0]):
        yield [], {"office": lines[0].text}


def known(printed: Printed, lines: Sequence[Line]) -> Iterator[Slot]:
    """The people and parties of the event in a paragraph."""
    data = printed.data
    if len(lines) > 2:
        return
    for kind, key in zip(SPOKEN, ("person", "party"), strict=True):
        for id in data.get(kind, {}) if isinstance(data, dict) else ():
            names = _names(printed, kind, id)
            if names and all(name in lines[0].text for name in names):
                yield [], id if kind == "people" else {key: id}


def _names(printed: Printed, kind: str, id: str) -> list[str]:
    record = getattr(printed.source.event, kind).get(id)
    name = getattr(record, "name", "")
    parts = [name] if isinstance(name, str) else [getattr(name, "given", ""), getattr(name, "family", "")]
    return [str(part) for part in parts if part]


def _records(printed: Printed, lines: Sequence[Line]) -> Iterator[tuple[dict[str, Any], str]]:
    """The possible records of a new person, with the role."""
    words = load_words(printed.source.event.known_languages)
    text = read_person(lines[0].text, words)
    if not text.name or (not text.sure and " " not in text.name):
        return
    names: list[Any] = [{"given": text.given, "family": text.family}] if text.given else []
    semicolon = printed.source.event.locale.semicolon.strip()
    whole = [part.strip() for line in lines[1:] for part in line.text.split(semicolon)]
    parted = [one for part in whole for one in functions_of(part, text, words)]
    for name in (*names, text.name):
        for each in (parted, whole):
            functions = each[0] if len(each) == 1 else each
            record: dict[str, Any] = {
                "honorific": text.honorific, "name": name, "functions": functions, "status": text.status
            }  # fmt: skip
            yield {key: value for key, value in record.items() if value}, text.role


def is_named(printed: Printed, line: Line) -> bool:
    """Whether a paragraph surely names a person, who is no office."""
    text = read_person(line.text, load_words(printed.source.event.known_languages))
    return text.sure and bool(text.name)


def _new_person(data: Any, record: dict[str, Any]) -> list[Insert] | None:
    """The change that adds a person under a new id; None if the name makes none."""
    family = record["name"]["family"] if isinstance(record["name"], dict) else record["name"].split()[-1]
    for named in (None, *(f"{slug(family)}-{number}" for number in range(2, 10))):
        try:
            return [one for one in add_person(data, record, named) if isinstance(one, Insert)]
        except DiagnosticError:
            continue
    return None
