"""Who may come in, and how: to an event, or to a part of it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from conceptnote.schema.addresses import Email, WebAddress
from conceptnote.schema.text import Choice, OneOrMany, PartyId, Record, Text, problem
from conceptnote.schema.when import Day


class Access(Record):
    """Who may come in; `access: by-invitation` is enough."""

    short_form = "to"

    to: Annotated[Literal["open", "by-invitation", "closed"], Choice()]
    """Who may come."""
    of: Annotated[list[PartyId], OneOrMany()] = Field(default_factory=list)
    """With `by-invitation`: who invites."""

    @model_validator(mode="after")
    def _of_those_who_invite(self) -> "Access":
        if self.of and self.to != "by-invitation":
            raise problem(
                "access", f"“of” says who invites, but this is {self.to}", "write “to: by-invitation”, or remove “of”"
            )
        return self


class Registration(Record):
    """How to register: one or more of these."""

    short_form = "text"

    deadline: Day | None = None
    """The last day."""
    email: Email | None = None
    """The address to write to."""
    url: WebAddress | None = None
    """The form."""
    text: Text | None = None
    """Anything else."""

    @model_validator(mode="after")
    def _says_something(self) -> "Registration":
        if not (self.deadline or self.email or self.url or self.text):
            raise problem("registration", "registration is empty", "give a deadline, an address or a text")
        return self
