"""`conceptnote site`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from conceptnote.build.pool import Pool
from conceptnote.cli import completion
from conceptnote.cli.options import (
    USUAL_EVENT,
    DryRun,
    OutputFormat,
    Quiet,
    Report,
    Reported,
    Strict,
    listed,
    named_event,
    one_of,
)
from conceptnote.cli.perform import Result, perform
from conceptnote.site.record import SITE_ALLOWANCES
from conceptnote.site.run import Site, make_site

Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="WHAT",
        help="Make the site anyway: draft, approval or acknowledgement; repeatable, or with commas.",
        autocompletion=completion.site_allowances,
    ),
]


def site_command(
    context: typer.Context,
    events: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="EVENT", help="The event file, or several. [default: data/event.yaml]", parser=named_event
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("-o", "--output-dir", metavar="FOLDER", help="The folder of the site.")
    ] = Path("site"),
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where the site will be found, for its canonical links."),
    ] = None,
    allow: Allow = None,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", hidden=True, help="The same as --allow draft,approval,acknowledgement.")
    ] = False,
    dry_run: DryRun = False,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
    reported: Reported = None,
    quiet: Quiet = False,
) -> None:
    """Make the web page of an event, or of several.

    It has the note, the programme and the files to download.

    \b
    conceptnote site                             the page of data/event.yaml, in site/
    conceptnote site events/*.yaml -o public     a page for each, and one that lists them
    conceptnote site --base-url https://events.example.org/

    Ends with 0 when made, 1 when the data is wrong or not ready for everybody, 2 for wrong usage, 3 when a picture,
    a font, a template or an acknowledgement fails. The folder is then as it was.
    """
    wanted = events or [USUAL_EVENT]

    def work(result: Result) -> None:
        allowed = [one_of(word, SITE_ALLOWANCES, "thing to allow") for word in listed(allow)]
        allowed += SITE_ALLOWANCES if allow_draft else ()
        with closing(Pool(context.obj)) as pool:
            done = make_site(wanted, folder, base_url=base_url, allowed=allowed, pool=pool, dry_run=dry_run)
        result.problems += done.warnings
        result.lines += _lines(done, dry_run=dry_run)

    perform(work, wanted, output_format, report=report, reported=reported, strict=strict, quiet=quiet)


def _lines(done: Site, *, dry_run: bool) -> Iterator[str]:
    for name in done.files:
        yield f"{done.folder / name}{'' if name in done.changed else '  unchanged'}"
    for name in done.removed:
        yield f"removed {done.folder / name}"
    if dry_run:
        yield "nothing is written (--dry-run)"
