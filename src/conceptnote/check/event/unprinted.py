"""Values of an event that papers could print and none prints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from conceptnote.check.event.context import Context
from conceptnote.datapath import DataPath
from conceptnote.schema.fields import field_marks
from conceptnote.schema.funder import Funder
from conceptnote.schema.people import Slot
from conceptnote.schema.text import Ref, is_internal
from conceptnote.schema.unreported import Unreported, Wordless


class Value(Struct, frozen=True):
    """A value, or a record with everything in it, and its path."""

    path: DataPath
    value: Any


def unprinted(context: Context) -> tuple[Value, ...]:
    """Unprinted values: each alone, or the record or list around it if nothing of that is printed.

    Empty if the papers cannot be composed.
    """
    return () if context.printed is None else tuple(_Reading(context).below(context.event, ()))


@cache
def reported_fields(record: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a record that papers should print: records in it, texts, numbers, addresses, choices."""
    return tuple(name for name, field in record.model_fields.items() if not is_internal(field) and not _is_free(field))


def _is_free(field: Any) -> bool:
    return any(isinstance(mark, Unreported | Ref) for mark in field_marks(field))


@cache
def _wordless(record: type[BaseModel], name: str) -> tuple[Any, ...]:
    """The values of a field that papers do not mention: its default, and choices without a word."""
    field = record.model_fields[name]
    marks = [mark for mark in field_marks(field) if isinstance(mark, Wordless)]
    default = [field.default] if isinstance(field.default, str) else []
    return (*default, *(choice for mark in marks for choice in mark.choices))


class _Reading:
    def __init__(self, context: Context) -> None:
        self._context = context

    def below(self, value: Any, path: DataPath) -> Iterator[Value]:
        """The unprinted parts of a record, a list or a mapping."""
        for step, part in parts(value):
            here = (*path, step)
            values = list(leaves(part, here))
            missing = [leaf for leaf in values if not self._is_printed(leaf.path)]
            if values and len(missing) == len(values):
                yield Value(here, part)
            elif missing:
                yield from self.below(part, here)

    def _is_printed(self, path: DataPath) -> bool:
        """Whether a value is printed, or comes from a profile or an option."""
        context = self._context
        self._context.work.spend(1)
        printed = context.printed is None or context.printed(path)
        return printed or (context.wordings is not None and not context.wordings.written(path))


def _is_wordless(record: type[BaseModel], name: str, value: Any) -> bool:
    return isinstance(value, str) and value in _wordless(record, name)


def leaves(value: Any, path: DataPath = ()) -> Iterator[Value]:
    """The values inside a value that papers should print, each with its path."""
    if isinstance(value, BaseModel | list | dict):
        for step, part in parts(value):
            yield from leaves(part, (*path, step))
    elif value is not None and not isinstance(value, bool):
        yield Value(path, value)


def parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    """The parts of a record, a list or a mapping that papers should print.

    For a slot this is the person who comes; for a funder who must not be named, nothing.
    """
    if isinstance(value, Funder) and value.suppressed is not None:
        return
    if isinstance(value, Slot) and value.replaced_by is not None:
        yield "replaced_by", value.replaced_by
    elif isinstance(value, BaseModel):
        kind = type(value)
        known = ((name, getattr(value, name)) for name in reported_fields(kind))
        yield from ((name, part) for name, part in known if not _is_wordless(kind, name, part))
    elif isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()
