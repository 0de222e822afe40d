"""Arguments in, diagnostics out; no logic. One module a command."""

from __future__ import annotations

from typing import Annotated

import typer

from conceptnote import __version__
from conceptnote.cli.build import build_command
from conceptnote.cli.change import CHANGES
from conceptnote.cli.changes import changes_command
from conceptnote.cli.check import check_command
from conceptnote.cli.doctor import doctor_command
from conceptnote.cli.init import init_command
from conceptnote.cli.look import look_commands
from conceptnote.cli.mail import mail_command
from conceptnote.cli.merge import merge_command
from conceptnote.cli.panels import Command, Panels
from conceptnote.cli.publish import publish_command
from conceptnote.cli.redline import redline_command
from conceptnote.cli.schema import schema_command
from conceptnote.cli.site import site_command
from conceptnote.cli.status import status_command
from conceptnote.cli.studio import studio_command
from conceptnote.cli.summary import summary_command
from conceptnote.cli.template import template_commands
from conceptnote.cli.translations import translation_commands
from conceptnote.cli.verify import verify_command
from conceptnote.cli.watch import watch_command

START, PAPERS, CHANGE, EXCHANGE = "Start", "Papers", "Change", "Exchange"
PUBLISH, CUSTOMISE = "Publish", "Customise"

app = typer.Typer(
    cls=Panels,
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
    conceptnote init my-event      starts an event file
    conceptnote build              makes its papers, in a folder that has data/event.yaml
    conceptnote build --help       explains one command, with examples
    """


app.command("init", cls=Command, rich_help_panel=START)(init_command)
app.command("studio", cls=Command, rich_help_panel=START)(studio_command)
app.command("doctor", cls=Command, rich_help_panel=START)(doctor_command)
app.command("build", cls=Command, rich_help_panel=PAPERS)(build_command)
app.command("watch", cls=Command, rich_help_panel=PAPERS)(watch_command)
app.command("check", cls=Command, rich_help_panel=PAPERS)(check_command)
app.command("status", cls=Command, rich_help_panel=PAPERS)(status_command)
app.command("verify", cls=Command, rich_help_panel=PAPERS)(verify_command)
for name, command in CHANGES.items():
    app.command(name, cls=Command, rich_help_panel=CHANGE)(command)
app.command("changes", cls=Command, rich_help_panel=EXCHANGE)(changes_command)
app.command("mail", cls=Command, rich_help_panel=EXCHANGE)(mail_command)
app.add_typer(translation_commands, name="translations", rich_help_panel=EXCHANGE)
app.command("merge", cls=Command, rich_help_panel=EXCHANGE)(merge_command)
app.command("redline", cls=Command, rich_help_panel=EXCHANGE)(redline_command)
app.command("site", cls=Command, rich_help_panel=PUBLISH)(site_command)
app.command("publish", cls=Command, rich_help_panel=PUBLISH)(publish_command)
app.command("summary", cls=Command, rich_help_panel=PUBLISH)(summary_command)
app.add_typer(template_commands, name="template", rich_help_panel=CUSTOMISE)
app.add_typer(look_commands, name="look", rich_help_panel=CUSTOMISE)
app.command("schema", cls=Command, rich_help_panel=CUSTOMISE)(schema_command)
