"""The command in this process, which spares each run the second that Python and the libraries take to load.

What a process is needed for (signals, start-up, memory, several at a time) runs `COMMAND` instead; that both say the
same is a test in test_build.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from conceptnote import __main__ as program

COMMAND = str(Path(sys.executable).with_name("conceptnote"))


def run(*arguments: str | Path, cwd: Path, **environment: str) -> CompletedProcess[str]:
    """The code and the output of `conceptnote ARGUMENTS`, run in a folder."""
    out, err = io.StringIO(), io.StringIO()
    words = [COMMAND, *map(str, arguments)]
    with (
        _as_asked(words, environment),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = program._run(None)
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _as_asked(words: list[str], environment: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", words)
        for name, value in environment.items():
            patch.setenv(name, value)
        yield
