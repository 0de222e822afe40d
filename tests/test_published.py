"""The output folder: what is written, what is left alone, what is taken away, and what its manifest says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import run

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
FOUR = ["concept-note.docx", "concept-note.pdf", "programme.docx", "programme.pdf"]
OWN_PAPER = (
    '<html lang="en"><head><title>Sign</title><meta name="acknowledgement" content="none"></head>'
    "<body><h1>This way</h1></body></html>"
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def manifest(project: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((project / "out" / "manifest.json").read_text())
    return {"remarks": read["remarks"]} | {one["file"]: one for one in read["files"]}


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def change(project: Path, old: str, new: str) -> None:
    file = project / "data" / "event.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def again(project: Path, pool: Pool, **options: Any) -> Any:
    return build(Request(project / "data" / "event.yaml", **options), pool=pool)


def test_the_manifest_says_what_each_file_is(built: Path) -> None:
    said = manifest(built)
    assert sorted(said) == sorted([*FOUR, "remarks"])
    for name in FOUR:
        data = (built / "out" / name).read_bytes()
        entry = said[name]
        assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert entry["document"] == name.split(".")[0]
        assert entry["format"] == name.split(".")[1]
        assert (entry["language"], entry["acknowledgement"]) == ("en", "proven")
        assert entry["tool"] == f"conceptnote {run('--version', cwd=built).stdout.split()[1]}"
        assert {"data/event.yaml", "data/images/austrian-development-cooperation-placeholder.svg"} <= set(
            entry["inputs"]["files"]
        )
    assert said["concept-note.pdf"]["pages"] == 3
    assert said["programme.pdf"]["pages"] == 1
    assert said["concept-note.pdf"]["standards"] == ["PDF/A-3a", "PDF/UA-1"]
    assert 1300 < said["concept-note.pdf"]["words"] < 1600


def test_a_second_build_writes_nothing_and_says_so(built: Path) -> None:
    before = state(built / "out")
    done = run("build", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("unchanged") == 4
    assert state(built / "out") == before


def test_a_second_build_does_not_even_load_what_renders(built: Path) -> None:
    program = (
        "import sys\nfrom conceptnote.build.request import Request\nfrom conceptnote.build.run import build\n"
        "done = build(Request())\n"
        "print(len(done.outputs), sorted({'weasyprint', 'docx', 'pydantic', 'jinja2', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=built, capture_output=True, text=True, check=True)
    assert done.stdout == "4 []\n"


def test_only_files_that_come_out_otherwise_are_written(built: Path, pool: Pool) -> None:
    before = state(built / "out")
    change(built, "role: moderator\n\n# How the hour", "role: chair\n\n# How the hour")
    again(built, pool)
    after = state(built / "out")
    assert all(before[name] != after[name] for name in [*FOUR, "manifest.json"])
    # A remark to colleagues changes what the files were made from, and no file.
    change(built, "# How the hour runs", "# How that hour runs")
    again(built, pool)
    last = state(built / "out")
    assert [name for name in FOUR if last[name] != after[name]] == []
    assert last["manifest.json"] != after["manifest.json"]


@pytest.mark.parametrize("what", ["event", "picture", "template", "option", "file", "tool", "lost", "force"])
def test_whatever_changes_is_noticed(what: str, built: Path, pool: Pool) -> None:
    options: dict[str, Any] = {}
    match what:
        case "event":
            change(built, "9:15–10:15", "9:15–10:20")
        case "picture":
            picture = next((built / "data" / "images").iterdir())
            picture.write_bytes(picture.read_bytes().replace(b"</svg>", b"<!-- redrawn --></svg>"))
        case "template":
            (built / "templates").mkdir()
            (built / "templates" / "sign.html.j2").write_text(OWN_PAPER)
        case "option":
            options["paper"] = "letter"
        case "file":
            (built / "out" / "programme.pdf").write_bytes(b"%PDF-1.7 damaged")
        case "tool":
            path = built / "out" / "manifest.json"
            path.write_text(path.read_text().replace('"sha256": "', '"sha256": "0'))
        case "lost":
            (built / "out" / "manifest.json").unlink()
        case "force":
            options["force"] = True
    assert all(output.seconds is not None for output in again(built, pool, **options).outputs)
    assert all(output.seconds is None for output in again(built, pool, **options | {"force": False}).outputs)


def test_files_of_a_document_that_is_gone_are_removed_and_a_strangers_never(project: Path, pool: Pool) -> None:
    (project / "templates").mkdir()
    template = project / "templates" / "sign.html.j2"
    template.write_text(OWN_PAPER)
    again(project, pool)
    assert manifest(project)["sign.pdf"]["acknowledgement"] == "left out by the template"
    for stranger in ("notes.txt", "other.pdf"):
        (project / "out" / stranger).write_text("mine")
    (project / "out" / "sign.docx").write_bytes(b"edited by somebody")
    template.unlink()
    done = again(project, pool)
    assert [path.name for path in done.removed] == ["sign.pdf"]
    assert names(project / "out") == sorted([*FOUR, "manifest.json", "notes.txt", "other.pdf", "sign.docx"])
    assert sorted(manifest(project)) == sorted([*FOUR, "remarks"])


def test_a_whole_build_removes_what_is_outdated_and_a_part_warns_of_it(built: Path, pool: Pool) -> None:
    again(built, pool, formats=["html"])
    assert len(names(built / "out")) == 7
    change(built, "9:15–10:15", "9:15–10:20")
    part = again(built, pool, formats=["pdf"], documents=["programme"])
    assert sorted(w.location.file.rpartition("/")[2] for w in part.warnings if w.location) == [
        "concept-note.docx", "concept-note.html", "concept-note.pdf", "programme.docx", "programme.html",
    ]  # fmt: skip
    assert len(names(built / "out")) == 7
    whole = again(built, pool)
    assert [path.name for path in whole.removed] == ["concept-note.html", "programme.html"]
    assert whole.warnings == []
    assert names(built / "out") == sorted([*FOUR, "manifest.json"])


def test_a_word_file_that_somebody_edited_is_not_replaced_unasked(built: Path) -> None:
    edited = built / "out" / "programme.docx"
    edited.write_bytes(edited.read_bytes() + b"edited")
    change(built, "9:15–10:15", "9:15–10:20")
    before = state(built / "out")
    done = run("build", cwd=built)
    assert done.returncode == 2
    assert "out/programme.docx: error CN043: somebody has edited this file" in done.stderr
    assert state(built / "out") == before
    assert run("build", "--force", cwd=built).returncode == 0
    assert not edited.read_bytes().endswith(b"edited")


def test_check_names_what_is_not_what_the_inputs_give_and_writes_nothing(built: Path) -> None:
    done = run("build", "--check", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    change(built, "deputy director", "director")
    (built / "out" / "concept-note.docx").unlink()
    before = state(built / "out")
    done = run("build", "--check", cwd=built)
    assert done.returncode == 4
    assert [line.split(":")[0] for line in done.stderr.splitlines() if "CN044" in line] == [
        f"out/{name}" for name in FOUR
    ]
    assert "out/concept-note.docx: error CN044: the file is missing" in done.stderr
    assert state(built / "out") == before


def test_check_makes_no_folder(project: Path) -> None:
    assert run("build", "--check", "-f", "html", cwd=project).returncode == 4
    assert not (project / "out").exists()


def test_check_builds_for_itself_and_believes_no_manifest(built: Path) -> None:
    """A manifest from a stranger can say anything."""
    forged = b"%PDF-1.7 forged"
    (built / "out" / "programme.pdf").write_bytes(forged)
    path = built / "out" / "manifest.json"
    said = json.loads(path.read_text())
    for entry in said["files"]:
        if entry["file"] == "programme.pdf":
            entry |= {"sha256": hashlib.sha256(forged).hexdigest(), "bytes": len(forged)}
    path.write_text(json.dumps(said))
    done = run("build", "--check", cwd=built)
    assert done.returncode == 4
    assert "out/programme.pdf" in done.stderr


@pytest.mark.parametrize(
    "forged",
    ["", "{}", "[]", '{"version": 1, "remarks": 0, "files": [1]}', "[" * 100_000, '{"version": 1, "files": 3}'],
)
def test_a_manifest_that_is_none_counts_as_none(forged: str, built: Path, pool: Pool) -> None:
    (built / "out" / "manifest.json").write_text(forged)
    again(built, pool)
    assert sorted(manifest(built)) == sorted([*FOUR, "remarks"])


def test_a_forged_manifest_removes_nothing_outside_the_folder(built: Path, pool: Pool) -> None:
    outside = built / "precious.txt"
    outside.write_text("precious")
    path = built / "out" / "manifest.json"
    said = json.loads(path.read_text())
    forged = said["files"][0] | {
        "file": "../precious.txt", "document": "gone", "sha256": hashlib.sha256(b"precious").hexdigest(),
    }  # fmt: skip
    path.write_text(json.dumps(said | {"files": [*said["files"], forged]}))
    change(built, "9:15–10:15", "9:15–10:20")
    assert again(built, pool).removed == []
    assert outside.read_text() == "precious"


def test_the_manifest_is_the_same_wherever_and_whenever(built: Path, pool: Pool) -> None:
    first = (built / "out" / "manifest.json").read_bytes()
    os.rename(built / "out", built / "earlier")
    again(built, pool)
    assert (built / "out" / "manifest.json").read_bytes() == first
