"""Whether a single value would do at the top of an event file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from conceptnote.languages.known import Languages, shipped
from conceptnote.schema.event import Event
from conceptnote.schema.text import Known


def invalid_answer(key: str, value: Any, languages: Languages | None = None) -> tuple[str, str | None] | None:
    """What is wrong with a value for a key of the event, and a hint; None where it will do.

    `languages` are those that papers can be made in, if not the shipped ones.
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
