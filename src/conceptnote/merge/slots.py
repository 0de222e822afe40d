"""A paragraph that names somebody -> who stands in its place: somebody of the event, a new person, or an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.adding import add_person
from conceptnote.edit.changes import Change, Insert
from conceptnote.merge.blocks import Line
from conceptnote.merge.paper import Printed
from conceptnote.recognise.people import functions_of, read_person
from conceptnote.recognise.words import load_words
from conceptnote.textfolding import slug

SPOKEN = ("people", "parties")
"""The collections of those who take places."""

Slot = tuple[list[Change], Any]
"""Who takes a place, with what must be added to the event for that."""


def slots(printed: Printed, lines: Sequence[Line]) -> Iterator[Slot]:
    """Who a paragraph may name, the likeliest first; those below it say what a new person is."""
    yield from known(printed, lines)
    if printed.in_several_languages:
        return
    for record, role in _records(printed, lines):
        if (made := _new_person(printed.data, record)) is not None:
            id = str(made[0].path[1]) if len(made[0].path) > 1 else next(iter(made[0].new))
            yield [*made], {"person": id, "role": role} if role else id
    if len(lines) == 1:
        yield [], {"office": lines[0].text}


def known(printed: Printed, lines: Sequence[Line]) -> Iterator[Slot]:
    """The people and parties of the event whom a paragraph names."""
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
    """What the event file may say of a new person, with the role."""
    words = load_words(printed.source.event.known_languages)
    said = read_person(lines[0].text, words)
    if not said.name or (not said.sure and " " not in said.name):
        return
    names: list[Any] = [{"given": said.given, "family": said.family}] if said.given else []
    parted = [one for line in lines[1:] for one in functions_of(line.text, said, words)]
    for name in (*names, said.name):
        for each in (parted, [line.text for line in lines[1:]]):
            functions = each[0] if len(each) == 1 else each
            record: dict[str, Any] = {
                "honorific": said.honorific, "name": name, "functions": functions, "status": said.status
            }  # fmt: skip
            yield {key: value for key, value in record.items() if value}, said.role


def _new_person(data: Any, record: dict[str, Any]) -> list[Insert] | None:
    """What adds a person, under an id that nobody has; None where the name makes none."""
    family = record["name"]["family"] if isinstance(record["name"], dict) else record["name"].split()[-1]
    for named in (None, *(f"{slug(family)}-{number}" for number in range(2, 10))):
        try:
            return [one for one in add_person(data, record, named) if isinstance(one, Insert)]
        except DiagnosticError:
            continue
    return None
