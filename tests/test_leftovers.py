"""What runs that were killed have left is taken away by the next, and nothing else is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from publishing import EVENT

from conceptnote.build.scratch import scratch, sweep

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
    assert sum(found not in ({}, whole) for _, _, found, *_ in runs) >= 3
    for _, _, _, _, looked, *_ in runs:
        assert looked in ({}, whole)


@pytest.mark.parametrize("kind", ["site", "site in two steps"])
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
        "import sys, time\nfrom pathlib import Path\nfrom conceptnote.build.scratch import scratch\n"
        "with scratch(Path(sys.argv[1]), '.ours.') as folder:\n"
        "    (folder / 'half').write_text('x'); print(folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        sweep(tmp_path, ".ours.")
        with scratch(tmp_path, ".ours.") as ours:
            assert sorted(tmp_path.iterdir()) == sorted([folder, ours])
        assert (folder / "half").is_file()
        os.kill(run.pid, signal.SIGKILL)
    sweep(tmp_path, ".ours.")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_has_under_such_a_name_stays(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    with scratch(theirs, ".ours.") as whole:
        (tmp_path / "lock").write_bytes((whole / ".conceptnote.lock").read_bytes())
    for name in (".ours.abcd0123", ".ours.a-copy-of-it", ".ours.abcdefgh.bak"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    (tmp_path / ".ours.a-copy-of-it" / ".conceptnote.lock").write_text("")
    (tmp_path / ".ours.linked00").symlink_to(theirs)
    (tmp_path / ".ours.file0000").write_text("mine")
    (theirs / ".conceptnote.lock").write_text("")
    before = sorted(tmp_path.rglob("*"))
    sweep(tmp_path, ".ours.")
    assert sorted(tmp_path.rglob("*")) == before


def test_many_at_once_never_take_each_others(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom conceptnote.build.scratch import scratch\n"
        "for at in range(150):\n"
        "    with scratch(Path(sys.argv[1]), '.ours.') as folder:\n"
        "        (folder / 'half').write_text('x'); assert (folder / 'half').read_text() == 'x'"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, told
    assert list(tmp_path.iterdir()) == []
