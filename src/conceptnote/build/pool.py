"""One pool of processes for all expensive work: printing a paper, building one of many events.

Workers are forked from a process that has loaded WeasyPrint (build/prefork.py), or spawned on systems without fork.
Each does one task after the other. A task whose worker dies is reported as lost, and another worker goes on.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from msgspec import Struct

from conceptnote.build.prefork import Prefork, forks, prefork
from conceptnote.limits import die_with_parent, printing_memory, printing_seconds, set_limits, usable_cores

Result = TypeVar("Result")
Task = Callable[[], Result | Iterator[Result]]
"""Work that can be pickled, with a result that can be, or an iterator of such results. It raises nothing."""
Doing = Callable[[Sequence[int]], object]
"""Receives the positions of the running tasks, repeatedly."""


def _silent(_: Sequence[int]) -> None:
    """Ignores progress."""


_TICK = 0.25
"""The seconds after which `Doing` is called again without a change, because clocks go on."""

_LOADING = 300
"""The seconds after which a worker that has not begun is given up."""

_PATIENCE = 5
"""The seconds in which a worker removes unfinished files."""


class Lost(Struct, frozen=True):
    """The result of a task whose worker has ended, or was ended because the task took too long (`late`)."""

    late: bool


class Pool:
    """Does tasks in a number of workers, by default one for each core; with none, in this process. Must be closed.

    If this process runs threads, it does the tasks itself: a fork would have none of them.
    """

    def __init__(self, forked: Prefork | None = None, workers: int | None = None) -> None:
        self._most = usable_cores() if workers is None else workers
        if self._most and forked is None and forks():
            if threading.active_count() == 1:
                forked = prefork(serve_descriptor)
            else:
                self._most = 0
        self._prefork = forked
        if forked is not None:
            forked.load()
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, int, int]] = {}
        self._runs = 0
        self._seconds = printing_seconds()

    def close(self) -> None:
        """End all workers, whatever they do."""
        workers = [*self._idle, *(worker for worker, *_ in self._busy.values())]
        for worker in workers:
            worker.terminate()
        ends = time.monotonic() + _PATIENCE
        for worker in workers:
            worker.end(ends)
        self._idle, self._busy, self._most = [], {}, 0
        if self._prefork is not None:
            self._prefork.end()

    def start(self, workers: int, stylesheet: str, first: Callable[[], object]) -> None:
        """Start so many workers, or all, with a task whose result is not awaited, unless some are running.

        Where workers are forked, the style sheet is parsed once for all of them.
        """
        if self._idle or self._busy:
            return
        if self._prefork is not None:
            self._prefork.parse(stylesheet)
        for _ in range(min(workers, self._most)):
            worker = _Worker(self._prefork)
            worker.begin(_Unanswered(first))
            self._idle.append(worker)

    def run(self, tasks: Iterable[Task[Result]], doing: Doing = _silent) -> Iterator[tuple[int, Result | Lost]]:
        """Begin the tasks at once; yield the position and the result of each as it is done.

        A task is taken when a worker is free for it. If it returns an iterator, each item is yielded as it comes.
        """
        waiting = enumerate(tasks)
        if not self._most:
            return _here(waiting, doing)
        self._runs += 1
        self._begin(waiting, self._runs)
        return self._results(waiting, self._runs, doing)

    def _begin(self, waiting: Iterator[tuple[int, Task[Result]]], run: int) -> bool:
        """Whether tasks may be left."""
        while len(self._busy) < self._most:
            if (first := next(waiting, None)) is None:
                return False
            at, task = first
            worker = self._idle.pop() if self._idle else _Worker(self._prefork)
            worker.begin(task)
            self._busy[worker.pipe] = worker, run, at
        return True

    def _results(
        self, waiting: Iterator[tuple[int, Task[Result]]], run: int, doing: Doing
    ) -> Iterator[tuple[int, Result | Lost]]:
        while self._begin(waiting, run) or any(of == run for _, of, _ in self._busy.values()):
            doing(sorted(at for _, of, at in self._busy.values() if of == run))
            for at, of, result in [*self._finished(), *self._late()]:
                if of == run:  # An earlier run may have been abandoned.
                    yield at, result

    def _finished(self) -> Iterator[tuple[int, int, Any]]:
        ready = wait(list(self._busy), _TICK)
        for pipe in [one for one in self._busy if one in ready]:
            worker, run, at = self._busy[pipe]
            try:
                result = worker.receive()
            except (EOFError, ConnectionResetError):
                worker.pipe.close()
                result = Lost(late=False)
            else:
                if result is _BEGUN:
                    continue
                if isinstance(result, _Item):
                    yield at, run, result.value
                    continue
                self._idle.append(worker)
            del self._busy[pipe]
            if result is not None:
                yield at, run, result

    def _late(self) -> Iterator[tuple[int, int, Lost]]:
        for pipe, (worker, run, at) in list(self._busy.items()):
            if worker.is_late(self._seconds):
                del self._busy[pipe]
                worker.kill()
                yield at, run, Lost(late=True)


def _here(tasks: Iterable[tuple[int, Task[Result]]], doing: Doing) -> Iterator[tuple[int, Result | Lost]]:
    for at, task in tasks:
        doing([at])
        result = task()
        for one in result if isinstance(result, Iterator) else (result,):
            yield at, one


class _Unanswered(Struct, frozen=True):
    """A task whose result is not sent back."""

    task: Callable[[], object]


class _Item(Struct, frozen=True):
    """One of the results of a task that gives several; None comes when there are no more."""

    value: Any


_BEGUN = object()
"""The first message of a worker: it has begun, and its number is known."""


class _Worker:
    """A process that does one task after the other, and the pipe to it."""

    def __init__(self, forked: Prefork | None) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self._pid: int | None = None
        if forked is not None:
            forked.fork(theirs.fileno())
        else:
            multiprocessing.get_context("spawn").Process(
                target=_spawned, args=(theirs, os.getpid()), daemon=True
            ).start()
        theirs.close()

    def begin(self, task: Task[Any] | _Unanswered) -> None:
        self._began = time.monotonic()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # noticed when it should answer
            self.pipe.send(task)

    def receive(self) -> Any:
        if self._pid is None:
            self._pid, self._began = self.pipe.recv(), time.monotonic()
            return _BEGUN
        return self.pipe.recv()

    def is_late(self, seconds: int) -> bool:
        """Whether the task takes too long; loading before it does not count."""
        return time.monotonic() - self._began > (seconds if self._pid else max(seconds, _LOADING))

    def terminate(self) -> None:
        """Ask the process to end."""
        self._signal(signal.SIGTERM)

    def end(self, ends: float) -> None:
        """Wait until the process ends, or for this time; then kill it."""
        with contextlib.suppress(EOFError, OSError):
            while self.pipe.poll(max(0, ends - time.monotonic())):
                if self.receive() is _BEGUN:
                    self.terminate()
        self.kill()

    def kill(self) -> None:
        """Kill the process."""
        if not self.pipe.closed:
            self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            self.pipe.close()

    def _signal(self, number: int) -> None:
        # A worker without a known number has not begun.
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self._pid, number)


@contextlib.contextmanager
def _forgetting() -> Iterator[None]:
    try:
        yield
    finally:
        if printing := sys.modules.get("conceptnote.build.printing"):
            printing.forget()


def _spawned(pipe: Connection, parent: int) -> None:
    set_limits(printing_memory())
    serve(pipe, parent)


def serve_descriptor(descriptor: int, parent: int) -> None:
    """Do the tasks from the pipe with a file descriptor, as a child of a process."""
    serve(Connection(descriptor), parent)


def serve(pipe: Connection, parent: int) -> None:
    """Do the tasks from a pipe, until its other end is closed or the parent process ends."""
    if sys.platform != "win32":
        die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Unfinished files are removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    gc.disable()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), _forgetting():
        pipe.send(os.getpid())
        while True:
            task = pipe.recv()
            if isinstance(task, _Unanswered):
                task.task()
                continue
            result = task()
            if isinstance(result, Iterator):
                for one in result:
                    pipe.send(_Item(one))
                result = None
            pipe.send(result)
            del task, result
            gc.collect()
