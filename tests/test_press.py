"""The press forks, and must not where that would lose a thread that what it forked then waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Newer Pango has a thread that asks Fontconfig, and waits for its answer. No fork has that thread.
PROGRAM = """
import sys, threading
from pathlib import Path
from conceptnote.build import press
from conceptnote.build.request import Request
from conceptnote.build.run import build

made = press._printer

def printer(look):
    printer = made(look)
    asked, answered = threading.Semaphore(0), threading.Semaphore(0)
    def answer():
        while True:
            asked.acquire()
            answered.release()
    threading.Thread(target=answer, daemon=True).start()
    def printing(job, whole=printer.print):
        asked.release()
        answered.acquire()
        return whole(job)
    printer.print = printing
    return printer

press._printer = printer
print(len(build(Request(Path(sys.argv[1]), formats=["pdf"])).outputs))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_documents_are_printed_one_by_one_where_a_library_runs_a_thread(project: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(project / "data" / "event.yaml")]
    # It would wait for ever.
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
