"""The studio beside a build: from an edit to the picture of its page, against a warm build of the same paper.

    python benchmarks/studio.py

Both use the same warm processes, and are run alternately; the medians are compared. A build proves its file, the studio
does not. Last comes how memory grows over many edits.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec.structs import replace

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.studio.pictures import page_picture
from conceptnote.studio.session import Session
from conceptnote.studio.view import View

EXAMPLE = Path(__file__).parents[1]
DOTS = 4.0
PAPERS = {"programme": "agenda[0].item", "concept-note": "title"}
"""The papers, each with a value that is edited."""


class Page:
    """A page of the studio that is open."""

    def __init__(self, session: Session, document: str) -> None:
        self.session, self.document, self._told = session, document, threading.Event()
        self._viewer = session.open(View(), document, self._told.set)

    def settled(self) -> None:
        """Wait until nothing is being printed."""
        while self.session.state(View())["working"] or not self.session.state(View())["sheets"]:
            self._told.wait(0.01)
            self._told.clear()

    def edited(self, path: str, value: str) -> float:
        """Seconds from an edit to the picture of the page on which it is."""
        before, revision = self._id(), self.session.shown[View()].revision
        began = time.perf_counter()
        self.session.write(lambda saving: saving.set(revision, {path: value}), self.document)
        while self._id() == before:
            self._told.wait(1)
            self._told.clear()
        page_picture(self.session.shown[View()].papers[self.document].pages.wait(1), DOTS)
        return time.perf_counter() - began

    def _id(self) -> str:
        paper = self.session.shown[View()].papers.get(self.document)
        return paper.id if paper else ""


@contextmanager
def studio(event: Path) -> Iterator[Session]:
    """A session of the studio, without a server."""
    with closing(Pool()) as pool:
        session = Session(event, pool)
        session.start()
        try:
            yield session
        finally:
            session.stop()
            session.join()


def memory() -> int:
    """Megabytes that this process has in memory; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def main() -> None:
    """Compare, and print the ratios."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--edits", type=int, default=100, help="for how many edits memory is watched")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLE / "data", Path(folder) / "data")
        event = Path(folder) / "data" / "event.yaml"
        with studio(event) as session:
            for document, path in PAPERS.items():
                page = Page(session, document)
                page.settled()
                request = Request(event, Path(folder) / "out", ("pdf",), (document,))
                edits, builds = [], []
                for number in range(asked.rounds):
                    edits.append(page.edited(path, f"Words of round {number}"))
                    page.settled()
                    forced = replace(request, force=True)
                    began = time.perf_counter()
                    session.do(lambda pool, forced=forced: build(forced, pool=pool))  # type: ignore[misc]
                    builds.append(time.perf_counter() - began)
                    page.settled()
                ratio = statistics.median(edits) / statistics.median(builds)
                print(f"{document}: edit to picture / warm build with its proof: {ratio:.2f}")
            page = Page(session, "programme")
            before = memory()
            for number in range(asked.edits):
                page.edited(PAPERS["programme"], f"Words of edit {number}")
                page.settled()
            print(f"memory after {asked.edits} edits / before: {memory() / max(before, 1):.2f}")


if __name__ == "__main__":
    main()
