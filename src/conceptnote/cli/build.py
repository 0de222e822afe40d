"""`conceptnote build`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import typer

from conceptnote.api import Project, build, check_built, open_project
from conceptnote.build.pool import Pool
from conceptnote.build.prefork import Prefork
from conceptnote.build.request import Request
from conceptnote.cli.bar import bar
from conceptnote.cli.options import (
    USUAL_EVENT,
    USUAL_STANDARD,
    Audience,
    Check,
    Documents,
    EmbedFonts,
    EventFiles,
    Final,
    Force,
    Formats,
    Impose,
    Languages,
    OutputDir,
    OutputFormat,
    Paper,
    Quiet,
    RecipientList,
    Report,
    Reported,
    Split,
    Standard,
    Strict,
    Turned,
    ValueFiles,
    Values,
    known_languages,
    make_request,
)
from conceptnote.cli.perform import Result, perform
from conceptnote.cli.several import build_several
from conceptnote.cli.show import shown_build
from conceptnote.diagnostics import Diagnostic


def build_command(
    context: typer.Context,
    event: EventFiles = None,
    output_dir: OutputDir = None,
    format_: Formats = None,
    document: Documents = None,
    paper: Paper = None,
    orientation: Turned = None,
    impose: Impose = None,
    pdf_standard: Standard = USUAL_STANDARD,
    embed_fonts: EmbedFonts = True,
    check: Check = False,
    final: Final = False,
    force: Force = False,
    set_: Values = None,
    set_file: ValueFiles = None,
    audience: Audience = None,
    language: Languages = None,
    split: Split = False,
    recipients: RecipientList = None,
    output_format: OutputFormat = "text",
    strict: Strict = False,
    report: Report = None,
    reported: Reported = None,
    quiet: Quiet = False,
) -> None:
    """Build the papers of an event, or of several events.

    With several events, an overview of them is built too.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme --impose booklet     alone, and on sheets to be folded
    conceptnote build --set venue.room=XX     another room, this once
    conceptnote build --language LANG         of an event in several languages, the papers in one
    conceptnote build --audience funder       concept-note.funder.pdf, with what is for the funder
    conceptnote build -d speaker-brief --split     a file for each speaker, in out/internal
    conceptnote build events/*.yaml           each into out/NAME, and out/overview.pdf

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture, a font, a
    template or an acknowledgement fails or a library is missing, 4 when --check finds outdated files.
    """
    files = event or [USUAL_EVENT]

    def work(result: Result) -> None:
        request = make_request(files[0], output_dir, format_, document, paper, orientation, impose, pdf_standard)
        request = replace(request, embed_fonts=embed_fonts, force=force, final=final)
        request = replace(request, values=set_ or (), value_files=set_file or (), audience=audience)
        request = replace(request, split=split, recipients=recipients, languages=known_languages(language))
        building = build_several if len(files) > 1 else _build_one
        result.lines += building(
            request, files, context.obj, result.problems, result.projects, check=check, quiet=quiet
        )

    perform(work, files, output_format, report=report, reported=reported, strict=strict, quiet=quiet)


def _build_one(
    request: Request,
    _: Sequence[Path],
    forked: Prefork | None,
    problems: list[Diagnostic],
    projects: list[Project],
    *,
    check: bool,
    quiet: bool,
) -> Iterator[str]:
    project = open_project(request.event_file, values=request.values, value_files=request.value_files)
    projects.append(project)
    with closing(Pool(forked)) if request.needs_layout else nullcontext() as pool:
        if check:
            check_built(request, pool, project=project)
            yield "the files are up to date"
            return
        with bar(quiet=quiet) as shown:
            done = build(project, request, progress=shown, pool=pool)
    problems += done.warnings
    yield from shown_build(done)
