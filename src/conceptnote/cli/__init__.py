"""Arguments in, diagnostics out; no logic. One module a command."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote import __version__
from conceptnote.cli.build import build_command
from conceptnote.cli.check import check_command
from conceptnote.cli.doctor import doctor_command
from conceptnote.cli.init import init_command
from conceptnote.cli.publish import publish_command
from conceptnote.cli.schema import schema_command
from conceptnote.cli.site import site_command
from conceptnote.cli.status import status_command
from conceptnote.cli.summary import summary_command
from conceptnote.cli.verify import verify_command
from conceptnote.cli.watch import watch_command

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conceptnote {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn an event's facts into its concept note and printed programme.

    \b
    conceptnote init my-event      begins an event file
    conceptnote build              makes its papers, in a folder that has data/event.yaml
    conceptnote build --help       says more of one command, with examples
    """


app.command("init")(init_command)
app.command("build")(build_command)
app.command("check")(check_command)
app.command("status")(status_command)
app.command("site")(site_command)
app.command("verify")(verify_command)
app.command("publish")(publish_command)
app.command("summary")(summary_command)
app.command("watch")(watch_command)
app.command("doctor")(doctor_command)
app.command("schema")(schema_command)
