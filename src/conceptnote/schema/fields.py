"""The keys that are possible at a path, and those that papers can print."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from conceptnote.datapath import DataPath, Step
from conceptnote.schema.synonyms import one_of_words
from conceptnote.schema.text import FromProfile, Human, Record, Ref, Written, is_internal


def keys_at(path: DataPath, root: type[BaseModel]) -> frozenset[str]:
    """The keys of the record at a path of a file that `root` describes; empty if no record is possible there."""
    return frozenset(key for kind in kinds_at(path, root) if is_record(kind) for key in kind.model_fields)


def kinds_at(path: DataPath, root: type[BaseModel]) -> frozenset[Any]:
    """The types of a value at a path; for a list also those of its items, because a list of one may be its item."""
    kinds: set[Any] = {root}
    for step in path:
        kinds = {below for kind in kinds for below in _below(kind, step)}
    kinds |= {item for kind in kinds if typing.get_origin(kind) is list for item in members(typing.get_args(kind)[0])}
    return frozenset(kinds)


def field_at(path: DataPath, root: type[BaseModel]) -> FieldInfo | None:
    """The field at a path of a file that `root` describes; None if there is none."""
    records = (kind for kind in kinds_at(path[:-1], root) if is_record(kind)) if path else ()
    return next((field for kind in records if (field := kind.model_fields.get(str(path[-1])))), None)


def is_record(kind: Any) -> bool:
    """Whether a type is a record of keys and values."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _below(kind: Any, step: Step) -> Iterator[Any]:
    if is_record(kind):
        if field := kind.model_fields.get(str(step)):
            yield from members(field.annotation)
        return
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        yield from members(arguments[1])
    elif origin is list:
        # A list of one may be written without brackets: then a key of the item stands where the index would.
        for item in members(arguments[0]):
            yield from [item] if isinstance(step, int) else _below(item, step)


def members(annotation: Any) -> Iterator[Any]:
    """The plain types in an annotation: unions and Annotated are opened, None is left out."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from members(typing.get_args(annotation)[0])
    elif origin in (typing.Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from members(member)
    elif annotation is not type(None):
        yield annotation


def field_marks(field: FieldInfo) -> Iterator[Any]:
    """The marks of a field's annotation, such as human text, a reference or a category."""
    yield from field.metadata
    yield from _marks(field.annotation)


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    arguments = typing.get_args(annotation)
    # What the keys of a mapping are is not said of its values.
    for argument in arguments[1:] if typing.get_origin(annotation) is dict else arguments:
        yield from _marks(argument)


def short_form(record: type[Record]) -> Written | None:
    """The short form of a record; None if it has none."""
    if record.short_form is None or isinstance(record.short_form, Written):
        return record.short_form
    field = record.model_fields[record.short_form]
    if typing.get_origin(field.annotation) is typing.Literal:
        choices = typing.get_args(field.annotation)
        return Written(one_of_words(choices), examples=choices, choices=choices)
    return written_as(field)


def from_profile(field: FieldInfo) -> bool:
    """Whether a funder's profile can give the field."""
    return any(isinstance(mark, FromProfile) for mark in field.metadata)


def written_as(field: FieldInfo) -> Written | None:
    """How the value of a field or an item of its list is written; None if its type says it."""
    return next(_written(field.annotation, field.metadata), None)


def _written(annotation: Any, metadata: Iterable[Any]) -> Iterator[Written]:
    yield from (mark for mark in reversed(list(metadata)) if isinstance(mark, Written))
    for argument in typing.get_args(annotation):
        yield from _written(argument, getattr(argument, "__metadata__", ()))


@cache
def public_fields(model: type[BaseModel], internal: bool = False) -> dict[str, tuple[Any, ...]]:
    """The fields of a record that public papers may print, each with the marks of its annotation.

    With `internal`, all that papers for the organisers may.
    """
    return {
        name: tuple(mark for mark in field_marks(field) if isinstance(mark, Human | Ref))
        for name, field in model.model_fields.items()
        if internal or not is_internal(field)
    }


@cache
def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """The meanings of the keys of a record: the texts below its attributes.

    Pydantic would read them whenever the records are loaded (`use_attribute_docstrings`), which takes as long as the
    rest of loading.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            (record,) = (node for node in ast.parse(inspect.getsource(base)).body if isinstance(node, ast.ClassDef))
            for field, below in pairwise(record.body):
                match field, below:
                    case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                        found[name] = inspect.cleandoc(text)
    return found
