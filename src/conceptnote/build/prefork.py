"""A process that loads WeasyPrint once and forks workers, begun before the command line is read.

Loading WeasyPrint takes most of a cold build. This process does so while the command reads the event, and each worker
of a pool (build/pool.py) is a fork of it, so none has to load it again. It runs no thread, because a fork does not have
its parent's threads. Little is imported here, because each worker inherits it.
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

_LOAD, _PARSE, _FORK = b"L", b"P", b"F"


class Prefork:
    """The process, and the socket to it."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self._pid: int | None = pid
        self._control = control

    def load(self) -> None:
        """Begin to load WeasyPrint in the background."""
        with contextlib.suppress(OSError):  # the workers that it does not fork show that it has ended
            self._control.send(_LOAD)

    def parse(self, stylesheet: str) -> None:
        """Begin to parse a style sheet in the background, so that no worker has to."""
        # Where that fails, each worker parses it.
        with contextlib.suppress(OSError), os.fdopen(os.memfd_create("stylesheet"), "wb") as memory:
            memory.write(stylesheet.encode())
            memory.seek(0)
            socket.send_fds(self._control, [_PARSE], [memory.fileno()])

    def fork(self, handle: int) -> None:
        """Fork a worker that serves the pipe with this file descriptor."""
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [_FORK], [handle])

    def end(self) -> None:
        """End the process and its workers, and wait for that."""
        self._control.close()
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = None


def forks() -> bool:
    """Whether processes are forked here: it is not safe on macOS, and Windows cannot."""
    return sys.platform == "linux"


Serve = Callable[[int, int], None]
"""The work of a worker: serve the pipe with a file descriptor, as a child of this process."""


def prefork(serve: Serve) -> Prefork | None:
    """Begin the process, whose forks `serve`; None on systems without fork."""
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
        # An interrupt ends the command, which ends these. Their exit status is ignored.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        _control(theirs, serve)
    finally:
        # The parent's exit handlers and buffers belong to the parent.
        os._exit(0)


def _control(control: socket.socket, serve: Serve) -> None:
    # Imports allocate no garbage: searching for it takes a tenth of their time.
    gc.disable()
    while message := socket.recv_fds(control, 1, 1):
        asked, handles, *_ = message
        if not asked:
            return
        if asked == _LOAD:
            load()
            gc.freeze()
            continue
        if asked == _PARSE:
            _parse(handles[0])
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
    """Load what prints and proves, as far as possible: anything missing is reported when it is used."""
    # WeasyPrint prints missing libraries to standard output, which is for results.
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        from conceptnote.check.acknowledgement import load_readers
        from conceptnote.write.sample import print_sample

        print_sample()
        load_readers()


def _parse(handle: int) -> None:
    # Mistakes are reported by the worker that parses it again.
    quiet = contextlib.redirect_stdout(io.StringIO())
    with open(handle, encoding="utf-8") as memory, contextlib.suppress(Exception), quiet:
        from conceptnote.write.rules import parsed

        parsed(memory.read())
