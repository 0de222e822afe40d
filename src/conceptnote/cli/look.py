"""`conceptnote look list` and `conceptnote look copy`."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote.cli import completion
from conceptnote.cli.options import USUAL_EVENT, DryRun, EventOption, Quiet, ResultForm, wants_json
from conceptnote.cli.panels import Command
from conceptnote.cli.perform import perform

look_commands = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List the looks, or copy one to change it.",
)


def list_command(output_format: ResultForm = "text") -> None:
    """List the looks that come with conceptnote.

    \b
    conceptnote look list
    conceptnote look list --output-format json    for a script

    “look: ministry” in an event file chooses one; docs/looks.md has their pictures. Ends with 0.
    """
    with perform(USUAL_EVENT) as result:
        from conceptnote.build.looks import listed_looks

        found = listed_looks()
        if wants_json(output_format, in_json=False):
            result.add_json([one.to_json() for one in found])
            return
        room = max(len(one.name) for one in found)
        result.lines += (f"{one.name:{room}}  {one.description}" for one in found)


def copy_command(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A name from the list.", autocompletion=completion.one(completion.looks)),
    ],
    event: EventOption = USUAL_EVENT,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Write a look into the project, to be changed there.

    \b
    conceptnote look copy ministry
    conceptnote look copy agency --dry-run    shows which file it would write

    look.yaml is for all events of the project, and says what can be changed. No file is ever overwritten.

    Ends with 0 when written, or with 2 when there is no such look or event, or the project has a look already.
    """
    with perform(event, quiet=quiet) as result:
        from conceptnote.build.looks import copy_look

        written = copy_look(event, name, dry_run=dry_run)
        result.lines.append(f"{written}  would be written" if dry_run else str(written))


look_commands.command("list", cls=Command)(list_command)
look_commands.command("copy", cls=Command)(copy_command)
