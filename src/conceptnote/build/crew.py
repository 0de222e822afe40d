"""Processes that work through a list of tasks, one a core, each warm from its first task on.

A task that brings its process down is told as that, and another process goes on. Where forking is not safe, the
tasks are done one after another in this process.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from conceptnote.build.press import Press
from conceptnote.build.standby import forks
from conceptnote.limits import die_with_parent, printing_memory, printing_seconds, set_limits

Result = TypeVar("Result")
Task = Callable[[Press], Result]
"""A piece of work that can be sent to another process, and answers with what can be sent back. It raises nothing."""

_TICK = 0.25
"""Seconds after which `progress` is told again that nothing has changed: clocks go on."""

_PATIENCE = 5
"""Seconds for a process to take away what it has half written."""


class Crew(Generic[Result]):
    """Does tasks, on all cores unless told on how many. Always to be closed."""

    def __init__(self, processes: int | None = None) -> None:
        self._most = processes or (len(os.sched_getaffinity(0)) if forks() else 1)
        self._idle: list[_Worker[Result]] = []
        self._busy: dict[Connection, tuple[_Worker[Result], int]] = {}
        self._seconds = printing_seconds()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in (*self._idle, *(worker for worker, _ in self._busy.values())):
            worker.end()
        self._idle, self._busy = [], {}

    def work(
        self,
        tasks: Sequence[Task[Result]],
        lost: Callable[[int], Result],
        progress: Callable[[Sequence[int]], None],
    ) -> Iterator[Result]:
        """The results, each as it is done.

        Both functions are given positions of tasks: `lost` of one whose process has ended, for which it answers,
        `progress` of those that are being done.
        """
        if not forks():
            yield from self._here(tasks, progress)
            return
        waiting = deque(range(len(tasks)))
        while waiting or self._busy:
            while waiting and len(self._busy) < self._most:
                worker = self._idle.pop() if self._idle else _Worker[Result]()
                at = waiting.popleft()
                worker.begin(tasks[at])
                self._busy[worker.pipe] = worker, at
            progress(sorted(at for _, at in self._busy.values()))
            for pipe in wait(list(self._busy), _TICK):
                assert isinstance(pipe, Connection)
                worker, at = self._busy.pop(pipe)
                try:
                    result: Result = pipe.recv()
                    self._idle.append(worker)
                except (EOFError, ConnectionResetError):
                    worker.end()
                    result = lost(at)
                yield result
            for worker, at in list(self._busy.values()):
                if time.monotonic() - worker.began > self._seconds:
                    del self._busy[worker.pipe]
                    worker.kill()
                    yield lost(at)

    def _here(self, tasks: Sequence[Task[Result]], progress: Callable[[Sequence[int]], None]) -> Iterator[Result]:
        with closing(Press(alone=True)) as press:
            for at, task in enumerate(tasks):
                progress([at])
                yield task(press)


class _Worker(Generic[Result]):
    """A process of our own, and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.pipe, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, task: Task[Result]) -> None:
        self.began = time.monotonic()
        with contextlib.suppress(BrokenPipeError):  # That it has ended is found out when it is to answer.
            self.pipe.send(task)

    def end(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End the process even where it does not listen."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, other_end: Connection, parent: int) -> None:
    die_with_parent(parent)
    set_limits(printing_memory())
    # Whoever stops a run stops its first process, which ends the others; half-written files are then taken away.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    other_end.close()
    with closing(Press(alone=True)) as press, contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            task = pipe.recv()
            pipe.send(task(press))
            # What the first task has loaded stays; what later ones leave behind does not pile up.
            if gc.get_freeze_count() == 0:
                gc.freeze()
            gc.collect()
