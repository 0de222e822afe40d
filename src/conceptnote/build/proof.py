"""The proof of acknowledgement, on files as they are on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conceptnote.build.formats import Proof, check_any, format_of
from conceptnote.build.hashing import sha256
from conceptnote.build.prefork import forks
from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.regularfile import read_regular
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from conceptnote.build.pool import Pool
    from conceptnote.check.finding import Finding, Proven
    from conceptnote.check.obligation import Obligation

_LARGEST = 100 * 1024 * 1024 + 1
"""The most bytes read of a file; larger ones are refused by their reader."""


class Due(NamedTuple):
    """A file that owes acknowledgement: its name in messages, where it is, what it owes, and a proof of its bytes."""

    name: Path
    place: Path
    obligations: Sequence[Obligation]
    proven: Proven | None = None


def prove(files: Iterable[Due], pool: Pool | None = None, *, foreign: bool = False) -> list[Diagnostic]:
    """The obligations to funders that files fail, file by file; an unreadable file fails all.

    A `pool` proves several at a time. With `foreign`, files may be anybody's.
    """
    tasks = [partial(_proven, due, foreign) for due in files]
    if pool is None or not forks():  # a spawned worker may have no process with limits, in which drawings are drawn
        return [problem for task in tasks for problem in task()]
    found: dict[int, list[Diagnostic]] = {}
    for at, result in pool.run([partial(_caught, task) for task in tasks]):
        if isinstance(result, Exception):
            raise result
        found[at] = result if isinstance(result, list) else [_lost(tasks[at].args[0].name)]
    return [problem for _, problems in sorted(found.items()) for problem in problems]


def _lost(name: Path) -> Diagnostic:
    message = "the process that proves the acknowledgement has ended"
    return _problem(name, message, "memory may be short: build it alone with -d")


def _caught(task: partial[list[Diagnostic]]) -> list[Diagnostic] | Exception:
    """What a task gives, or raises: it is raised again where the pool is."""
    try:
        return task()
    except Exception as error:
        return error


def _proven(due: Due, foreign: bool) -> list[Diagnostic]:
    from conceptnote.read.unreadable import UnreadableFile

    name = due.name
    try:
        data = read_regular(due.place, _LARGEST)
    except OSError as error:
        return [
            _problem(
                name,
                f"the file cannot be read: {reason(error)}",
                "name a PDF, DOCX or HTML file, or the folder of a build",
            )
        ]
    if due.proven is not None and due.proven.sha256 == sha256(data):
        return [_diagnostic(name, finding) for finding in due.proven.findings]
    try:
        return [_diagnostic(name, finding) for finding in _proof(name)(data, due.obligations, foreign)]
    except UnreadableFile as error:
        hint = error.hint or "name a PDF, DOCX or HTML file that opens"
        return [_problem(name, f"the file cannot be read: {error}", hint)]
    except Exception as error:
        if not foreign or isinstance(error, MemoryError):
            raise
        # A stranger's file can have anything in place of what is expected.
        message = f"the file cannot be read: it is damaged ({type(error).__name__})"
        return [_problem(name, message, "save or export it again")]


def _proof(name: Path) -> Proof:
    """The proof of a file: by the format in its name, otherwise by any of the shipped formats."""
    form = format_of(name.name)
    return form.proof if form and form.proof else check_any


def _diagnostic(name: Path, finding: Finding) -> Diagnostic:
    return _problem(name, str(finding), finding.hint)


def _problem(name: Path, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(Code.ACKNOWLEDGEMENT, message, Location(str(name)), hint=hint)
