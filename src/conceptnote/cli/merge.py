"""`conceptnote merge`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import Project, open_project, this_machine
from conceptnote.cli import completion
from conceptnote.cli.change import agreed
from conceptnote.cli.options import USUAL_EVENT, DryRun, EventOption, ResultForm, Yes, one_of
from conceptnote.cli.perform import Result, perform
from conceptnote.diagnostics import ExitCode
from conceptnote.report.forms import RESULT_FORMS
from conceptnote.report.json import dump

if TYPE_CHECKING:
    from conceptnote.merge.merging import Choice, Comparison
    from conceptnote.merge.search import Edit


def merge_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.docx…", help="Word files that came back.")],
    event: EventOption = USUAL_EVENT,
    yes: Yes = False,
    dry_run: DryRun = False,
    author: Annotated[
        list[str] | None,
        typer.Option("--author", metavar="NAME", help="Take only what this author has tracked; repeatable."),
    ] = None,
    pending: Annotated[
        str,
        typer.Option(
            "--pending",
            metavar="accept|reject",
            help="Tracked changes that nobody has accepted yet: take them, or leave them out.",
            autocompletion=completion.one(completion.PENDING),
        ),
    ] = "accept",
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="VERSION",
            help="What was sent: a file or a Git revision. [default: looked up]",
        ),
    ] = None,
    output_format: ResultForm = "text",
) -> None:
    """Bring a Word file's edits into the event file.

    \b
    conceptnote merge note-final.docx
    conceptnote merge reply-1.docx reply-2.docx
    conceptnote merge note.docx --author "Awa Sow" --yes
    conceptnote merge note.docx --base v1 --dry-run

    Shows each edit with its author, and asks. Edits that have no place in the event file are reported,
    and comments are kept in event.comments.md.

    Ends with 0 when all is in the event file, 5 when a conflict or an edit is left to you, 1 when
    something cannot be written, 2 for wrong usage.
    """
    with perform(event, "text") as result:
        from conceptnote.merge.merging import Choice, bytes_of, compare

        one_of(output_format, RESULT_FORMS, "output format")
        one_of(pending, completion.PENDING, "choice")
        project = open_project(event, world=this_machine())
        choice = Choice(pending == "accept", tuple(author or ()))
        comparisons = [compare(project, file, bytes_of(file), choice, base) for file in files]
        _merge(result, comparisons, project, choice, yes=yes, dry_run=dry_run, in_json=output_format == "json")


def _merge(
    result: Result,
    comparisons: Sequence[Comparison],
    project: Project,
    choice: Choice,
    *,
    yes: bool,
    dry_run: bool,
    in_json: bool,
) -> None:
    """Show the edits, ask, and write."""
    from conceptnote.merge.comments import keep_comments
    from conceptnote.merge.merging import current_data, merged, proposal_for, still_differs
    from conceptnote.merge.report import as_data
    from conceptnote.merge.wording import in_conflict

    data = current_data(project)
    quiet, sure = in_json, yes or dry_run
    wanted = [edit for one in comparisons for edit in _chosen(one, choice, sure=sure or in_json, quiet=quiet)]
    done = merged(data, wanted)
    for comparison in comparisons:
        mine = [(edit, one) for edit, one in done.conflicts if edit in comparison.edits]
        result.problems += [in_conflict(comparison.file, edit, one) for edit, one in mine]
        result.problems += comparison.left
    if in_json:
        typer.echo(dump(as_data(comparisons, done)))
    if result.problems or len(wanted) < sum(len(one.edits) for one in comparisons):
        result.code = ExitCode.LEFT
    if dry_run or (in_json and not yes):
        result.lines += [] if in_json else ["nothing was written (--dry-run)"]
        return
    kept = keep_comments(project, comparisons)
    lines = [f"comments are in {project.name_of(kept)}"] if kept else []
    if done.taken:
        written = proposal_for(project, done.data, f"merge {' '.join(one.file.name for one in comparisons)}").write()
        lines.insert(0, f"written: {', '.join(file.shown for file in written.files)}; conceptnote undo takes it back")
        result.problems += still_differs(comparisons, done.taken, done.data)
    elif done.there:
        lines.insert(0, "the event file already has these edits")
    else:
        lines.insert(0, "nothing was written")
    result.lines += [] if in_json else lines


def _chosen(comparison: Comparison, choice: Choice, *, sure: bool, quiet: bool) -> Iterator[Edit]:
    """The chosen edits of a file; on a terminal the user is asked for each."""
    from conceptnote.merge.wording import comment_lines, edit_lines

    if not quiet:
        count = len(comparison.edits)
        typer.echo(f"{comparison.file}: {comparison.base.paper.shown}, {count or 'no'} edit{'s' * (count != 1)}")
    for edit in comparison.edits:
        if not quiet:
            for line in edit_lines(edit):
                typer.echo(f"  {line}")
        by = {one.author for one in edit.revisions}
        if choice.authors and not by & set(choice.authors):
            continue
        if sure or agreed("  Take this?"):
            yield edit
    for line in () if quiet else comment_lines(comparison.comments):
        typer.echo(f"  {line}")
