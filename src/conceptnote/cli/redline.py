"""`conceptnote redline`."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from conceptnote.api import open_project, this_machine
from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.cli import completion
from conceptnote.cli.bar import bar
from conceptnote.cli.changes import New, Old
from conceptnote.cli.options import (
    USUAL_EVENT,
    Documents,
    EventOption,
    Languages,
    OutputDir,
    OutputFormat,
    Quiet,
    Report,
    known_languages,
    listed,
    one_of,
)
from conceptnote.cli.perform import Result, perform

Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", help="Whose changes they are. [default: the first organiser]"),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="docx, pdf or html; repeatable, or with commas. [default: all three]",
        autocompletion=completion.redline_formats,
    ),
]


def redline_command(
    context: typer.Context,
    old: Old = None,
    new: New = None,
    event: EventOption = USUAL_EVENT,
    output_dir: OutputDir = None,
    format_: Formats = None,
    document: Documents = None,
    language: Languages = None,
    author: Author = None,
    output_format: OutputFormat = "text",
    report: Report = None,
    quiet: Quiet = False,
) -> None:
    """Build papers with the changes between two versions marked.

    In Word they are tracked changes, which can be accepted and rejected.

    \b
    conceptnote redline                  since the last mail, or else the last commit
    conceptnote redline v1 -f docx       since the tag v1, for Word alone
    conceptnote redline HEAD~3 HEAD -d concept-note
    conceptnote redline old.yaml --author "Awa Sow"

    Writes out/concept-note.redline.docx, .pdf and .html, and so on.

    Ends with 0 when built, 1 when a version is wrong, 2 when there is none or for wrong usage, 3 when a picture, a font
    or a template fails.
    """

    def work(result: Result) -> None:
        from conceptnote.compare.find import find_version, old_version
        from conceptnote.redline.run import RedlineRequest, redlines

        project = open_project(event, world=this_machine())
        result.projects.append(project)
        formats = [one_of(word, paper_formats(), "format of redlines") for word in listed(format_)]
        request = RedlineRequest(
            listed(document), formats or paper_formats(), known_languages(language), author, output_dir
        )
        before = old_version(old, project)
        now = project if new is None else find_version(new, project)
        with closing(Pool(context.obj)) as pool, bar(quiet=quiet) as shown:
            done = redlines(project, before, now, request, named=old or "HEAD", progress=shown, pool=pool)
        result.problems += done.warnings
        result.lines += (str(path) for path in done.write())

    perform(work, event, output_format, report=report, quiet=quiet)
