"""Renders PDFs beside the process that asks for them.

Importing WeasyPrint takes most of a cold build. On Linux it happens in a child, from the moment
that a build begins, while the parent reads the event and writes the DOCX; once it is done, the
child forks for each document, so that all cores work. Elsewhere, where forking is not safe or not
there, the PDFs are rendered in this process, one by one.

This module imports nothing that is slow, so that the child can be on its way before all else.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location

if TYPE_CHECKING:
    from conceptnote.write.pdf import Printer, PrintJob

_CAN_FORK = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Look:
    """The style sheet of a theme, and the folder of its fonts."""

    stylesheet: str
    fonts: Path


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document: the file, how many pages it has, and how many seconds it took."""

    document: str
    data: bytes
    pages: int
    seconds: float


Batch = Sequence[tuple[str, "PrintJob"]]
Reply = Printed | Diagnostic


class Press:
    """Prints batches of documents. To be made as early as possible, and always closed."""

    def __init__(self) -> None:
        self._printer: Printer | None = None
        if _CAN_FORK:
            context = multiprocessing.get_context("fork")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._pipe))
            self._process.start()
            theirs.close()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if _CAN_FORK:
            self._pipe.close()
            self._process.terminate()
            self._process.join()

    def print(self, look: Look, batch: Batch) -> Iterator[Printed]:
        """Hand in a batch at once, and give the printed documents, each as it is done.

        The iterator raises DiagnosticError for a document that cannot be printed.
        """
        if _CAN_FORK:
            with contextlib.suppress(BrokenPipeError):
                self._pipe.send((look, batch))
        return self._results(look, batch)

    def _results(self, look: Look, batch: Batch) -> Iterator[Printed]:
        for name, job in batch:
            reply = self._receive() if _CAN_FORK else self._here(look, name, job)
            if isinstance(reply, Diagnostic):
                raise DiagnosticError(reply)
            yield reply

    def _receive(self) -> Reply:
        try:
            reply: Reply = self._pipe.recv()
        except (EOFError, ConnectionResetError):
            return _failed("the PDF", "the process that renders it has ended")
        return reply

    def _here(self, look: Look, name: str, job: PrintJob) -> Reply:
        if self._printer is None:
            ready = _printer(look)
            if isinstance(ready, Diagnostic):
                return ready
            self._printer = ready
        return _print(self._printer, name, job)


def _serve(pipe: Connection, parents_end: Connection) -> None:
    """The child: load WeasyPrint, then print batch after batch until the parent closes its end."""
    parents_end.close()
    # Nothing that an import allocates is ever garbage: looking for some costs a tenth of its time.
    gc.disable()
    with contextlib.suppress(OSError):  # Said when the first batch comes.
        import weasyprint  # noqa: F401
    printer: Printer | Diagnostic | None = None
    known: Look | None = None
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            look, batch = pipe.recv()
            if look != known:
                printer, known = _printer(look), look
                gc.freeze()
            assert printer is not None
            for reply in _print_batch(printer, batch):
                pipe.send(reply)


def _printer(look: Look) -> Printer | Diagnostic:
    try:
        from conceptnote.write.pdf import Printer

        return Printer(look.stylesheet, look.fonts)
    except OSError as error:
        # What cffi raises where Pango or another system library is not installed.
        hint = "on Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        message = f"a system library is missing: {str(error).splitlines()[0]}"
        return Diagnostic(Code.LIBRARY_MISSING, message, hint=hint)


def _print_batch(printer: Printer | Diagnostic, batch: Batch) -> Iterator[Reply]:
    if isinstance(printer, Diagnostic):
        yield from [printer] * len(batch)
        return
    for _, job in batch:
        with contextlib.suppress(Exception):  # The same fault is met, and told, when the job itself is printed.
            printer.footer_height(job)  # Found here, it is known to all children, and to the next batch.
    context = multiprocessing.get_context("fork")
    waiting, running = list(batch), dict[Connection, str]()
    while waiting or running:
        while waiting and len(running) < multiprocessing.cpu_count():
            name, job = waiting.pop(0)
            ours, theirs = context.Pipe(duplex=False)
            context.Process(target=_print_to, args=(theirs, printer, name, job)).start()
            theirs.close()
            running[ours] = name
        for done in wait(list(running)):
            assert isinstance(done, Connection)
            name = running.pop(done)
            try:
                yield done.recv()
            except EOFError:
                yield _failed(name, "the process that renders it has ended")


def _print_to(pipe: Connection, printer: Printer, name: str, job: PrintJob) -> None:
    pipe.send(_print(printer, name, job))


def _print(printer: Printer, name: str, job: PrintJob) -> Reply:
    began = time.perf_counter()
    try:
        data, pages = printer.print(job)
    except Exception as error:  # Whatever a layout engine meets, a person reads a diagnostic.
        return _failed(name, str(error) or type(error).__name__)
    return Printed(name, data, pages, time.perf_counter() - began)


def _failed(name: str, reason: str) -> Diagnostic:
    return Diagnostic(
        Code.RENDER_FAILED, f"{name} could not be rendered: {reason}", Location("templates"),
        hint="if the template is a shipped one, please report this with the event file",
    )  # fmt: skip
