"""What is printed: files that were built, and problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

import typer

from conceptnote.build.run import Build, Output
from conceptnote.diagnostics import Diagnostic, DiagnosticError


def show_problems(problems: Iterable[Diagnostic]) -> None:
    """Print problems for whoever is to mend them."""
    for problem in problems:
        typer.echo(str(problem), err=True)


def end_with(error: DiagnosticError) -> NoReturn:
    """Print what ended the run, and end it with its exit code."""
    show_problems(error.diagnostics)
    raise typer.Exit(error.exit_code) from None


def show_build(done: Build) -> None:
    """Print a line for each file that was built, and for each that was taken away."""
    width = max((len(str(output.path)) for output in done.outputs), default=0)
    for output in done.outputs:
        size = f"{output.entry.bytes / 1000:7.1f} kB"
        typer.echo(f"{output.path!s:{width}}  {_pages(output.pages):>8}  {size}  {_seconds(output)}")
    for path in done.removed:
        typer.echo(f"removed {path}, which is of an earlier build")


def _seconds(output: Output) -> str:
    return "unchanged" if output.seconds is None else f"{output.seconds:5.2f} s"


def _pages(pages: int | None) -> str:
    return "–" if pages is None else f"{pages} page{'s' if pages != 1 else ''}"
