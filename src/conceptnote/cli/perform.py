"""The skeleton of all commands: do the work, report problems, print lines, exit with a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from msgspec import Struct, field

from conceptnote.api import Project, open_project, this_machine
from conceptnote.cli.options import one_of
from conceptnote.cli.show import collected, end, tell
from conceptnote.diagnostics import Diagnostic, DiagnosticError, ExitCode
from conceptnote.report.forms import FOR_MACHINES, FORMS, Form


class Result(Struct):
    """The result of a command; a `summary` ends the problems, if these are the result.

    `lines` are printed after the problems, except with `--quiet` and in machine formats. `code` is the exit code if the
    problems have none.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    """The projects opened by the work: excerpts of their files are shown without reading them again."""
    summary: str | None = None
    code: ExitCode = ExitCode.BUILT

    def opened(self, events: Sequence[Path]) -> list[Path | Project]:
        """The events, each opened once; a file that cannot be opened stays a path, for the work to report."""
        world = this_machine()
        found: list[Path | Project] = []
        for event in events:
            try:
                found.append(open_project(event, world=world))
            except DiagnosticError:
                found.append(event)
        self.projects += (one for one in found if isinstance(one, Project))
        return found

    def add_json(self, data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Add data as JSON."""
        from conceptnote.report.json import dump

        self.lines.append(dump(data))


@contextmanager
def perform(
    events: Path | Sequence[Path] | None,
    output_format: str = "text",
    *,
    report: Path | None = None,
    reported: Sequence[Path] | None = None,
    strict: bool = False,
    quiet: bool = False,
) -> Iterator[Result]:
    """Do the work of a command, which fills the result, and exit with its code.

    Problems that are `reported` already are not printed again. The result so far is printed even if the work raises
    DiagnosticError.
    """
    result = Result()
    form: Form = "text"
    with collected(result.problems):
        form = one_of(output_format, FORMS, "output format")
    if not result.problems:
        with collected(result.problems):
            yield result
    tell(result.problems, form, result.projects or events or (), result.summary, report, reported or ())
    if not quiet and form not in FOR_MACHINES:
        for line in result.lines:
            typer.echo(line)
    end(result.problems, strict=strict)
    if result.code:
        raise typer.Exit(result.code)
