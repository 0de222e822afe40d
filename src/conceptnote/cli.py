"""Arguments in, diagnostics out; no logic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from conceptnote import __version__, completion
from conceptnote.build.begin import Beginning, Question, schema_text
from conceptnote.build.press import Press
from conceptnote.build.run import DEFAULT_FORMATS, FORMATS, PAPERS, Format, Output, Request, build, needs_press
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conceptnote {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn an event's facts into its concept note and printed programme.

    \b
    conceptnote init my-event      begins an event file
    conceptnote build              makes its papers, in a folder that has data/event.yaml
    conceptnote build --help       says more of one command, with examples
    """


@app.command("build")
def build_command(
    context: typer.Context,
    event: Annotated[Path, typer.Argument(help="The event file.")] = Path("data/event.yaml"),
    output_dir: Annotated[
        Path | None, typer.Option("-o", "--output-dir", help="Where the files go; the project's out/ by default.")
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "-f",
            "--format",
            help="pdf, docx or html; repeatable, or with commas. [default: pdf,docx]",
            autocompletion=completion.formats,
        ),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "-d",
            "--document",
            help="A document, such as programme; repeatable. [default: all]",
            autocompletion=completion.documents,
        ),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="a4 or letter.", autocompletion=completion.papers)] = "a4",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Build the documents of an event.

    \b
    conceptnote build                         everything, into out/
    conceptnote build -f pdf --paper letter   for the printer in New York
    conceptnote build -d programme -o /tmp    the programme alone, elsewhere

    Ends with 0 when built, 1 when the data is wrong, 2 for wrong usage, 3 when a picture or a
    template fails.
    """
    try:
        request = Request(
            event,
            output_dir,
            [_format(name) for name in _listed(format_)] or DEFAULT_FORMATS,
            _listed(document),
            _one_of(paper, PAPERS, "paper"),
        )
        outputs = _with_progress(request, quiet, Press(context.obj) if needs_press(request.formats) else None)
    except DiagnosticError as error:
        _end(error)
    if not quiet:
        for line in _report(outputs):
            typer.echo(line)


@app.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The project's folder; made if need be.")] = Path(),
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="An existing concept note, .docx or .txt, to begin from."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title of the event.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="Y-M-D", help="The day: 2030-03-05.")] = None,
    year: Annotated[
        str | None, typer.Option("--year", help="The year of a day that the note gives without one.")
    ] = None,
    time: Annotated[str | None, typer.Option("--time", help="From when to when: 9:15–10:45.")] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Continent and city: Europe/Zurich.")
    ] = None,
    venue: Annotated[str | None, typer.Option("--venue", help="Where it takes place.")] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", help="Of the papers: en or fr.", autocompletion=completion.languages),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing; take the defaults.")] = False,
) -> None:
    """Begin an event file, and the project around it.

    \b
    conceptnote init                        asks for title, day, time, zone, venue and language
    conceptnote init my-event --no-input --title "Water for all" --date 2030-03-05
    conceptnote init --from note.docx       makes the event file of an existing concept note

    What could not be read from a note for certain is listed, and kept in the event file.
    Files that are there already stay as they are.

    Ends with 0 when begun, 1 when a value is wrong, 2 when there is an event file already, or the
    note cannot be read.
    """
    given = {"title": title, "date": date, "year": year, "time": time, "timezone": timezone, "venue": venue}
    answers = {key: text for key, text in (given | {"language": language}).items() if text is not None}
    try:
        beginning = Beginning(folder, source, answers)
        for question in [] if no_input else beginning.questions():
            _ask(beginning, question)
        begun = beginning.write()
    except DiagnosticError as error:
        _end(error)
    for finding in begun.findings:
        typer.echo(str(finding), err=True)
    for path in begun.kept:
        typer.echo(f"{path}  was there already, and is as it was")
    for path in begun.created:
        typer.echo(path)


def _ask(beginning: Beginning, question: Question) -> None:
    while True:
        try:
            text = typer.prompt(question.words, default=question.default, show_default=bool(question.default))
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from None
            hint = "answer, or run it with --no-input"
            message = f"nobody answers: {question.words}"
            raise DiagnosticError(Diagnostic(Code.ANSWER_MISSING, message, hint=hint)) from None
        if (problem := beginning.answer(question.key, text)) is None:
            return
        typer.echo(str(problem), err=True)


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the event file.

    Editors complete and explain the keys by it, where it lies beside the event file, and that begins with

    \b
    # yaml-language-server: $schema=event.schema.json

    \b
    conceptnote schema > data/event.schema.json     after a new version of conceptnote
    """
    typer.echo(schema_text(), nl=False)


def _end(error: DiagnosticError) -> NoReturn:
    for diagnostic in error.diagnostics:
        typer.echo(str(diagnostic), err=True)
    raise typer.Exit(error.exit_code) from None


def _listed(values: list[str] | None) -> list[str]:
    return list(dict.fromkeys(word.strip() for value in values or () for word in value.split(",") if word.strip()))


def _format(name: str) -> Format:
    _one_of(name, FORMATS, "format")
    return next(form for form in FORMATS if form == name)


def _one_of(value: str, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        hint = did_you_mean(value, known, listing="there are")
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no {what} “{value}”", hint=hint))
    return value


def _with_progress(request: Request, quiet: bool, press: Press | None) -> list[Output]:
    if quiet or not sys.stderr.isatty():
        return build(request, press=press)
    from rich.console import Console

    with Console(stderr=True).status("building") as status:
        return build(request, lambda name: status.update(f"{name} is done"), press)


def _report(outputs: list[Output]) -> list[str]:
    width = max((len(str(output.path)) for output in outputs), default=0)
    return [
        f"{output.path!s:{width}}  {_pages(output.pages):>8}"
        f"  {len(output.data) / 1000:7.1f} kB  {output.seconds:5.2f} s"
        for output in outputs
    ]


def _pages(pages: int | None) -> str:
    return "–" if pages is None else f"{pages} page{'s' if pages != 1 else ''}"
