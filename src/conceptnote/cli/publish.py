"""`conceptnote publish`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from conceptnote.api import Project, open_project
from conceptnote.cli import options
from conceptnote.cli.perform import perform
from conceptnote.publish.papers import ALLOWANCES
from conceptnote.publish.publication import Outcome
from conceptnote.publish.publish import PublishRequest, publish


def publish_command(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="folder:PATH, branch:NAME or release:PREFIX.")],
    event: options.EventOption = options.USUAL_EVENT,
    output_dir: Annotated[
        Path | None, options.folder_option("Where the files are. [default: the project's out/]")
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
        options.allow_option(
            "Also publish: draft, approval, acknowledgement, internal, audience, set or older", ALLOWANCES
        ),
    ] = None,
    dry_run: options.DryRun = False,
    output_format: options.OutputFormat = "text",
    report: options.Report = None,
    reported: options.Reported = None,
    quiet: options.Quiet = False,
) -> None:
    """Publish the papers, or a site, where they have changed.

    With --site, the event is any event of that project.

    \b
    conceptnote publish folder:/srv/www/papers    a folder that a web server shows
    conceptnote publish branch:papers             a branch of the remote origin
    conceptnote publish release:papers            a release on GitHub, through gh
    conceptnote publish branch:papers --allow draft
    conceptnote publish branch:gh-pages --site site     the web page

    Ends with 0 when all is published, or what is published is newer; 1 for a draft or an open approval; 2 for
    wrong usage, or a place that conceptnote publish did not make; 3 when an acknowledgement is missing or
    publishing fails; 4 when the files are out of date.
    """
    with perform(event, output_format, report=report, reported=reported, quiet=quiet) as result:
        allowed = [options.one_of(word, ALLOWANCES, "thing to allow") for word in options.listed(allow)]
        # A site names its events itself; of the given one only the folder counts.
        project = event if site else open_project(event)
        result.projects += [project] if isinstance(project, Project) else []
        outcome, warnings = publish(PublishRequest(target, project, output_dir, remote, allowed, site, dry_run))
        result.problems += warnings
        result.lines += _lines(outcome, dry_run=dry_run)


def _lines(outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    published, removed = ("would publish", "would remove") if dry_run else ("published", "removed")
    for name in outcome.changed:
        yield f"{published} {name} to {outcome.place}"
    for name in outcome.removed:
        yield f"{removed} {name} from {outcome.place}"
    if outcome.state == "unchanged":
        yield f"{outcome.place} already has these files"
    if dry_run:
        yield "nothing was published (--dry-run)"
