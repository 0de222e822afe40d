"""A process that loads WeasyPrint once and forks workers, begun before the command line is read.

Loading WeasyPrint takes most of a cold build. This process does so while the command reads the event, and each worker
of a pool (build/pool.py) is a fork of it, so none has to load it again. It runs no thread, for no fork has the threads
of its parent. Little is imported here: what a process has when it is forked, each worker has.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import socket
import sys
from collections.abc import Callable

from conceptnote.limits import die_with_parent, printing_memory, set_limits

_LOAD, _FORK = b"L", b"F"


class Prefork:
    """The process, and the socket by which it is asked."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self._pid: int | None = pid
        self._control = control

    def load(self) -> None:
        """Have WeasyPrint loaded, in the background."""
        with contextlib.suppress(OSError):  # that it has ended is noticed by the workers that it does not fork
            self._control.send(_LOAD)

    def fork(self, handle: int) -> None:
        """Have a worker forked that serves the pipe with this file descriptor."""
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [_FORK], [handle])

    def end(self) -> None:
        """End the process and all workers that it has forked, and wait until it has ended."""
        self._control.close()
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = None


def forks() -> bool:
    """Whether processes are forked here: that is not safe on macOS, and Windows cannot."""
    return sys.platform == "linux"


Serve = Callable[[int, int], None]
"""What a worker does: serve the pipe with a file descriptor, as a child of this process."""


def prefork(serve: Serve) -> Prefork | None:
    """Begin the process, whose forks `serve`; None where this system does not fork."""
    if not forks():
        return None
    parent = os.getpid()
    ours, theirs = socket.socketpair()
    if pid := os.fork():
        theirs.close()
        return Prefork(pid, ours)
    try:
        ours.close()
        die_with_parent(parent)
        set_limits(printing_memory())
        # Whoever interrupts the command ends that, which ends these. How a worker ended nobody asks.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        _control(theirs, serve)
    finally:
        # The parent's exit handlers and buffers are not ours.
        os._exit(0)


def _control(control: socket.socket, serve: Serve) -> None:
    # Nothing that an import allocates is garbage: looking for some takes a tenth of its time.
    gc.disable()
    while message := socket.recv_fds(control, 1, 1):
        asked, handles, *_ = message
        if not asked:
            return
        if asked == _LOAD:
            load()
            gc.freeze()
            continue
        parent = os.getpid()
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(handles[0], parent)
            return
        os.close(handles[0])


def load() -> None:
    """Load what prints, as far as it can be loaded: what is missing is reported when something is to be printed."""
    from conceptnote.write.fontconfig import own_fonts_only

    missing = contextlib.suppress(ImportError, OSError, AttributeError)
    # WeasyPrint prints what it misses on the standard output, which is for results.
    with missing, contextlib.redirect_stdout(io.StringIO()), own_fonts_only():
        import weasyprint  # noqa: F401 - to have it loaded

        import conceptnote.write.pdf  # noqa: F401 - likewise
