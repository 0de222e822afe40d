"""What an event file says about its own checks."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from conceptnote.schema.text import Choice, Record, Text, Written, problem


def _code(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"CN\d{3}", value):
        raise problem("code", f"“{value}” is not the code of a check", "write it as the report does: CN163")
    return value


CheckCode = Annotated[str, BeforeValidator(_code), Written("code of a check", r"^CN\d{3}$", examples=("CN163",))]
"""The code of a check, as the report and docs/checks.md write it."""


class Adjustment(Record):
    """The setting of one [check](checks.md) for this event."""

    severity: Annotated[Literal["error", "warning", "off"], Choice()] | None = None
    """`off` needs a reason."""
    limit: Annotated[int, Field(ge=0)] | None = None
    """The limit of a check that has one."""
    reason: Text | None = None
    """Why; never printed."""

    @model_validator(mode="after")
    def _says_something(self) -> "Adjustment":
        if self.severity is None and self.limit is None:
            raise problem("check", "the check has no setting here", "give it a severity or a limit, or remove it")
        if self.severity == "off" and self.reason is None:
            raise problem(
                "check", "a check is silenced without a reason", "add “reason: …”, for those who come after you"
            )
        return self
