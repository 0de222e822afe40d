"""`conceptnote build`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import typer

from conceptnote.build.press import Press
from conceptnote.build.request import Request
from conceptnote.build.run import build, check_built
from conceptnote.build.standby import Child
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
    Split,
    Standard,
    Strict,
    Turned,
    ValueFiles,
    Values,
    known_languages,
    make_request,
    one_of,
)
from conceptnote.cli.several import build_several
from conceptnote.cli.show import collected, end, shown_build, tell
from conceptnote.diagnostics import Diagnostic
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


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
    quiet: Quiet = False,
) -> None:
    """Build the documents of an event, or of several and an overview of them.

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
    problems: list[Diagnostic] = []
    form: Form = "text"
    said: list[str] = []
    files = event or [USUAL_EVENT]
    with collected(problems):
        form = one_of(output_format, FORMS, "output format")
        request = make_request(files[0], output_dir, format_, document, paper, orientation, impose, pdf_standard)
        request = replace(request, embed_fonts=embed_fonts, force=force, final=final)
        request = replace(request, values=set_ or (), value_files=set_file or (), audience=audience)
        request = replace(request, split=split, recipients=recipients, languages=known_languages(language))
        if len(files) > 1:
            said += build_several(request, files, problems, check=check, quiet=quiet)
        else:
            said += _build_one(request, problems, context.obj, check=check, quiet=quiet)
    tell(problems, form, files, report=report)
    _say(said if not quiet and form not in FOR_MACHINES else [], problems, strict=strict)


def _say(lines: list[str], problems: list[Diagnostic], *, strict: bool) -> None:
    for line in lines:
        typer.echo(line)
    end(problems, strict=strict)


def _build_one(
    request: Request, problems: list[Diagnostic], child: Child | None, *, check: bool, quiet: bool
) -> Iterator[str]:
    press = Press(child) if request.needs_press else None
    if check:
        check_built(request, press)
        yield "the files are what the inputs give"
    else:
        with bar(quiet=quiet) as shown:
            done = build(request, shown, press)
        problems += done.warnings
        yield from shown_build(done)
