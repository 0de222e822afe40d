"""`conceptnote redline`."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from conceptnote.api import open_project, this_machine
from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.cli import options
from conceptnote.cli.bar import bar
from conceptnote.cli.changes import New, Old
from conceptnote.cli.perform import perform

Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", help="Whose changes they are. [default: the first organiser]"),
]
Formats = Annotated[
    list[str] | None,
    options.formats_option("docx, pdf or html; repeatable, or with commas. [default: all three]", paper_formats),
]


def redline_command(
    context: typer.Context,
    old: Old = None,
    new: New = None,
    event: options.EventOption = options.USUAL_EVENT,
    output_dir: options.OutputDir = None,
    format_: Formats = None,
    document: options.Documents = None,
    language: options.Languages = None,
    author: Author = None,
    output_format: options.OutputFormat = "text",
    report: options.Report = None,
    quiet: options.Quiet = False,
) -> None:
    """Build papers with the changes between two versions marked.

    In Word they are tracked changes, which can be accepted and rejected.

    \b
    conceptnote redline                  since the last mail or commit
    conceptnote redline v1 -f docx       since the tag v1, for Word alone
    conceptnote redline HEAD~3 HEAD -d concept-note
    conceptnote redline old.yaml --author "Awa Sow"

    Writes out/concept-note.redline.docx, .pdf and .html, and so on.

    Ends with 0 when built, 1 when a version is wrong, 2 for a missing version or wrong usage, 3 when a picture, a font
    or a template fails.
    """
    with perform(event, output_format, report=report, quiet=quiet) as result:
        from conceptnote.compare.find import find_version, old_version
        from conceptnote.redline.run import RedlineRequest, redlines

        project = open_project(event, world=this_machine())
        result.projects.append(project)
        formats = [options.one_of(word, paper_formats(), "format of redlines") for word in options.listed(format_)]
        request = RedlineRequest(
            options.listed(document), formats or paper_formats(), options.known_languages(language), author, output_dir
        )
        before = old_version(old, project)
        now = project if new is None else find_version(new, project)
        with closing(Pool(context.obj)) as pool, bar(quiet=quiet) as shown:
            done = redlines(project, before, now, request, named=old or "HEAD", progress=shown, pool=pool)
        result.problems += done.warnings
        result.lines += (str(path) for path in done.write())
