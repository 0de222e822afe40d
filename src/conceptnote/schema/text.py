"""The types of what people write: one for each kind of human text, reference and open list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from conceptnote.diagnostics import did_you_mean


class Record(BaseModel):
    """The base of everything in the event file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Human:
    """Marks a field as text that people read: it is set with typographic quotes and dashes.

    `prose` marks CommonMark with footnotes.
    """

    prose: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of a record in the named collection of the event."""

    collection: str


class Internal:
    """Marks a field that no public paper prints."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the event file declares elsewhere, for validators that need to look there."""

    people: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def problem(kind: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """A validation error that carries its own hint to the person who mends it."""
    # The message is data, not a format string: braces in it must survive pydantic's templating.
    return PydanticCustomError(kind, "{message}", {"message": message, "hint": hint})  # type: ignore[arg-type]


def _text(value: Any) -> Any:
    if isinstance(value, str):
        value = " ".join(value.split())
        if not value:
            raise problem("empty", "the text is empty", "write the text, or take the key out")
    return value


def _prose(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip("\n").rstrip()
        if not value:
            raise problem("empty", "the text is empty", "write the text, or take the key out")
    return value


Text = Annotated[str, BeforeValidator(_text), Human()]
"""A short text without markup; runs of white space count as one space."""

Prose = Annotated[str, BeforeValidator(_prose), Human(prose=True)]
"""Paragraphs in CommonMark, with footnotes as `[^name]`."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _identifier(value: Any) -> Any:
    if isinstance(value, str) and not _ID.fullmatch(value):
        raise problem(
            "identifier",
            f"“{value}” cannot be an id",
            "use small letters a–z, digits and single hyphens, beginning with a letter",
        )
    return value


Identifier = Annotated[str, BeforeValidator(_identifier)]
"""The id of a record: small letters, digits and hyphens."""


def _reference(collection: str, singular: str) -> BeforeValidator:
    def check(value: Any, info: ValidationInfo) -> Any:
        known: frozenset[str] = getattr(info.context or Known(), collection)
        if isinstance(value, str) and value not in known:
            hint = did_you_mean(value, known, listing=f"{collection} in this file")
            raise problem("reference", f"no {singular} has the id “{value}”", hint)
        return value

    return BeforeValidator(check)


PersonId = Annotated[str, _reference("people", "person"), Ref("people")]
"""The id of one of the `people`."""

PartyId = Annotated[str, _reference("parties", "party"), Ref("parties")]
"""The id of one of the `parties`."""


def _one_or_many(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else [value]


OneOrMany = BeforeValidator(_one_or_many)
"""Lets a list of one be written without its brackets."""


def _web_address(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise problem("url", f"“{value}” is not a web address", "begin with https://")
    return value


WebAddress = Annotated[str, BeforeValidator(_web_address)]
"""An address that begins with `https://` or `http://`."""


def _email(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", value):
        raise problem("email", f"“{value}” is not an e-mail address", "write it as name@example.org")
    return value


Email = Annotated[str, BeforeValidator(_email)]
"""An e-mail address, without a display name."""


_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)")
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def _length(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not (match := _LENGTH.fullmatch(value)):
        raise problem("length", f"“{value}” is not a length", "write a number and mm, cm, in or pt: 12 mm")
    length = float(match[1]) * _MILLIMETRES[match[2]]
    if not 1 <= length <= 60:
        raise problem("length", f"“{value}” is not between 1 mm and 60 mm", "a logo is 5 to 30 mm high")
    return length


Length = Annotated[float, BeforeValidator(_length), Field(json_schema_extra={"type": "string", "examples": ["12 mm"]})]
"""A length on paper, held in millimetres: `12 mm`, `1.2 cm`, `0.5 in`, `34 pt`."""


def choice(*words: str) -> BeforeValidator:
    """Accept exactly these words, with a suggestion for a near miss."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and value not in words:
            raise problem("choice", f"“{value}” is not a choice here", _choice_hint(value, words))
        return value

    return BeforeValidator(check)


def _choice_hint(value: str, words: Iterable[str]) -> str | None:
    return did_you_mean(value, words, listing="the choices are")
