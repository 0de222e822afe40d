"""`conceptnote watch`: pages stay fresh while one types, and the last good ones stay while something is wrong."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.watch import _built
from conceptnote.diagnostics import DiagnosticError

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
FOUR = ["concept-note.docx", "concept-note.pdf", "programme.docx", "programme.pdf"]


class Watching:
    """A running watch, and what it has said."""

    def __init__(self, project: Path, *options: str) -> None:
        self.project = project
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [COMMAND, "watch", *options],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Where the tests run in the background of a shell, Ctrl-C is ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.said.extend(iter(self._process.stdout.readline, ""))

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is there; what never comes is a failure."""
        ends = time.monotonic() + 60
        while not seen():
            assert time.monotonic() < ends, "".join(self.said)
            assert self._process.poll() is None, "".join(self.said)
            time.sleep(0.02)

    def builds(self) -> int:
        return sum("watching" in line for line in self.said)

    def after(self, change: Callable[[], object], told: str = "") -> None:
        """Wait until the next build has been told, and with these words."""
        before, lines = self.builds(), len(self.said)
        change()
        self.until(lambda: self.builds() > before and len(self.said) > lines + 1 and told in "".join(self.said[lines:]))

    def end(self) -> int:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=30)
        self._reader.join(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


@pytest.fixture
def watching(project: Path) -> Iterator[Watching]:
    running = Watching(project)
    try:
        running.until(lambda: sum(".pdf" in line or ".docx" in line for line in running.said) == 4)
        yield running
        assert running.end() == 0
        assert "Traceback" not in "".join(running.said)
    finally:
        running.end()


def outputs(project: Path) -> dict[str, bytes]:
    return {name: (project / "out" / name).read_bytes() for name in FOUR}


def rewritten(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def replaced(file: Path, old: str, new: str) -> None:
    """Saved as many editors do: another file takes the place of the first."""
    text = file.read_text()
    assert old in text
    beside = file.with_name(".event.yaml.swp1")
    beside.write_text(text.replace(old, new))
    os.replace(beside, file)


def test_saving_builds_again_however_the_editor_saves(watching: Watching) -> None:
    file = watching.project / "data" / "event.yaml"
    first = outputs(watching.project)
    watching.after(lambda: rewritten(file, "9:15–10:15", "9:15–10:20"))
    second = outputs(watching.project)
    assert all(first[name] != second[name] for name in FOUR)
    watching.after(lambda: replaced(file, "9:15–10:20", "9:15–10:25"))
    third = outputs(watching.project)
    assert all(second[name] != third[name] for name in FOUR)
    watching.after(lambda: replaced(file, "9:15–10:25", "9:15–10:30"))
    assert all(third[name] != now for name, now in outputs(watching.project).items())


def test_what_is_wrong_is_shown_and_the_last_good_files_stay(watching: Watching) -> None:
    file = watching.project / "data" / "event.yaml"
    good = outputs(watching.project)
    watching.after(
        lambda: rewritten(file, "2014-06-10\n  year", "2014-06-31\n  year"), "error CN012: “2014-06-31” is not a date"
    )
    assert outputs(watching.project) == good
    logo = next((watching.project / "data" / "images").iterdir())
    watching.after(lambda: rewritten(file, "2014-06-31", "2014-06-11"))
    assert outputs(watching.project) != good
    watching.after(logo.unlink, "error CN020")


def test_a_template_and_a_folder_that_come_later_are_noticed(watching: Watching) -> None:
    folder = watching.project / "templates"
    folder.mkdir()
    template = folder / "sign.html.j2"
    written = (
        '<html lang="en"><head><title>S</title><meta name="acknowledgement" content="none"></head>'
        "<body><h1>Sign</h1></body></html>"
    )
    watching.after(lambda: template.write_text(written))
    watching.until(lambda: (watching.project / "out" / "sign.pdf").exists())
    before = (watching.project / "out" / "sign.pdf").read_bytes()
    watching.after(lambda: template.write_text(written.replace("Sign<", "Another sign<")))
    assert (watching.project / "out" / "sign.pdf").read_bytes() != before


def test_builds_leave_nothing_in_memory(project: Path) -> None:
    """What an earlier build has left would grow with each save: a command collects no garbage while it runs."""
    file, counts = project / "data" / "event.yaml", []
    text = file.read_text()
    gc.collect()
    gc.disable()
    try:
        for room in ("20th", "21st", "22nd", "23rd"):
            for title in ("", "title: Twice\n"):
                file.write_text(text.replace("19th", room) + title)
                outcome, _ = _built(Request(file, formats=["html"], documents=["programme"]), Pool(workers=0))
                assert isinstance(outcome, DiagnosticError) is bool(title)
            del outcome
            counts.append(len(gc.get_objects()))
        assert counts[3] - counts[1] < 100
        # What the last build has read is all that is left; a build leaves some 4,000 objects uncollected.
        assert gc.collect() < 2000
    finally:
        gc.enable()


@pytest.mark.slow
def test_ctrl_c_ends_it_cleanly(watching: Watching) -> None:
    assert watching.end() == 0
    assert "Traceback" not in "".join(watching.said)
    assert sorted(path.name for path in (watching.project / "out").iterdir()) == sorted([*FOUR, "manifest.json"])


def test_without_an_event_there_is_nothing_to_watch(tmp_path: Path) -> None:
    done = subprocess.run([COMMAND, "watch"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "CN001" in done.stderr


def test_an_included_file_is_noticed_even_if_no_build_has_got_beyond_it(project: Path) -> None:
    shared = project / "shared" / "people.yaml"
    shared.parent.mkdir()
    shared.write_text("novak: {nam: Jan Novak}\n")
    event = project / "data" / "event.yaml"
    rewritten(event, "\npeople:\n", "\npeople:\n  <<: !include ../shared/people.yaml\n")
    rewritten(event, "\npanel:\n", "\npanel:\n  - novak\n")
    watching = Watching(project, "-f", "html")
    try:
        watching.until(lambda: any("CN010" in line for line in watching.said))
        assert "shared/people.yaml:1:9" in "".join(watching.said)
        watching.after(lambda: rewritten(shared, "nam:", "name:"))
        page = project / "out" / "programme.html"
        watching.until(lambda: page.exists() and "Jan Novak" in page.read_text())
        watching.after(lambda: rewritten(shared, "Jan", "Jana"))
        watching.until(lambda: "Jana Novak" in page.read_text())
    finally:
        watching.end()
