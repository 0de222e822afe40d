"""How each document is printed: its paper, orientation and imposition; and its name."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from conceptnote.diagnostics import did_you_mean
from conceptnote.pageformat import FormatMismatch, Imposition, Orientation, PaperName, page_format
from conceptnote.schema.paper_language import Language
from conceptnote.schema.text import Choice, Known, Name, OneOrMany, Record, Text, Written, problem
from conceptnote.schema.unreported import Unreported


def _document(value: Any, info: ValidationInfo) -> Any:
    known = (info.context or Known()).documents
    if isinstance(value, str) and value not in known:
        hint = did_you_mean(value, known, listing="the documents are")
        raise problem("reference", f"there is no document “{value}”", hint)
    return value


DocumentName = Annotated[
    str, BeforeValidator(_document), Written("name of a document", examples=("programme", "concept-note"))
]
"""The name of a template, of the project or shipped, without `.html.j2`."""


Layout = Annotated[Literal["table", "list", "grid", "narrative"], Choice()]
"""How an agenda is laid out: as a table, as lines of text, with its tracks side by side, or told by `structure`."""


class Naming(Record):
    """`programme: Order of the day` is enough."""

    short_form = "name"

    name: Annotated[Text | None, Unreported("it is the name of a paper, which may not be built")] = None
    """Its name, if not that of the language."""
    numbered: Annotated[bool, Unreported("it decides whether sections have numbers")] = False
    """Numbers its sections: `1. Background`."""


class Printing(Record):
    """How a document is printed; `booklet: {}` only builds it with the others. Options come first."""

    paper: Annotated[PaperName, Choice()] | None = None
    """By default `a4`."""
    orientation: Annotated[Orientation, Choice()] | None = None
    """`landscape` gives wide tables more room."""
    layout: Layout | None = None
    """The layout of the agenda, if not the one that suits it."""
    impose: Annotated[list[Annotated[Imposition, Choice()]], OneOrMany()] = Field(default_factory=list)
    """Further files for a printer."""

    recipients: Name | None = None
    """A list of recipients, CSV or YAML."""

    languages: list[Language] = Field(default_factory=list)
    """The languages of a bilingual paper; else its language and the main one, or the next."""

    @model_validator(mode="after")
    def _goes_together(self) -> "Printing":
        try:
            page_format(self.paper, self.orientation, self.impose)
        except FormatMismatch as mismatch:
            raise problem("papers", mismatch.message, mismatch.hint) from None
        return self
