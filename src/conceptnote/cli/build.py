"""`conceptnote build`."""

from __future__ import annotations

from contextlib import closing, nullcontext

import typer
from msgspec.structs import replace

from conceptnote.api import build, check_built, open_project
from conceptnote.build.pool import Pool
from conceptnote.build.prefork import Prefork
from conceptnote.build.request import Request
from conceptnote.cli import options
from conceptnote.cli.bar import bar
from conceptnote.cli.perform import Result, perform
from conceptnote.cli.several import build_several
from conceptnote.cli.show import shown_build


def build_command(
    context: typer.Context,
    event: options.EventFiles = None,
    output_dir: options.OutputDir = None,
    format_: options.Formats = None,
    document: options.Documents = None,
    paper: options.Paper = None,
    orientation: options.Turned = None,
    impose: options.Impose = None,
    pdf_standard: options.Standard = options.USUAL_STANDARD,
    embed_fonts: options.EmbedFonts = True,
    check: options.Check = False,
    final: options.Final = False,
    force: options.Force = False,
    set_: options.Values = None,
    set_file: options.ValueFiles = None,
    audience: options.Audience = None,
    language: options.Languages = None,
    split: options.Split = False,
    recipients: options.RecipientList = None,
    output_format: options.OutputFormat = "text",
    strict: options.Strict = False,
    report: options.Report = None,
    reported: options.Reported = None,
    quiet: options.Quiet = False,
) -> None:
    """Build the papers of an event, or of several events.

    With several events, an overview of them is built too.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme --impose booklet     on sheets to fold
    conceptnote build --set venue.room=XX     another room, this once
    conceptnote build --language LANG         only the papers in this language
    conceptnote build --audience funder       also the parts for the funder
    conceptnote build -d speaker-brief --split     a file for each speaker
    conceptnote build events/*.yaml           each event, and an overview

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture, a font, a
    template or an acknowledgement fails or a library is missing, 4 when --check finds outdated files.
    """
    files = event or [options.USUAL_EVENT]
    with perform(files, output_format, report=report, reported=reported, strict=strict, quiet=quiet) as result:
        request = replace(
            options.make_request(files[0], output_dir, format_, document, paper, orientation, impose, pdf_standard),
            embed_fonts=embed_fonts, force=force, final=final, values=set_ or (), value_files=set_file or (),
            audience=audience, split=split, recipients=recipients, languages=options.known_languages(language),
        )  # fmt: skip
        if len(files) > 1:
            build_several(request, files, context.obj, result, check=check, quiet=quiet)
        else:
            _build_one(request, context.obj, result, check=check, quiet=quiet)


def _build_one(request: Request, forked: Prefork | None, result: Result, *, check: bool, quiet: bool) -> None:
    project = open_project(request.event_file, values=request.values, value_files=request.value_files)
    result.projects.append(project)
    with closing(Pool(forked)) if request.needs_layout else nullcontext() as pool:
        if check:
            check_built(request, pool, project=project)
            result.lines.append("the files are up to date")
            return
        with bar(quiet=quiet) as shown:
            done = build(project, request, progress=shown, pool=pool)
    result.problems += done.warnings
    result.lines += shown_build(done)
