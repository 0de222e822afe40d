"""How commands are listed, loaded and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.main import get_command

CHANGE = "Change"
PANELS = {
    "Start": {
        "init": "Start an event file, and the project around it.",
        "studio": "Change an event on its pages, in a browser.",
        "doctor": "Report what this machine is missing, and how to install it.",
    },
    "Papers": {
        "build": "Build the papers of an event, or of several events.",
        "watch": "Build again whenever a file of the project is saved.",
        "check": "Report what seems wrong in an event, or in several.",
        "status": "Show who comes, what is open, and how many days are left.",
        "verify": "Check that files acknowledge the funders as they must.",
    },
    CHANGE: {
        "set": "Write values into the event file.",
        "confirm": "Record that a person comes, everywhere.",
        "decline": "Record that a person does not come.",
        "replace": "Replace a person by another, everywhere.",
        "add": "Add a person, a row of the programme, or an organisation.",
        "remove": "Remove a person, a row, or an organisation.",
        "move": "Move a row to another time, or beside another row.",
        "undo": "Undo the last change that a command has made.",
        "redo": "Redo the change that was undone last.",
    },
    "Exchange": {
        "changes": "Say what has changed between two versions of an event.",
        "mail": "Write e-mail drafts with the papers and what has changed.",
        "merge": "Bring a Word file's edits into the event file.",
        "redline": "Build papers with the changes between two versions marked.",
        "translations": "List, export and import translations.",
    },
    "Publish": {
        "site": "Make the web page of an event, or of several.",
        "publish": "Publish the papers, or a site, where they have changed.",
        "summary": "Summarise in Markdown what a run made and found.",
    },
    "Customise": {
        "schema": "Print the JSON Schema of the event file.",
        "template": "List the templates, or copy one to change it.",
        "look": "List the looks, or copy one to change it.",
    },
}
"""The commands of each panel of `--help` with their summaries, so that listing them loads none."""


class Command(TyperCommand):
    """A command whose help names values as its usage does: `EVENT`, not `EVENT <list[Path]>`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                parameter.display_type_rich = _nothing  # type: ignore[method-assign] # typer asks nobody else
            elif parameter.metavar is None:
                parameter.metavar = "TEXT"


def _nothing(ctx: Any) -> str:
    return ""


@cache
def _loaded(name: str) -> Any:
    """The command, or group of commands, in a module of this package."""
    module = import_module(f"conceptnote.cli.{'change' if name in PANELS[CHANGE] else name}")
    commands = getattr(module, f"{name}_commands", None)
    if commands is None:
        commands = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        commands.command(name, cls=Command)(getattr(module, f"{name}_command"))
    return get_command(commands)


class _Commands(Mapping[str, Any]):
    """All commands by name, each loaded on demand."""

    def __getitem__(self, name: str) -> Any:
        if name not in list(self):
            raise KeyError(name)
        return _loaded(name)

    def __iter__(self) -> Iterator[str]:
        return (name for commands in PANELS.values() for name in commands)

    def __len__(self) -> int:
        return sum(map(len, PANELS.values()))


class Panels(TyperGroup):
    """The list of commands in panels. Rich would draw boxes, and takes a tenth of a second to import."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands = _Commands()  # type: ignore[assignment] # nothing is added to it

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands of each panel."""
        for panel, commands in PANELS.items():
            with formatter.section(panel):
                formatter.write_dl(list(commands.items()), col_max=30, col_spacing=2)
