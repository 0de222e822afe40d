"""Limits of a process, and work in a process that has them.

Python's own modules are imported where they are used: this one is asked before anything else is loaded.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

_PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of prctl(2): the system ends this process when its parent ends, however that ends."""


_MEMORY_VARIABLE, _TIME_VARIABLE = "CONCEPTNOTE_MEMORY", "CONCEPTNOTE_TIMEOUT"
MEGABYTE = 1024 * 1024


def printing_memory() -> int:
    """How many bytes a process that prints may have: 4,096 MB unless CONCEPTNOTE_MEMORY says otherwise."""
    return _setting(_MEMORY_VARIABLE, 4096) * MEGABYTE


def printing_seconds() -> int:
    """After how many seconds a file that is not printed yet never will be: 900, or what CONCEPTNOTE_TIMEOUT says.

    It ends what hangs, and is generous, since no result may depend on how fast a machine is.
    """
    return _setting(_TIME_VARIABLE, 900)


_QUOTA = "/sys/fs/cgroup/cpu.max"
"""Microseconds of CPU that a container may use, and of which time (Linux, Control Group v2)."""


def usable_cores() -> int:
    """How many cores this process may use: those of its affinity, and no more than the quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open(_QUOTA, encoding="ascii") as file:
            quota, period = file.read().split()
        return max(1, min(cores, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # There is none, or it is “max”.
        return cores


def unreadable_setting() -> str | None:
    """A variable of these two that is set to something else than a whole number of at least 1."""
    for name in (_MEMORY_VARIABLE, _TIME_VARIABLE):
        if (said := os.environ.get(name)) and not _is_count(said):
            return name
    return None


def _is_count(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10 and int(said) > 0


def _setting(name: str, usual: int) -> int:
    said = os.environ.get(name, "")
    return int(said) if _is_count(said) else usual


class LimitMet(Exception):
    """Work has met a limit: `memory`, `cpu` or `time`; `crash` where its process ended otherwise."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def set_limits(memory: int | None = None, cpu_seconds: int | None = None) -> None:
    """Limit this process, and those that it forks: bytes that it may write to, seconds of CPU from now on.

    Past the first, Python raises MemoryError and other libraries abort; past the second, the system sends SIGXCPU.
    Where the system knows no limits, there are none.
    """
    try:
        import resource
    except ImportError:  # on Windows
        return
    _lower(resource.RLIMIT_CORE, 0)
    if memory is not None:
        # What is only reserved is no memory yet: Linux can leave that out of the count.
        _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, memory)
    if cpu_seconds is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds)


def _lower(kind: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # A system may know a limit, and refuse to set it.
        resource.setrlimit(kind, (most, hard))


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends, even by SIGKILL; `parent` is the number that it had before the fork."""
    if not _told_by_system() and hasattr(signal, "setitimer"):
        # A thread would be lost in the next fork; a timer asks again and again.
        signal.signal(signal.SIGALRM, lambda *_: _end_orphan(parent))
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
    _end_orphan(parent)  # It may have ended before the system was asked.


def _told_by_system() -> bool:
    if sys.platform != "linux":
        return False
    try:
        import ctypes

        return bool(ctypes.pythonapi.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0) == 0)
    except (ImportError, AttributeError, OSError):
        return False


def _end_orphan(parent: int) -> None:
    if os.getppid() != parent:
        os._exit(1)


def run_limited(
    work: Callable[..., Result],
    *arguments: object,
    memory: int | None = None,
    cpu_seconds: int | None = None,
    wall_seconds: float | None = None,
) -> Result:
    """The result of `work`, done in a process of its own, which ends with this one.

    Raises LimitMet, or what the work raises. Work, arguments and result must be picklable where the system does not
    fork (all but Linux).
    """
    import multiprocessing

    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    limits = memory, cpu_seconds
    process = context.Process(target=_work, args=(theirs, os.getpid(), limits, work, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(wall_seconds):
            raise LimitMet("time")
        result, error = ours.recv()
    except (EOFError, ConnectionResetError):
        process.join()
        cpu = hasattr(signal, "SIGXCPU") and process.exitcode == -signal.SIGXCPU
        aborted = memory is not None and process.exitcode in (-signal.SIGABRT, -signal.SIGSEGV)
        raise LimitMet("cpu" if cpu else "memory" if aborted else "crash") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(error, MemoryError):
        raise LimitMet("memory")
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]  # what came through the pipe is what the work returned


def _work(
    pipe: Any,
    parent: int,
    limits: tuple[int | None, int | None],
    work: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever interrupts the command ends that, which ends this.
    if sys.platform != "win32":
        die_with_parent(parent)
    set_limits(*limits)
    pipe.send(_outcome(work, arguments))


def _outcome(work: Callable[..., object], arguments: tuple[object, ...]) -> tuple[object, Exception | None]:
    try:
        return work(*arguments), None
    except Exception as error:
        return None, error
