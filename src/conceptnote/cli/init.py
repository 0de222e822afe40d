"""`conceptnote init`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from conceptnote.build.project_creation import CreatedProject, ProjectCreation, Question
from conceptnote.build.whole_event import WholeEvent, event_again, event_of_last_time
from conceptnote.cli import completion
from conceptnote.cli.options import DryRun
from conceptnote.cli.perform import Result, perform
from conceptnote.cli.show import tell
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.languages.known import shipped_tags
from conceptnote.regularfile import real_path

_LANGUAGE_HELP = f"The language of the papers: {', '.join(shipped_tags())}, or one of the project."


def init_command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The project's folder, made if it does not exist.")
    ] = Path(),
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="A concept note or programme to begin from: .docx, .pdf, .md or .txt."
        ),
    ] = None,
    like: Annotated[Path | None, typer.Option("--like", metavar="EVENT", help="Begin with this earlier event.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The title of the event.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="Y-M-D", help="The day: 2030-03-05.")] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="The year, if the note names none.")
    ] = None,
    time: Annotated[str | None, typer.Option("--time", metavar="TIMES", help="From when to when: 9:15–10:45.")] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Continent and city: Europe/Zurich.")
    ] = None,
    venue: Annotated[str | None, typer.Option("--venue", metavar="TEXT", help="The venue.")] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", help=_LANGUAGE_HELP, autocompletion=completion.one(completion.languages)),
    ] = None,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing; take the defaults.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", hidden=True, help="The same as --yes.")] = False,
    ci: Annotated[bool, typer.Option("--ci/--no-ci", help="Write a workflow for GitHub Actions.")] = True,
    dry_run: DryRun = False,
) -> None:
    """Start an event file, and the project around it.

    \b
    conceptnote init                        asks for title, day, venue and so on
    conceptnote init my-event --yes --title "Water for all" --date 2030-03-05
    conceptnote init --from note.docx       begins with an existing note
    conceptnote init 2031 --like 2030       begins with the event of last time

    What could not be read from a note for certain is listed, and kept in the event file.
    Existing files are left unchanged. Without a terminal, --yes is required.

    Ends with 0 when written, 1 when a value is wrong, 2 when an event file exists already, or the
    note cannot be read.
    """
    given = {"title": title, "date": date, "year": year, "time": time, "timezone": timezone, "venue": venue}
    answers = {key: text for key, text in (given | {"language": language}).items() if text is not None}
    with perform(None) as result:
        creation = ProjectCreation(folder, source, answers, whole=_of_last_time(like, source, answers))
        for question in [] if yes or no_input else creation.questions():
            _ask(creation, question)
        _report(result, creation.write(ci=ci, dry_run=dry_run), folder, dry_run=dry_run)


def _report(result: Result, created: CreatedProject, folder: Path, *, dry_run: bool) -> None:
    """The files, what to check first, and what to type next."""
    result.problems += created.findings
    result.lines += _listed(created, dry_run=dry_run)
    result.lines += created.summary
    result.lines += [] if dry_run else _next_steps(folder)
    result.lines += ["", str(created.pipeline)] if created.pipeline else []


def _of_last_time(like: Path | None, source: Path | None, answers: dict[str, str]) -> WholeEvent | None:
    """The event in `--like`, without what was true only then."""
    if like is None:
        return None
    if source is not None or answers:
        other = "--from" if source is not None else f"--{next(iter(answers))}"
        message = f"--like cannot be used with {other}"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, hint="edit the new event file instead"))
    last = event_of_last_time(like)
    from conceptnote.edit.again import begun_again

    return event_again(last, begun_again(last.text, last.project.shown, str(uuid4())))


def _listed(created: CreatedProject, *, dry_run: bool) -> Iterator[str]:
    yield from (f"{path}  already exists; it is unchanged" for path in created.kept)
    yield from (f"{path}  would be written" if dry_run else str(path) for path in created.created)


def _next_steps(folder: Path) -> list[str]:
    """The two commands to type next, from the folder in which `init` ran."""
    event = "" if real_path(folder) == Path.cwd() else f" {shlex.quote(str(folder))}"
    return ["", "Next:", f"  conceptnote build{event}", f"  conceptnote check{event}"]


def _ask(creation: ProjectCreation, question: Question) -> None:
    while True:
        try:
            text = typer.prompt(question.words, default=question.default, show_default=bool(question.default))
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from None
            hint = "type an answer, or run it with --yes"
            message = f"the question “{question.words}” has no answer"
            raise DiagnosticError(Diagnostic(Code.ANSWER_MISSING, message, hint=hint)) from None
        if (problem := creation.answer(question.key, text)) is None:
            return
        tell([problem], "text", ())
