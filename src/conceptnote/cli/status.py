"""`conceptnote status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import Project, open_project, this_machine
from conceptnote.build.standing import standing
from conceptnote.cli.options import USUAL_EVENT, EventFiles
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic

if TYPE_CHECKING:
    from conceptnote.build.standing import Attendance, EventStatus


def status_command(
    event: EventFiles = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say where an event stands: who comes, what is open, how many days are left; of several, each in turn.

    \b
    conceptnote status           data/event.yaml
    conceptnote status --json    for a script; of several, a list

    Ends with 0, or with 1 when the event file is wrong, 2 when there is none.
    """
    problems: list[Diagnostic] = []
    files = event or [USUAL_EVENT]
    found: list[EventStatus] = []
    projects: list[Project] = []
    world = this_machine()
    for file in files:
        with collected(problems):
            projects.append(open_project(file, world=world))
            found.append(standing(projects[-1], world.today()))
    tell(list(dict.fromkeys(problems)), "text", projects)
    if found and in_json:
        from conceptnote.report.json import dump

        told = [one.to_json() for one in found]
        typer.echo(dump(told if len(files) > 1 else told[0]))
    elif found:
        typer.echo("\n\n".join(map(_as_text, found)))
    end(problems)


def _as_text(found: EventStatus) -> str:
    as_of = f", as of {found.as_of}" if found.as_of else ""
    lines = [found.title, f"  {_day(found)}; the papers are {found.status}{as_of}"]
    if found.registration_closes:
        lines.append(f"  registration closes on {found.registration_closes}")
    lines += [f"  registration for {one.what} closes on {one.closes}" for one in found.parts_close]
    width = max((len(one.who) for one in found.people), default=0)
    lines += _part("People", [_person(one, width) for one in found.people])
    lines += _part("Open", [f"{one.what}: {one.where}" for one in found.open])
    lines += _part("Funders", [f"{one.state:10} {one.party}{_by(one.by, one.on)}" for one in found.agreements])
    lines += _part("To see to", found.notes)
    return "\n".join(lines)


def _person(one: Attendance, width: int) -> str:
    instead = f" (by {' and '.join(one.replaced_by)})" if one.replaced_by else ""
    return f"{one.status:9}  {one.who:{width}}  {'; '.join(one.where)}{instead}"


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}".rstrip() for line in lines)] if lines else []


def _by(whom: str | None, day: date | None) -> str:
    return f" ({whom}, {day})" if whom else ""


def _day(found: EventStatus) -> str:
    return "the day is to be confirmed" if found.days_left is None else f"{found.day}, {_days(found.days_left)}"


def _days(left: int) -> str:
    if left == 0:
        return "today"
    count = f"{abs(left)} day{'s' if abs(left) != 1 else ''}"
    return f"in {count}" if left > 0 else f"{count} ago"
