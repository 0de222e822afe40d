"""Papers to PDFs, each as a task of a pool: every process keeps the printer of its last look."""

from __future__ import annotations

import contextlib
import io
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from conceptnote.build.hashing import sha256
from conceptnote.build.record import Target
from conceptnote.build.staging import temporary_problem
from conceptnote.check.finding import Proven
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.limits import MEGABYTE, printing_memory, printing_seconds
from conceptnote.systemerror import is_of_machine, plain
from conceptnote.write.loading import load_weasyprint

if TYPE_CHECKING:
    from conceptnote.build.pool import Lost, Pool
    from conceptnote.check.obligation import Obligation
    from conceptnote.write.pdf import Found, Pages, PaintedPage, Preview, Printer, PrintJob, WordLayout


class PrinterSettings(Struct, frozen=True):
    """The style sheet of a theme, the folder of its fonts, and a project's fonts."""

    stylesheet: str
    fonts: Path
    added: Mapping[str, bytes] = field(default_factory=dict)


class Previewed(Struct, frozen=True):
    """A part of the preview of a paper: first what is known of it, and then its pages."""

    target: Target
    part: Preview | PaintedPage


class LaidOut(Struct, frozen=True):
    """The layout of a paper's Word file, known before its pages are painted."""

    target: Target
    layout: WordLayout


class Printed(Struct, frozen=True):
    """A printed paper, its seconds, and the proof of what it owes; None if nothing is owed, or the proof failed."""

    target: Target
    pages: Pages
    seconds: float
    proven: Proven | None = None


_NOTHING: Mapping[Target, Sequence[Obligation]] = MappingProxyType({})
LaidOutTo = Callable[[Target, "WordLayout"], object]
"""Receives the layout of a paper's Word file as it is known, before the pages are painted."""


def ignored(*_: object) -> None:
    """Does nothing with a layout."""


def print_documents(
    pool: Pool,
    look: PrinterSettings,
    jobs: Iterable[tuple[Target, PrintJob]],
    laid_out: LaidOutTo = ignored,
    owed: Mapping[Target, Sequence[Obligation]] = _NOTHING,
) -> Iterator[Printed]:
    """Begin to print documents, each as its job comes, and yield each as it is done, with a proof of what it owes.

    The iterator raises DiagnosticError for all failures, after the others.
    """
    targets: list[Target] = []

    def tasks() -> Iterator[partial[Iterator[LaidOut | Printed | Diagnostic]]]:
        for target, job in jobs:
            targets.append(target)
            yield partial(print_document, look, target, job, owed.get(target, ()))

    return _results(pool.run(tasks()), targets, laid_out)


def preview_documents(
    pool: Pool, look: PrinterSettings, jobs: Sequence[tuple[Target, PrintJob, int, Found | None]]
) -> Iterator[Previewed]:
    """As `print_documents`, part by part; each job with the page that comes first, and with what is guessed of it."""
    tasks = [partial(preview_document, look, *job) for job in jobs]
    return _results(pool.run(tasks), [job[0] for job in jobs])


Result = TypeVar("Result", Printed, Previewed)


def _results(
    results: Iterator[tuple[int, Result | LaidOut | Diagnostic | Lost]],
    targets: Sequence[Target],
    laid_out: LaidOutTo = ignored,
) -> Iterator[Result]:
    problems: dict[int, Diagnostic] = {}
    for at, result in results:
        if isinstance(result, Printed | Previewed):
            yield result
        elif isinstance(result, LaidOut):
            laid_out(result.target, result.layout)
        else:
            problems[at] = result if isinstance(result, Diagnostic) else _lost(targets[at], late=result.late)
    if problems:
        raise DiagnosticError(*dict.fromkeys(problem for _, problem in sorted(problems.items())))


_ready: tuple[PrinterSettings, Printer] | None = None
"""The last look of this process, and its printer."""


def print_document(
    look: PrinterSettings, target: Target, job: PrintJob, owed: Sequence[Obligation] = ()
) -> Iterator[LaidOut | Printed | Diagnostic]:
    """Print a document, or say why it cannot be printed."""
    began = time.perf_counter()
    try:
        printer = _printer(look)
        if isinstance(printer, Diagnostic):
            yield printer
            return
        from conceptnote.write.pdf import WordLayout

        for part in printer.print(job):
            if isinstance(part, WordLayout):
                yield LaidOut(target, part)
            else:
                seconds = time.perf_counter() - began
                # The proof is part of the work of this process, which waits while the other papers are made.
                yield Printed(target, part, seconds, _proven(part.data, owed) if owed else None)
    except Exception as error:  # Whatever fails in a layout engine, a person reads a diagnostic.
        yield _problem(target, error)


def _proven(data: bytes, owed: Sequence[Obligation]) -> Proven | None:
    from conceptnote.check.acknowledgement import check_acknowledgement

    # If the proof itself fails, `prove` does it again with the files, and reports why.
    with contextlib.suppress(Exception):
        return Proven(sha256(data), tuple(check_acknowledgement(data, owed)))
    return None


def preview_document(
    look: PrinterSettings, target: Target, job: PrintJob, first: int, guess: Found | None
) -> Iterator[Previewed | Diagnostic]:
    """Preview a document, or say why it cannot be printed."""
    try:
        printer = _printer(look)
        if isinstance(printer, Diagnostic):
            yield printer
        else:
            yield from (Previewed(target, part) for part in printer.preview(job, first, guess))
    except Exception as error:
        yield _problem(target, error)


def _problem(target: Target, error: Exception) -> Diagnostic:
    if isinstance(error, MemoryError):
        return _short_of_memory(target)
    if isinstance(error, OSError) and is_of_machine(error):
        return temporary_problem(error)
    return _failed(target, plain(error))


def ready_printer(look: PrinterSettings) -> None:
    """Make the printer of a look before the first document needs it; problems are reported with that document."""
    _printer(look)


def _printer(look: PrinterSettings) -> Printer | Diagnostic:
    global _ready
    if _ready is None or _ready[0] != look:
        forget()
        with _sigterm_delayed():
            made = _new_printer(look)
            if isinstance(made, Diagnostic):
                return made
            _ready = look, made
    return _ready[1]


@contextlib.contextmanager
def _sigterm_delayed() -> Iterator[None]:
    """Delay SIGTERM: the files of a printer that is not registered yet would stay behind."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows ends a process without asking it.
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def forget() -> None:
    """Remove the files of this process's printer."""
    global _ready
    if _ready is not None:
        _ready[1].close()
        _ready = None


def _new_printer(look: PrinterSettings) -> Printer | Diagnostic:
    try:
        # WeasyPrint prints missing libraries to standard output, which is for results.
        with contextlib.redirect_stdout(io.StringIO()):
            load_weasyprint()
    except ImportError as error:
        from conceptnote.machine.distributions import lacking_distribution

        return lacking_distribution(error) or _failed("the PDF", plain(error))
    except (OSError, AttributeError) as error:  # from cffi, for a system library or for a function of an old one
        from conceptnote.machine.libraries import lacking_library

        return lacking_library(error)
    from conceptnote.write.pdf import Printer

    try:
        return Printer(look.stylesheet, look.fonts, look.added)
    except OSError as error:
        return temporary_problem(error) if is_of_machine(error) else _failed("the PDF", plain(error))


def _failed(what: Target | str, reason: str, hint: str = "") -> Diagnostic:
    return Diagnostic(
        Code.RENDER_FAILED, f"{what} could not be rendered: {reason}", Location("templates"),
        hint=hint or "if the template is a shipped one, please report this with the event file",
    )  # fmt: skip


def _short_of_memory(target: Target) -> Diagnostic:
    megabytes = printing_memory() // MEGABYTE
    hint = f"make the paper shorter, or allow more: set CONCEPTNOTE_MEMORY={2 * megabytes}"
    return _failed(target, f"it takes more than {megabytes:,} MB of memory", hint)


def _lost(target: Target, *, late: bool) -> Diagnostic:
    seconds, megabytes = printing_seconds(), printing_memory() // MEGABYTE
    if late:
        hint = f"make the paper shorter, or wait longer: set CONCEPTNOTE_TIMEOUT={2 * seconds}"
        return _failed(target, f"it takes more than {seconds:,} seconds", hint)
    hint = f"memory may be short: build it alone with -d, or set CONCEPTNOTE_MEMORY to more than {megabytes}"
    return _failed(target, "the process that renders it has ended", hint)
