"""`conceptnote summary`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import this_machine
from conceptnote.cli.options import USUAL_EVENT, EventFile
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic

if TYPE_CHECKING:
    from conceptnote.summary.facts import Facts


def summary_command(
    event: EventFile = USUAL_EVENT,
    output_dir: Annotated[
        Path | None, typer.Option("-o", "--output-dir", help="Where the papers are; the project's out/ by default.")
    ] = None,
    problems_of: Annotated[
        list[Path] | None,
        typer.Option("--problems", metavar="FILE", help="What a step wrote with --report; repeatable."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Leave it there too, with pictures and the files for everybody."),
    ] = None,
    pictures: Annotated[
        str | None, typer.Option("--pictures", metavar="ADDRESS", help="The address of that folder, once published.")
    ] = None,
    artifact: Annotated[
        str | None, typer.Option("--artifact", metavar="ADDRESS", help="The page from which it can be downloaded.")
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say in Markdown what a run made and found: for the summary of a job.

    \b
    conceptnote summary --problems check.json --problems build.json
    conceptnote summary --to .papers >> "$GITHUB_STEP_SUMMARY"

    Ends with 0 whatever it has to tell, and with 2 where it cannot be written.
    """
    problems: list[Diagnostic] = []
    facts: Facts | None = None
    with collected(problems):
        from conceptnote.summary.leave import Run, summarise

        facts = summarise(Run(event, output_dir, problems_of or ()), this_machine().today(), to)
    tell(problems, "text", event)
    if facts is not None:
        typer.echo(_as_json(facts) if in_json else _as_markdown(facts, pictures, artifact), nl=False)
    end(problems)


def _as_json(facts: Facts) -> str:
    from conceptnote.report.json import dump

    return dump(facts.to_json()) + "\n"


def _as_markdown(facts: Facts, pictures: str | None, artifact: str | None) -> str:
    from conceptnote.summary.markdown import Pictures, as_markdown

    base = f"{pictures.rstrip('/')}/" if pictures else None
    return as_markdown(facts, Pictures(base, artifact))
