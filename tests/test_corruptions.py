"""Whatever damages an event file, a person reads where it is wrong, and never a traceback, nor waits for ever."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import strategies
from corpus import CORPUS, EventFile, copy_pictures
from corruptions import KINDS, SURELY_WRONG, Corruption, damaged
from examples import examples
from hypothesis import event, given
from hypothesis import strategies as st

from conceptnote.build.formats import paper_formats
from conceptnote.build.lint import Report, lint
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.source.load import load_event

FORMATS = paper_formats()

TODAY = date(2029, 1, 1)
HANGS = 120
"""Seconds that no event takes on any machine: whoever takes longer hangs."""

FILES = st.sampled_from(list(CORPUS.values()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the pictures that the event files name."""
    folder = tmp_path_factory.mktemp("corrupt") / "data"
    copy_pictures(folder)
    return folder


@contextmanager
def no_hang() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer within {HANGS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def corrupt_project(folder: Path, data: st.DataObject, file: EventFile, corrupt: Corruption) -> Path:
    (folder / "part.yaml").unlink(missing_ok=True)
    for name, content in damaged(data.draw, file, corrupt).items():
        (folder / name).write_bytes(content)
    return folder / "event.yaml"


def assert_placed(problems: Iterable[Diagnostic], folder: Path) -> None:
    """Each says what is wrong, and where: in which line of which file of the project."""
    for one in problems:
        assert one.message.strip(), one
        assert one.location is not None, one
        assert Path(one.location.file).is_relative_to(folder), one
        assert one.location.line >= 1, one
        assert one.location.column >= 1, one
        text = Path(one.location.file).read_bytes()
        assert one.location.line <= text.count(b"\n") + text.count(b"\r") + 1, one
        assert "Traceback" not in str(one)
        assert " object at 0x" not in str(one)


def look_at(file: Path) -> Report:
    """What `check` finds in a file, each problem at its place."""
    with no_hang():
        report = lint(file, TODAY)
    assert_placed(report.diagnostics, file.parent)
    places = [(one.location.line, one.location.column) for one in report.diagnostics if one.location]
    own = [one for one in report.diagnostics if one.location and one.location.file == str(file)]
    assert len(own) < len(places) or places == sorted(places)
    assert report.complete or report.exit_code() != 0, "refused without a reason"
    return report


def test_no_file_is_wrong_before_it_is_damaged(folder: Path) -> None:
    assert len(CORPUS) > 10
    assert {len(file.keys) > 20 for file in CORPUS.values()} == {True}
    for file in CORPUS.values():
        (folder / "event.yaml").write_text(file.text, encoding="utf-8")
        assert load_event(folder / "event.yaml").event.title


@pytest.mark.hypothesis
@pytest.mark.parametrize("corrupt", SURELY_WRONG, ids=lambda corrupt: corrupt.__name__)
def test_a_surely_wrong_file_is_refused_at_a_line(corrupt: Corruption, folder: Path) -> None:
    assert_refused(corrupt, folder)


@examples(8, fuzz=200)
@given(data=st.data(), file=FILES)
def assert_refused(corrupt: Corruption, folder: Path, data: st.DataObject, file: EventFile) -> None:
    report = look_at(corrupt_project(folder, data, file, corrupt))
    assert report.exit_code() != 0, (folder / "event.yaml").read_bytes()[:4000]


@pytest.mark.hypothesis
@pytest.mark.parametrize("kind", KINDS)
def test_any_damage_is_either_harmless_or_told_at_a_line(kind: str, folder: Path) -> None:
    assert_told(kind, folder)


@examples(10, fuzz=5000 // len(KINDS) + 1)
@given(data=st.data(), file=FILES)
def assert_told(kind: str, folder: Path, data: st.DataObject, file: EventFile) -> None:
    corrupt = data.draw(st.sampled_from(KINDS[kind]))
    report = look_at(corrupt_project(folder, data, file, corrupt))
    event(f"{corrupt.__name__}: {'refused' if not report.complete else 'told' if report.diagnostics else 'harmless'}")


@examples(5, fuzz=300, shrink=False)
@given(data=st.data(), file=FILES, corrupt=st.sampled_from([one for kind in KINDS.values() for one in kind]))
def test_a_damaged_file_is_built_or_refused(
    data: st.DataObject, file: EventFile, corrupt: Corruption, folder: Path, pool: Pool
) -> None:
    event_file = corrupt_project(folder, data, file, corrupt)
    out = folder.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    report = look_at(event_file)
    refused, warned = attempt(Request(event_file, out, FORMATS), pool)
    event("refused" if refused else "built")
    assert_placed([*refused, *warned], folder.parent)
    assert out.exists() == (not refused)
    assert report.exit_code() != 0 or not refused, refused


def attempt(request: Request, pool: Pool) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Why a build was refused, and what it warned of."""
    try:
        with no_hang():
            return [], build(request, pool=pool).warnings
    except DiagnosticError as error:
        return error.diagnostics, []


@examples(10, fuzz=250)
@given(data=strategies.events())
def test_every_event_that_keeps_the_rules_is_accepted(data: strategies.Data, folder: Path) -> None:
    assert load_event(strategies.write_project(folder, data, {})).event.title
