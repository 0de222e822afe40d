"""The requirements of a forum for its events."""

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
"""The name of a file in `forums/`, of the project or shipped, without `.yaml`."""


class Asked(Record):
    """A requirement of a forum, with its source."""

    source: Text
    """The rule, call or guide that has it."""
    date: Day | None = None
    """The date of that source, if it has one."""
    verified: bool
    """Whether somebody has read it there. What is not verified is checked too, and the message says so."""


class FixedSlot(Asked):
    """The time of an event: fixed hours, or a length."""

    start: Clock | None = None
    end: Clock | None = None
    minutes: Minutes | None = None


class AllowedHosts(Asked):
    """Words of which the name of at least one host must contain one."""

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
"""The facts of an event file that a field of a form can have."""


class FormField(Record):
    """A field of an application form; its label is enough where the event file cannot fill it in."""

    short_form = "label"

    label: Text
    """The words of the form."""
    fact: Fact | None = None
    """The fact of the event that belongs into it."""


class Application(Asked):
    """The fields of the application form, in order."""

    fields: list[FormField] = Field(min_length=1)


class PaperLimit(LengthLimit):
    """How long a paper may be."""

    papers: Annotated[list[Text], OneOrMany()] = Field(default_factory=list)
    """The papers, by the names of their templates (`concept-note`); all papers if none is named."""


class Forum(Record):
    """A forum; a missing key is a rule that it does not have."""

    name: Text
    """Its name in messages."""
    slot: FixedSlot | None = None
    """The time of an event."""
    hosts: AllowedHosts | None = None
    """The allowed hosts."""
    title: LengthLimit | None = None
    """The longest title, in characters."""
    background: LengthLimit | None = None
    """The longest background, in words."""
    biography: LengthLimit | None = None
    """The longest biography, in words."""
    application: Application | None = None
    """The application form."""
    pages: PaperLimit | None = None
    """The longest paper, in pages."""
    words: PaperLimit | None = None
    """The longest paper, in words."""
