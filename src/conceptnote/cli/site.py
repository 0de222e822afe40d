"""`conceptnote site`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from conceptnote.build.pool import Pool
from conceptnote.cli import options
from conceptnote.cli.perform import perform
from conceptnote.site.record import SITE_ALLOWANCES
from conceptnote.site.run import Site, make_site

Allow = Annotated[
    list[str] | None,
    options.allow_option("Make the site anyway: draft, approval or acknowledgement", SITE_ALLOWANCES),
]


def site_command(
    context: typer.Context,
    events: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="EVENT", help="The event file, or several. [default: data/event.yaml]", parser=options.named_event
        ),
    ] = None,
    folder: Annotated[Path, options.folder_option("The folder of the site.")] = Path("site"),
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where the site will be found, for its canonical links."),
    ] = None,
    allow: Allow = None,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", hidden=True, help="The same as --allow draft,approval,acknowledgement.")
    ] = False,
    dry_run: options.DryRun = False,
    output_format: options.OutputFormat = "text",
    strict: options.Strict = False,
    report: options.Report = None,
    reported: options.Reported = None,
    quiet: options.Quiet = False,
) -> None:
    """Make the web page of an event, or of several.

    It has the note, the programme and the files to download.

    \b
    conceptnote site                             data/event.yaml, into site/
    conceptnote site events/*.yaml -o public     a page for each, and a list
    conceptnote site --base-url https://events.example.org/

    Ends with 0 when made, 1 when the data is wrong or not ready for everybody, 2 for wrong usage, 3 when a picture,
    a font, a template or an acknowledgement fails. If it fails, the folder is unchanged.
    """
    wanted = events or [options.USUAL_EVENT]
    with perform(wanted, output_format, report=report, reported=reported, strict=strict, quiet=quiet) as result:
        allowed = [options.one_of(word, SITE_ALLOWANCES, "thing to allow") for word in options.listed(allow)]
        allowed += SITE_ALLOWANCES if allow_draft else ()
        with closing(Pool(context.obj)) as pool:
            found = result.opened(wanted)
            done = make_site(found, folder, base_url=base_url, allowed=allowed, pool=pool, dry_run=dry_run)
        result.problems += done.warnings
        result.lines += _lines(done, dry_run=dry_run)


def _lines(done: Site, *, dry_run: bool) -> Iterator[str]:
    for name in done.files:
        yield f"{done.folder / name}{'' if name in done.changed else '  unchanged'}"
    for name in done.removed:
        yield f"removed {done.folder / name}"
    if dry_run:
        yield "nothing was written (--dry-run)"
