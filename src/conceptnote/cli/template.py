"""`conceptnote template list` and `conceptnote template copy`."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote.build.templates import copy_template, listed_templates, shipped_templates
from conceptnote.cli import completion
from conceptnote.cli.options import USUAL_EVENT, DryRun, EventOption, Quiet, ResultForm, wants_json
from conceptnote.cli.panels import Command
from conceptnote.cli.perform import perform

template_commands = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List the templates, or copy one to change it.",
)


def list_command(event: EventOption = USUAL_EVENT, output_format: ResultForm = "text") -> None:
    """List the templates: what each is, and where it is from.

    \b
    conceptnote template list
    conceptnote template list --output-format json    for a script

    Ends with 0, or with 2 when the event that is named does not exist.
    """
    with perform(event) as result:
        as_json = wants_json(output_format, in_json=False)
        found = listed_templates(event, named=event != USUAL_EVENT)
        if as_json:
            result.add_json([one.to_json() for one in found])
            return
        name, origin = max(len(one.name) for one in found), max(len(one.origin) for one in found)
        result.lines += (f"{one.name:{name}}  {one.origin:{origin}}  {one.description}".rstrip() for one in found)


def copy_command(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A name from the list.", autocompletion=completion.one(shipped_templates)),
    ],
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NEW", help="The name of the copy, for another paper.")
    ] = None,
    parts: Annotated[bool, typer.Option("--parts", help="Also copy the parts that it imports.")] = False,
    event: EventOption = USUAL_EVENT,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Copy a shipped template into the project, to be changed there.

    \b
    conceptnote template copy programme                   to change it
    conceptnote template copy invitation --as farewell    another paper
    conceptnote template copy booklet --parts --dry-run   shows what it would write

    The copy is in the project's templates folder, and is used instead of the shipped one. Parts that it imports
    stay the shipped ones, unless they are copied too. No file is ever overwritten.

    Ends with 0 when copied, or with 2 when there is no such template or event, or a file is there already.
    """
    with perform(event, quiet=quiet) as result:
        written = copy_template(event, name, as_ or name, parts=parts, dry_run=dry_run)
        result.lines += (f"{path}  would be written" if dry_run else str(path) for path in written)


template_commands.command("list", cls=Command)(list_command)
template_commands.command("copy", cls=Command)(copy_command)
