"""Values of paragraphs, and what they say of a person beside the name: titles, status and role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from typing import Any

from msgspec.structs import replace

from conceptnote.datapath import DataPath
from conceptnote.edit.changes import Change, Insert, Remove, Set, value_at
from conceptnote.edit.meaning import order_of_keys
from conceptnote.merge.align import Pair
from conceptnote.merge.blocks import Line, Span, plain
from conceptnote.merge.items import naming
from conceptnote.merge.paper import Printed
from conceptnote.merge.search import Search
from conceptnote.merge.slots import SPOKEN
from conceptnote.merge.values import Candidate, field_candidates
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.people import read_person
from conceptnote.recognise.positions import functions_of
from conceptnote.recognise.words import load_words

_BESIDE = ("honorific", "honorific_after", "status")
_BY_LANGUAGE = ("honorific", "honorific_after", "name")


def edit_fields(search: Search) -> None:
    """Find edited values in paragraphs with several."""
    known = set()
    while pair := next((one for one in edited(search) if one.new not in known), None):
        known.add(pair.new)
        old, new = search.old(pair), search.new(pair)
        assert old is not None
        assert new is not None
        found = chain(described(search.printed, old, new), field_candidates(search.printed, old, new))
        search.attempt(found, [new], solved=pair.new)


def edited(search: Search) -> list[Pair]:
    """The paragraphs with other words than before."""
    both = ((pair, search.old(pair), search.new(pair)) for pair in search.differences)
    return [pair for pair, old, new in both if old and new and old.text != new.text]


def described(printed: Printed, old: Line, new: Line) -> Iterator[Candidate]:
    """Changes of what stands beside a name, which raw text would make part of the name."""
    ids = {path[1] for path in old.paths if path[0] == "people" and path[2:3] == ("name",)}
    if len(ids) != 1:
        return
    path: DataPath = ("people", *ids)
    words = load_words(printed.source.event.known_languages)
    was, now = (read_person(plain(line.text), words) for line in (old, new))
    if not now.name or now.functions != was.functions or (now.name != was.name and not now.sure):
        return
    if printed.in_several_languages and any(getattr(was, key) != getattr(now, key) for key in _BY_LANGUAGE):
        return
    person = value_at(printed.data, path)
    beside = [
        change for key in _BESIDE for change in _differs(person, (*path, key), getattr(was, key), getattr(now, key))
    ]
    named = list(_renamed(person, path, was, now))
    if was.role != now.role:
        for place in naming(printed.data, str(path[1])):
            if place[0] not in SPOKEN:
                yield place, [*beside, *named, _with_role(place, value_at(printed.data, place), now.role)]
    elif beside:
        yield beside[0].path, [*beside, *named]


def _differs(person: Any, path: DataPath, was: str, now: str) -> Iterator[Change]:
    """The change of a value that reads as `was`, if it does."""
    there = person.get(path[-1])
    if was == now or (was and there not in (None, was)):
        return
    if there is None:
        yield Insert(path, now, order=order_of_keys(path[:-1]))
    elif isinstance(there, str):
        yield Set(path, there, now) if now else Remove(path, there)


def _renamed(person: Any, path: DataPath, was: MentionedPerson, now: MentionedPerson) -> Iterator[Change]:
    name = person["name"]
    if was.name == now.name:
        return
    if isinstance(name, str):
        yield Set((*path, "name"), name, now.name)
    elif now.given:
        parts = {"given": now.given, "family": now.family}
        yield from (Set((*path, "name", key), name[key], part) for key, part in parts.items() if name[key] != part)


def _with_role(place: DataPath, there: Any, role: str) -> Change:
    record = dict(there) if isinstance(there, dict) else {"person": there}
    record.pop("role", None)
    if role:
        record["role"] = role
    return Set(place, there, record["person"] if list(record) == ["person"] else record)


def told(printed: Printed, old: Line, new: Line) -> Iterator[Candidate]:
    """Changes of the functions of a person, where a line that prints all of them has more or fewer than before."""
    paths = {path[:3] for path in old.paths}
    if len(paths) != 1 or printed.in_several_languages:
        return
    (path,) = paths
    if path[0] != "people" or path[2:] != ("functions",):
        return
    there = value_at(printed.data, path)
    functions: Sequence[Any] = there if isinstance(there, list) else [there]
    parts = [_parted(printed, line) for line in (old, new)]
    if len(parts[0]) != len(functions) or len(parts[0]) == len(parts[1]):
        return
    known = dict(zip(parts[0], functions, strict=True))
    made = [[known[part]] if part in known else _readings(printed, part) for part in parts[1]]
    for one in islice(product(*made), 4):
        yield path, [Set(path, there, list(one))]


def first_functions(printed: Printed, name: Line, line: Line) -> Iterator[Candidate]:
    """The functions of a person who had none, in the line below the name."""
    id = next((path[1] for path in name.paths if path[0] == "people"), None)
    if id is None or value_at(printed.data, ("people", id)).get("functions"):
        return
    path: DataPath = ("people", id, "functions")
    for one in islice(product(*(_readings(printed, part) for part in _parted(printed, line))), 4):
        yield path, [Insert(path, list(one), order=order_of_keys(path[:-1]))]


def joined(printed: Printed, line: Line, below: Line) -> Line:
    """Two lines as one, with the semicolon of the language between them."""
    spans = (*line.spans, Span(printed.source.event.locale.semicolon), *below.spans)
    return replace(line, spans=spans, anchors=line.anchors | below.anchors, revisions=line.revisions | below.revisions)


def _parted(printed: Printed, line: Line) -> list[str]:
    return [part.strip() for part in plain(line.text).split(printed.source.event.locale.semicolon.strip())]


def _readings(printed: Printed, text: str) -> list[Any]:
    """A function as its position and organisation, and as one text."""
    words = load_words(printed.source.event.known_languages)
    found = functions_of(text, MentionedPerson(), words)
    parted = [one for one in found if isinstance(one, dict)] if len(found) == 1 else []
    return [*parted, {"position": text}]
