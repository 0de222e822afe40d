"""What a forum asks of the events that it gives room to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from conceptnote.diagnostics import did_you_mean
from conceptnote.schema.measures import Minutes
from conceptnote.schema.text import (
    Choice,
    Known,
    OneOrMany,
    Record,
    Text,
    Written,
    problem,
)
from conceptnote.schema.when import Clock, Day


def _forum(value: Any, info: ValidationInfo) -> Any:
    known = (info.context or Known()).forums
    if isinstance(value, str) and value not in known:
        raise problem("reference", f"there is no forum “{value}”", did_you_mean(value, known, listing="forums"))
    return value


ForumName = Annotated[
    str, BeforeValidator(_forum), Written("name of a forum", examples=("un-new-york-lunch", "unfccc-side-event"))
]
"""The name of a file in `forums/`, the project's own or the shipped, without `.yaml`."""


class Asked(Record):
    """Something that a forum asks, and how one knows."""

    source: Text
    """The rule, call or guide that asks it."""
    date: Day | None = None
    """The day of that source, where it bears one."""
    verified: bool
    """Whether somebody has read it there. What has not been verified is checked all the same, and said to be so."""


class FixedSlot(Asked):
    """The time that an event is given: fixed hours, or a length."""

    start: Clock | None = None
    end: Clock | None = None
    minutes: Minutes | None = None


class AllowedHosts(Asked):
    """Who must be among those who hold the event: the names of allowed hosts have one of these words in them."""

    words: Annotated[list[Text], OneOrMany()] = Field(min_length=1)


class LengthLimit(Asked):
    """How long a text may be."""

    most: Annotated[int, Field(gt=0)]


Fact = Annotated[
    Literal[
        "title", "subtitle", "theme", "type", "parent-event", "mandate", "date", "time", "venue", "organiser",
        "co-organisers", "contact", "languages", "mode", "access", "link", "speakers", "questions",
    ],
    Choice(),
]  # fmt: skip
"""What an event file can say in a field of a form."""


class FormField(Record):
    """A field of an application form; its label is enough where the event file cannot fill it in."""

    short_form = "label"

    label: Text
    """The words of the form."""
    fact: Fact | None = None
    """What of the event belongs into it."""


class Application(Asked):
    """What the form asks by which an event is applied for, in its order."""

    fields: list[FormField] = Field(min_length=1)


class PaperLimit(LengthLimit):
    """How long a paper may be."""

    papers: Annotated[list[Text], OneOrMany()] = Field(default_factory=list)
    """The papers that are meant, by the names of their templates: `concept-note`. All of them where none is named."""


class Forum(Record):
    """A forum; a key that it lacks is a rule that it does not have."""

    name: Text
    """How messages call it."""
    slot: FixedSlot | None = None
    """The time that an event has."""
    hosts: AllowedHosts | None = None
    """Who may hold one."""
    title: LengthLimit | None = None
    """The longest title, in characters."""
    background: LengthLimit | None = None
    """The longest background, in words."""
    biography: LengthLimit | None = None
    """The longest biography, in words."""
    application: Application | None = None
    """What an application must say."""
    pages: PaperLimit | None = None
    """The longest paper, in pages."""
    words: PaperLimit | None = None
    """The longest paper, in words."""
