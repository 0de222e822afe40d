"""What a funder is owed: words, mark, place, and who agreed to them or to exceptions."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from conceptnote.schema.measures import Clear, Length
from conceptnote.schema.text import (
    ByLanguage,
    Choice,
    FromProfile,
    Internal,
    Name,
    OneOrMany,
    PartyId,
    Prose,
    Record,
    Text,
    Written,
    problem,
)
from conceptnote.schema.unreported import Unreported
from conceptnote.schema.when import Day

SHIPPED_PROFILES = (
    "austrian-development-agency",
    "canada",
    "eu",
    "generic",
    "germany",
    "irish-aid",
    "netherlands",
    "norway",
    "sweden",
    "un-entity",
    "united-kingdom",
)
"""The profiles that come with the tool, by the names of their files in `funders/`."""

Placement = Annotated[Literal["footer", "body"], Choice(), Unreported("it decides where the acknowledgement stands")]
"""`footer` is the foot of every page; `body` is the acknowledgement at the end of the paper."""


class Logo(Record):
    """A funder's mark."""

    file: Annotated[str, ByLanguage(), Written("file name", examples=("images/funder.svg",), by_language=True)]
    """SVG, PNG, JPEG or WebP."""
    alt: Text
    """For people who cannot see it."""
    min_height: Annotated[Length | None, FromProfile(), Unreported("a measure")] = None
    """The least height: 1 mm to 60 mm."""
    clear_space: Annotated[Clear | None, FromProfile(), Unreported("a measure")] = None
    """The space around: up to 60 mm, or 200 % of its height."""


class Approval(Record):
    """The funder's agreement to the acknowledgement: given once it is known by whom and when."""

    required: Annotated[bool, FromProfile()] = True
    """Whether the funder must agree before anything is published."""
    reason: Annotated[Text | None, FromProfile()] = None
    """Why; never printed."""
    approved_by: Name | None = None
    """Who at the funder agreed, in writing."""
    approved_on: Day | None = None
    """The day of that agreement."""

    @model_validator(mode="after")
    def _by_whom_and_when(self) -> "Approval":
        if (self.approved_by is None) != (self.approved_on is None):
            here, missing = ("approved_by", "approved_on") if self.approved_by else ("approved_on", "approved_by")
            raise problem(
                "approval",
                f"the approval has “{here}”, but no “{missing}”",
                f"add “{missing}: …”, or remove “{here}” while it is pending",
            )
        return self

    @property
    def pending(self) -> bool:
        """Whether the funder must agree and has not done so."""
        return self.required and self.approved_by is None


class Suppression(Record):
    """Permission to print nothing about a funder, because its name would put people in danger."""

    approved_by: Name
    """Who at the funder agreed, in writing."""
    approved_on: Day
    """The day of that agreement."""
    reason: Text
    """Why; never printed."""


class Funder(Record):
    """A funder's acknowledgement. Each key comes before the [profile's](funders.md)."""

    party: PartyId
    """Who funds."""
    profile: Annotated[
        Annotated[str, Written("name of a profile", examples=SHIPPED_PROFILES)] | None,
        Unreported("it names what gives the words"),
    ] = None
    """Shipped, or in the project's `funders/` folder."""
    variables: Annotated[
        dict[Annotated[str, Written("variable")], Text], Unreported("the words of the profile have them")
    ] = Field(default_factory=dict)
    """For the profile's texts: `granting_authority: the European Commission`."""
    lockup: Annotated[Text, FromProfile()]
    """The words beside the mark: `with funding from`."""
    logos: Annotated[list[Logo], OneOrMany()] = Field(default_factory=list)
    """Required unless `text_only` or `suppressed`."""
    text_only: bool = False
    """Words without a mark; the funder's name follows them."""
    statement: Prose | None = None
    """A sentence for the body, if the agreement asks for one."""
    project: Name | None = None
    """The funded project, printed in the body."""
    disclaimer: Annotated[Text | None, FromProfile()] = None
    """The disclaimer, word by word."""
    no_disclaimer: bool = False
    """Whether the agreement asks for none, unlike the profile."""
    placement: Annotated[list[Placement], FromProfile()] = Field(default=["footer", "body"], min_length=1)
    """Where, unless agreed otherwise."""
    prominent: Annotated[bool, FromProfile()] = False
    """Its mark gets the height of the tallest."""
    beside: Annotated[bool, FromProfile()] = False
    """Words and mark must be on one line."""
    together: Annotated[bool, Unreported("it decides where the mark stands")] = False
    """Shares words and band with funders of the same lock-up."""
    must_name: Annotated[list[Text], OneOrMany(), FromProfile(), Unreported("a check holds the body to it")] = Field(
        default_factory=list
    )
    """What the body must say, word by word (CN155)."""
    approval: Annotated[Approval | None, Internal(), FromProfile()] = None
    """Its agreement, required or given."""
    notes: Annotated[list[Text], OneOrMany(), Internal(), FromProfile()] = Field(default_factory=list)
    """What only a person can check; never printed."""
    suppressed: Annotated[Suppression | None, Unreported("nothing about the funder is to be printed")] = None
    """Permission not to be named, anywhere."""

    @property
    def approval_pending(self) -> bool:
        """Whether the funder must agree to what is printed and has not done so; never for a suppressed one."""
        return self.suppressed is None and self.approval is not None and self.approval.pending

    @property
    def printed_logos(self) -> list[Logo]:
        """The marks that the papers show."""
        return [] if self.suppressed else self.logos

    def at_least(self, height: float) -> "Funder":
        """The same with marks of at least this height in millimetres."""
        heights = [max(logo.min_height or 0, height) for logo in self.logos]
        logos = [logo.model_copy(update={"min_height": h}) for logo, h in zip(self.logos, heights, strict=True)]
        return self.model_copy(update={"logos": logos})

    @field_validator("lockup", "disclaimer", "must_name")
    @classmethod
    def _can_be_found(cls, value: str | list[str] | None) -> str | list[str] | None:
        """Refuse texts that no check can find in a finished file."""
        for text in [value] if isinstance(value, str) else value or []:
            if not any(map(str.isalnum, text)):
                raise problem("funder", f"“{text}” has no letter", "write the words of the grant agreement")
        return value

    @model_validator(mode="after")
    def _mark_or_words(self) -> "Funder":
        if not self.logos and not self.text_only and self.suppressed is None:
            raise problem(
                "funder",
                "the funder has no logo",
                "give it logos, or “text_only: true” where the agreement asks for words alone",
            )
        if self.logos and self.text_only:
            raise problem("funder", "the funder has both logos and “text_only”", "remove one of the two")
        for key in ("text_only", "beside"):
            if self.together and getattr(self, key):
                raise problem("funder", f"the funder has both “together” and “{key}”", "remove one of the two")
        if self.disclaimer and self.no_disclaimer:
            raise problem("funder", "the funder has both a disclaimer and “no_disclaimer”", "remove one of the two")
        return self


def in_bands(funders: list[Funder]) -> list[Funder]:
    """Check that each funder with `together` has others with its lock-up."""
    for funder in funders:
        alike = [one for one in funders if one.together and one.lockup == funder.lockup]
        if funder.together and len(alike) < 2:
            message = f"“{funder.party}” says “together”, but no other funder has the lock-up “{funder.lockup}”"
            raise problem("funders", message, "give them one lock-up, and “together: true” each")
    return funders
