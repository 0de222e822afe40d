"""What strangers' files say, read in a process with limits of its own.

Files are bounded by what they count: elements, letters, what a page draws. These limits are for what nobody foresaw, so
they are generous: they end a process that would not end, and decide nothing about a file that is sound.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeVar

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.limits import LimitMet, run_limited

Result = TypeVar("Result")

SECONDS, MEGABYTES = "CONCEPTNOTE_READING_SECONDS", "CONCEPTNOTE_READING_MEGABYTES"
"""The environment variables that set the limits otherwise."""

_USUAL = {SECONDS: 300, MEGABYTES: 3000}
_WALL = 4
"""A machine that does other things too takes so many times as long."""


def apart(work: Callable[..., Result], *arguments: object) -> Result:
    """The result of work that opens a stranger's file. Raises LimitMet, or what the work raises.

    Work, arguments and result must be picklable.
    """
    seconds, megabytes = _limit(SECONDS), _limit(MEGABYTES)
    result: Result = run_limited(
        _quietly, work, arguments, memory=megabytes * 2**20, cpu_seconds=seconds, wall_seconds=_WALL * seconds
    )
    return result


def limit_said(met: LimitMet) -> tuple[str, str]:
    """Why a file cannot be read whose reading met a limit, and what to do."""
    match met.limit:
        case "memory":
            said = f"reading it takes more than {_limit(MEGABYTES)} MB of memory"
        case "cpu" | "time":
            said = f"reading it takes more than {_limit(SECONDS)} seconds"
        case _:
            said = "the program that reads it stopped"
    return f"the file cannot be read: {said}", "save or export it again, with less in it"


def _limit(variable: str) -> int:
    text = os.environ.get(variable, "")
    if not text:
        return _USUAL[variable]
    if text.isascii() and text.isdecimal() and 0 < int(text) < 10**6:
        return int(text)
    message = f"the environment variable {variable} is “{text[:40]}”"
    hint = f"set it to a whole number, such as {_USUAL[variable]}, or remove it"
    raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, hint=hint))


def _quietly(work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """Do the work; what its libraries print while they break off is no message to a person."""
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    return work(*arguments)
