"""The press forks: it loses no thread that it then waits for, what hangs is ended, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conceptnote.build import press
from conceptnote.limits import LimitMet, run_limited

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


# Each process that is at work says so by a file of its number, and never ends.
HANGING = """
import os, sys, time
from pathlib import Path
from conceptnote.build import press
from conceptnote.build.crew import Crew
from conceptnote.build.request import Request
from conceptnote.build.run import build

def hang(*_):
    (Path(sys.argv[2]) / str(os.getpid())).touch()
    time.sleep(1000)

made = press._printer

def printer(look):
    printer = made(look)
    printer.footer_height = lambda *_: None
    printer.print = hang
    return printer

press._printer, press._GRACE = printer, 0
if sys.argv[3] == "press":
    build(Request(Path(sys.argv[1]), formats=["pdf"]))
else:
    list(Crew(2).work([hang, hang], str, lambda _: None))
"""


def is_running(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"  # It has ended, and nobody has asked how.


def hanging(project: Path, tmp_path: Path, what: str, expected: int) -> tuple[subprocess.Popen[str], list[int]]:
    """A command whose children hang, once so many do, and their numbers."""
    at_work = tmp_path / "at-work"
    at_work.mkdir()
    command = [sys.executable, "-c", HANGING, str(project / "data" / "event.yaml"), str(at_work), what]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 100
    while len(list(at_work.iterdir())) < expected and time.monotonic() < until and running.poll() is None:
        time.sleep(0.05)
    return running, [int(file.name) for file in at_work.iterdir()]


def gone(processes: list[int]) -> bool:
    until = time.monotonic() + 30
    while any(map(is_running, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(is_running, processes))


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
@pytest.mark.parametrize("what", ["press", "crew"])
def test_no_process_outlives_its_command_though_it_is_killed_while_they_hang(
    what: str, project: Path, tmp_path: Path
) -> None:
    running, children = hanging(project, tmp_path, what, 2 if what == "crew" or len(os.sched_getaffinity(0)) > 1 else 1)
    assert children
    assert running.pid not in children
    assert all(map(is_running, children))
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert gone(children)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_a_printing_that_hangs_is_ended_and_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCEPTNOTE_TIMEOUT", "1")
    running, children = hanging(project, tmp_path, "press", 1)
    said = running.communicate()[1]
    assert "concept-note could not be rendered: it was not done after 1 seconds" in said
    assert "set CONCEPTNOTE_TIMEOUT=2" in said
    assert gone(children)


def printed(at_work: str) -> Any:
    """A printer of ours: what it does a job is its name."""
    if at_work == "hang":
        time.sleep(1000)
    if at_work == "memory":
        return bytearray(2_000_000_000)
    if at_work == "end":
        os._exit(1)
    return at_work


def batch(jobs: list[str]) -> list[str]:
    printer: Any = SimpleNamespace(print=printed)
    named: Any = [(f"paper-{job}", job) for job in jobs]
    replies = list(press._print_batch(printer, named))
    return sorted(getattr(one, "message", "") or getattr(one, "document", one) for one in replies)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_of_several_papers_the_one_is_told_that_hangs_or_ends_or_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCEPTNOTE_TIMEOUT", "1")
    monkeypatch.setenv("CONCEPTNOTE_MEMORY", "1000")
    said = [
        one
        for one in run_limited(batch, ["well", "hang", "memory", "end"], memory=10**9, wall_seconds=100)
        if " " in one
    ]
    assert said == [
        "paper-end could not be rendered: the process that renders it has ended",
        "paper-hang could not be rendered: it was not done after 1 seconds",
        "paper-memory could not be rendered: it takes more than 1,000 MB of memory",
    ]


@pytest.mark.parametrize(("limit", "limits"), [("time", {"wall_seconds": 0.2}), ("memory", {"memory": 500_000_000})])
def test_work_with_a_limit_says_which_it_has_met(limit: str, limits: dict[str, Any]) -> None:
    work = {"time": "hang", "memory": "memory"}[limit]
    with pytest.raises(LimitMet) as met:
        run_limited(printed, work, **limits)
    assert met.value.limit == limit
    assert run_limited(printed, "well", **limits | {"wall_seconds": 100}) == "well"


def test_work_with_a_limit_of_cpu_time_or_that_ends_says_so() -> None:
    with pytest.raises(LimitMet, match="cpu"):
        run_limited(lambda: sum(iter(int, 1)), cpu_seconds=0)
    with pytest.raises(LimitMet, match="crash"):
        run_limited(printed, "end")
    with pytest.raises(ZeroDivisionError):
        run_limited(lambda: 1 // 0)
