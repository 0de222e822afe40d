"""Sections: a heading, a text, and what they show from elsewhere in the file."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from conceptnote.diagnostics import did_you_mean
from conceptnote.schema.synonyms import several
from conceptnote.schema.text import (
    Audiences,
    Choice,
    Identifier,
    Known,
    OneOrMany,
    Prose,
    Record,
    Text,
    Written,
    problem,
)
from conceptnote.schema.unreported import Unreported
from conceptnote.textfolding import in_small_letters

CONTENTS = ("panel", "structure", "agenda", "questions", "registration", "practical", "contacts")


def _shown(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    declared: Known = info.context or Known()
    known = {*CONTENTS, *declared.roles, *declared.figures}
    if value in declared.figures and value in {*CONTENTS, *declared.roles}:
        message = f"“{value}” is the id of a figure, but already means something else here"
        raise problem("show", message, "give the figure another id")
    if isinstance(value, str) and value not in known:
        value = in_small_letters(value, CONTENTS) or value
    if isinstance(value, str) and value not in known:
        both = several(value, known)
        hint = f"write [{', '.join(both)}]" if both else did_you_mean(value, known, listing="what a section can show")
        raise problem("show", f"there is nothing called “{value}” to show", hint)
    there = declared.keys is None or value in declared.keys or (value == "agenda" and "sittings" in declared.keys)
    if value in CONTENTS and not there:
        hint = f"write “{value}:” at the top level of the file, or remove it here"
        raise problem("show", f"there is no “{value}” in this file to show", hint)
    return value


Shown = Annotated[str, BeforeValidator(_shown), Written("thing to show", examples=(*CONTENTS, "organiser"))]
"""What a section shows besides its text: `panel`, `structure`, `agenda`, `questions`, `registration`, `practical`,
`contacts`; a role, for the parties or the people of the panel that hold it: `host`, `chair`; or the id of one of the
`figures`."""


class Footnote(Record):
    """A note at the foot of the page; plain text is enough."""

    short_form = "text"

    text: Prose
    """The note."""
    status: Annotated[Literal["final", "tbc"], Choice()] = "final"
    """`tbc` marks an incomplete note."""


class Section(Record):
    """A heading, then text, `show`, or both."""

    needs_content: ClassVar[bool] = True

    heading: Text
    """Printed as written."""
    text: Prose | None = None
    """Its headings are one level below."""
    footnotes: dict[Identifier, Footnote] = Field(default_factory=dict)
    """The notes it calls as `[^name]`."""
    show: Annotated[list[Shown], OneOrMany(), Unreported("it names what is printed there")] = Field(
        default_factory=list
    )
    """What it shows from the rest of the file."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""

    @model_validator(mode="after")
    def _says_something(self) -> "Section":
        if self.needs_content and self.text is None and not self.show:
            raise problem("section", "the section has a heading and nothing under it", "give it text, or show")
        return self
