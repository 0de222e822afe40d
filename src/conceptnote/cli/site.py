"""`conceptnote site`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.build.pool import Pool
from conceptnote.cli.options import USUAL_EVENT, OutputFormat, Quiet, Report, Strict, named_event, one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form
from conceptnote.site.run import make_site

if TYPE_CHECKING:
    from conceptnote.site.run import Site


def site_command(
    context: typer.Context,
    events: Annotated[
        list[Path] | None,
        typer.Argument(help="The event file, or several. [default: data/event.yaml]", parser=named_event),
    ] = None,
    folder: Annotated[Path, typer.Option("-o", "--output-dir", help="The folder of the site.")] = Path("site"),
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where the site will be found, for its canonical links."),
    ] = None,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", help="Publish drafts, too, and what a funder has still to agree to.")
    ] = False,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Make the web page of an event: its note, its programme, and the files to download.

    \b
    conceptnote site                             the page of data/event.yaml, in site/
    conceptnote site events/*.yaml -o public     a page for each, and one that lists them
    conceptnote site --base-url https://events.example.org/

    Ends with 0 when made, 1 when the data is wrong or not ready for everybody, 2 for wrong usage, 3 when a picture,
    a font, a template or an acknowledgement fails. The folder is then as it was.
    """
    problems: list[Diagnostic] = []
    form: Form = "text"
    done: Site | None = None
    wanted = events or [USUAL_EVENT]
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        with closing(Pool(context.obj)) as pool:
            done = make_site(wanted, folder, base_url=base_url, allow_draft=allow_draft, pool=pool)
        problems += done.warnings
    tell(problems, form, wanted, report=report)
    if done is not None and not quiet and form not in FOR_MACHINES:
        for name in done.files:
            typer.echo(f"{done.folder / name}{'' if name in done.changed else '  unchanged'}")
    end(problems, strict=strict)
