"""The funders' approvals, given and pending: a record for each funder, for the report of a build."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from conceptnote.schema.event import Event
from conceptnote.schema.funder import Funder

State = Literal["pending", "approved", "suppressed"]


class Agreement(Struct, frozen=True):
    """The approval of one funder; `by` and `on` say who gave it, and when.

    It is `pending`, `approved`, or `suppressed` if the funder has agreed not to be named. `reason` says what it is
    needed for, or why it was given.
    """

    party: str
    state: State
    by: str | None = None
    on: date | None = None
    reason: str | None = None


def agreements(event: Event) -> list[Agreement]:
    """The approvals of an event's funders, in the order of the file; funders without the need for one are left out."""
    found = ((event.parties[funder.party].name, funder) for funder in event.funders)
    return [agreement for party, funder in found if (agreement := _agreement(party, funder))]


def _agreement(party: str, funder: Funder) -> Agreement | None:
    if (leave := funder.suppressed) is not None:
        return Agreement(party, "suppressed", leave.approved_by, leave.approved_on, leave.reason)
    approval = funder.approval
    if approval is None or (approval.approved_by is None and not approval.required):
        return None
    state: State = "pending" if approval.pending else "approved"
    return Agreement(party, state, approval.approved_by, approval.approved_on, approval.reason)
