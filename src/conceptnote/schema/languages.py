"""What may be written for each language in an event file: human texts, pictures and web addresses."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from conceptnote.datapath import DataPath, Step
from conceptnote.schema.fields import is_record
from conceptnote.schema.text import ByLanguage, Human, OneOrMany, Record

_CODE = re.compile(r"[a-z]{2,3}")


class LanguagePlace(Struct, frozen=True):
    """What is possible at a place of the file: a record, a list, values by id, or something `by_language`.

    A list of one may be written without its brackets: then the records of its items are possible there as well.
    """

    by_language: bool = False
    records: tuple[type[BaseModel], ...] = ()
    items: LanguagePlace | None = None
    values: LanguagePlace | None = None
    human: Human | None = None
    """The mark of the text that is possible there, if people read it."""

    def below(self, step: Step) -> LanguagePlace:
        """The place one step further down; an empty one if nothing is possible there."""
        if isinstance(step, int):
            return self.items or _NOWHERE
        if self.values is not None:
            return self.values
        found = (fields[step] for record in self.records if step in (fields := places(record)))
        return next(found, _NOWHERE)

    def is_of_languages(self, keys: Collection[str], tags: Collection[str]) -> bool:
        """Whether a mapping with these keys is one from languages to values; `tags` are the known languages.

        Where a record is possible, one key of it makes the mapping a record, so that ids and keys are never taken for
        languages. Elsewhere codes of other languages count, too, even if no papers can be made in them.
        """
        if not self.by_language or any(key in places(record) for record in self.records for key in keys):
            return False
        codes = bool(keys) and not self.records and all(_CODE.fullmatch(key) for key in keys)
        return codes or any(key in tags for key in keys)


_NOWHERE = LanguagePlace()


def place_at(path: DataPath, root: type[BaseModel]) -> LanguagePlace:
    """The place at a path of a file that `root` describes."""
    place = LanguagePlace(records=(root,))
    for step in path:
        place = place.below(step)
    return place


@cache
def places(record: type[BaseModel]) -> Mapping[str, LanguagePlace]:
    """The places of a record's fields."""
    return {name: _place(field.annotation, field.metadata) for name, field in record.model_fields.items()}


def _place(annotation: Any, marks: Iterable[Any] = ()) -> LanguagePlace:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _place(arguments[0], (*arguments[1:], *marks))
    if origin in (typing.Union, types.UnionType):
        return _any_of([_place(kind, marks) for kind in arguments if kind is not type(None)])
    if origin is list:
        items = _place(arguments[0])
        alone = items.records if any(isinstance(mark, OneOrMany) for mark in marks) else ()
        return LanguagePlace(items.by_language, alone, items, human=items.human if alone else None)
    if origin is dict:
        return LanguagePlace(values=_place(arguments[1]))
    if is_record(annotation):
        # Of a record only this field is looked at: records may stand in themselves.
        name = annotation.short_form if issubclass(annotation, Record) else None
        short = annotation.model_fields[name] if isinstance(name, str) else None
        own = _place(short.annotation, short.metadata) if short is not None else _NOWHERE
        return LanguagePlace(own.by_language, (annotation,), human=own.human)
    human = next((mark for mark in marks if isinstance(mark, Human)), None)
    return LanguagePlace(any(isinstance(mark, Human | ByLanguage) for mark in marks), human=human)


def _any_of(those: list[LanguagePlace]) -> LanguagePlace:
    return LanguagePlace(
        any(one.by_language for one in those),
        tuple(record for one in those for record in one.records),
        next((one.items for one in those if one.items), None),
        next((one.values for one in those if one.values), None),
        next((one.human for one in those if one.human), None),
    )
