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

from conceptnote.build.scratch import temporary_problem
from conceptnote.build.standby import Child, fork_child
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.limits import MEGABYTE, die_with_parent, printing_memory, printing_seconds
from conceptnote.systemerror import is_of_machine, plain
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
_GRACE = 5
"""Seconds that the child has to end what does not end, before it is ended itself."""


class Press:
    """Prints batches of documents, in the given child or a new one; `alone` in this process. Always to be closed."""

    def __init__(self, child: Child | None = None, *, alone: bool = False) -> None:
        self._printer: tuple[Look, Printer] | None = None
        self._batch = 0
        self._at_work = "the PDF"
        self._seconds = printing_seconds()
        if child is None and not alone and threading.active_count() == 1:
            child = fork_child(serve)
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
            while self._replies.poll(self._seconds + _GRACE):
                batch, reply = self._replies.recv()
                if batch != self._batch:
                    continue  # It is of a build that broke off.
                if not isinstance(reply, str):
                    answer: Reply = reply
                    return answer
                self._at_work = reply
            self.close()
            return _hangs(self._at_work, self._seconds)
        except (EOFError, ConnectionResetError):
            return _ended(self._at_work)

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

        return lacking_distribution(error) or _failed("the PDF", plain(error))
    except (OSError, AttributeError) as error:  # of cffi, for a system library or for a function of an old one
        from conceptnote.machine.libraries import lacking_library

        return lacking_library(error)
    from conceptnote.write.pdf import Printer

    try:
        return Printer(look.stylesheet, look.fonts, look.added)
    except OSError as error:
        return temporary_problem(error) if is_of_machine(error) else _failed("the PDF", plain(error))


def _print_batch(printer: Printer | Diagnostic, batch: Batch) -> Iterator[Reply | str]:
    """Print documents, and give the name of each that this process itself is at work on."""
    if isinstance(printer, Diagnostic):
        yield from [printer] * len(batch)
        return
    for name, job in batch:
        yield name
        with contextlib.suppress(Exception):  # The same fault is met, and told, when the job itself is printed.
            # Found here, it is known to all children, and to the next batch.
            printer.footer_height(job, job.layouts[0])
    # The first is printed here, which spares it the copying of memory that follows a fork.
    alone = 1 if _runs_one_thread() else len(batch)
    waiting, running, here = list(batch[alone:]), dict[Connection, _Printing](), batch[:alone]
    while waiting or running or here:
        while waiting and len(running) < multiprocessing.cpu_count() - bool(here):
            one = _Printing(printer, *waiting.pop(0))
            running[one.pipe] = one
        for name, job in here:
            yield name
            yield _print(printer, name, job)
        here = ()
        for done in wait(list(running), 1) if running else ():
            assert isinstance(done, Connection)
            yield running.pop(done).reply()
        for pipe, one in list(running.items()):
            if one.hangs():
                yield running.pop(pipe).ended()


class _Printing:
    """A process that prints one document, and the pipe from it."""

    def __init__(self, printer: Printer, name: str, job: PrintJob) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe(duplex=False)
        self._name, self._began, self._seconds = name, time.monotonic(), printing_seconds()
        self._process = context.Process(target=_print_to, args=(theirs, os.getpid(), printer, name, job))
        self._process.start()
        theirs.close()

    def reply(self) -> Reply:
        """What it answers. It may have ended without."""
        try:
            reply: Reply = self.pipe.recv()
        except EOFError:
            reply = _ended(self._name)
        return reply

    def hangs(self) -> bool:
        """Whether it has been at work for too long."""
        return time.monotonic() - self._began > self._seconds

    def ended(self) -> Reply:
        """End it, and say so."""
        self._process.kill()
        self._process.join()
        return _hangs(self._name, self._seconds)


def _runs_one_thread() -> bool:
    """Whether a fork takes all of this process with it: newer Pango (1.56) runs a thread, and waits for it."""
    return len(os.listdir("/proc/self/task")) == 1


def _print_to(pipe: Connection, parent: int, printer: Printer, name: str, job: PrintJob) -> None:
    die_with_parent(parent)
    pipe.send(_print(printer, name, job))


def _print(printer: Printer, name: str, job: PrintJob) -> Reply:
    began = time.perf_counter()
    try:
        pages = printer.print(job)
    except MemoryError:
        return _short_of_memory(name)
    except Exception as error:  # Whatever a layout engine meets, a person reads a diagnostic.
        if isinstance(error, OSError) and is_of_machine(error):
            return temporary_problem(error)
        return _failed(name, plain(error))
    return Printed(name, pages, time.perf_counter() - began)


def _failed(name: str, reason: str, hint: str = "") -> Diagnostic:
    return Diagnostic(
        Code.RENDER_FAILED, f"{name} could not be rendered: {reason}", Location("templates"),
        hint=hint or "if the template is a shipped one, please report this with the event file",
    )  # fmt: skip


def _short_of_memory(name: str) -> Diagnostic:
    megabytes = printing_memory() // MEGABYTE
    hint = f"make the paper shorter, or allow more: set CONCEPTNOTE_MEMORY={2 * megabytes}"
    return _failed(name, f"it takes more than {megabytes:,} MB of memory", hint)


def _ended(name: str) -> Diagnostic:
    hint = "memory may be short: build it alone with -d, or set CONCEPTNOTE_MEMORY to more than "
    return _failed(name, "the process that renders it has ended", f"{hint}{printing_memory() // MEGABYTE}")


def _hangs(name: str, seconds: int) -> Diagnostic:
    hint = f"make the paper shorter, or wait longer: set CONCEPTNOTE_TIMEOUT={2 * seconds}"
    return _failed(name, f"it was not done after {seconds:,} seconds", hint)
