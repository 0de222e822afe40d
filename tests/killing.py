"""Processes that are killed in the middle of their work, at a point of one's choice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection
from typing import Any

CHANGES = frozenset(
    {"open", "os.mkdir", "os.rename", "os.symlink", "os.rmdir", "os.remove", "shutil.rmtree", "ctypes.dlopen"}
)
"""What is asked of the system before files change (PEP 578); the last is how a call is made that Python has not got."""


def dying(asked: Collection[str], left: int, within: str = "") -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook, which is called before the system is asked for something, and kills the process.

    It lets so many of these pass; files count that are opened to be written, in the folder `within`.
    """

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event not in asked:
            return
        if event == "open" and (_reads(*arguments[1:3]) or not str(arguments[0]).startswith(within)):
            return
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    return hook


def _reads(mode: str | None, flags: int) -> bool:
    return mode in ("r", "rb") or (mode is None and not flags & (os.O_WRONLY | os.O_RDWR))


def forked(work: Callable[[], object]) -> int:
    """The signal that ended a child which does this work; 0 where none did."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
