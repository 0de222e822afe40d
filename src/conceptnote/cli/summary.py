"""`conceptnote summary`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import this_machine
from conceptnote.cli.options import USUAL_EVENT, EventFile, InJson, ResultForm, folder_option, wants_json
from conceptnote.cli.perform import perform

if TYPE_CHECKING:
    from conceptnote.summary.facts import Facts


def summary_command(
    event: EventFile = USUAL_EVENT,
    output_dir: Annotated[Path | None, folder_option("Where the papers are. [default: the project's out/]")] = None,
    problems_of: Annotated[
        list[Path] | None,
        typer.Option("--problems", metavar="FILE", help="A file that a step wrote with --report; repeatable."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="OLD", help="Say what has changed since a version. [default: the last mail]"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Also write it here, with pictures and public files."),
    ] = None,
    pictures: Annotated[
        str | None, typer.Option("--pictures", metavar="ADDRESS", help="The address of that folder, once published.")
    ] = None,
    artifact: Annotated[
        str | None, typer.Option("--artifact", metavar="ADDRESS", help="The web page that offers that folder.")
    ] = None,
    output_format: ResultForm = "text",
    in_json: InJson = False,
) -> None:
    """Summarise in Markdown what a run made and found.

    It is for the summary of a job; as JSON, for scripts.

    \b
    conceptnote summary --problems check.json --problems build.json
    conceptnote summary --to .papers >> "$GITHUB_STEP_SUMMARY"

    Ends with 0, whatever was found, or with 2 when it cannot be written.
    """
    with perform(event) as result:
        from conceptnote.summary.leave import Run, summarise

        as_json = wants_json(output_format, in_json)
        facts = summarise(Run(event, output_dir, problems_of or (), since), this_machine().today(), to)
        if as_json:
            result.add_json(facts.to_json())
        else:
            result.lines.append(_as_markdown(facts, pictures, artifact).removesuffix("\n"))


def _as_markdown(facts: Facts, pictures: str | None, artifact: str | None) -> str:
    from conceptnote.summary.markdown import Pictures, as_markdown

    base = f"{pictures.rstrip('/')}/" if pictures else None
    return as_markdown(facts, Pictures(base, artifact))
