"""The types of a language's files: texts of limited length, lists of words, and complete tables."""

import re
import string
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from msgspec import Struct, field
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic import StringConstraints as Constraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_LONGEST, _MOST = 400, 1000
_BRACES = re.compile(r"[{}]")


def problem(message: str, hint: str) -> PydanticCustomError:
    """A mistake in a language's data, and what to write."""
    return PydanticCustomError("language", "{message}", {"message": message, "hint": hint})


def places_of(text: str) -> set[str] | None:
    """The names of a text's places, `{start}`; None if it has other braces."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, name, spec, conversion in parsed if name is not None):
        return None
    names = {name for _, name, _, _ in parsed if name is not None}
    return names if all(name.isidentifier() for name in names) else None


def check_places(text: str, names: set[str]) -> None:
    """Refuse a text with other places than these: unknown ones would never be filled."""
    if places_of(text) == names:
        return
    wanted = " and ".join(f"{{{name}}}" for name in sorted(names))
    if names:
        raise problem(f"the text must have the places {wanted}, each in braces, and no others", f"write {wanted} in it")
    raise problem("the text has braces, but takes no values", "remove the braces")


class Places(Struct, frozen=True):
    """Marks a text with places to fill, by name."""

    names: frozenset[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def check(text: str) -> str:
            check_places(text, set(self.names))
            return text

        return core_schema.no_info_after_validator_function(check, handler(source))


def places(*names: str) -> Places:
    """The places that a text must have."""
    return Places(frozenset(names))


def _bare(text: str) -> str:
    check_places(text, set())
    return text


Line = Annotated[str, Constraints(min_length=1, max_length=_LONGEST)]
"""A text that may have places, as its field says."""

Word = Annotated[Line, AfterValidator(_bare)]
"""A text without places."""

MaybeWord = Annotated[str, Constraints(max_length=_LONGEST), AfterValidator(_bare)]
"""The same; empty if nothing is said."""

Plain = Annotated[str, Constraints(min_length=1, max_length=100, pattern=r"\S")]
"""A word or phrase to search for; no sign in it has a special meaning, as in a pattern."""

Words = Annotated[list[Plain], Field(max_length=_MOST)]
"""Words to search for; a language may have none."""


def _forms(value: Any) -> Any:
    return {"other": value} if isinstance(value, str) else value


Counted = Annotated[dict[str, Line], BeforeValidator(_forms)]
"""A word in each plural form of the language (CLDR), or one form for all."""


class Whole(Struct, frozen=True):
    """Marks a table of texts with a value for each key of its Literal, or of `keys`; `filled` have places."""

    filled: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        needed = get_args(get_args(source)[0])

        def check(table: dict[str, Any]) -> dict[str, Any]:
            if missing := [key for key in needed if key not in table]:
                raise problem(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing here",
                              f"add “{missing[0]}: …”")  # fmt: skip
            for key, value in table.items():
                if isinstance(value, str):
                    check_places(value, set(self.filled.get(key, ())))
            return table

        return core_schema.no_info_after_validator_function(check, handler(source))


class Part(BaseModel):
    """One file of a language; a missing or unknown key is refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )

    def __hash__(self) -> int:
        return id(self)
