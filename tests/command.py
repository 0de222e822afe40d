"""The command in this process, which spares each run the second that Python and the libraries take to load.

What a process is needed for (signals, start-up, memory, several at a time) runs `COMMAND` instead; that both say the
same is a test in test_build.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

from conceptnote import __main__ as program

COMMAND = str(Path(sys.executable).with_name("conceptnote"))


def run(*arguments: str | Path, cwd: Path) -> CompletedProcess[str]:
    """The code and the output of `conceptnote ARGUMENTS`, run in a folder."""
    out, err = io.StringIO(), io.StringIO()
    words = [COMMAND, *map(str, arguments)]
    with _arguments(words), contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = program._run(None)
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _arguments(words: list[str]) -> Iterator[None]:
    before, sys.argv = sys.argv, words
    environment = dict(os.environ)
    try:
        yield
    finally:
        sys.argv = before
        os.environ.clear()
        os.environ.update(environment)
        gc.enable()
