"""The summary of a run: what it says, and that nothing in the data can make it say something else."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.report.text import safe
from conceptnote.summary.leave import Run, summarise
from conceptnote.summary.markdown import Pictures, as_markdown, escaped
from conceptnote.summary.previews import first_page

TODAY = date(2014, 6, 1)


@pytest.fixture
def built(project: Path, pool: Pool) -> Path:
    build(Request(project / "data" / "event.yaml", formats=["pdf", "html"]), pool=pool)
    return project


def test_it_shows_files_with_pages_standards_and_pictures_and_what_is_open(built: Path) -> None:
    report = built / "check.json"
    report.write_text(json.dumps({"version": 1, "diagnostics": [PROBLEM], "counts": {}}))
    run = Run(built / "data" / "event.yaml", built / "out", [report, built / "build.json"])
    facts = summarise(run, TODAY, built / "left")
    text = (built / "left" / "summary.md").read_text(encoding="utf-8")
    size = (built / "out" / "concept-note.pdf").stat().st_size
    assert f"| concept-note.pdf | 3 | {size / 1000:.1f} kB | PDF/A-3a, PDF/UA-1 | proven |" in text
    assert "| concept-note.html | – |" in text
    assert "![First page of concept-note.pdf](<previews/concept-note.png>)" in text
    assert "- to be confirmed: Imam Diallo (panel; Facilitated interview with the panellists)" in text
    assert "- to be settled: the note “project” (Purpose)" in text
    assert "- **check**: 1 error" in text
    assert "- **build** did not end properly" in text
    assert "- **error CN060** out/programme.pdf: page 1: not there" in text
    assert re.search(r"\| programme.pdf \| 1 \| .* \| \*\*missing\*\* \|", text)
    for paper in facts.files:
        if paper.record.format == "pdf":
            assert paper.preview is not None
            picture = Image.open(built / "left" / paper.preview)
            assert (picture.format, picture.width) == ("PNG", 640)
            assert picture.height > 800
            assert len(picture.convert("L").getcolors() or ()) > 20  # a page, and not an empty one
        assert (built / "left" / "papers" / paper.record.file).read_bytes() == (
            built / "out" / paper.record.file
        ).read_bytes()
    read = json.loads((built / "left" / "summary.json").read_text(encoding="utf-8"))
    assert read == json.loads(json.dumps(facts.to_json()))
    assert [(one["file"], one["pages"], one["acknowledgement"]) for one in read["files"]] == [
        ("concept-note.html", None, "proven"), ("concept-note.pdf", 3, "proven"),
        ("programme.html", None, "proven"), ("programme.pdf", 1, "missing"),
    ]  # fmt: skip


PROBLEM = {
    "code": "CN060", "severity": "error", "message": "page 1: not there", "file": "out/programme.pdf",
    "line": None, "column": None, "path": None, "hint": None,
}  # fmt: skip


def test_pictures_are_shown_where_they_can_be_and_else_linked(built: Path) -> None:
    facts = summarise(Run(built / "data" / "event.yaml", built / "out", []), TODAY, built / "left")
    shown = as_markdown(facts, Pictures(base="https://papers.example.org/"))
    assert "![First page of programme.pdf](<https://papers.example.org/previews/programme.png>)" in shown
    linked = as_markdown(facts, Pictures(elsewhere="https://github.example/runs/7#artifacts"))
    assert "![" not in linked
    assert "(<https://github.example/runs/7#artifacts>)" in linked
    assert "previews" not in as_markdown(facts, Pictures())


def test_files_that_are_not_what_was_built_are_said_to_be_so(built: Path) -> None:
    (built / "out" / "programme.pdf").write_bytes(b"%PDF-1.7")
    (built / "out" / "programme.html").unlink()
    event = built / "data" / "event.yaml"
    facts = summarise(Run(event, built / "out", []), TODAY, built / "left")
    assert [one.state for one in facts.files] == ["built", "built", "missing", "changed"]
    assert {path.name for path in (built / "left" / "papers").iterdir()} == {
        "concept-note.html", "concept-note.pdf", "manifest.json",
    }  # fmt: skip
    event.write_text(event.read_text() + "# A remark.\n")
    facts = summarise(Run(event, built / "out", []), TODAY)
    assert [one.state for one in facts.files] == ["earlier data", "earlier data", "missing", "changed"]


def test_an_event_that_cannot_be_read_and_no_papers_are_told_as_well(project: Path) -> None:
    event = project / "data" / "event.yaml"
    event.write_text("title: [\n")
    facts = summarise(Run(event, None, []), TODAY, project / "left")
    text = (project / "left" / "summary.md").read_text(encoding="utf-8")
    assert facts.event is None
    assert "## The event file cannot be read" in text
    assert "No papers were built." in text
    assert "error CN003" in text


MARKS = st.text(st.sampled_from("ab \\`*_[](){}<>#+-.!|~@:/&$\"'=wW\n\t\x1b\0‮") | st.characters(), max_size=40)
LINKS = st.sampled_from(
    ["http://a.example/x", "www.a.example", "WWW.a.example", "me@a.example", "@somebody", "@org/team", "#7", "GH-7",
     "gh-12", "org/repo#7", "org/repo@0a1b2c3", "0a1b2c3", "1234567", "0123456789abcdef" * 4, ":smile:",
     ":+1:", "::e-mail::", "fixes #7", "!7", "$x$", "ftp://a.example", "mailto:me@a.example", "xmpp:me@a.example"],
)  # fmt: skip


def parts_of(document: str) -> list[str]:
    """The texts of a document, between anything else that is in it."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(document)
    assert not any(token.type.startswith(("html", "fence", "heading")) for token in tokens)
    parts = [""]
    for child in (child for token in tokens if token.type == "inline" for child in token.children or ()):
        assert child.type in {"text", "softbreak", "hardbreak", "text_special", "html_inline"}
        if child.type == "html_inline":
            assert child.content == "<!-- -->"
            parts.append("")
        else:
            parts[-1] += child.content or "\n"
    return parts


@given(text=MARKS | st.lists(LINKS | MARKS, max_size=4).map("".join))
def test_whatever_data_say_is_text(text: str) -> None:
    said = f"x {escaped(text)} x"
    assert parts_of(f"| a | b |\n|---|---|\n| {said} | c |\n")
    parts = parts_of(f"- {said}\n")
    if "\n" not in safe(text):
        assert " ".join("".join(parts).split()) == " ".join(f"x {safe(text)} x".split())
    for part in parts:
        linked = r"://|[Ww]{3}\.\S|[@#!$]\w|[Gg][Hh]-[0-9]|:[\w+-]+:|\b[0-9A-Fa-f]{7,}\b"
        assert not re.search(linked, part), part


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no PDF at all", b"%PDF-1.7\n%%EOF" * 100])
def test_a_damaged_pdf_has_no_picture(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert first_page(tmp_path / "a.pdf") is None


@pytest.mark.parametrize(
    "report", ["", "[]", "{}", '{"diagnostics": [{}]}', '{"diagnostics": [3]}', "[" * 100_000, '{"diagnostics": 3}']
)
def test_a_damaged_report_is_a_step_that_has_not_ended(project: Path, report: str) -> None:
    (project / "check.json").write_text(report)
    facts = summarise(Run(project / "data" / "event.yaml", None, [project / "check.json"]), TODAY)
    assert [(one.step, one.ended) for one in facts.steps] == [("check", False)]
    assert facts.problems == []
