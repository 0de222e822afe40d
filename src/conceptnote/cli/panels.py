"""How commands are listed and explained in `--help`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup


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


class Panels(TyperGroup):
    """The list of commands, in panels: each command is registered with the name of its own.

    Rich would draw boxes around them, and takes a tenth of a second to be imported.
    """

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands of each panel, in the order in which they were registered."""
        shown = {name: command for name, command in self.commands.items() if not command.hidden}
        room = formatter.width - 6 - max(map(len, shown))
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in shown.items():
            panel = getattr(command, "rich_help_panel", None)
            panels.setdefault(panel if isinstance(panel, str) else "Commands", []).append(
                (name, command.get_short_help_str(room))
            )
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows, col_max=30, col_spacing=2)
