"""What a form asks for -> changes to the data of an event: values by their paths, whatever short forms stand there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conceptnote.datapath import DataPath, Step
from conceptnote.edit.adding import free_id, person_record
from conceptnote.edit.changes import Change, Insert, NoSuchPlace, Remove, Value, changed, difference, has
from conceptnote.edit.find import at_path
from conceptnote.edit.meaning import as_colleagues_write, is_prose, order_of_keys
from conceptnote.edit.prose import as_written
from conceptnote.languages.known import DEFAULT, TAG

_NAMES = ("acronym", "name", "title")
_FIRST_LINES = " \n \n"
"""Stands for an old prose of several lines where there is none: a new one is broken into lines, too."""


def filling(data: Value, values: Mapping[DataPath, Value]) -> list[Change]:
    """The changes that give places other values: what is missing on the way is made, and None takes a value out.

    A path goes on through short forms, `venue.room` of `venue: Palais`, and may end with a language. The position after
    the last is a new item. Raises NoSuchPlace for a path that leads nowhere.
    """
    new = copy.deepcopy(data)
    _fill(new, values)
    return as_colleagues_write(data, difference(data, new))


def adding(data: Value, collection: DataPath, values: Mapping[DataPath, Value], at: int | None = None) -> list[Change]:
    """The changes that make a new record of a collection; the paths are those within it.

    In a list it is put at a position, else at the end. Where records have ids it is given one, of its name. With a
    second day, that of the event and its rows go into the first. Raises NoSuchPlace for a path that leads nowhere.
    """
    if collection == ("sittings",) and (first := list(_first_day(data))):
        for change in first:
            data = changed(data, change)
        return [*first, *adding(data, collection, values, at)]
    new, there, values = copy.deepcopy(data), at_path(data, collection), dict(values)
    if collection == ("people",) and isinstance(name := values.get(("name",)), str):
        values["name",] = person_record(name)["name"]
    last: Step = len(there) if isinstance(there, list) else int(there is not None)
    if collection in _KEYED:
        last = free_id(data, str(collection[0]), _named(data, collection, values))
    _fill(new, {(*collection, last, *path): value for path, value in values.items()})
    if at is not None and isinstance(items := at_path(new, collection), list):
        items.insert(at, items.pop())
    return as_colleagues_write(data, difference(data, new))


def _first_day(data: Value) -> Iterator[Change]:
    """The changes that make the day, the hours and the rows of an event those of its first sitting."""
    there = [key for key in ("date", "time", "agenda") if at_path(data, (key,)) is not None]
    if at_path(data, ("sittings",)) or not there:
        return
    if "sittings" in data:
        yield Remove(("sittings",), data["sittings"])
    # A record must have something before its keys can come from elsewhere, with their comments.
    made: DataPath = ("sittings", 0)
    yield Insert(("sittings",), [{"title": "-"}], order=order_of_keys(()))
    for key in there:
        yield Remove((key,), data[key])
        yield Insert((*made, key), data[key])
    yield Remove((*made, "title"), "-")


_KEYED: tuple[DataPath, ...] = (("people",), ("parties",), ("tracks",))


def _named(data: Value, collection: DataPath, values: Mapping[DataPath, Value]) -> Value:
    """What a new record is called."""
    names = {path: value for path, value in values.items() if path[0] in _NAMES}
    alone: dict[Step, Any] = {"language": main_language(data), collection[0]: {"": None}}
    _fill(alone, {(*collection, "", *path): value for path, value in names.items()})
    record = alone[collection[0]][""]
    return next((record[key] for key in _NAMES if key in record), "") if isinstance(record, dict) else record


def read_through(data: Value, path: DataPath) -> Value:
    """The value at a path that goes on through short forms, as `filling` has them; None where there is none."""
    known: DataPath = ()
    for step in path:
        if has(data, step):
            data = data[step]
        elif not _stands_for(known, data, step):
            return None
        known = (*known, step)
    return data


def _fill(new: Value, values: Mapping[DataPath, Value]) -> None:
    made: list[_Place] = []
    for path, value in values.items():
        if value is not None:
            _Place({"": new}, "", main_language(new)).put(path, value, made)
    for path in sorted((path for path, value in values.items() if value is None), key=_in_order, reverse=True):
        _take_out(new, path)
    for place in reversed(made):
        place.here = _in_short(place.known, place.here)


def _in_order(path: DataPath) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


class _Place(Struct):
    """A place on the way: what `holder` has at `key`. The schema knows it at `known`, which has no languages in it."""

    holder: Any
    key: Step
    main: str
    known: DataPath = ()

    @property
    def here(self) -> Value:
        """What stands there."""
        return self.holder[self.key]

    @here.setter
    def here(self, value: Value) -> None:
        self.holder[self.key] = value

    def put(self, path: DataPath, value: Value, made: list[_Place]) -> None:
        """Put a value where a path leads; `made` learns which records and lists are new."""
        for at, step in enumerate(path):
            if isinstance(step, str) and _takes_language(self.known, self.here, step):
                if not isinstance(self.here, dict):
                    self.here = {} if self.here is None else {self.main: self.here}
                self._into(step, path)
                continue
            if self.here is None:
                self.here = [] if isinstance(step, int) else {}
                made.append(replace(self))
            if not ((step == 0 or _is_last(path[at + 1 :])) and _stands_for(self.known, self.here, step)):
                self._write_out(step, path)
                self._into(step, path)
            self.known = (*self.known, step)
        self.here = _as_before(self.known, self.here, value)

    def _write_out(self, step: Step, path: DataPath) -> None:
        """Make a list or a record of what is written in short."""
        here = self.here
        if isinstance(step, int) and not isinstance(here, list):
            self.here = [here]
        elif isinstance(step, str) and (not isinstance(here, dict) or _is_of_languages(self.known, here)):
            short = _short_key(self.known)
            if short is None or isinstance(here, list):
                raise NoSuchPlace(path)
            self.here = {short: here}

    def _into(self, step: Step, path: DataPath) -> None:
        """Go one step further, where there is room for a value in a record, and at the end of a list."""
        here = self.here
        if isinstance(here, dict) and isinstance(step, str):
            here.setdefault(step, None)
        elif isinstance(here, list) and step == len(here):
            here.append(None)
        elif not has(here, step):
            raise NoSuchPlace(path)
        self.holder, self.key = here, step


def _is_last(rest: DataPath) -> bool:
    """Whether there is no further step but a language."""
    return not rest or (len(rest) == 1 and TAG.fullmatch(str(rest[0])) is not None)


def _stands_for(known: DataPath, here: Value, step: Step) -> bool:
    """Whether what stands at a place is the value that a list or a record would have there: its only one, in short."""
    if here is None or isinstance(here, list):
        return False
    if step == 0:
        return not _is_of_languages(known, here) or _short_key(known) is not None
    return step == _short_key(known) and (not isinstance(here, dict) or _is_of_languages(known, here))


def _take_out(data: Value, path: DataPath) -> None:
    """Take a value out, and what it would leave empty."""
    above: list[tuple[Any, Step]] = []
    known: DataPath = ()
    for step in path:
        if has(data, step):
            above.append((data, step))
            data = data[step]
        elif not _stands_for(known, data, step):
            return
        known = (*known, step)
    while above:
        holder, step = above.pop()
        del holder[step]
        if holder:
            break


def _as_before(known: DataPath, old: Value, value: Value) -> Value:
    """A value as it is written where another one was: a list of one without brackets, prose in lines."""
    if isinstance(value, list) and len(value) == 1 and not isinstance(old, list) and _is_one_or_many(known):
        return value[0]
    if old is None and isinstance(value, str) and is_prose(known):
        # A line end at the end, as prose in a file has it.
        return as_written(_FIRST_LINES, value, is_prose=True)
    return value


def _in_short(known: DataPath, value: Value) -> Value:
    """A new record as colleagues write it: in short where it says one thing, and else in the order of the reference."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 and _is_one_or_many(known) else value
    if not isinstance(value, dict):
        return value
    if list(value) == [_short_key(known)]:
        return next(iter(value.values()))
    order = order_of_keys(known)
    return {key: value[key] for key in sorted(value, key=lambda one: order.index(one) if one in order else len(order))}


def main_language(data: Value) -> str:
    """The language that texts are in which are not written by language."""
    named = data.get("language") if isinstance(data, dict) else None
    first = named[0] if isinstance(named, list) and named else named
    return first if isinstance(first, str) else DEFAULT


def _takes_language(known: DataPath, here: Value, step: str) -> bool:
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at, places

    place = place_at(known, Event)
    if not place.by_language or not TAG.fullmatch(step) or any(step in places(record) for record in place.records):
        return False
    return not isinstance(here, dict) or _is_of_languages(known, here)


def _is_of_languages(known: DataPath, here: Value) -> bool:
    """Whether a record is one from languages to texts."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.languages import place_at

    tags = [key for key in here if TAG.fullmatch(key)] if isinstance(here, dict) else []
    return bool(tags) and place_at(known, Event).is_of_languages(here, tags)


def _short_key(known: DataPath) -> str | None:
    """The key whose value may stand for the whole record at a place."""
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import is_record, kinds_at

    forms = (kind.short_form for kind in kinds_at(known, Event) if is_record(kind))
    return next((form for form in forms if isinstance(form, str)), None)


def _is_one_or_many(known: DataPath) -> bool:
    from conceptnote.schema.event import Event
    from conceptnote.schema.fields import field_at, field_marks
    from conceptnote.schema.text import OneOrMany

    field = field_at(known, Event)
    return field is not None and any(isinstance(mark, OneOrMany) for mark in field_marks(field))
