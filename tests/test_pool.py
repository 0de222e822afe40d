"""One pool of processes: what hangs is ended, no process or file is left behind, and no result depends on how many."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command import COMMAND

from conceptnote import limits
from conceptnote.build import printing
from conceptnote.build.pool import Lost, Pool
from conceptnote.build.printing import PrinterSettings, print_documents
from conceptnote.build.record import Target
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.limits import LimitMet, run_limited, usable_cores

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")


# Each process that is at work says so by a file of its number, and never ends.
HANGING = """
import os, sys, time
from pathlib import Path
from conceptnote.build import printing
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

def hang(*_):
    (Path(sys.argv[2]) / str(os.getpid())).touch()
    time.sleep(1000)

printing.print_document = hang
if sys.argv[3] == "papers":
    build(Request(Path(sys.argv[1]), formats=["pdf"]))
else:
    list(Pool(workers=2).run([hang, hang]))
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


@needs_fork
@pytest.mark.parametrize("what", ["papers", "tasks"])
def test_no_process_outlives_its_command_though_it_is_killed_while_they_hang(
    what: str, project: Path, tmp_path: Path
) -> None:
    running, children = hanging(project, tmp_path, what, 2 if what == "tasks" else min(2, usable_cores()))
    assert children
    assert running.pid not in children
    assert all(map(is_running, children))
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert gone(children)


@needs_fork
def test_a_printing_that_hangs_is_ended_and_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCEPTNOTE_TIMEOUT", "1")
    running, children = hanging(project, tmp_path, "papers", 1)
    said = running.communicate()[1]
    assert "concept-note could not be rendered: it takes more than 1 seconds" in said
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


@needs_fork
def test_a_task_that_hangs_or_ends_is_lost_and_the_others_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCEPTNOTE_TIMEOUT", "1")
    with closing(Pool(workers=2)) as pool:
        found = dict(pool.run([partial(printed, work) for work in ("well", "hang", "end", "fine")]))
        assert found == {0: "well", 1: Lost(late=True), 2: Lost(late=False), 3: "fine"}
        # One run may be left before its end; nothing of it is taken for the next one's.
        next(pool.run([partial(printed, work) for work in ("left", "behind")]))
        assert dict(pool.run([partial(printed, "next")])) == {0: "next"}


@pytest.mark.slow
@needs_fork
def test_what_cannot_be_printed_is_reported_in_the_order_of_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCEPTNOTE_TIMEOUT", "1")
    monkeypatch.setenv("CONCEPTNOTE_MEMORY", "1000")
    printer: Any = SimpleNamespace(print=lambda work: iter([printed(work)]), close=lambda: None)
    monkeypatch.setattr(printing, "_new_printer", lambda _: printer)
    jobs: Any = [(Target(f"paper-{work}"), work) for work in ("hang", "memory", "well", "end")]
    with closing(Pool(workers=4)) as pool:
        results = print_documents(pool, PrinterSettings("", Path()), jobs)
        assert next(results).target.document == "paper-well"
        with pytest.raises(DiagnosticError) as failure:
            next(results)
    assert [problem.message for problem in failure.value.diagnostics] == [
        "paper-hang could not be rendered: it takes more than 1 seconds",
        "paper-memory could not be rendered: it takes more than 1,000 MB of memory",
        "paper-end could not be rendered: the process that renders it has ended",
    ]


def test_papers_are_the_same_where_the_system_does_not_fork(
    built_example: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pool", "proof"):
        monkeypatch.setattr(f"conceptnote.build.{module}.forks", lambda: False)
    with closing(Pool(workers=2)) as pool:
        assert {os.getpid()} != {pid for _, pid in pool.run([os.getpid] * 2)}
        outputs = build(Request(project / "data" / "event.yaml"), pool=pool).outputs
    assert {one.path.suffix for one in outputs} == {".pdf", ".docx"}
    for one in outputs:
        assert one.path.read_bytes() == (built_example / "out" / one.path.name).read_bytes()


@pytest.mark.parametrize("picture", ["there", "missing"])
def test_workers_leave_no_files_of_fonts_behind(picture: str, tmp_path: Path, project: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    if picture == "missing":  # The workers have been started when it is noticed.
        for file in (project / "data" / "images").iterdir():
            file.unlink()
    environment = os.environ | {"TMPDIR": str(temporary)}
    done = subprocess.run([COMMAND, "build", "-q", "-f", "pdf"], cwd=project, env=environment, stderr=subprocess.PIPE)
    assert (b"there is no file" in done.stderr) == (picture == "missing")
    assert (project / "out" / "programme.pdf").is_file() == (picture == "there")
    assert list(temporary.iterdir()) == []


def told(place: Path) -> None:
    place.with_name(str(os.getpid())).touch()


@needs_fork
def test_workers_are_started_once_with_a_task_that_nobody_awaits(tmp_path: Path) -> None:
    with closing(Pool(workers=3)) as pool:
        for _ in range(2):
            pool.start(2, "p { color: red }", partial(told, tmp_path / "any"))
        processes = {str(pid) for _, pid in pool.run([os.getpid] * 2)}
    assert {path.name for path in tmp_path.iterdir()} == processes
    assert len(processes) == 2


@needs_fork
def test_started_workers_end_with_their_pool(tmp_path: Path) -> None:
    pool = Pool(workers=2)
    pool.start(5, "", partial(told, tmp_path / "any"))
    pool.close()
    assert gone([int(path.name) for path in tmp_path.iterdir()])


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 8), ("150000 100000", 2), ("50000 100000", 1)])
def test_no_more_cores_are_used_than_the_process_may(
    quota: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(limits, "_QUOTA", str(tmp_path / "cpu.max"))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert usable_cores() == cores


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
