"""What is printed: problems in the requested format, and built files."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from conceptnote.api import Project
from conceptnote.build.outputs import staged
from conceptnote.build.record import Record
from conceptnote.build.run import Build, Output
from conceptnote.build.sources import source_reader
from conceptnote.diagnostics import Diagnostic, DiagnosticError, exit_code
from conceptnote.report.colour import wants_colour
from conceptnote.report.forms import FOR_MACHINES, Form


@contextlib.contextmanager
def collected(problems: list[Diagnostic]) -> Iterator[None]:
    """Add the error that ends the work to the problems: mistakes in the input, or a missing Python library."""
    try:
        yield
    except DiagnosticError as error:
        problems += error.diagnostics
    except ImportError as error:
        from conceptnote.machine.distributions import lacking_distribution

        if (problem := lacking_distribution(error)) is None:
            raise
        problems.append(problem)


def tell(
    problems: list[Diagnostic],
    form: Form,
    events: Path | Project | Sequence[Path | Project],
    summary: str | None = None,
    report: Path | None = None,
    reported: Sequence[Path] = (),
) -> None:
    """Print problems: to standard output if they are the result, as with a summary; otherwise to standard error.

    Problems in the files of `reported` are only counted. With a `report` they are written to that file too, as JSON; if
    that fails, it is one more problem.
    """
    if report is not None:
        with collected(problems):
            _write_report(report, problems)
    if not problems and summary is None and form not in FOR_MACHINES:
        return
    from conceptnote.report.render import render

    if reported:
        from conceptnote.report.reported import not_reported

        every, problems = problems, not_reported(problems, reported)
        if (known := len(every) - len(problems)) and form not in FOR_MACHINES:
            typer.echo(f"{known} problem{'s' if known > 1 else ''} reported already", err=True)
            if not problems:
                return

    apart = summary is None and form not in FOR_MACHINES
    colour = wants_colour(sys.stderr if apart else sys.stdout, os.environ)
    reader = source_reader(*([events] if isinstance(events, Path | Project) else events))
    text = render(problems, form, colour=colour, read_source=reader, summary=summary)
    typer.echo(text, err=apart, color=colour)


def _write_report(report: Path, problems: Sequence[Diagnostic]) -> None:
    from conceptnote.report.render import render

    text = render(problems, "json", colour=False, read_source=lambda _: None)
    with staged({report: f"{text}\n".encode()}):
        pass


def end(problems: Sequence[Diagnostic], *, strict: bool = False) -> None:
    """Exit with the code of these problems, if they have one."""
    if code := exit_code(problems, strict=strict):
        raise typer.Exit(code)


def shown_build(done: Build) -> Iterator[str]:
    """A line for each file that was built or removed."""
    width = max((len(str(output.path)) for output in done.outputs), default=0)
    for output in done.outputs:
        size = f"{output.record.bytes / 1000:7.1f} kB"
        yield f"{output.path!s:{width}}  {_pages(output.record):>8}  {size}  {_seconds(output)}"
    for output in done.outputs:
        if output.record.imposition:
            blank = f"; {_blank(output.record.blank)}, so that it can be folded" if output.record.blank else ""
            yield f"{output.path}: to print both sides, turn the paper at its short edge{blank}"
    yield from shown_agreements(done)
    for path in done.removed:
        yield f"removed {path}, which is from an earlier build"


def shown_agreements(done: Build) -> Iterator[str]:
    """A line for each funder who has agreed to something."""
    for one in done.agreements:
        if one.state != "pending":  # reported as a warning
            what = "approved its acknowledgement" if one.state == "approved" else "is not named"
            yield f"{one.party} {what}: {one.by}, {one.on}"


def _seconds(output: Output) -> str:
    return "unchanged" if output.seconds is None else f"{output.seconds:5.2f} s"


def _pages(record: Record) -> str:
    pages, what = record.pages, "side" if record.imposition else "page"
    return "–" if pages is None else f"{pages} {what}{'s' if pages != 1 else ''}"


def _blank(pages: Sequence[int]) -> str:
    *first, last = map(str, pages)
    return f"pages {', '.join(first)} and {last} are blank" if first else f"page {last} is blank"
