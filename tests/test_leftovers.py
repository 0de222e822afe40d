"""What runs that were killed have left is taken away by the next, and nothing else is."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from publishing import EVENT

from conceptnote.build.hashing import sha256
from conceptnote.build.journal import recover
from conceptnote.build.manifest import Manifest
from conceptnote.build.request import Request
from conceptnote.build.run import build, check_built
from conceptnote.build.staging import clean_up, staging_folder
from conceptnote.diagnostics import DiagnosticError, Location

TESTS = Path(__file__).parent


def cut(kind: str, event: Path, folder: Path) -> list[list[Any]]:
    words = [sys.executable, TESTS / "cut_writing.py", kind, event, folder]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [ended for ended, *_ in runs] == [9] * (len(runs) - 1) + [0]
    assert len(runs) > 8
    return runs


def written(folder: Path) -> Path:
    event = folder / "data" / "event.yaml"
    event.parent.mkdir()
    event.write_text(EVENT, encoding="utf-8")
    return event


def test_a_build_that_is_killed_at_any_point_is_undone_by_whoever_looks_and_done_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    runs = cut("build", written(tmp_path), tmp_path / "place" / "out")
    old, new = runs[0][2], runs[-1][6]
    papers = {"concept-note.html", "programme.html", "manifest.json"}
    inside = {"internal/run-of-show.html", "internal/manifest.json"}
    assert (set(old), set(new)) == (papers | inside | {"flyer.html"}, papers | inside)
    assert all(old[name] != new[name] for name in new)
    assert sum(found not in (old, new) for _, _, found, *_ in runs) >= 5
    for _, _, found, names, looked, then_names, then in runs:
        assert looked == (new if found == new and looked == new else old)
        assert set(names) == {"out", *(name.partition("/")[0] for name in looked)}
        assert (set(then_names), then) == ({"out", "internal", *papers}, new)


def test_a_project_that_is_begun_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "place" / "project").mkdir(parents=True)
    runs = cut("init", tmp_path, tmp_path / "place" / "project")
    whole = runs[-1][2]
    assert "data/event.yaml" in whole
    assert sum(found not in ({}, whole) for _, _, found, *_ in runs) >= 2
    for _, _, _, _, looked, *_ in runs:
        assert looked in ({}, whole)


@pytest.mark.parametrize("kind", [pytest.param("site", marks=pytest.mark.slow), "site in two steps"])
def test_a_site_that_is_killed_at_any_point_is_the_old_or_the_new_and_the_next_clears_up(
    tmp_path: Path, kind: str
) -> None:
    site = tmp_path / "place" / "site"
    old = {
        "index.html": '<meta name="generator" content="ours"> old', "wells/index.html": "old",
        "wells/programme.csv": "old", "rivers/index.html": "left", "CNAME": "theirs",
    }  # fmt: skip
    for name, data in old.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(data)
    (tmp_path / "place" / ".site.mine").mkdir()
    runs = cut(kind, tmp_path, site)
    new = runs[-1][6]
    assert new["rivers/index.html"] == "left"
    assert new["CNAME"] == "theirs"
    assert "wells/programme.csv" not in new
    assert sum(len(after) > 6 for _, after, *_ in runs) > 4
    missing = [found for _, _, found, *_ in runs if not found]
    assert len(missing) == (kind == "site in two steps")
    for _, _, found, _, looked, names, then in runs:
        assert found in (old, new, {})
        assert looked == (found or old)
        # With what nobody gives any more, although it was away for a moment.
        assert then == new
        assert names == sorted([".site.mine", "site", "CNAME", "index.html", "rivers", "wells"])


def test_what_a_run_that_goes_on_has_stays_and_goes_once_it_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom conceptnote.build.staging import staging_folder\n"
        "with staging_folder(Path(sys.argv[1]), '.ours.') as folder:\n"
        "    (folder / 'half').write_text('x'); print(folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        clean_up(tmp_path, ".ours.")
        with staging_folder(tmp_path, ".ours.") as ours:
            assert sorted(tmp_path.iterdir()) == sorted([folder, ours])
        assert (folder / "half").is_file()
        os.kill(run.pid, signal.SIGKILL)
    clean_up(tmp_path, ".ours.")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_has_under_such_a_name_stays(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    with staging_folder(theirs, ".ours.") as whole:
        (tmp_path / "lock").write_bytes((whole / ".conceptnote.lock").read_bytes())
    for name in (".ours.abcd0123", ".ours.a-copy-of-it", ".ours.abcdefgh.bak"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    (tmp_path / ".ours.a-copy-of-it" / ".conceptnote.lock").write_text("")
    (tmp_path / ".ours.linked00").symlink_to(theirs)
    (tmp_path / ".ours.file0000").write_text("mine")
    (theirs / ".conceptnote.lock").write_text("")
    before = sorted(tmp_path.rglob("*"))
    clean_up(tmp_path, ".ours.")
    assert sorted(tmp_path.rglob("*")) == before


def test_many_at_once_never_take_each_others(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom conceptnote.build.staging import staging_folder\n"
        "for at in range(150):\n"
        "    with staging_folder(Path(sys.argv[1]), '.ours.') as folder:\n"
        "        (folder / 'half').write_text('x'); assert (folder / 'half').read_text() == 'x'"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, told
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Request, dict[str, bytes]]:
    """A build in its folder, of an event that has changed since."""
    event = written(tmp_path)
    request = Request(event, tmp_path / "out", formats=["html"], documents=["concept-note", "programme", "run-of-show"])
    build(request)
    event.write_text(event.read_text(encoding="utf-8").replace("Water", "Rain"), encoding="utf-8")
    return request, holding(tmp_path / "out")


def holding(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextlib.contextmanager
def locked(*places: Path, after: int = 0) -> Iterator[None]:
    """These cannot be replaced meanwhile, after so many times; as on Windows while a program has them open."""
    replace, left = os.replace, after

    def refusing(source: Path, place: Path) -> None:
        nonlocal left
        if Path(place) in places:
            if left == 0:
                raise PermissionError(errno.EBUSY, "busy", str(source), None, str(place))
            left -= 1
        replace(source, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", refusing)
        yield


NAMES = ("concept-note.html", "programme.html", "manifest.json", "internal/run-of-show.html", "internal/manifest.json")


@pytest.mark.parametrize("name", NAMES)
def test_where_one_file_cannot_be_replaced_none_is(papers: tuple[Request, dict[str, bytes]], name: str) -> None:
    request, before = papers
    out = request.output_dir or Path()
    with locked(out / name), pytest.raises(DiagnosticError) as failure:
        build(request)
    [problem] = failure.value.diagnostics
    assert problem.location == Location(str(out / name))
    assert "another program is using it" in problem.message
    assert "close it in other programs" in (problem.hint or "")
    assert holding(out) == before
    build(request)
    assert b"Rain for all" in (out / "concept-note.html").read_bytes()


def test_what_cannot_be_put_back_at_once_is_put_back_by_the_next_run(papers: tuple[Request, dict[str, bytes]]) -> None:
    request, before = papers
    out = request.output_dir or Path()
    first, second = out / "concept-note.html", out / "programme.html"
    with locked(first, second, after=1), pytest.raises(DiagnosticError):
        build(request)
    assert holding(out) != before
    with locked(first, second), pytest.raises(DiagnosticError) as failure:
        check_built(request)
    [problem] = failure.value.diagnostics
    assert "an earlier run was interrupted here" in problem.message
    assert Manifest.read(out).records
    assert holding(out) == before
    build(request)
    check_built(request)


def test_what_build_check_finds_good_is_what_its_manifest_says(papers: tuple[Request, dict[str, bytes]]) -> None:
    request, before = papers
    out = request.output_dir or Path()
    build(request)
    check_built(request)
    (out / "manifest.json").write_bytes(before["manifest.json"])
    with pytest.raises(DiagnosticError) as failure:
        check_built(request)
    [problem] = failure.value.diagnostics
    assert problem.location == Location(str(out / "manifest.json"))
    build(request)
    check_built(request)


def test_what_somebody_wrote_after_a_run_was_killed_stays(papers: tuple[Request, dict[str, bytes]]) -> None:
    request, before = papers
    out = request.output_dir or Path()
    first, second = out / "concept-note.html", out / "programme.html"
    with locked(first, second, after=1), pytest.raises(DiagnosticError):
        build(request)
    assert first.read_bytes() != before[first.name]
    first.write_bytes(b"mine")
    Manifest.read(out)
    assert holding(out) == before | {first.name: b"mine"}


@pytest.mark.parametrize("path", ["../mine.txt", "link/mine.txt", "{}/mine.txt", ".", "", "a\0b"])
def test_a_journal_of_a_strangers_leads_nowhere_else(tmp_path: Path, path: str) -> None:
    mine, out = tmp_path / "mine.txt", tmp_path / "out"
    mine.write_bytes(b"mine")
    out.mkdir()
    (out / "link").symlink_to(tmp_path)
    room = out / ".conceptnote.abcd0123"
    (room / "kept").mkdir(parents=True)
    (room / "kept" / "0").write_bytes(b"theirs")
    (room / ".conceptnote.lock").write_text("")
    change = {"path": path.format(tmp_path), "old": sha256(b"theirs"), "new": sha256(b"mine")}
    (room / "journal.json").write_text(json.dumps([change]))
    recover(out)
    assert mine.read_bytes() == b"mine"
    assert [entry.name for entry in out.iterdir()] == ["link"]
