"""`conceptnote publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.cli import completion
from conceptnote.cli.options import USUAL_EVENT, OutputFormat, Quiet, Report, listed, named_event, one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.publish.papers import ALLOWANCES
from conceptnote.publish.publish import Wish, publish
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form

if TYPE_CHECKING:
    from conceptnote.publish.publication import Outcome


def publish_command(
    target: Annotated[str, typer.Argument(help="folder:PATH, branch:NAME or release:PREFIX.")],
    event: Annotated[
        Path, typer.Option("-e", "--event", help="The event file; for a site, any of its project.", parser=named_event)
    ] = USUAL_EVENT,
    output_dir: Annotated[
        Path | None, typer.Option("-o", "--output-dir", help="Where the files are; the project's out/ by default.")
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="FOLDER", help="Publish this site, which conceptnote site has made."),
    ] = None,
    remote: Annotated[str, typer.Option("--remote", help="The repository of a branch: a remote, or an address.")] = (
        "origin"
    ),
    allow: Annotated[
        list[str] | None,
        typer.Option(
            "--allow",
            metavar="WHAT",
            help="Publish what else is not: draft, approval, acknowledgement, internal, audience, set or older; "
            "repeatable, or with commas.",
            autocompletion=completion.allowances,
        ),
    ] = None,
    output_format: OutputFormat = "text",
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Publish the papers that were built, or a site that was made, where they differ from what is published.

    \b
    conceptnote publish folder:/srv/www/papers    a folder that a web server shows
    conceptnote publish branch:papers             a branch of the remote origin
    conceptnote publish release:papers            a release on GitHub, through gh
    conceptnote publish branch:papers --allow draft
    conceptnote publish branch:gh-pages --site site     the web page, as conceptnote site made it

    Ends with 0 when all is published, as it was already or now, or when what is there is newer; 1 for a
    draft or an open approval, 2 for wrong usage or a place that is somebody else's, 3 when an
    acknowledgement is missing or the place does not take it, 4 when the files are not what the event gives.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    outcome: Outcome | None = None
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        allowed = [one_of(word, ALLOWANCES, "thing to allow") for word in listed(allow)]
        outcome, warnings = publish(Wish(target, event, output_dir, remote, allowed, site))
        problems += warnings
    tell(problems, form, event, report=report)
    if outcome and not quiet and form not in FOR_MACHINES:
        _show(outcome)
    end(problems)


def _show(outcome: Outcome) -> None:
    for name in outcome.changed:
        typer.echo(f"published {name} to {outcome.place}")
    for name in outcome.removed:
        typer.echo(f"removed {name} from {outcome.place}")
    if outcome.state == "unchanged":
        typer.echo(f"{outcome.place} has these files already")
