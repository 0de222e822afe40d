"""Read strangers' files in a process with limits.

Files are limited by what they contain: elements, letters, drawings of a page. The limits here are for the unforeseen,
so they are generous: they end a process that hangs, and decide nothing about a sound file.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.limits import LimitMet, run_limited

Result = TypeVar("Result")

SECONDS, MEGABYTES = "CONCEPTNOTE_READING_SECONDS", "CONCEPTNOTE_READING_MEGABYTES"
"""The environment variables that override the limits."""

_USUAL = {SECONDS: 300, MEGABYTES: 3000}
_WALL = 4
"""The factor for a machine that is busy otherwise."""


def apart(work: Callable[..., Result], *arguments: object) -> Result:
    """The result of work that opens a stranger's file.

    Raises LimitMet, or what the work raises. Work, arguments and result must be picklable.
    """
    seconds, megabytes = _limit(SECONDS), _limit(MEGABYTES)
    result: Result = run_limited(
        _quietly,
        work,
        arguments,
        memory=megabytes * 2**20,
        cpu_seconds=seconds,
        wall_seconds=_WALL * seconds,
        fork=sys.platform == "linux" and threading.active_count() == 1,  # To fork a process with threads is unsafe.
    )
    return result


def limit_message(met: LimitMet) -> tuple[str, str]:
    """Why a file that met a limit cannot be read, and what to do."""
    match met.limit:
        case "memory":
            text = f"reading it takes more than {_limit(MEGABYTES)} MB of memory"
        case "cpu" | "time":
            text = f"reading it takes more than {_limit(SECONDS)} seconds"
        case _:
            text = "the program that reads it stopped"
    return f"the file cannot be read: {text}", "save or export it again with less content"


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
    """Do the work without the output of libraries that abort."""
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    return work(*arguments)
