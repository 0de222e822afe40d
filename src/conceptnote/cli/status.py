"""`conceptnote status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.build.standing import standing
from conceptnote.cli.options import USUAL_EVENT, EventFile
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic

if TYPE_CHECKING:
    from conceptnote.build.standing import EventStatus


def status_command(
    event: EventFile = USUAL_EVENT,
    in_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say where an event stands: who comes, what is open, how many days are left.

    \b
    conceptnote status           data/event.yaml
    conceptnote status --json    for a script

    Ends with 0, or with 1 when the event file is wrong, 2 when there is none.
    """
    problems: list[Diagnostic] = []
    found: EventStatus | None = None
    with collected(problems):
        found = standing(event, date.today())
    tell(problems, "text", event)
    if found is not None:
        from conceptnote.report.json import dump

        typer.echo(dump(found.to_json()) if in_json else _as_text(found))
    end(problems)


def _as_text(found: EventStatus) -> str:
    as_of = f", as of {found.as_of}" if found.as_of else ""
    lines = [found.title, f"  {found.day}, {_days(found.days_left)}; the papers are {found.status}{as_of}"]
    if found.registration_closes:
        lines.append(f"  registration closes on {found.registration_closes}")
    width = max((len(one.who) for one in found.people), default=0)
    lines += _part("People", [f"{one.status:9}  {one.who:{width}}  {'; '.join(one.where)}" for one in found.people])
    lines += _part("Open", [f"{one.what}: {one.where}" for one in found.open])
    lines += _part("Funders", [f"{one.state:10} {one.party}{_by(one.by, one.on)}" for one in found.agreements])
    lines += _part("To see to", found.notes)
    return "\n".join(lines)


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}".rstrip() for line in lines)] if lines else []


def _by(whom: str | None, day: date | None) -> str:
    return f" ({whom}, {day})" if whom else ""


def _days(left: int) -> str:
    if left == 0:
        return "today"
    count = f"{abs(left)} day{'s' if abs(left) != 1 else ''}"
    return f"in {count}" if left > 0 else f"{count} ago"
