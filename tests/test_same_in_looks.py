"""Papers say the same, and what funders are owed is proven, in every look and in an organisation's Word template."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
import reading
from examples import some_quick
from test_docx import errors
from test_same_text import Paper, assert_same_text
from test_shapes import EVENTS, shape
from test_word_template import template

from conceptnote.build.pool import Pool
from conceptnote.theme.look import looks

SHAPES = ("two-days-three-tracks", "four-days-with-showcases", "protocol", "hybrid-two-zones", "five-funders")
QUICK = (("ministry", "five-funders"), ("agency", "protocol"))


def in_look(folder: Path, name: str, look: str) -> Path:
    """An event of tests/events in a project of its own, in a look."""
    data = folder / "data"
    shutil.copytree(EVENTS[name].parent / "images", data / "images")
    (data / "house.docx").write_bytes(template(numbered=False))
    text = EVENTS[name].read_text(encoding="utf-8")
    (data / "event.yaml").write_text(f"{text}\nlook: {look}\n", encoding="utf-8")
    return data / "event.yaml"


@pytest.mark.parametrize("case", some_quick(itertools.product(looks(), SHAPES), *QUICK), ids=" ".join)
def test_papers_in_each_look_say_the_same_and_are_proven(case: tuple[str, str], tmp_path: Path, pool: Pool) -> None:
    look, name = case
    made = shape(in_look(tmp_path, name, look), tmp_path / "out", pool)
    for paper in made.papers.values():
        assert_same_text(paper)
    assert {one.record.acknowledgement for one in made.done.outputs} == {"proven" if made.event.funders else "none due"}


@pytest.mark.parametrize("name", some_quick(SHAPES, "five-funders"))
def test_papers_in_a_template_say_the_same_and_are_proven(name: str, tmp_path: Path, pool: Pool) -> None:
    made = shape(in_look(tmp_path, name, "{word: house.docx}"), tmp_path / "out", pool)
    for paper in made.papers.values():
        assert_says_the_same_in_the_template(paper)
        assert errors(paper.docx, tmp_path) == []
    owed = "proven" if made.event.funders else "none due"
    assert {one.record.acknowledgement for one in made.done.outputs} == {owed}


def assert_says_the_same_in_the_template(paper: Paper) -> None:
    """The Word file has the paper's text, notes and foot, and the template's header and foot; no other differs."""
    doc, docx = reading.read_doc(paper.doc), reading.read_docx(paper.docx)
    assert (docx.body, docx.notes) == (doc.body, doc.notes)
    assert reading.read_html(paper.html).body == doc.body
    assert reading.read_pdf(paper.pdf, paper.doc).body == reading.printed(paper.doc)
    assert doc.footer in docx.footer
    assert "Housefooter" in docx.footer.replace(" ", "")
