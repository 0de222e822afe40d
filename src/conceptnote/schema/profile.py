"""A funder's profile: its known requirements, each with its source."""

import operator
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from conceptnote.schema.funder import Placement
from conceptnote.schema.measures import Clear, Length
from conceptnote.schema.paper_language import Language
from conceptnote.schema.text import (
    OneOrMany,
    Record,
    Text,
    Written,
    problem,
)

OTHERS = "others"
"""In `approval_beside`: the mark of any funder that has another profile."""

VARIABLE = r"[a-z]+(?:_[a-z]+)*"
BUILT_IN = {"party": "the name of the funding party", "project": "the funded project"}
"""Variables that the event itself has the value of."""

TEXTS = ("lockup", "disclaimer", "must_name")
"""The keys of a profile that have a text for each language."""

Value = TypeVar("Value")
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


def _date(value: Any) -> Any:
    # YAML 1.1, in which the shipped profiles can be read too, makes dates and numbers of these.
    if not re.fullmatch(_DATE, str(value)):
        raise problem("date", f"“{value}” is not a date", "write year, year-month or year-month-day: 2022-07")
    return str(value)


class Rule(Record, Generic[Value]):
    """One thing that a funder asks for."""

    value: Value
    """What it asks for."""
    source: Text
    """The document or page that says so."""
    date: Annotated[str, BeforeValidator(_date), Written("year, month or day", f"^{_DATE}$", examples=("2022-07",))]
    """The date of the source, or of its reading if it has none."""
    verified: bool
    """True when the value has been compared with the source itself, in full or in a stored copy."""


class Rules(Record):
    """Rules that a machine can check; unknown ones are left out."""

    min_height: Rule[Length] | None = None
    """The least height of the mark."""
    clear_space: Rule[Clear] | None = None
    """The space around the mark."""
    prominent: Rule[bool] | None = None
    """No other mark may be larger."""
    beside: Rule[bool] | None = None
    """Words and mark must be on one line."""
    placement: Rule[Annotated[list[Placement], OneOrMany(), Field(min_length=1)]] | None = None
    """The place of the acknowledgement."""
    text_only: Rule[bool] | None = None
    """Whether words without a mark need no permission."""
    approval: Rule[bool] | None = None
    """The funder must agree before anything is published."""
    approval_beside: Rule[Annotated[list[Text], OneOrMany()]] | None = None
    """Marks beside which this one needs the funder's permission; `others` is any mark of another profile."""


class Profile(Record):
    """The requirements of a funder; the event file comes before them."""

    name: Text
    """The funder."""
    variables: dict[Annotated[str, Written("variable")], Text] = Field(default_factory=dict)
    """What the event file must fill in: `{name}` in a text, and what it stands for."""
    lockup: dict[Language, Rule[Text]] = Field(default_factory=dict)
    """The words beside the mark."""
    disclaimer: dict[Language, Rule[Text]] = Field(default_factory=dict)
    """The disclaimer, word by word."""
    must_name: dict[Language, Rule[Annotated[list[Text], OneOrMany()]]] = Field(default_factory=dict)
    """What the body must say."""
    rules: Rules = Field(default_factory=Rules)
    """The rules that a machine can check."""
    notes: list[Rule[Text]] = Field(default_factory=list)
    """Tasks that only a person can check."""

    @field_validator("variables")
    @classmethod
    def _named(cls, variables: dict[str, str]) -> dict[str, str]:
        for name in variables:
            if not re.fullmatch(VARIABLE, name) or name in BUILT_IN:
                hint = f"use small letters and _; {' and '.join(BUILT_IN)} are there already"
                raise problem("variable", f"“{name}” cannot be a variable", hint)
        return variables

    @field_validator("lockup", "disclaimer", "must_name")
    @classmethod
    def _declared(cls, texts: dict[str, Rule[Any]], info: ValidationInfo) -> dict[str, Rule[Any]]:
        known = {*info.data.get("variables", {}), *BUILT_IN}
        for name in (name for rule in texts.values() for text in listed(rule.value) for name in placeholders(text)):
            if name not in known:
                raise problem("variable", f"“{{{name}}}” is not among the variables", "describe it under “variables”")
        return texts

    def each_rule(self) -> Iterator[tuple[str, Rule[Any]]]:
        """Every rule with its key, texts and notes among them."""
        for key in TEXTS:
            yield from ((f"{key}.{language}", rule) for language, rule in getattr(self, key).items())
        rules = ((name, getattr(self.rules, name)) for name in Rules.model_fields)
        yield from ((name, rule) for name, rule in rules if rule is not None)
        yield from (("notes", rule) for rule in self.notes)


def listed(value: Any) -> list[Any]:
    """The value as a list."""
    return value if isinstance(value, list) else [value]


def placeholders(text: str) -> list[str]:
    """The variables in a text, each once, in order."""
    return list(dict.fromkeys(re.findall(rf"\{{({VARIABLE})\}}", text)))


def filled(text: str, values: dict[str, str], joined: Callable[[str, str], str] = operator.add) -> str:
    """The text with the values of its variables; `joined` says how words and the value after them are joined."""
    made, at = "", 0
    for match in re.finditer(rf"\{{({VARIABLE})\}}", text):
        made, at = joined(made + text[at : match.start()], values[match[1]]), match.end()
    return made + text[at:]
