"""What goes with a programme: practical information, contacts, annexes and the imprint."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from conceptnote.diagnostics import did_you_mean
from conceptnote.schema.addresses import Email, WebAddress
from conceptnote.schema.pictures import OwnRecord
from conceptnote.schema.section import Section
from conceptnote.schema.text import (
    Audiences,
    Choice,
    FigureId,
    Internal,
    Name,
    OneOrMany,
    PartyId,
    PersonId,
    Prose,
    Record,
    Text,
    Written,
    problem,
)

Attachment = Annotated[Literal["biographies", "practical", "contacts", "annexes"], Choice()]
"""What a programme can have attached: the biographies of all who come, `practical`, `contacts`, `annexes`."""


_PHONE = r"\+?[0-9](?:[ -]?[0-9])+"


def _phone(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_PHONE, value):
        raise problem("phone", f"“{value}” is not a telephone number", "write digits and spaces: +41 22 555 01 23")
    return value


Phone = Annotated[str, BeforeValidator(_phone), Written("telephone number", f"^{_PHONE}$", ("string", "number"))]
"""A telephone number: digits with single spaces or hyphens between them, and perhaps a plus sign before."""


class PracticalNote(Record):
    """What participants must know about one thing."""

    short_form = "text"

    heading: Text | None = None
    """What it is about."""
    text: Prose
    """Its headings are one level below."""
    show: Annotated[list[FigureId], OneOrMany()] = Field(default_factory=list)
    """Figures under the text."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""


class Contact(OwnRecord):
    """Whom to ask: one of `name`, `person` and `party`."""

    purpose: Text | None = None
    """What to ask: `Press`, `Registration`."""
    name: Name | None = None
    """A person or office without a record."""
    person: PersonId | None = None
    """A person."""
    party: PartyId | None = None
    """A party."""
    email: Email | None = None
    """The address to write to."""
    url: WebAddress | None = None
    """A web page."""
    public_phone: Phone | None = None
    """The number that papers print."""
    phone: Annotated[Phone | None, Internal()] = None
    """For the organisers; never public."""
    audience: Audiences = Field(default_factory=list)
    """Printed only for this audience: `--audience funder`."""

    @model_validator(mode="after")
    def _who_and_how(self) -> "Contact":
        named = [key for key in ("name", "person", "party") if getattr(self, key) is not None]
        if len(named) != 1:
            text = " and ".join(named) if named else "none of them"
            raise problem("contact", f"a contact needs one of name, person and party, and has {text}")
        if not (self.email or self.url or self.public_phone):
            hint = "give email, url or public_phone; a number under “phone” is never printed"
            raise problem("contact", "nobody can reach this contact", hint)
        return self


class Annex(Section):
    """A document annexed to the programme."""


class BookletSection(Section):
    """A heading alone shows that one of the event's `sections`."""

    short_form = "heading"
    needs_content = False


class Booklet(Record):
    """What a booklet has besides the programme."""

    before: Annotated[list[BookletSection], OneOrMany()] = Field(default_factory=list)
    """Before the programme: a welcome, the background."""
    after: Annotated[list[BookletSection], OneOrMany()] = Field(default_factory=list)
    """After the programme."""


def with_its_sections(booklet: Booklet | None, info: ValidationInfo) -> Booklet | None:
    """Check that the event has each section of which the booklet gives only the heading."""
    there = [section.heading for section in info.data.get("sections", ())]
    for section in (*booklet.before, *booklet.after) if booklet else ():
        if section.text is None and not section.show and section.heading not in there:
            hint = did_you_mean(section.heading, there, listing="the sections of the event")
            raise problem("booklet", f"there is no section “{section.heading}”", hint)
    return booklet


class Imprint(OwnRecord):
    """On the second page of a booklet, with `symbol` and the party with the role `publisher`."""

    short_form = "text"

    text: Prose | None = None
    """Anything else, such as who printed it."""
    place: Name | None = None
    """Where it is published."""
    year: Annotated[int, Field(ge=1900, le=2999)] | None = None
    """When it is published."""
    identifier: Name | None = None
    """`ISBN 978-92-0-000000-0`."""
    rights: Name | None = None
    """`© International River Forum 2030`."""
