"""What is put into the output folder acknowledges its funders, or is not put there."""

from __future__ import annotations

import io
import os
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest
import strategies
from command import run

from conceptnote.build import proof
from conceptnote.build.hashing import sha256
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.check.finding import Finding, Proven
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.shipped import shipped
from conceptnote.source.load import load_event


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def harmful(project: Path, name: str) -> None:
    parts = (shipped("templates") / "_parts.html.j2").read_text(encoding="utf-8")
    match name:
        case "the mark left out":
            changed = parts.replace("{%- for logo in first.logos %}", "{%- for logo in [] %}")
        case "another picture instead":
            (project / "data" / "images" / "other.svg").write_bytes(strategies.svg(90, 30, "#204080"))
            changed = parts.replace("{{ logo.file }}", "images/other.svg")
        case "other words":
            other = "funder.lockup | replace('with', 'without')"
            changed = parts.replace("{{ first.lockup }}", "{{ first.lockup | replace('with', 'without') }}").replace(
                "(funder.lockup)", f"({other})"
            )
        case "no footer":
            changed = parts.replace("{% if acknowledged %}", "{% if false %}")
        case _:
            raise AssertionError(name)
    assert changed != parts
    (project / "templates").mkdir()
    (project / "templates" / "_parts.html.j2").write_text(changed, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("the mark left out", "ack-mark"),
        ("another picture instead", "ack-mark"),
        ("other words", "ack-words"),
        ("no footer", "ack-mark"),
    ],
)
def test_a_template_that_breaks_the_promise_builds_nothing(name: str, rule: str, built: Path, pool: Pool) -> None:
    before = state(built / "out")
    harmful(built, name)
    with pytest.raises(DiagnosticError) as refused:
        build(Request(built / "data" / "event.yaml"), pool=pool)
    assert refused.value.exit_code == 3
    told = [str(problem) for problem in refused.value.diagnostics]
    assert all(problem.code is Code.ACKNOWLEDGEMENT for problem in refused.value.diagnostics)
    for page in (1, 2, 3):
        assert any(f"concept-note.pdf: error CN060: page {page}: " in one and f"({rule})" in one for one in told)
    assert any("concept-note.docx: error CN060: " in one and f"({rule})" in one for one in told)
    assert state(built / "out") == before


def test_a_template_that_prints_a_mark_smaller_than_promised_builds_nothing(built: Path, pool: Pool) -> None:
    file = built / "data" / "event.yaml"
    file.write_text(file.read_text().replace("min_height: 11 mm", "min_height: 14 mm"))
    build(Request(file), pool=pool)
    before = state(built / "out")
    parts = (shipped("templates") / "_parts.html.j2").read_text(encoding="utf-8")
    shrunk = parts.replace('data-min-height="{{ logo.min_height or 0 }}"', 'data-min-height="0"')
    assert shrunk != parts
    (built / "templates").mkdir()
    (built / "templates" / "_parts.html.j2").write_text(shrunk, encoding="utf-8")
    with pytest.raises(DiagnosticError, match=r"is 11\.0 mm high, and its funder asks for 14 mm") as refused:
        build(Request(file), pool=pool)
    assert refused.value.exit_code == 3
    assert state(built / "out") == before


def test_a_file_of_an_earlier_build_is_held_to_what_is_promised_now(built: Path) -> None:
    file = built / "data" / "event.yaml"
    text = file.read_text()
    file.write_text(text.replace("min_height: 11 mm", "min_height: 14 mm"))
    done = run("verify", "out/concept-note.pdf", "out/concept-note.docx", cwd=built)
    assert done.returncode == 3
    assert done.stderr.count("is 11.0 mm high, and its funder asks for 14 mm") == 4
    assert "page 3: " in done.stderr


def test_a_logo_that_is_deleted_fails_the_build_and_the_earlier_files_stay(built: Path, pool: Pool) -> None:
    before = state(built / "out")
    next((built / "data" / "images").iterdir()).unlink()
    with pytest.raises(DiagnosticError, match="there is no file") as refused:
        build(Request(built / "data" / "event.yaml"), pool=pool)
    assert refused.value.exit_code == 3
    assert state(built / "out") == before


def test_verify_says_of_good_files_whom_they_acknowledge(built: Path) -> None:
    files = sorted(str(path.relative_to(built)) for path in (built / "out").glob("*.[pd]*"))
    done = run("verify", *files, cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{name}: acknowledges Austrian Development Agency" for name in files]


@pytest.mark.parametrize("what", ["missing.pdf", "words.txt", "torn.pdf"])
def test_a_file_that_cannot_be_read_proves_nothing(what: str, built: Path) -> None:
    (built / "words.txt").write_text("with funding from Austrian Development Agency")
    (built / "torn.pdf").write_bytes((built / "out" / "programme.pdf").read_bytes()[:5000])
    done = run("verify", what, cwd=built)
    assert done.returncode == 3
    assert f"{what}: error CN060: " in done.stderr
    assert "Traceback" not in done.stderr


# What travels inside


def test_a_pdf_carries_the_public_data_that_it_was_made_from(project: Path, pool: Pool) -> None:
    file = project / "data" / "event.yaml"
    file.write_text(file.read_text() + "\ninternal: Unprintworthy words\n")
    build(Request(file, formats=["pdf"]), pool=pool)
    with pikepdf.open(project / "out" / "programme.pdf") as pdf:
        (name,) = pdf.attachments
        data = pdf.attachments[name].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Source"
    assert name == "event.yaml"
    assert b"Unprintworthy" not in data
    assert b"#" not in data
    (project / "data" / "carried.yaml").write_bytes(data)
    carried = load_event(project / "data" / "carried.yaml").event
    assert carried.title == load_event(file).event.title
    assert [row.item for row in carried.agenda] == [row.item for row in load_event(file).event.agenda]
    assert carried.sections == []


def test_what_only_the_note_says_does_not_change_the_programme(project: Path, pool: Pool) -> None:
    file = project / "data" / "event.yaml"
    build(Request(file), pool=pool)
    before = state(project / "out")
    text = file.read_text()
    assert "fertile ground" in text
    file.write_text(text.replace("fertile ground", "fertile soil"))
    build(Request(file), pool=pool)
    after = state(project / "out")
    assert [name for name in before if before[name] != after[name]] == [
        name for name in before if name.startswith("concept-note") or name == "manifest.json"
    ]


def test_only_pdf_a_3_carries_the_data(project: Path, pool: Pool) -> None:
    from conceptnote.pdfstandard import PdfStandard

    for standard in PdfStandard:
        build(
            Request(project / "data" / "event.yaml", formats=["pdf"], documents=["programme"], pdf_standard=standard),
            pool=pool,
        )
        with pikepdf.open(io.BytesIO((project / "out" / "programme.pdf").read_bytes())) as pdf:
            assert bool(list(pdf.attachments)) == (standard is PdfStandard.A3A_UA1)


# What funders agree to

APPROVED = """
title: Approved
date: 2026-03-04
time: 9:15
timezone: Europe/Zurich
parties: {one: {name: Fund One}, two: {name: Fund Two}, three: {name: Fund Three}}
funders:
  - {party: one, lockup: Funded by, text_only: true, approval: {required: true}}
  - party: two
    lockup: With help from
    text_only: true
    approval: {required: true, approved_by: A. Desk, approved_on: 2026-02-01}
  - party: three
    lockup: Quietly by
    text_only: true
    suppressed: {approved_by: B. Desk, approved_on: 2026-02-02, reason: Danger}
"""


def test_approvals_stand_in_the_report_of_every_build_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(APPROVED)
    for _ in range(2):
        done = run("build", "event.yaml", "-f", "html", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "event.yaml:8:64: warning CN061: Fund One has not approved the acknowledgement yet" in done.stderr
        assert "Fund Two approved its acknowledgement: A. Desk, 2026-02-01\n" in done.stdout
        assert "Fund Three is not named: B. Desk, 2026-02-02\n" in done.stdout
    assert run("build", "event.yaml", "-f", "html", "--strict", cwd=tmp_path).returncode == 1
    for path in (tmp_path / "out").iterdir():
        for hidden in (b"Desk", b"Fund Three", b"Danger"):
            assert hidden not in path.read_bytes()


def ended(*_: object) -> None:
    os._exit(1)


def test_a_file_whose_proof_ends_is_not_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_proven", ended)
    due = [proof.Due(tmp_path / name, tmp_path / name, ()) for name in ("a.pdf", "b.docx")]
    with closing(Pool(workers=1)) as pool:
        problems = proof.prove(due, pool)
    assert [one.location.file for one in problems if one.location] == [str(one.name) for one in due]
    assert {one.message for one in problems} == {"the process that proves the acknowledgement has ended"}


def test_a_proof_counts_for_the_bytes_that_it_is_of(tmp_path: Path, built_example: Path) -> None:
    file = built_example / "out" / "programme.pdf"
    found = Finding("ack-words", "the words are missing")

    def problems(of: bytes) -> list[str]:
        due = proof.Due(file, file, (), Proven(sha256(of), (found,)))
        return [one.message for one in proof.prove([due])]

    assert problems(file.read_bytes()) == [str(found)]
    assert problems(b"other") == []
