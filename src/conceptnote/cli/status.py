"""`conceptnote status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from conceptnote.api import open_project, this_machine
from conceptnote.build.readiness import readiness
from conceptnote.cli.options import USUAL_EVENT, EventFiles, InJson, ResultForm, wants_json
from conceptnote.cli.perform import perform
from conceptnote.cli.show import collected
from conceptnote.diagnostics import Diagnostic

if TYPE_CHECKING:
    from conceptnote.build.readiness import Attendance, EventStatus


def status_command(
    event: EventFiles = None,
    output_format: ResultForm = "text",
    in_json: InJson = False,
) -> None:
    """Show who comes, what is open, and how many days are left.

    Several events are listed one after the other.

    \b
    conceptnote status                         data/event.yaml
    conceptnote status --output-format json    for a script; of several, a list

    Ends with 0, or with 1 when the event file is wrong, 2 when it does not exist.
    """
    files = event or [USUAL_EVENT]
    with perform(files) as result:
        as_json = wants_json(output_format, in_json)
        found: list[EventStatus] = []
        problems: list[Diagnostic] = []
        world = this_machine()
        for file in files:
            with collected(problems):
                result.projects.append(open_project(file, world=world))
                found.append(readiness(result.projects[-1], world.today()))
        result.problems += dict.fromkeys(problems)
        if found and as_json:
            outcome = [one.to_json() for one in found]
            result.add_json(outcome if len(files) > 1 else outcome[0])
        elif found:
            result.lines.append("\n\n".join(map(_as_text, found)))


def _as_text(found: EventStatus) -> str:
    as_of = f", as of {found.as_of}" if found.as_of else ""
    lines = [found.title, f"  {_day(found)}; status: {found.status}{as_of}"]
    if found.registration_closes:
        lines.append(f"  registration closes on {found.registration_closes}")
    lines += [f"  registration for {one.what} closes on {one.closes}" for one in found.parts_close]
    width = max((len(one.who) for one in found.people), default=0)
    lines += _part("People", [_person(one, width) for one in found.people])
    places: dict[str, list[str]] = {}
    for part in found.open:
        places.setdefault(part.what, []).append(part.where)
    lines += _part("Open", [f"{what} ({'; '.join(where)})" for what, where in places.items()])
    lines += _part("Funders", [f"{one.state:10} {one.party}{_by(one.by, one.on)}" for one in found.agreements])
    lines += _part("To do", found.notes)
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
