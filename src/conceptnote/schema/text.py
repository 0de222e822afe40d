"""The types of what people write: one for each kind of human text, reference and open list."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, get_args

from msgspec import Struct, field
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import did_you_mean
from conceptnote.languages.known import Languages, shipped, shipped_tags
from conceptnote.pageformat import IMPOSED_NAMES
from conceptnote.schema.synonyms import choice_advice, one_of_advice, reference_advice
from conceptnote.textfolding import in_small_letters, slug


class Written(Struct, frozen=True):
    """How a value is written: in words and examples for people, as JSON Schema for editors.

    `kinds` are the JSON types that an editor may take the value for: to it, `floor: 19` is a number. What is written
    `by_language` may be a mapping from languages to such values. Of `choices`, it is one.
    """

    words: str
    pattern: str | None = None
    kinds: tuple[str, ...] = ("string",)
    examples: tuple[str, ...] = ()
    by_language: bool = False
    choices: tuple[str, ...] = ()

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of such a value."""
        if self.choices:
            return {"type": "string", "enum": list(self.choices)}
        kinds = self.kinds[0] if len(self.kinds) == 1 else list(self.kinds)
        pattern = {"pattern": self.pattern} if self.pattern else {}
        one = {"type": kinds} | pattern | ({"examples": list(self.examples)} if self.examples else {})
        return {"anyOf": [one, for_languages(one)]} if self.by_language else one

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.json_schema()


def for_languages(schema: dict[str, Any], tags: Iterable[str] | None = None) -> dict[str, Any]:
    """The JSON Schema of a mapping from languages, the shipped ones if not said, to what a schema describes."""
    each = dict.fromkeys(shipped_tags() if tags is None else tags, schema)
    return {"type": "object", "properties": each, "additionalProperties": False, "minProperties": 1}


class Record(BaseModel):
    """The base of everything in the event file: unknown keys are refused, values never change."""

    # A record is nearly always validated within another: to make a validator for each alone is time lost.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    short_form: ClassVar[str | Written | None] = None
    """The key whose bare value may stand for the whole record, or how a short form of another kind is written."""
    borrowed: ClassVar[Mapping[str, DataPath]] = {}
    """Keys that may be left out if another path gives them, with that path."""

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            # A key with nothing after it says as much as no key: rows that were commented out leave such keys.
            optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
            return {key: item for key, item in value.items() if item is not None or key not in optional}
        return {cls.short_form: value} if cls.short_form and isinstance(value, str | date) else value


class Human(Struct, frozen=True):
    """Marks a field as text for people, set with typographic quotes and dashes, that may be written for each language.

    `prose` is CommonMark with footnotes. A text that is `the_same` in every language, such as a name or a room, is not
    missing in the others.
    """

    prose: bool = False
    the_same: bool = False


class ByLanguage:
    """Marks a field that is not text, but may be written for each language."""


class Ref(Struct, frozen=True):
    """Marks a field as the id of a record in the named collection of the event."""

    collection: str


class Category:
    """Marks a text by which templates choose, besides printing it."""


class Internal:
    """Marks a field that no public paper prints."""


def is_internal(field: FieldInfo) -> bool:
    """Whether a field of a record is for the organisers alone."""
    return any(isinstance(mark, Internal) for mark in field.metadata)


class FromProfile:
    """Marks a field that the funder's profile gives where the event file does not."""


class Known(Struct, frozen=True):
    """What the event file and its project declare elsewhere, for validators that need to look there."""

    people: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    tracks: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    forums: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    keys: frozenset[str] | None = None
    languages: Languages = field(default_factory=shipped)


def problem(kind: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """A validation error with a hint."""
    # The message is data, not a format string: braces in it must survive pydantic's templating.
    return PydanticCustomError(kind, "{message}", {"message": message, "hint": hint})


def _text(value: Any) -> Any:
    if isinstance(value, str):
        value = " ".join(value.split())
        if not value:
            raise problem("empty", "the text is empty", "write the text, or remove the key")
    return value


def _prose(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip("\n").rstrip()
        if not value:
            raise problem("empty", "the text is empty", "write the text, or remove the key")
    return value


SCALARS = ("string", "number", "boolean")
"""The JSON types that editors may take a text for."""

_TEXT = Written("text", r"\S", SCALARS, by_language=True)
_PROSE = Written("prose (CommonMark)", r"\S", SCALARS, by_language=True)

Text = Annotated[str, BeforeValidator(_text), Human(), _TEXT]
"""A short text without markup; runs of white space count as one space."""

Name = Annotated[str, BeforeValidator(_text), Human(the_same=True), _TEXT]
"""A text that mostly is the same in every language: the name of somebody or something, a place, a number."""

Prose = Annotated[str, BeforeValidator(_prose), Human(prose=True), _PROSE]
"""Paragraphs in CommonMark, with footnotes as `[^name]`."""

_ID = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"


def _identifier(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_ID, value):
        text = "use small letters a–z, digits and single hyphens, beginning with a letter"
        made = slug(value)
        hint = f"{text}: {made}" if re.fullmatch(_ID, made) else text
        raise problem("identifier", f"“{value}” cannot be an id", hint)
    return value


Identifier = Annotated[str, BeforeValidator(_identifier), Written("id", f"^{_ID}$")]
"""The id of a record: small letters, digits and hyphens."""


def _reference(collection: str, singular: str) -> BeforeValidator:
    def check(value: Any, info: ValidationInfo) -> Any:
        known: frozenset[str] = getattr(info.context or Known(), collection)
        if isinstance(value, str) and value not in known:
            hint = reference_advice(value, known) or did_you_mean(value, known, listing=f"{collection} in this file")
            raise problem("reference", f"no {singular} has the id “{value}”", hint)
        return value

    return BeforeValidator(check)


PersonId = Annotated[str, _reference("people", "person"), Ref("people"), Written("id of a person", f"^{_ID}$")]
"""The id of one of the `people`."""

PartyId = Annotated[str, _reference("parties", "party"), Ref("parties"), Written("id of a party", f"^{_ID}$")]
"""The id of one of the `parties`."""

FigureId = Annotated[str, _reference("figures", "figure"), Ref("figures"), Written("id of a figure", f"^{_ID}$")]
"""The id of one of the `figures`."""


TrackId = Annotated[str, _reference("tracks", "track"), Ref("tracks"), Written("id of a track", f"^{_ID}$")]
"""The id of one of the `tracks`."""


class OneOrMany:
    """Lets a list of one be written without its brackets."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(schema)
        forms = many.get("anyOf", [many])  # A list of texts may be one for each language.
        return {"anyOf": [forms[0]["items"], *forms]}


class InSeveral:
    """Lets a list be written for a value of which each paper has one, such as the language."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        one = handler(schema)
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


def _listed(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else [value]


def _audience(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and value in IMPOSED_NAMES:
        message = f"“{value}” is in the names of files with imposed pages"
        raise problem("audience", message, "give the audience another name")
    if isinstance(value, str) and value in (info.context or Known()).languages:
        message = f"“{value}” is in the names of files in a language"
        raise problem("audience", message, "give the audience another name")
    return value


Audience = Annotated[Identifier, BeforeValidator(_audience)]

Audiences = Annotated[list[Audience], OneOrMany(), Internal()]
"""The audiences of a part of the event: ids from an open list."""


class Choice:
    """Gives a Literal hints: what another word means, a near word, or the list of choices.

    Capitals do not matter.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        words = get_args(source)

        def check(value: Any) -> Any:
            if isinstance(value, list | dict):
                what = "a list" if isinstance(value, list) else "a record"
                raise problem("choice", f"one word is expected here, not {what}", one_of_advice(value, words))
            if isinstance(value, str) and value not in words:
                if (same := in_small_letters(value, words)) is not None:
                    return same
                raise problem("choice", f"“{value}” is not a choice here", choice_advice(value, words))
            return value

        return core_schema.no_info_before_validator_function(check, handler(source))
