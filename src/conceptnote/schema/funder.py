"""What a funder must be given: words, mark, place, and who agreed to exceptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from conceptnote.schema.text import Choice, Length, OneOrMany, PartyId, Prose, Record, Text, Written, problem
from conceptnote.schema.when import Day

Placement = Annotated[Literal["footer", "body"], Choice()]
"""`footer` is the foot of every page; `body` is the acknowledgement at the end of the paper."""


class Logo(Record):
    """A mark, as a picture file."""

    file: Annotated[str, Written("file name", examples=("images/funder.svg",))]
    """The picture (SVG, PNG, JPEG or WebP), relative to the event file and inside the project."""
    alt: Text
    """What the mark shows, for those who do not see it."""
    min_height: Length | None = None
    """The least height that the funder accepts, in mm, cm, in or pt; from 1 mm to 60 mm."""


class Suppression(Record):
    """Leave to print nothing about the funder, where naming it would put people in danger."""

    approved_by: Text
    """Who at the funder agreed, in writing."""
    approved_on: Day
    """The day of that agreement."""
    reason: Text
    """Why; for the file, never printed."""


class Funder(Record):
    """One funder's acknowledgement. The grant agreement decides what it must say."""

    party: PartyId
    """The id of the party that funds."""
    lockup: Text
    """The words beside the mark: `with funding from`, `Funded by the European Union`."""
    logos: Annotated[list[Logo], OneOrMany()] = Field(default_factory=list)
    """The mark or marks beside the words; required unless `text_only` or `suppressed`."""
    text_only: bool = False
    """True where the funder asks for words without a mark; its name then follows the words."""
    statement: Prose | None = None
    """A sentence for the body, where the agreement asks for one."""
    project: Text | None = None
    """The funded project, printed in the body."""
    disclaimer: Text | None = None
    """The disclaimer, word by word; printed wherever the acknowledgement stands."""
    placement: list[Placement] = Field(default=["footer", "body"], min_length=1)
    """Where the acknowledgement stands; at the foot of every page and in the body unless agreed otherwise."""
    suppressed: Suppression | None = None
    """Leave not to be named. Nothing about this funder is then printed."""

    @model_validator(mode="after")
    def _mark_or_words(self) -> Funder:
        if not self.logos and not self.text_only and self.suppressed is None:
            raise problem(
                "funder",
                "the funder has no logo",
                "give it logos, or “text_only: true” where the agreement asks for words alone",
            )
        if self.logos and self.text_only:
            raise problem("funder", "the funder has logos and is said to be text only", "take one of the two out")
        return self
