"""`conceptnote check`."""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import Annotated

import typer

from conceptnote.api import check
from conceptnote.build.pool import Pool
from conceptnote.cli.options import (
    USUAL_EVENT,
    Audience,
    EventFiles,
    Languages,
    OutputFormat,
    Paper,
    Report,
    Strict,
    ValueFiles,
    Values,
    known_languages,
    one_of,
)
from conceptnote.cli.perform import Result, perform
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.pageformat import PAPERS


def check_command(
    context: typer.Context,
    event: EventFiles = None,
    set_: Values = None,
    set_file: ValueFiles = None,
    audience: Audience = None,
    language: Languages = None,
    rendered: Annotated[
        bool, typer.Option("--rendered", help="Print all papers in memory, and look at their pages, too.")
    ] = False,
    paper: Paper = None,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
) -> None:
    """Report what seems wrong in an event, or in several.

    It is read as an experienced colleague would read it; several events are compared, too.

    \b
    conceptnote check                         data/event.yaml
    conceptnote check other/event.yaml        another event
    conceptnote check --strict                before printing: warnings fail, too
    conceptnote check --language LANG         of an event in several languages, the texts in one
    conceptnote check --rendered              what only pages show: torn rows, single lines, lengths
    conceptnote check --rendered --paper letter
    conceptnote check events/*.yaml           and whether a person or a room is booked twice

    No file is written, and without --rendered nothing is rendered. Ends with 0 when there are no errors,
    1 when the data is wrong, 2 for wrong usage, 3 when a picture fails, or a template with --rendered.
    docs/checks.md explains every check, and how to silence one.
    """
    files = event or [USUAL_EVENT]

    def work(result: Result) -> None:
        size = one_of(paper, PAPERS, "paper") if paper else None
        if paper and not rendered:
            hint = "add --rendered, or remove --paper"
            raise DiagnosticError(
                Diagnostic(Code.UNKNOWN_OPTION_VALUE, "--paper is about pages, which need --rendered", hint=hint)
            )
        asked = known_languages(language)
        with closing(Pool(context.obj)) if rendered else nullcontext() as pool:
            found = check(
                *files, values=set_ or (), value_files=set_file or (), audience=audience, languages=asked,
                rendered=rendered, paper=size, pool=pool,
            )  # fmt: skip
        result.projects += found.projects
        result.problems += found.diagnostics
        result.summary = found.summary(str(files[0]) if len(files) == 1 else f"{len(files)} events")

    perform(work, files, output_format, report=report, strict=strict)
