"""What all commands have in common: work is done, problems are reported, lines are printed, and a code is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

from conceptnote.api import Project
from conceptnote.cli.options import one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic, ExitCode
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


@dataclass(slots=True)
class Result:
    """What a command has found and made; a `summary` ends the problems, where these are what was asked for.

    `lines` are printed after the problems, unless a person wants none or a machine reads. `code` is what the command
    ends with where the problems have no code of their own.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    """The projects that the work has opened: excerpts of their files are shown without reading these again."""
    summary: str | None = None
    code: ExitCode = ExitCode.BUILT


def perform(
    work: Callable[[Result], None],
    events: Path | Sequence[Path] | None,
    output_format: str = "text",
    *,
    report: Path | None = None,
    reported: Sequence[Path] | None = None,
    strict: bool = False,
    quiet: bool = False,
) -> None:
    """Do the work of a command, and end with its exit code.

    Problems that are `reported` already are not printed again. What the work adds to its result is printed even if it
    then raises DiagnosticError.
    """
    result = Result()
    form: Form = "text"
    with collected(result.problems):
        form = one_of(output_format, FORMS, "output format")
        work(result)
    tell(result.problems, form, result.projects or events or (), result.summary, report, reported or ())
    if not quiet and form not in FOR_MACHINES:
        for line in result.lines:
            typer.echo(line)
    end(result.problems, strict=strict)
    if result.code:
        raise typer.Exit(result.code)
