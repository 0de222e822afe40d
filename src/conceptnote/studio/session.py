"""The running studio: follows the files, prints what differs, and informs all open pages."""

from __future__ import annotations

import gc
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from conceptnote.build.hashing import sha256
from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.watch import watched_folders
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.edit.files import Revision
from conceptnote.edit.history import FOLDER, Done
from conceptnote.regularfile import read_regular, real_path
from conceptnote.source.load import Source, read_event, read_languages
from conceptnote.studio.facts import problem_as_json, view_facts
from conceptnote.studio.printing import Printing, documents_of
from conceptnote.studio.saving import Saving
from conceptnote.studio.view import Paper, Shown, Tell, View, Viewer

Result = TypeVar("Result")
_QUIET, _LONGEST, _SETTLED = 30, 300, 1000
"""Milliseconds: without a change until a save counts as finished; until a longer one is looked at; and until new
folders are looked for."""

_REST = 1.0
"""The seconds without news after which checks run, and guessed layouts are printed again."""

_NAME = 16
"""The characters of the name by which a browser knows the event."""

_AHEAD = 0.05
"""The seconds by which the page in the window precedes the other papers."""
_RECENT = 20
"""The most papers that are kept because a page may still ask for them."""


class Session:
    """One event in the studio. One thread prints, and edits are written one after the other."""

    def __init__(self, event_file: Path, pool: Pool, today: Callable[[], date] = date.today) -> None:
        self.event_file, self.pool, self.today = event_file, pool, today
        self.shown: dict[View, Shown] = {}
        self.viewers: list[Viewer] = []
        self.saving = Saving(event_file)
        self.name = sha256(str(real_path(event_file)).encode())[:_NAME]
        self.stopped = threading.Event()
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._stale = threading.Event()
        self._tasks: deque[Callable[[], None]] = deque()
        self._later: deque[Callable[[], object]] = deque()
        self._recent: dict[str, Paper] = {}
        self._read: Revision | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to follow the files and to print."""
        for work in (self._work, self._follow):
            self._threads.append(threading.Thread(target=work, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """End all work, and inform every open page."""
        self.stopped.set()
        self._wake.set()
        for viewer in self.viewers:
            viewer.tell()

    def join(self) -> None:
        """Wait until the threads have ended."""
        for thread in self._threads:
            thread.join()

    def refresh(self) -> None:
        """Look at the files again, soon."""
        self._stale.set()
        self._wake.set()

    def open(self, view: View, first: str, tell: Tell) -> Viewer:
        """Register an open page."""
        viewer = Viewer(view, first, tell)
        with self._lock:
            self.viewers.append(viewer)
            known = view in self.shown
            self.shown.setdefault(view, Shown())
        if not known:
            self.refresh()
        return viewer

    def close(self, viewer: Viewer) -> None:
        """Remove a closed page; what it showed is kept until another view replaces it."""
        with self._lock:
            self.viewers.remove(viewer)
            wanted = {one.view for one in self.viewers}
            unseen = [view for view in self.shown if view not in wanted]
            for view in unseen[:-2]:
                del self.shown[view]

    def paper(self, name: str) -> Paper | None:
        """A paper that is shown, or was a moment ago, by its id."""
        papers = (paper for shown in list(self.shown.values()) for paper in list(shown.papers.values()))
        return next((paper for paper in papers if paper.id == name), None) or self._recent.get(name)

    def state(self, view: View) -> dict[str, Any]:
        """The content of a page of this view as JSON."""
        shown = self.shown.get(view) or Shown()
        papers = [
            {"name": name, "id": paper.id, "pages": [list(size) for size in paper.sizes]}
            for name, paper in shown.papers.items()
        ]
        undo, redo = self.saving.steps()
        return {
            **shown.facts, "event": self.name, "begins": self.saving.begins,
            "sheets": papers, "revision": shown.revision, "broken": shown.broken,
            "problems": shown.problems, "working": shown.working, "undo": undo, "redo": redo,
        }  # fmt: skip

    def write(self, change: Callable[[Saving], Done], first: str = "", page: int = 1) -> tuple[Done, str]:
        """Make a change, alone, and look at the files again; gives the revision after it.

        The paper on which it was made is printed `first`, and of it that page. Raises what the change raises.
        """
        for viewer in self.viewers if first else ():
            viewer.first, viewer.page = first, page
        with self._writing:
            try:
                return change(self.saving), self.saving.now()
            finally:
                self.refresh()

    def do(self, work: Callable[[Pool], Result]) -> Result:
        """Have work done by the thread that prints, which alone uses the pool. Raises what the work raises."""
        future: Future[Result] = Future()

        def task() -> None:
            try:
                future.set_result(work(self.pool))
            except BaseException as error:
                future.set_exception(error)

        self._tasks.append(task)
        self._wake.set()
        return future.result()

    def _tell(self, view: View) -> None:
        for viewer in list(self.viewers):
            if viewer.view == view:
                viewer.tell()

    def _work(self) -> None:
        while True:
            if not self._wake.wait(_REST if self._later else None):
                self._later.popleft()()
                continue
            if self.stopped.is_set():
                break
            self._wake.clear()
            while self._tasks:
                self._tasks.popleft()()
            if self._stale.is_set():
                self._stale.clear()
                self._later.clear()
                first = {viewer.view: (viewer.first, viewer.page) for viewer in list(self.viewers)}
                for view in list(self.shown):
                    if not self._stale.is_set() and (view in first or len(self.shown) == 1):
                        self._update(view, *first.get(view, ("", 1)))
                self._later.append(gc.collect)
        for task in self._tasks:
            task()

    def _update(self, view: View, first: str, page: int) -> None:
        """Print what differs of a view; stop if there is something newer to print."""
        shown = self.shown.get(view)
        if shown is None:
            return
        shown.working = True
        self._tell(view)
        self._read = None
        try:
            self._read = revision = self.saving.current()
            source, wrong = _in_language(revision, view.language)
            if source is None:
                raise DiagnosticError(*wrong)
            shown.facts = view_facts(source, view)
            printings = self._print(source, revision, shown, view, first, page)
            self._later.append(partial(self._check, revision, wrong, shown, view))
            self._later.extend(partial(self._make_sure, printing, shown, view) for printing in printings)
        except DiagnosticError as error:
            shown.broken = [problem_as_json(one) for one in error.diagnostics]
        shown.working = self._stale.is_set()
        self._tell(view)

    def _print(
        self, source: Source, revision: Revision, shown: Shown, view: View, first: str, page: int
    ) -> list[Printing]:
        """Print the paper in the window, and then compose and print the others."""
        order = documents_of(source, view, first)
        papers = {name: paper for name, paper in shown.papers.items() if name in order}
        composed: list[Printing] = []

        def show(found: Iterable[Paper]) -> None:
            papers.update((paper.target.document, paper) for paper in found)
            shown.revision, shown.broken = revision.name, []
            self._put(papers, shown, view)

        for documents in filter(None, (order[:1], order[1:])):
            if composed:
                self._wake.wait(_AHEAD)
            composed.append(Printing.of(source, view, revision, shown.papers, documents))
            pages = composed[-1].print(self.pool, composed[-1].changed(), page)
            show(composed[-1].kept())
            for paper in pages:
                show([paper])
                if self._stale.is_set() and len(papers) == len(order):
                    return []  # A newer edit overtakes this one.
        return composed

    def _put(self, papers: dict[str, Paper], shown: Shown, view: View) -> None:
        """Show papers, in the order in which they are listed."""
        known = [one["name"] for one in shown.facts["papers"]]
        shown.papers = {name: papers[name] for name in sorted(papers, key=known.index)}
        for paper in papers.values():
            self._recent.pop(paper.id, None)  # so that it is the newest again
            self._recent[paper.id] = paper
        while len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        self._tell(view)

    def _make_sure(self, printing: Printing, shown: Shown, view: View) -> None:
        """Print guessed layouts again; if the guess was right, nothing changes on the page."""
        printing.papers = shown.papers
        for paper in list(printing.print(self.pool, printing.uncertain(), guess=False)):
            name = paper.target.document
            if (paper.pages, paper.sizes, paper.boxes) == ((old := shown.papers[name]).pages, old.sizes, old.boxes):
                paper = replace(old, certain=True)
            self._put({**shown.papers, name: paper}, shown, view)

    def _check(self, revision: Revision, wrong: list[Diagnostic], shown: Shown, view: View) -> None:
        """Send the findings of `check` to the pages."""
        if shown.checked == revision.name:
            return
        report = lint(revision.project, self.today())
        shown.problems = [problem_as_json(one) for one in dict.fromkeys([*wrong, *report.diagnostics])]
        self._tell(view)

    def _follow(self) -> None:
        from watchfiles import watch

        while not self.stopped.is_set():
            folders = self._folders()
            changes = watch(
                *folders, stop_event=self.stopped, recursive=False, step=_QUIET, debounce=_LONGEST,
                rust_timeout=_SETTLED, yield_on_timeout=True,
            )  # fmt: skip
            for found in changes:
                if any(self._is_news(Path(name)) for _, name in found):
                    self.refresh()
                if self._folders() != folders:
                    break

    def _is_news(self, file: Path) -> bool:
        """Whether a written file is not one of ours, and not already read."""
        if FOLDER in file.parts or (file.name.startswith(".") and file.suffix == ".new"):
            return False
        known = self._read.files.get(file) if self._read else None
        try:
            return known is None or read_regular(file) != known.raw
        except OSError:
            return True

    def _folders(self) -> list[Path]:
        try:
            return watched_folders(self.saving.project())
        except DiagnosticError:
            # Of an event that is not begun yet there may be no folder either.
            return [next(folder for folder in real_path(self.event_file).parents if folder.is_dir())]


def _in_language(revision: Revision, language: str) -> tuple[Source | None, list[Diagnostic]]:
    """The event in one language, and its problems."""
    if not language:
        return read_event(revision.project)
    sources, problems = read_languages(revision.project, [language])
    return sources[0], problems
