"""Checks of single values for keys of the event."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from conceptnote.languages.known import Languages, shipped
from conceptnote.schema.event import Event
from conceptnote.schema.text import Known


def invalid_answer(key: str, value: Any, languages: Languages | None = None) -> tuple[str, str | None] | None:
    """The message and the hint for a wrong value of a key of the event; None for a valid value.

    `languages` are those that papers can be made in, by default the shipped ones.
    """
    field = Event.model_fields[key]
    # Annotated wants one annotation at least; None says nothing.
    kind: Any = Annotated[(field.annotation, None, *field.metadata)]
    try:
        TypeAdapter(kind).validate_python(value, context=Known(languages=languages or shipped()))
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        context = details.get("ctx") or {}
        return context.get("message", details["msg"]), context.get("hint")
    return None
