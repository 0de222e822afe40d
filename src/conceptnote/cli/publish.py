"""`conceptnote publish`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.cli import completion
from conceptnote.cli.options import (
    USUAL_EVENT,
    DryRun,
    EventOption,
    OutputFormat,
    Quiet,
    Report,
    Reported,
    listed,
    one_of,
)
from conceptnote.cli.perform import Result, perform
from conceptnote.publish.papers import ALLOWANCES
from conceptnote.publish.publish import PublishRequest, publish

if TYPE_CHECKING:
    from conceptnote.publish.publication import Outcome


def publish_command(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="folder:PATH, branch:NAME or release:PREFIX.")],
    event: EventOption = USUAL_EVENT,
    output_dir: Annotated[
        Path | None,
        typer.Option("-o", "--output-dir", metavar="FOLDER", help="Where the files are. [default: the project's out/]"),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="FOLDER", help="Publish this site, made by conceptnote site."),
    ] = None,
    remote: Annotated[
        str, typer.Option("--remote", metavar="REMOTE", help="The repository of a branch: a remote, or an address.")
    ] = ("origin"),
    allow: Annotated[
        list[str] | None,
        typer.Option(
            "--allow",
            metavar="WHAT",
            help="Also publish: draft, approval, acknowledgement, internal, audience, set or older; "
            "repeatable, or with commas.",
            autocompletion=completion.allowances,
        ),
    ] = None,
    dry_run: DryRun = False,
    output_format: OutputFormat = "text",
    report: Report = None,
    reported: Reported = None,
    quiet: Quiet = False,
) -> None:
    """Publish the papers, or a site, where they have changed.

    Of a site, the event is any event of its project.

    \b
    conceptnote publish folder:/srv/www/papers    a folder that a web server shows
    conceptnote publish branch:papers             a branch of the remote origin
    conceptnote publish release:papers            a release on GitHub, through gh
    conceptnote publish branch:papers --allow draft
    conceptnote publish branch:gh-pages --site site     the web page, as conceptnote site made it

    Ends with 0 when all is published, or when what is there is newer; 1 for a
    draft or an open approval, 2 for wrong usage or a place that is somebody else's, 3 when an
    acknowledgement is missing or the place does not take it, 4 when the files are not what the event gives.
    """

    def work(result: Result) -> None:
        allowed = [one_of(word, ALLOWANCES, "thing to allow") for word in listed(allow)]
        outcome, warnings = publish(PublishRequest(target, event, output_dir, remote, allowed, site, dry_run))
        result.problems += warnings
        result.lines += _lines(outcome, dry_run=dry_run)

    perform(work, event, output_format, report=report, reported=reported, quiet=quiet)


def _lines(outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    published, removed = ("would publish", "would remove") if dry_run else ("published", "removed")
    for name in outcome.changed:
        yield f"{published} {name} to {outcome.place}"
    for name in outcome.removed:
        yield f"{removed} {name} from {outcome.place}"
    if outcome.state == "unchanged":
        yield f"{outcome.place} already has these files"
    if dry_run:
        yield "nothing is published (--dry-run)"
