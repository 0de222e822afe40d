"""The look of an organisation's papers."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from conceptnote.schema.pictures import PartyLogo
from conceptnote.schema.text import (
    Choice,
    FigureId,
    Identifier,
    Internal,
    Name,
    OneOrMany,
    Record,
    Text,
    Written,
    problem,
)

_COLOUR = r"#[0-9A-Fa-f]{6}"


def _colour(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_COLOUR, value):
        raise problem("colour", f"“{value}” is not a colour", 'write six hexadecimal digits in quotes: "#17395c"')
    return value


def _family(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise problem("empty", "the name of the family is empty", "write the name, or remove the key")
    return " ".join(value.split()) if isinstance(value, str) else value


Colour = Annotated[str, BeforeValidator(_colour), Written("colour", f"^{_COLOUR}$", examples=("#17395c",))]
"""A colour of sRGB, as `#` and six hexadecimal digits."""

Family = Annotated[str, BeforeValidator(_family), Written("type family", r"\S", examples=("Source Sans 3",))]
"""A type family: one that comes with conceptnote, or one of which the project's `fonts` folder has the four faces."""

Like = Annotated[Literal["institute", "ministry", "agency"], Choice()]
"""A look that comes with conceptnote."""


class Letterhead(Record):
    """The lines above the title on the first page."""

    logo: PartyLogo | None = None
    """No higher than a funder's mark."""
    lines: Annotated[list[Text], OneOrMany()] = Field(default_factory=list)
    """Name and address."""


class Families(Record):
    """Type families."""

    text: Family | None = None
    """Of running text."""
    headings: Family | None = None
    """Of titles, facts, agendas and labels."""


Points = Annotated[float, Field(gt=0, le=100), Written("size in points", kinds=("number",))]
"""A size of type in points."""


class Sizes(Record):
    """Sizes of type on A4 and Letter; smaller papers have smaller ones."""

    display: Points | None = None
    """Of titles."""
    head: Points | None = None
    """Of headings."""
    text: Points | None = None
    """Of running text: at least 9."""
    small: Points | None = None
    """Of labels, notes and page feet: at least 7."""


class WordTemplate(Record):
    """A Word file with styles, page set-up, headers and footers ([looks](looks.md#your-word-template))."""

    short_form = "file"

    file: Annotated[str, Written("file name", r"\S", examples=("template.docx",))]
    """A .docx file."""
    styles: dict[Identifier, Name] = Field(default_factory=dict)
    """Its styles by our names (`kicker`)."""


class Look(Record):
    """Missing keys are those of `like`."""

    short_form = "like"

    like: Annotated[Like, Internal()] = "institute"
    """The look it begins with."""
    accent: Annotated[Colour | None, Internal()] = None
    """Of titles, rules and links; contrast to white at least 4.5 to 1 (WCAG 2.1)."""
    fonts: Annotated[Families | None, Internal()] = None
    """Type families."""
    sizes: Annotated[Sizes | None, Internal()] = None
    """Sizes of type."""
    tables: Annotated[Annotated[Literal["lines", "bands", "boxes"], Choice()] | None, Internal()] = None
    """How rows are told apart; `bands` have a light tint."""
    density: Annotated[Annotated[Literal["compact", "normal", "airy"], Choice()] | None, Internal()] = None
    """The space between lines and things."""
    letterhead: Letterhead | None = None
    """The lines above the title on the first page."""
    running_head: Text | None = None
    """The head of every page but the first."""
    word: Annotated[WordTemplate | None, Internal()] = None
    """A Word template."""
    picture: FigureId | None = None
    """A picture for the concept note and the cover of the booklet."""
