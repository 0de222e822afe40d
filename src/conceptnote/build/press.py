"""Renders PDFs beside the process that asks for them.

On Linux a child (build/standby.py) loads WeasyPrint while the parent reads the event and writes
the DOCX; then it forks for each document, so that all cores work. Threads do not survive a fork: where
Pango runs one, the child prints all documents itself, one by one; and where the parent runs some, or on
another system, the PDFs are rendered in this process.
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.standby import Child, fork_child
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.write.fontconfig import own_fonts_only

if TYPE_CHECKING:
    from conceptnote.write.pdf import Pages, Printer, PrintJob


@dataclass(frozen=True, slots=True)
class Look:
    """The style sheet of a theme, the folder of its fonts, and a project's fonts."""

    stylesheet: str
    fonts: Path
    added: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document, and how many seconds it took."""

    document: str
    pages: Pages
    seconds: float


Batch = Sequence[tuple[str, "PrintJob"]]
Reply = Printed | Diagnostic


class Press:
    """Prints batches of documents, in the given child or a new one; `alone` in this process. Always to be closed."""

    def __init__(self, child: Child | None = None, *, alone: bool = False) -> None:
        self._printer: tuple[Look, Printer] | None = None
        self._batch = 0
        if child is None and not alone and threading.active_count() == 1:
            child = fork_child()
        self._child = child
        if child is not None:
            self._requests = Connection(child.requests, readable=False)
            self._replies = Connection(child.replies, writable=False)

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._child is not None:
            self._requests.close()
            self._replies.close()
            end(self._child)
            self._child = None

    def print(self, look: Look, batch: Batch) -> Iterator[Printed]:
        """Hand in a batch at once, and give the printed documents, each as it is done.

        The iterator raises DiagnosticError for a document that cannot be printed.
        """
        if self._child is not None:
            self._batch += 1
            with contextlib.suppress(BrokenPipeError):
                self._requests.send((self._batch, look, batch))
        return self._results(look, batch)

    def _results(self, look: Look, batch: Batch) -> Iterator[Printed]:
        for name, job in batch:
            reply = self._receive() if self._child is not None else self._here(look, name, job)
            if isinstance(reply, Diagnostic):
                raise DiagnosticError(reply)
            yield reply

    def _receive(self) -> Reply:
        try:
            while True:
                batch, reply = self._replies.recv()
                if batch == self._batch:  # else it is of a build that broke off
                    answer: Reply = reply
                    return answer
        except (EOFError, ConnectionResetError):
            return _failed("the PDF", "the process that renders it has ended")

    def _here(self, look: Look, name: str, job: PrintJob) -> Reply:
        if self._printer is None or self._printer[0] != look:
            ready = _printer(look)
            if isinstance(ready, Diagnostic):
                return ready
            self._printer = look, ready
        return _print(self._printer[1], name, job)


def end(child: Child) -> None:
    """End a child, and wait until it has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGTERM)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child.pid, 0)


def serve(requests: int, replies: int) -> None:
    """What the child does: print batch after batch until the parent closes its end."""
    incoming = Connection(requests, writable=False)
    outgoing = Connection(replies, readable=False)
    printer: Printer | Diagnostic | None = None
    known: Look | None = None
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            number, look, batch = incoming.recv()
            if printer is None or look != known:
                printer, known = _printer(look), look
                gc.freeze()
            for reply in _print_batch(printer, batch):
                outgoing.send((number, reply))
            gc.collect()


def _printer(look: Look) -> Printer | Diagnostic:
    try:
        # WeasyPrint prints what it misses on the standard output, which is for results.
        with contextlib.redirect_stdout(io.StringIO()), own_fonts_only():
            import weasyprint  # noqa: F401 - to see whether it can be loaded
    except ImportError as error:
        from conceptnote.machine.distributions import lacking_distribution

        return lacking_distribution(error) or _failed("the PDF", str(error))
    except (OSError, AttributeError) as error:  # of cffi, for a system library or for a function of an old one
        from conceptnote.machine.libraries import lacking_library

        return lacking_library(error)
    from conceptnote.write.pdf import Printer

    return Printer(look.stylesheet, look.fonts, look.added)


def _print_batch(printer: Printer | Diagnostic, batch: Batch) -> Iterator[Reply]:
    if isinstance(printer, Diagnostic):
        yield from [printer] * len(batch)
        return
    for _, job in batch:
        with contextlib.suppress(Exception):  # The same fault is met, and told, when the job itself is printed.
            # Found here, it is known to all children, and to the next batch.
            printer.footer_height(job, job.layouts[0])
    # The first is printed here, which spares it the copying of memory that follows a fork.
    alone = 1 if _runs_one_thread() else len(batch)
    context = multiprocessing.get_context("fork")
    waiting, running = list(batch[alone:]), dict[Connection, str]()
    here = batch[:alone]
    while waiting or running or here:
        while waiting and len(running) < multiprocessing.cpu_count() - bool(here):
            name, job = waiting.pop(0)
            ours, theirs = context.Pipe(duplex=False)
            context.Process(target=_print_to, args=(theirs, printer, name, job)).start()
            theirs.close()
            running[ours] = name
        for name, job in here:
            yield _print(printer, name, job)
        here = ()
        for done in wait(list(running)) if running else ():
            assert isinstance(done, Connection)
            name = running.pop(done)
            try:
                yield done.recv()
            except EOFError:
                yield _failed(name, "the process that renders it has ended")


def _runs_one_thread() -> bool:
    """Whether a fork takes all of this process with it: newer Pango (1.56) runs a thread, and waits for it."""
    return len(os.listdir("/proc/self/task")) == 1


def _print_to(pipe: Connection, printer: Printer, name: str, job: PrintJob) -> None:
    pipe.send(_print(printer, name, job))


def _print(printer: Printer, name: str, job: PrintJob) -> Reply:
    began = time.perf_counter()
    try:
        pages = printer.print(job)
    except Exception as error:  # Whatever a layout engine meets, a person reads a diagnostic.
        return _failed(name, str(error) or type(error).__name__)
    return Printed(name, pages, time.perf_counter() - began)


def _failed(name: str, reason: str) -> Diagnostic:
    return Diagnostic(
        Code.RENDER_FAILED, f"{name} could not be rendered: {reason}", Location("templates"),
        hint="if the template is a shipped one, please report this with the event file",
    )  # fmt: skip
