"""`conceptnote mail`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import open_project
from conceptnote.build.formats import FORMATS
from conceptnote.build.pool import Pool
from conceptnote.cli import options
from conceptnote.cli.bar import bar
from conceptnote.cli.change import agreed
from conceptnote.cli.perform import perform
from conceptnote.site.record import SITE_ALLOWANCES

if TYPE_CHECKING:
    from conceptnote.mail.run import Mailing

_MOST = 10
"""The most drafts that are options.listed one by one."""


To = Annotated[
    str | None,
    typer.Option("--to", metavar="LIST", help="Write a draft for each row of this CSV or YAML list."),
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="The name of the version. [default: the day]")]
Sender = Annotated[
    str | None, typer.Option("--sender", metavar="ADDRESS", help="The sender. [default: your mail program's]")
]
Attached = Annotated[
    list[str] | None,
    options.formats_option("The formats to attach; repeatable, or with commas. [default: pdf,docx,ics]"),
]
Allow = Annotated[
    list[str] | None, options.allow_option("Also mail: draft, approval or acknowledgement", SITE_ALLOWANCES)
]
Folder = Annotated[Path | None, options.folder_option("Where the drafts go. [default: out/mail/NAME]")]
Redline = Annotated[bool, typer.Option("--redline", help="Also attach the papers with the changes marked.")]


def mail_command(
    context: typer.Context,
    to: To = None,
    event: options.EventOption = options.USUAL_EVENT,
    name: Name = None,
    sender: Sender = None,
    format_: Attached = None,
    document: options.Documents = None,
    language: options.Languages = None,
    allow: Allow = None,
    redline: Redline = False,
    output_dir: Folder = None,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    output_format: options.OutputFormat = "text",
    report: options.Report = None,
    quiet: options.Quiet = False,
) -> None:
    """Write e-mail drafts with the papers and what has changed.

    Nothing is sent: open the .eml files in your mail program.

    \b
    conceptnote mail                       one draft, without a recipient
    conceptnote mail --to guests.csv       a draft for each row
    conceptnote mail --name for-the-mission
    conceptnote mail --redline             also attaches marked papers
    conceptnote mail --dry-run             shows the changes, and writes nothing

    The version is recorded in sent/, and the next mail says what has changed since. Commit that folder.

    Ends with 0 when written, 1 for a draft, an open approval or a wrong list, 2 for wrong usage, or if there is no
    terminal, 3 when an acknowledgement is missing.
    """
    with perform(event, output_format, report=report, quiet=quiet) as result:
        from conceptnote.mail.run import MAIL_ALLOWANCES, USUAL_FORMATS, MailRequest, prepare

        project = open_project(event)
        result.projects.append(project)
        attached = [options.one_of(word, tuple(FORMATS), "format") for word in options.listed(format_)] or USUAL_FORMATS
        allowed = [options.one_of(word, MAIL_ALLOWANCES, "thing to allow") for word in options.listed(allow)]
        request = MailRequest(
            to, sender, name, output_dir, attached, options.listed(document), options.known_languages(language),
            allowed, redline,
        )  # fmt: skip
        with closing(Pool(context.obj)) as pool, bar(quiet=quiet) as shown:
            mailing = prepare(project, request, progress=shown, pool=pool)
        result.problems += mailing.warnings
        result.lines += _carried_out(mailing, yes=yes, dry_run=dry_run)


def _carried_out(mailing: Mailing, *, yes: bool, dry_run: bool) -> Iterator[str]:
    """Write the drafts if the user agrees, and list them."""
    preview = list(_preview(mailing))
    if yes or dry_run:
        yield from preview
    else:
        for line in preview:
            typer.echo(line, err=True)
    if dry_run:
        yield "nothing was written (--dry-run)"
    elif yes or agreed():
        mailing.write()
        yield f"nothing is sent: open the drafts in {mailing.folder} in your mail program"
        yield f"recorded in {mailing.record}: commit it, so that others have it too"
    else:
        yield "nothing was written"


def _preview(mailing: Mailing) -> Iterator[str]:
    from conceptnote.compare.report import as_text

    for name, data in list(mailing.drafts.items())[:_MOST]:
        yield f"{mailing.folder / name}  {len(data) / 1000:.1f} kB"
    if len(mailing.drafts) > _MOST:
        yield f"and {len(mailing.drafts) - _MOST} more drafts in {mailing.folder}"
    for name in mailing.left_out:
        yield f"not attached: {name}, which is not for everybody"
    if mailing.news is None:
        yield f"version {mailing.version.name}, the first mail"
    else:
        yield f"version {mailing.version.name}; since {mailing.news.since.name}:"
        yield as_text(mailing.news.changes)
