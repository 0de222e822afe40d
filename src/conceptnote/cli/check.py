"""`conceptnote check`."""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import Annotated

import typer

from conceptnote.api import check
from conceptnote.build.pool import Pool
from conceptnote.cli import options
from conceptnote.cli.perform import perform
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.pageformat import PAPERS


def check_command(
    context: typer.Context,
    event: options.EventFiles = None,
    set_: options.Values = None,
    set_file: options.ValueFiles = None,
    audience: options.Audience = None,
    language: options.Languages = None,
    rendered: Annotated[bool, typer.Option("--rendered", help="Also look at the pages of all papers.")] = False,
    paper: options.Paper = None,
    output_format: options.OutputFormat = "text",
    strict: options.Strict = False,
    report: options.Report = None,
) -> None:
    """Report what seems wrong in an event, or in several.

    Reads it as an experienced colleague would; several events are also compared.

    \b
    conceptnote check                         data/event.yaml
    conceptnote check other/event.yaml        another event
    conceptnote check --strict                before printing: warnings fail, too
    conceptnote check --language LANG         only the texts in this language
    conceptnote check --rendered              also what only pages show
    conceptnote check --rendered --paper letter
    conceptnote check events/*.yaml           also double bookings

    No file is written, and without --rendered nothing is rendered. Ends with 0 when there are no errors,
    1 when the data is wrong, 2 for wrong usage, 3 when a picture fails, or a template with --rendered.
    docs/checks.md explains every check, and how to silence one.
    """
    files = event or [options.USUAL_EVENT]
    with perform(files, output_format, report=report, strict=strict) as result:
        size = options.one_of(paper, PAPERS, "paper") if paper else None
        if paper and not rendered:
            hint = "add --rendered, or remove --paper"
            raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, "--paper needs --rendered", hint=hint))
        asked = options.known_languages(language)
        with closing(Pool(context.obj)) if rendered else nullcontext() as pool:
            found = check(
                *files, values=set_ or (), value_files=set_file or (), audience=audience, languages=asked,
                rendered=rendered, paper=size, pool=pool,
            )  # fmt: skip
        result.projects += found.projects
        result.problems += found.diagnostics
        result.summary = found.summary(str(files[0]) if len(files) == 1 else f"{len(files)} events")
