"""The commands that write the event file: `set`, `confirm`, `add`, `move`, `undo` and others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from conceptnote.api import check
from conceptnote.cli.options import USUAL_EVENT, DryRun, EventOption, Yes
from conceptnote.cli.perform import perform
from conceptnote.cli.show import tell
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Severity

if TYPE_CHECKING:
    from conceptnote.edit.history import Done
    from conceptnote.edit.proposal import Proposal

Answer = TypeVar("Answer")
Named = Annotated[str, typer.Argument(metavar="PERSON", help="The id of a person, or a part of the name.")]
Position = Annotated[str | None, typer.Option("--position", help="The position of a new person.")]
Organisation = Annotated[str | None, typer.Option("--organisation", help="The organisation of a new person.")]
Before = Annotated[str | None, typer.Option("--before", metavar="ROW", help="Put it above this row.")]
After = Annotated[str | None, typer.Option("--after", metavar="ROW", help="Put it below this row.")]


def set_command(
    values: Annotated[list[str], typer.Argument(metavar="PATH=VALUE…", help="A path and its value, as venue.room=XX.")],
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Write values into the event file.

    build --set prints a value once, and writes nothing.

    \b
    conceptnote set venue.room="Room XX"
    conceptnote set agenda.2.time=10:30–11:00       the third row, agenda[2]
    conceptnote set title.fr="Qui gardera les gardiens ?"
    conceptnote set people.okoye.status=confirmed --dry-run

    Shows the lines that change and what check then finds, and asks. Nothing else in the file changes.
    Ends with 0 when written, 1 when a value is wrong, 2 for wrong usage, or if there is no terminal.
    """
    _carry_out(event, yes, dry_run, "set", *values)


def confirm_command(person: Named, event: EventOption = USUAL_EVENT, yes: Yes = False, dry_run: DryRun = False) -> None:
    """Record that a person comes, everywhere.

    \b
    conceptnote confirm okoye
    """
    _carry_out(event, yes, dry_run, "confirm", person)


def decline_command(person: Named, event: EventOption = USUAL_EVENT, yes: Yes = False, dry_run: DryRun = False) -> None:
    """Record that a person does not come.

    \b
    conceptnote decline okoye
    """
    _carry_out(event, yes, dry_run, "decline", person)


def replace_command(
    person: Named,
    by: Annotated[str, typer.Argument(metavar="BY", help="Who comes instead: an id, or with --name a new one.")],
    name: Annotated[str | None, typer.Option("--name", help='The name of a new person, also as "Sow, Awa".')] = None,
    position: Position = None,
    organisation: Organisation = None,
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Replace a person by another, everywhere.

    \b
    conceptnote replace okoye diallo
    conceptnote replace okoye sow --name "Awa Sow" --position Director
    """
    new = {"name": name, "position": position, "organisation": organisation}
    _carry_out(event, yes, dry_run, "replace", person, by, **new)


def add_command(
    what: Annotated[str, typer.Argument(metavar="person|row|party", help="What to add.")],
    name: Annotated[str | None, typer.Option("--name", help='The name; for a person also as "Sow, Awa".')] = None,
    id_: Annotated[str | None, typer.Option("--id", help="The id. [default: made from the name]")] = None,
    position: Position = None,
    organisation: Organisation = None,
    status: Annotated[str | None, typer.Option("--status", help="For a person: confirmed, invited or tbc.")] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="For a party: host, funder, …; repeatable.")] = None,
    acronym: Annotated[str | None, typer.Option("--acronym", help="Of a party.")] = None,
    item: Annotated[str | None, typer.Option("--item", help="For a row: what happens.")] = None,
    time: Annotated[str | None, typer.Option("--time", help="For a row: 10:30–11:00, or only the start.")] = None,
    who: Annotated[list[str] | None, typer.Option("--who", help="For a row: the id of a speaker; repeatable.")] = None,
    before: Before = None,
    after: After = None,
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Add a person, a row of the programme, or an organisation.

    \b
    conceptnote add person --name "Awa Sow" --position Director --status tbc
    conceptnote add row --item "Coffee break" --time 10:30–11:00
    conceptnote add row --item Discussion --after "Panel 2" --who okoye
    conceptnote add party --name "Water Fund" --role funder

    On a terminal, what is missing is asked. A row goes where its time comes, unless --before or
    --after say otherwise.
    """
    given = {
        "name": name, "position": position, "organisation": organisation, "status": status, "roles": role or None,
        "acronym": acronym, "item": item, "time": time, "who": who or None, "before": before, "after": after, "id": id_,
    }  # fmt: skip

    _carry_out(event, yes, dry_run, "add", what, **given)


def remove_command(
    what: Annotated[str, typer.Argument(metavar="person|row|party", help="What to remove.")],
    named: Annotated[str, typer.Argument(metavar="NAME", help="Its id or name; for a row the title or start.")],
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Remove a person, a row, or an organisation.

    The comments that belong to it go, too.

    \b
    conceptnote remove row "Coffee break"
    conceptnote remove row 10:30
    conceptnote remove person okoye
    """

    _carry_out(event, yes, dry_run, "remove", what, named)


def move_command(
    row: Annotated[str, typer.Argument(metavar="ROW", help="Its title, its start or its path.")],
    to: Annotated[str | None, typer.Option("--to", metavar="TIME", help="The new start.")] = None,
    shift_following: Annotated[
        bool, typer.Option("--shift-following", help="With --to: also move the rows after it.")
    ] = False,
    before: Before = None,
    after: After = None,
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Move a row to another time, or beside another row.

    Its length stays, and the rows in it move, too.

    \b
    conceptnote move "Panel 2" --to 11:30
    conceptnote move "Panel 2" --to 11:30 --shift-following
    conceptnote move agenda.4 --before "Coffee break"
    """

    _carry_out(event, yes, dry_run, "move", row, to=to, before=before, after=after, shift_following=shift_following)


def undo_command(event: EventOption = USUAL_EVENT, yes: Yes = False, dry_run: DryRun = False) -> None:
    """Undo the last change that a command has made.

    What was changed in an editor since then stays: both are merged, line by line.

    \b
    conceptnote undo
    """
    _carry_out(event, yes, dry_run, "undo")


def redo_command(event: EventOption = USUAL_EVENT, yes: Yes = False, dry_run: DryRun = False) -> None:
    """Redo the change that was undone last.

    \b
    conceptnote redo
    """
    _carry_out(event, yes, dry_run, "redo")


def _carry_out(event: Path, yes: bool, dry_run: bool, command: str, *words: str, **options: Any) -> None:
    """Show what a command would change and what the checks then find, ask, and write."""
    with perform(event) as result:
        from conceptnote.edit.proposal import propose

        proposal = propose(event, command, words, options, _asked)
        if command in ("undo", "redo"):
            typer.echo(f"{command}: {proposal.title}")
        for line in proposal.diff():
            typer.echo(line)
        errors = show_found(event, proposal)
        if dry_run:
            result.lines.append("nothing was written (--dry-run)")
        elif yes and errors and command not in ("undo", "redo"):
            hint = "set all values that belong together in one command, or leave out --yes and confirm it"
            raise DiagnosticError(Diagnostic(Code.EDIT_REFUSED, "nothing was written: the change is wrong", hint=hint))
        elif yes or agreed():
            done = _written(proposal, event) if command == "set" else proposal.write()
            merged = "; somebody else changed it meanwhile, and it has both changes" if done.merged else ""
            result.lines.append(f"written: {', '.join(file.shown for file in done.files)}{merged}")
        else:
            result.lines.append("nothing was written")


def _written(proposal: Proposal, event: Path) -> Done:
    """Write values; a text and its translation set together are recorded as a pair."""
    from conceptnote.translate.record import record_new_pairs
    from conceptnote.translate.texts import texts_by_language

    before = texts_by_language(event)
    done = proposal.write()
    record_new_pairs(event, before)
    return done


def show_found(event: Path, proposal: Proposal) -> int:
    """Report new findings of the checks, and how many there are in all; gives the number of new errors."""
    after = check(proposal.as_if_written())
    before = check(event).diagnostics if after.diagnostics else ()
    known = {(one.code.code, one.message, one.path) for one in before}
    new = [one for one in after.diagnostics if (one.code.code, one.message, one.path) not in known]
    tell([*proposal.warnings(), *new], "text", after.projects)
    typer.echo(f"check: {after.summary(event)}")
    return sum(one.severity is Severity.ERROR for one in new)


def agreed(question: str = "Write this?") -> bool:
    """Whether the user agrees. Raises DiagnosticError if nobody can be asked."""
    message = "nothing was written: there is no terminal to ask for confirmation"
    hint = "add --yes to write it, or --dry-run to look at it first"
    return answer(lambda: typer.confirm(question, default=True), message, hint)


def _asked(option: str, words: str) -> str:
    """The answer of the user to the question for an option's value."""
    return answer(lambda: str(typer.prompt(words)), f"{option} is missing: {words.lower()}", f"give it: {option} …")


def answer(ask: Callable[[], Answer], otherwise: str, hint: str) -> Answer:
    """The answer of the user. Raises DiagnosticError if nobody is there, or the input ends."""
    if sys.stdin.isatty():
        try:
            return ask()
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from None
    raise DiagnosticError(Diagnostic(Code.EDIT_UNANSWERED, otherwise, hint=hint))
