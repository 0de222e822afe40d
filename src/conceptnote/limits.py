"""Limits of a process, and work in a process with limits.

Modules of the standard library are imported where they are used, because this module is loaded before anything else.
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
"""`PR_SET_PDEATHSIG` of prctl(2): the system ends this process when its parent ends, in whatever way."""


_MEMORY_VARIABLE, _TIME_VARIABLE = "CONCEPTNOTE_MEMORY", "CONCEPTNOTE_TIMEOUT"
MEGABYTE = 1024 * 1024


def printing_memory() -> int:
    """The memory of a printing process in bytes: 4,096 MB unless CONCEPTNOTE_MEMORY says otherwise."""
    return _setting(_MEMORY_VARIABLE, 4096) * MEGABYTE


def printing_seconds() -> int:
    """The seconds after which printing a file is given up: 900, or CONCEPTNOTE_TIMEOUT.

    It ends a process that hangs, and is generous, because no result may depend on the speed of a machine.
    """
    return _setting(_TIME_VARIABLE, 900)


_QUOTA = "/sys/fs/cgroup/cpu.max"
"""Microseconds of CPU that a container may use, and the period for them (Linux, Control Group v2)."""


def usable_cores() -> int:
    """The cores that this process may use: those of its affinity, at most the quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open(_QUOTA, encoding="ascii") as file:
            quota, period = file.read().split()
        return max(1, min(cores, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # There is none, or it is “max”.
        return cores


def unreadable_setting() -> str | None:
    """One of these two variables that is set to something else than a whole number of at least 1."""
    for name in (_MEMORY_VARIABLE, _TIME_VARIABLE):
        if (text := os.environ.get(name)) and not _is_count(text):
            return name
    return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


def _setting(name: str, usual: int) -> int:
    text = os.environ.get(name, "")
    return int(text) if _is_count(text) else usual


class LimitMet(Exception):
    """Work has met a limit: `memory`, `cpu` or `time`; `crash` if its process ended otherwise."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def set_limits(memory: int | None = None, cpu_seconds: int | None = None) -> None:
    """Limit this process and its forks: bytes of writable memory, seconds of CPU from now on.

    Beyond the first, Python raises MemoryError and other libraries abort; beyond the second, the system sends SIGXCPU.
    On systems without limits there are none.
    """
    try:
        import resource
    except ImportError:  # on Windows
        return
    _lower(resource.RLIMIT_CORE, 0)
    if memory is not None:
        # Reserved memory is not used yet: Linux can leave it out of the count.
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
    """End this process when its parent ends, even by SIGKILL; `parent` is its number before the fork."""
    if not _ends_with_parent() and hasattr(signal, "setitimer"):
        # A thread would be lost in the next fork; a timer asks repeatedly.
        signal.signal(signal.SIGALRM, lambda *_: _end_orphan(parent))
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
    _end_orphan(parent)  # It may have ended before this call.


def _ends_with_parent() -> bool:
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
    fork: bool = sys.platform == "linux",
) -> Result:
    """The result of `work` in a process with limits, which ends with this one.

    Raises LimitMet, or what the work raises. Work, arguments and result must be picklable where it does not `fork`.
    """
    import multiprocessing

    context: Any = multiprocessing.get_context("fork" if fork else "spawn")
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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # An interrupt ends the command, which ends this process.
    if sys.platform != "win32":
        die_with_parent(parent)
    set_limits(*limits)
    pipe.send(_outcome(work, arguments))


def _outcome(work: Callable[..., object], arguments: tuple[object, ...]) -> tuple[object, Exception | None]:
    try:
        return work(*arguments), None
    except Exception as error:
        return None, error
